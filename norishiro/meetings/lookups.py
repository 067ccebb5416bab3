"""Unscoped reads for this room's operations and queries. Nothing here knows a person; views may not import it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import F, Max, Q

from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Appointment, Staff, live_on
from norishiro.cases.models import Case, LeadChange
from norishiro.meetings import rules
from norishiro.meetings.models import (
    Body,
    Designation,
    PaperCopy,
    RosterSeat,
    Seat,
    Sitting,
    Topic,
    TopicTransfer,
)

# Who comes to a meeting for an agency, when nobody has been named: the member first, then those who answer for it. Where
# the meeting is one of those who decide (課長級), an agency may have nobody else.
_CONTACT_ORDER = [
    RoleKind.MEMBER, RoleKind.COORDINATOR, RoleKind.MANAGER, RoleKind.SECRETARIAT, RoleKind.WINDOW, RoleKind.CSW,
    RoleKind.AGENCY_LIAISON, RoleKind.OUTREACH_WORKER, RoleKind.AREA_DUTY, RoleKind.SUPERVISOR, RoleKind.ADVISER,
    RoleKind.DECIDER,
]  # fmt: skip


def contacts_of(agency_ids: Collection[UUID], *, on: date) -> dict[UUID, Staff]:
    """One contact person per agency, among those in post on the day."""
    rank = {kind.value: place for place, kind in enumerate(_CONTACT_ORDER)}
    held = (
        Appointment.objects.filter(
            live_on(on), agency_id__in=agency_ids, staff__is_active=True, role__kind__in=_CONTACT_ORDER
        )
        .select_related("staff", "role")
        .order_by("from_on", "staff__login_id")
    )
    chosen: dict[UUID, Appointment] = {}
    for appointment in held:
        known = chosen.get(appointment.agency_id)
        if known is None or rank[appointment.role.kind] < rank[known.role.kind]:
            chosen[appointment.agency_id] = appointment
    return {agency_id: appointment.staff for agency_id, appointment in chosen.items()}


def is_appointed(*, staff_id: UUID, agency_id: UUID, on: date) -> bool:
    return Appointment.objects.filter(
        live_on(on), staff_id=staff_id, agency_id=agency_id, staff__is_active=True
    ).exists()


def conveners_of(body: Body) -> set[UUID]:
    """The agencies the town named as conveners; none named means any agency with the role."""
    named = set(body.conveners.values_list("id", flat=True))
    return named | ({body.convener_id} if body.convener_id else set())


def requesters_of(body: Body) -> dict[UUID, str]:
    """The agencies the town named to ask that the body sits, with their names; none named means any agency."""
    return dict(body.requesters.order_by("code").values_list("id", "name"))


def roster_agencies(body: Body, *, on: date) -> list[UUID]:
    """Agencies on the roster that day, in its order."""
    rows = RosterSeat.objects.filter(live_on(on), body=body, agency__isnull=False)
    return list(dict.fromkeys(rows.values_list("agency_id", flat=True)))


def next_number(body: Body, *, first_day: date, until: date) -> int:
    """The how-manieth sitting of the fiscal year the next one is; a cancelled one does not count."""
    held = Sitting.objects.filter(body=body, held_on__gte=first_day, held_on__lt=until).exclude(
        status="CANCELLED"
    )
    return held.count() + 1


def designations_of(body: Body, *, staff_ids: Iterable[UUID]) -> dict[UUID, list[tuple[date, date | None]]]:
    """From when until when each was, is or will be named to the body."""
    wanted = list(staff_ids)
    found: dict[UUID, list[tuple[date, date | None]]] = {one: [] for one in wanted}
    rows = Designation.objects.filter(body=body, staff_id__in=wanted)
    for staff_id, from_on, until_on in rows.values_list("staff_id", "from_on", "until_on"):
        found[staff_id].append((from_on, until_on))
    return found


def has_run_out(sitting: Sitting, *, staff_id: UUID, today: date) -> bool:
    """Whether this person's part in the sitting is over: every seat has run out, or the designation it rests on. Asked
    before the oath, when one's own seats are all one sees."""
    seats = Seat.objects.filter(staff_id=staff_id, ended_at__isnull=True)
    running = seats.filter(Q(until_on__isnull=True) | Q(until_on__gt=today))
    if seats.exists() and not running.exists():
        return True
    periods = designations_of(sitting.body, staff_ids=[staff_id])[staff_id]
    if rules.standing_on(periods, on=max(today, sitting.held_on)) != rules.EXPIRED:
        return False
    return not running.filter(Q(added_for_item=True) | Q(adviser=True)).exists()


def named_since(body: Body, *, staff_id: UUID, on: date) -> date | None:
    """Since when the person is named to the body, where that holds on the day."""
    live = Designation.objects.filter(live_on(on), body=body, staff_id=staff_id).order_by("from_on")
    return live.values_list("from_on", flat=True).first()


def next_copy(sitting: Sitting) -> int:
    """The number of the next copy of the sitting's papers. The row of the sitting is locked by whoever asks."""
    last = PaperCopy.objects.filter(sitting=sitting).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def outdated_packets(packet_ids: Collection[UUID]) -> set[UUID]:
    """Which of these tell an item as it no longer stands."""
    changed = PaperCopy.objects.filter(
        bundle__packet_id__in=packet_ids, paper_set__item__version__gt=F("paper_set__item_version")
    )
    return set(changed.values_list("bundle__packet_id", flat=True))


def lead_since(case: Case) -> UUID:
    """The row by which the case's lead leads; what the lead was shown ends with it."""
    latest = LeadChange.objects.filter(case=case).order_by("-made_at").values_list("id", flat=True).first()
    return latest or case.id


def consents_of(person_ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """Person → agencies that hold a live consent grant. Answered only for people the actor holds a grant on."""
    found: dict[UUID, set[UUID]] = {person_id: set() for person_id in person_ids}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person, recipient_id FROM unnest(%s::uuid[]) AS person,"
            " LATERAL gate_grants_on(person) WHERE ground = 'C0'",
            [list(found)],
        )
        for person_id, recipient_id in cursor.fetchall():
            found[person_id].add(recipient_id)
    return found


# As far as a topic is followed back: a district, a region, the whole town, and one more.
MOST_STEPS = 5


def bodies_before(topic: Topic) -> set[UUID]:
    """The bodies a topic came through, so that it is not handed back to them as something new."""
    found: set[UUID] = set()
    above = [topic.id]
    for _step in range(MOST_STEPS):
        below = list(
            TopicTransfer.objects.filter(taken_as__in=above).values_list("topic_id", "topic__body_id")
        )
        found |= {body_id for _topic_id, body_id in below}
        above = [topic_id for topic_id, _body_id in below]
        if not above:
            break
    return found


def managers_of(agency_id: UUID, *, on: date) -> set[UUID]:
    """Who leads in an agency on a day: those who may be let into a worker's own notes."""
    held = Appointment.objects.filter(
        live_on(on),
        agency_id=agency_id,
        staff__is_active=True,
        role__kind__in=(RoleKind.MANAGER, RoleKind.SUPERVISOR),
    )
    return set(held.values_list("staff_id", flat=True))
