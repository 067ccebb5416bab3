"""Reads of this room, for eyes. Every one takes the actor and goes through the gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import SINCE_ALWAYS
from norishiro.agencies.models import Agency, Appointment, Window, WindowOperator, live_on
from norishiro.agencies.permissions import Permission
from norishiro.agencies.queries import windows_on
from norishiro.consultations.access import WAITING_SHEETS, only_sends
from norishiro.consultations.access import worry_windows as worry_windows_on
from norishiro.consultations.choices import ConsultationStatus, GuideType, RequestStatus
from norishiro.consultations.models import (
    Consultation,
    Notice,
    Screening,
    SupportRequest,
    TsunaguSheet,
    Worry,
)
from norishiro.core.calendar import fiscal_year_span
from norishiro.core.records import Unseen
from norishiro.core.tables import PAGE_SIZE, Page, Place, Way, cut_page
from norishiro.people.finding import traits
from norishiro.people.queries import Alike, people_alike
from norishiro.sharing.choices import CATEGORY_LABELS, ConsentState, Depth, Ground
from norishiro.sharing.models import ConsentRecipient
from norishiro.sharing.queries import consents_visible_to, through_gate

M = TypeVar("M", bound=Model)

NOTICE_LIMIT = 20
SIMILAR_LIMIT = 8


def visible_to(actor: Actor) -> QuerySet[Consultation]:
    """Consultations open to the actor: the own agency's, and those shared on consent. ``became_case`` tells whether a request about them led to a case."""
    needed = SupportRequest.objects.filter(consultation=OuterRef("id"), status=RequestStatus.NEEDED)
    rows = through_gate(
        Consultation.objects.all(), actor, subject="subject_id", depth=Depth.PROGRESS, gated=True
    )
    own_forms = Q(agency_id__in=actor.agency_ids) | ~Q(basis=Ground.OWN)
    return rows.filter(own_forms).annotate(became_case=Exists(needed))


def page_rows(
    actor: Actor, *, status: str = "", place: Place | None = None, size: int = PAGE_SIZE
) -> Page[Consultation]:
    """The own agency's consultations, newest first, perhaps of one state only."""
    own = visible_to(actor).filter(agency_id__in=actor.agency_ids)
    rows: QuerySet[Any] = own.select_related("person", "staff")
    if status == ConsultationStatus.IN_CASE:
        rows = rows.filter(became_case=True)
    elif status:
        rows = rows.filter(status=status, became_case=False)
    return _cut(rows.prefetch_related("concerns"), place=place or Place(), day="received_on", size=size)


def _cut(rows: QuerySet[M], *, place: Place, day: str, size: int = PAGE_SIZE) -> Page[M]:
    """One page, newest first; the cursor is a row's id, looked up here."""
    anchor = rows.filter(pk=place.row).values_list(day, "id").first() if place.row else None
    back = place.way is Way.BEFORE and anchor is not None
    if anchor is not None:
        on, key = anchor
        step = "gt" if back else "lt"
        rows = rows.filter(Q(**{f"{day}__{step}": on}) | Q(**{day: on, f"id__{step}": key}))
    order = (day, "id") if back else (f"-{day}", "-id")
    fetched = list(rows.order_by(*order)[: size + 1])
    found = place if anchor is not None else Place()
    return cut_page(fetched, place=found, id_of=lambda row: row.pk, size=size)


def get_consultation(actor: Actor, *, consultation_id: UUID) -> Consultation:
    found = (
        visible_to(actor)
        .filter(id=consultation_id)
        .select_related("person", "staff", "agency")
        .prefetch_related(
            "concerns", "screenings__staff", "screenings__lead_agency", "screenings__next_staff"
        )
        .first()
    )
    if found is None:
        raise Unseen(consultation_id)
    return found


def consultation_of(actor: Actor, *, record: TsunaguSheet | SupportRequest) -> Consultation | None:
    """The consultation a sheet or request came from, if the actor may see it."""
    return visible_to(actor).filter(id=record.consultation_id).first() if record.consultation_id else None


def similar_people(actor: Actor, *, given: Mapping[str, Any], today: date) -> list[Alike]:
    """People the actor may see who may be the one that is about to be registered anew, the likeliest first."""
    typed = {name: given.get(name) or "" for name in ("name", "kana", "alias", "address", "phone", "sex")}
    return people_alike(
        actor, to=traits(**typed, birth=given.get("birth")), words=[typed["name"], typed["kana"], typed["phone"]],
        today=today, limit=SIMILAR_LIMIT,
    )  # fmt: skip


def guide_counts(actor: Actor, *, fiscal_year: int) -> list[tuple[str, int]]:
    """How many consultations of the own agency were put under each of the four types in a fiscal year."""
    first, after = fiscal_year_span(fiscal_year)
    rows = Screening.objects.filter(
        consultation__agency_id__in=actor.agency_ids, decided_on__gte=first, decided_on__lt=after
    )
    counted = dict(
        rows.exclude(guide_type="").values_list("guide_type").annotate(Count("consultation", distinct=True))
    )
    return [(kind.label, counted.get(kind.value, 0)) for kind in GuideType]


@dataclass(frozen=True)
class Partner:
    """An agency at a shared counter; no ``since`` means from the beginning, no ``until`` that no end is set."""

    agency: Agency
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Counter:
    """A counter several agencies or functions keep together, with who stands behind it on a day."""

    window: Window
    parts: tuple[Window, ...]

    @property
    def partners(self) -> list[Partner]:
        """Each agency once, with since when it has stood there."""
        found: dict[UUID, Partner] = {}
        for window in (self.window, *self.parts):
            for one in window.operators_now:  # type: ignore[attr-defined]
                found.setdefault(one.agency_id, _partner(window, one))
        return list(found.values())

    @property
    def agency_ids(self) -> frozenset[UUID]:
        return frozenset(one.agency.id for one in self.partners)


def _partner(window: Window, operator: WindowOperator) -> Partner:
    since = max(window.from_on, operator.from_on)
    ends = [one for one in (window.until_on, operator.until_on) if one]
    return Partner(operator.agency, None if since == SINCE_ALWAYS else since, min(ends, default=None))


def counters(actor: Actor, *, on: date) -> list[Counter]:
    """The shared counters at which the actor's agency stands that day."""
    everything = windows_on(actor, on=on)
    parts: dict[UUID, list[Window]] = {}
    for window in everything:
        if window.parent_id:
            parts.setdefault(window.parent_id, []).append(window)
    found = [Counter(one, tuple(parts.get(one.id, ()))) for one in everything if one.parent_id is None]
    return [
        one for one in found
        if one.agency_ids & actor.agency_ids and (len(one.agency_ids) > 1 or one.parts)
    ]  # fmt: skip


def get_counter(actor: Actor, *, window_id: UUID, on: date) -> Counter:
    found = next((one for one in counters(actor, on=on) if one.window.id == window_id), None)
    if found is None:
        raise Unseen(window_id)
    return found


def counter_rows(
    actor: Actor, *, counter: Counter, undecided: bool, place: Place | None = None
) -> Page[Consultation]:
    """The consultations of all partners at the counter that are open to the actor, newest first."""
    rows: QuerySet[Any] = visible_to(actor).filter(agency_id__in=counter.agency_ids)
    if undecided:
        rows = rows.filter(status=ConsultationStatus.RECEIVED, became_case=False)
    rows = rows.select_related("person", "agency").prefetch_related("concerns")
    return _cut(rows, place=place or Place(), day="received_on")


@dataclass(frozen=True)
class Consented:
    """What the person lets one agency know, and until when."""

    agency_name: str
    labels: tuple[str, ...]
    until_on: date | None


def consented_items(actor: Actor, *, person_id: UUID, today: date) -> list[Consented]:
    """What each agency named in a live consent may be told, for whoever writes to it."""
    given = consents_visible_to(actor).filter(person_id=person_id, state=ConsentState.GIVEN)
    named = ConsentRecipient.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=today), consent__in=given, categories__gt=0
    ).exclude(agency_id__in=actor.agency_ids)
    rows = named.select_related("agency").order_by("agency__name", "-consent__asked_on", "id")
    return [
        Consented(
            one.agency.name,
            tuple(label for bit, label in CATEGORY_LABELS.items() if one.categories & bit),
            one.until_on,
        )
        for one in rows
    ]


def notices(actor: Actor) -> list[Notice]:
    """What the own agency noted and what has not become a consultation yet, newest first."""
    rows = Notice.objects.filter(agency_id__in=actor.agency_ids, consultation__isnull=True)
    return list(rows.select_related("staff").order_by("-noticed_on", "-made_at")[:NOTICE_LIMIT])


def get_notice(actor: Actor, *, notice_id: UUID) -> Notice:
    notice = Notice.objects.filter(agency_id__in=actor.agency_ids, id=notice_id).first()
    if notice is None:
        raise Unseen(notice_id)
    return notice


@dataclass(frozen=True)
class WorryWindow:
    """An agency at which worries are handed in; ``near`` when it works in the actor's own area."""

    agency: Agency
    near: bool


def worry_windows(actor: Actor, *, on: date) -> list[WorryWindow]:
    """Where a worry may be handed in, the windows of the actor's area first."""
    behind = Agency.objects.filter(id__in=worry_windows_on(on=on)).order_by("code")
    at_work = set(
        Appointment.objects.filter(live_on(on), area_id__in=actor.area_ids).values_list(
            "agency_id", flat=True
        )
    )
    found = [WorryWindow(one, one.area_id in actor.area_ids or one.id in at_work) for one in behind]
    return sorted(found, key=lambda one: not one.near)


def worries_visible_to(actor: Actor) -> QuerySet[Worry]:
    """What the actor handed in under this hat, and what was handed in at the actor's window."""
    at_window = Q(receiver_agency_id__in=actor.agency_ids) if actor.may(Permission.RECEIVE) else Q()
    own = Q(staff_id=actor.staff_id, agency_id__in=actor.agency_ids)
    rows = Worry.objects.filter(own | at_window if at_window else own)
    return rows.select_related("agency", "staff", "receiver_agency", "taken_by", "consultation")


def get_worry(actor: Actor, *, worry_id: UUID) -> Worry:
    worry = worries_visible_to(actor).filter(id=worry_id).first()
    if worry is None:
        raise Unseen(worry_id)
    return worry


def worry_rows(actor: Actor, *, sent: bool, place: Place | None = None) -> Page[Worry]:
    """Worries at the actor's window, or the ones the actor handed in, newest first."""
    mine = Q(staff_id=actor.staff_id) if sent else Q(receiver_agency_id__in=actor.agency_ids)
    return _cut(worries_visible_to(actor).filter(mine), place=place or Place(), day="told_on")


def worries_waiting(actor: Actor) -> int:
    """How many worries at the actor's window nobody has taken."""
    return (
        worries_visible_to(actor)
        .filter(receiver_agency_id__in=actor.agency_ids, taken_on__isnull=True)
        .count()
    )


def sheets_visible_to(actor: Actor) -> QuerySet[TsunaguSheet]:
    rows = through_gate(
        TsunaguSheet.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True
    )
    return rows.select_related("person", "agency", "receiver_agency", "sender", "receiver")


def get_sheet(actor: Actor, *, sheet_id: UUID) -> TsunaguSheet:
    """A sheet the actor's agency sent or received; who only sends finds the own ones."""
    sheet = own_sheets(actor).filter(id=sheet_id).first()
    if sheet is None:
        raise Unseen(sheet_id)
    return sheet


def sheet_rows(actor: Actor, *, sent: bool, place: Place | None = None) -> Page[TsunaguSheet]:
    """Received sheets, or sent ones, newest first."""
    column = "agency_id__in" if sent else "receiver_agency_id__in"
    rows = _own_only(actor).filter(**{column: actor.agency_ids})
    return _cut(rows, place=place or Place(), day="sent_on")


def _own_only(actor: Actor) -> QuerySet[TsunaguSheet]:
    rows = sheets_visible_to(actor)
    return rows.filter(sender_id=actor.staff_id) if only_sends(actor) else rows


def own_sheets(actor: Actor) -> QuerySet[TsunaguSheet]:
    """Sheets whose page the actor may open: sent or received by the own agency; for who only sends, the own ones."""
    return _own_only(actor).filter(_party(actor, "receiver_agency_id"))


def sheets_of(actor: Actor, *, consultation: Consultation) -> list[TsunaguSheet]:
    rows = sheets_visible_to(actor).filter(consultation=consultation)
    return list(rows.order_by("-sent_on", "-made_at")[:PAGE_SIZE])


def sheets_waiting_for(actor: Actor) -> list[TsunaguSheet]:
    """Sheets that wait for an answer of the actor (or of nobody in particular in the agency), the soonest due first."""
    rows = sheets_visible_to(actor).filter(
        Q(receiver_id=actor.staff_id) | Q(receiver__isnull=True),
        receiver_agency_id=actor.agency_id, status__in=WAITING_SHEETS,
    )  # fmt: skip
    return list(rows.order_by("due_on", "id")[:PAGE_SIZE])


def sheets_sent_waiting(actor: Actor) -> list[TsunaguSheet]:
    """Sheets the actor sent and has no answer to."""
    rows = sheets_visible_to(actor).filter(sender_id=actor.staff_id, status__in=WAITING_SHEETS)
    return list(rows.order_by("due_on", "id")[:PAGE_SIZE])


def requests_visible_to(actor: Actor) -> QuerySet[SupportRequest]:
    rows = through_gate(
        SupportRequest.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True,
        writers=("agency_id", "operator_id"),
    )  # fmt: skip
    return rows.select_related("person", "agency", "operator", "applicant", "owner", "answered_by")


def own_requests(actor: Actor) -> QuerySet[SupportRequest]:
    """Requests whose page the actor may open: the own agency applied with them or has to answer them."""
    return requests_visible_to(actor).filter(_party(actor, "operator_id"))


def get_request(actor: Actor, *, request_id: UUID) -> SupportRequest:
    """A request the actor's agency applied with or has to answer."""
    found = own_requests(actor).filter(id=request_id).first()
    if found is None:
        raise Unseen(request_id)
    return found


def request_rows(actor: Actor, *, applied: bool, place: Place | None = None) -> Page[SupportRequest]:
    """The operator's shared queue, or the own applications, newest first."""
    column = "agency_id__in" if applied else "operator_id__in"
    rows = requests_visible_to(actor).filter(**{column: actor.agency_ids})
    return _cut(rows, place=place or Place(), day="applied_on")


def queue(actor: Actor) -> list[SupportRequest]:
    """Requests the operator still has to answer, those nobody has taken first, then by their due day."""
    rows = requests_visible_to(actor).filter(operator_id__in=actor.agency_ids, status=RequestStatus.APPLIED)
    return list(rows.order_by(F("owner").asc(nulls_first=True), "due_on", "id")[:PAGE_SIZE])


def requests_of(actor: Actor, *, consultation: Consultation) -> list[SupportRequest]:
    rows = requests_visible_to(actor).filter(consultation=consultation)
    return list(rows.order_by("-applied_on", "-made_at")[:PAGE_SIZE])


def previous_of(actor: Actor, *, request: SupportRequest) -> SupportRequest | None:
    """The request this one follows, if the actor may see it."""
    if request.previous_id is None:
        return None
    return requests_visible_to(actor).filter(id=request.previous_id).first()


def requests_waiting_for(actor: Actor) -> list[SupportRequest]:
    """Requests the actor (or nobody in particular of the operator) has to answer, the soonest due first."""
    rows = requests_visible_to(actor).filter(
        Q(owner_id=actor.staff_id) | Q(owner__isnull=True), operator_id=actor.agency_id, status=RequestStatus.APPLIED
    )  # fmt: skip
    return list(rows.order_by("due_on", "id")[:PAGE_SIZE])


def requests_sent_waiting(actor: Actor) -> list[SupportRequest]:
    """Requests the actor applied with that have no answer yet."""
    rows = requests_visible_to(actor).filter(applicant_id=actor.staff_id, status=RequestStatus.APPLIED)
    return list(rows.order_by("due_on", "id")[:PAGE_SIZE])


def _party(actor: Actor, column: str) -> Any:
    return Q(agency_id__in=actor.agency_ids) | Q(**{f"{column}__in": actor.agency_ids})
