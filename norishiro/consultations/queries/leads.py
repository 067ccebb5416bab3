"""手がかり: what the own agency follows up, what nobody has touched, and notices nobody was named for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Appointment, live_on
from norishiro.agencies.permissions import Permission
from norishiro.consultations import rules
from norishiro.consultations.models import Lead, Notice, Worry
from norishiro.core.records import Unseen

LONGEST = 200
WHICH = {
    "mine": "わたしが確かめる",
    "agency": "機関のすべて",
    "still": "動きのないもの",
    "ended": "終えたもの",
}
OPEN = (
    Q(ended_on__isnull=True) & ~Q(notice__consultation__isnull=False) & ~Q(worry__consultation__isnull=False)
)


def leads_visible_to(actor: Actor) -> QuerySet[Lead]:
    """The leads of the own agency, for who works at its counter."""
    if not actor.may(Permission.RECEIVE):
        return Lead.objects.none()
    return Lead.objects.filter(agency_id__in=actor.agency_ids)


def get_lead(actor: Actor, *, lead_id: UUID) -> Lead:
    rows = leads_visible_to(actor).select_related(
        "notice__staff", "worry__staff", "worry__agency", "owner", "agency"
    )
    found = rows.prefetch_related("steps__staff").filter(id=lead_id).first()
    if found is None:
        raise Unseen(lead_id)
    return found


def leads(actor: Actor, *, which: str, today: date, still_days: int) -> list[Lead]:
    """The list, the soonest next day first; ``still``: the longest untouched first; ``ended``: the latest first."""
    rows = (
        leads_visible_to(actor)
        .select_related("notice", "worry", "owner")
        .annotate(owner_left=~has_owner(on=today))
    )
    if which == "ended":
        return list(rows.exclude(OPEN).order_by("-touched_on", "id")[:LONGEST])
    rows = rows.filter(OPEN)
    if which == "still":
        before = rules.still_before(today=today, days=still_days)
        return list(rows.filter(touched_on__lt=before).order_by("touched_on", "id")[:LONGEST])
    if which == "mine":
        rows = rows.filter(owner_id=actor.staff_id)
    return list(rows.order_by(F("next_on").asc(nulls_first=True), "begun_on", "id")[:LONGEST])


def lead_source(actor: Actor, *, source_id: UUID) -> tuple[Notice | None, Worry | None]:
    """The notice or the worry of the own agency that is to be followed up."""
    notice = Notice.objects.filter(agency_id__in=actor.agency_ids, id=source_id).first()
    worry = (
        None
        if notice
        else Worry.objects.filter(receiver_agency_id__in=actor.agency_ids, id=source_id).first()
    )
    if notice is None and worry is None:
        raise Unseen(source_id)
    return notice, worry


@dataclass(frozen=True)
class Unowned:
    """A notice or worry that is no consultation and that nobody was named to follow up."""

    id: UUID
    on: date
    what: str
    place: str
    said_by: str
    is_worry: bool
    is_still: bool


def unowned(actor: Actor, *, today: date, still_days: int) -> list[Unowned]:
    """What waits for somebody to be named, the oldest first."""
    before = rules.still_before(today=today, days=still_days)
    notices = Notice.objects.filter(
        agency_id__in=actor.agency_ids, consultation__isnull=True, lead__isnull=True
    )
    worries = Worry.objects.filter(
        receiver_agency_id__in=actor.agency_ids,
        consultation__isnull=True,
        lead__isnull=True,
        answered_on__isnull=True,
    )
    found = [
        *(
            Unowned(
                one.id, one.noticed_on, one.text, one.place, one.staff.name, False, one.noticed_on < before
            )
            for one in notices.select_related("staff").order_by("noticed_on", "id")[:LONGEST]
        ),
        *(
            Unowned(one.id, one.told_on, one.seen, one.place, one.agency.name, True, one.told_on < before)
            for one in worries.select_related("agency").order_by("told_on", "id")[:LONGEST]
        ),
    ]
    return sorted(found, key=lambda one: (one.on, str(one.id)))


def has_owner(*, on: date) -> Exists:
    """Who was named still works for the agency; where not, it is everybody's at its counter."""
    serving = Appointment.objects.filter(
        live_on(on), staff_id=OuterRef("owner_id"), agency_id=OuterRef("agency_id"), staff__is_active=True
    )
    return Exists(serving)


def leads_due(actor: Actor, *, today: date, until: date, limit: int) -> list[Lead]:
    """What the actor follows up by a day, or nobody does any more, the soonest first: for the screen 今日."""
    rows = (
        leads_visible_to(actor)
        .annotate(owner_left=~has_owner(on=today))
        .filter(OPEN, Q(owner_id=actor.staff_id) | Q(owner_left=True), next_on__lte=until)
    )
    told = rows.select_related("notice", "worry").only(
        "owner_id", "next_on", "next_what", "notice__text", "notice__place", "worry__seen", "worry__place"
    )
    return list(told.order_by("next_on", "id")[:limit])


def lead_of_worry(actor: Actor, *, worry: Worry) -> UUID | None:
    return leads_visible_to(actor).filter(worry=worry).values_list("id", flat=True).first()
