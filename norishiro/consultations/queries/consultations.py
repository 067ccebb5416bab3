"""相談: the list, one consultation, notices, who might be meant."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth

from norishiro.agencies.actor import Actor
from norishiro.consultations.choices import Business, Channel, ConsultationStatus, GuideType, RequestStatus
from norishiro.consultations.models import (
    Call,
    Consultation,
    FocusMark,
    Notice,
    Screening,
    SupportRequest,
    TsunaguSheet,
)
from norishiro.consultations.paging import cut
from norishiro.core.calendar import fiscal_year_span
from norishiro.core.records import Unseen
from norishiro.core.tables import PAGE_SIZE, Page, Place
from norishiro.people.finding import traits
from norishiro.people.queries import Alike, people_alike
from norishiro.sharing.choices import CATEGORY_LABELS, ConsentState, Depth, Ground
from norishiro.sharing.models import ConsentRecipient
from norishiro.sharing.queries import consents_visible_to, through_gate

NOTICE_LIMIT = 20
CALL_LIMIT = 50

SIMILAR_LIMIT = 8
URGENCY_LIMIT = 20


def visible_to(actor: Actor) -> QuerySet[Consultation]:
    """Consultations open to the actor: the own agency's, and those shared on consent. ``became_case`` tells whether a request about them led to a case."""
    return _open_to(actor).annotate(became_case=_became_case())


def _open_to(actor: Actor) -> QuerySet[Consultation]:
    own_forms = Q(agency_id__in=actor.agency_ids) | ~Q(basis=Ground.OWN)
    rows = Consultation.objects.filter(own_forms)
    return through_gate(rows, actor, subject="subject_id", depth=Depth.PROGRESS, gated=True)


def _became_case() -> Exists:
    return Exists(SupportRequest.objects.filter(consultation=OuterRef("id"), status=RequestStatus.NEEDED))


def page_rows(
    actor: Actor,
    *,
    status: str = "",
    focus: UUID | None = None,
    place: Place | None = None,
    size: int = PAGE_SIZE,
) -> Page[Consultation]:
    """The own agency's consultations, newest first, perhaps of one state or one 重点対象 only."""
    own = visible_to(actor).filter(agency_id__in=actor.agency_ids)
    rows: QuerySet[Any] = own.select_related("person", "staff")
    if focus is not None:
        rows = rows.filter(Exists(_marked(OuterRef("id"), focus)))
    if status == ConsultationStatus.IN_CASE:
        rows = rows.filter(became_case=True)
    elif status:
        rows = rows.filter(status=status, became_case=False)
    return cut(rows.prefetch_related("concerns"), place=place or Place(), day="received_on", size=size)


def get_consultation(actor: Actor, *, consultation_id: UUID) -> Consultation:
    found = (
        visible_to(actor)
        .filter(id=consultation_id)
        .select_related("person", "staff", "agency", "window")
        .prefetch_related(
            "concerns", "screenings__staff", "screenings__lead_agency", "screenings__next_staff"
        )
        .first()
    )
    if found is None:
        raise Unseen(consultation_id)
    return found


def first_consultation_of(actor: Actor, *, person_ids: Collection[UUID]) -> Consultation | None:
    """What was told of somebody first, by whomever, as far as the actor may read it."""
    rows = visible_to(actor).filter(person_id__in=person_ids)
    return rows.order_by("received_on", "made_at").first()


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


def urgencies_due(actor: Actor, *, until: date) -> list[Consultation]:
    """Consultations the actor received whose urgency is to be looked at again, the soonest first."""
    rows = _open_to(actor).filter(
        ~_became_case(), staff_id=actor.staff_id, agency_id__in=actor.agency_ids, urgency_review_on__lte=until,
        status__in=(ConsultationStatus.RECEIVED, ConsultationStatus.HERE),
    )  # fmt: skip
    told = rows.select_related("person").only(
        "person__name", "person__alias", "number", "urgency", "urgency_review_on"
    )
    return list(told.order_by("urgency_review_on", "id")[:URGENCY_LIMIT])


def guide_counts(actor: Actor, *, fiscal_year: int, focus: UUID | None = None) -> list[tuple[str, int]]:
    """How many consultations of the own agency were put under each of the four types in a fiscal year, perhaps of one
    重点対象 only."""
    first, after = fiscal_year_span(fiscal_year)
    rows = Screening.objects.filter(
        consultation__agency_id__in=actor.agency_ids, decided_on__gte=first, decided_on__lt=after
    )
    if focus is not None:
        rows = rows.filter(Exists(_marked(OuterRef("consultation"), focus)))
    counted = dict(
        rows.exclude(guide_type="").values_list("guide_type").annotate(Count("consultation", distinct=True))
    )
    return [(kind.label, counted.get(kind.value, 0)) for kind in GuideType]


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
    led = rows.annotate(lead_seen=F("lead__id"))
    return list(led.select_related("staff").order_by("-noticed_on", "-made_at")[:NOTICE_LIMIT])


@dataclass(frozen=True)
class ChannelCount:
    """Consultations received by one way: as the municipality's business, of one's own accord, and together."""

    label: str
    public: int
    own: int

    @property
    def total(self) -> int:
        return self.public + self.own


def _marked(consultation: OuterRef, focus: UUID) -> QuerySet[FocusMark]:
    return FocusMark.objects.filter(consultation=consultation, group_id=focus)


def channel_counts(actor: Actor, *, fiscal_year: int, focus: UUID | None = None) -> list[ChannelCount]:
    """The own agency's consultations of a fiscal year by way and by whose business, perhaps of one 重点対象 only; the
    last line is the sum."""
    first, after = fiscal_year_span(fiscal_year)
    rows = Consultation.objects.filter(
        agency_id__in=actor.agency_ids, received_on__gte=first, received_on__lt=after
    )
    if focus is not None:
        rows = rows.filter(Exists(_marked(OuterRef("id"), focus)))
    counted = rows.order_by().values_list("channel", "business").annotate(Count("id"))
    held = {(channel, business): count for channel, business, count in counted}
    lines = [
        ChannelCount(
            one.label, held.get((one.value, Business.PUBLIC), 0), held.get((one.value, Business.OWN), 0)
        )
        for one in Channel
    ]
    found = [one for one in lines if one.total]
    return [*found, ChannelCount("計", sum(one.public for one in found), sum(one.own for one in found))]


def calls(actor: Actor) -> list[Call]:
    """Calls without a name at the own agency, newest first."""
    rows = Call.objects.filter(agency_id__in=actor.agency_ids)
    return list(rows.select_related("staff").order_by("-called_on", "-made_at")[:CALL_LIMIT])


def calls_by_month(actor: Actor, *, fiscal_year: int) -> list[tuple[date, int]]:
    """How many calls without a name there were in each month of a fiscal year; months without one are left out."""
    first, after = fiscal_year_span(fiscal_year)
    rows = Call.objects.filter(agency_id__in=actor.agency_ids, called_on__gte=first, called_on__lt=after)
    counted = rows.order_by().values(month=TruncMonth("called_on")).annotate(n=Count("id")).order_by("month")
    return [(one["month"], one["n"]) for one in counted]


def get_notice(actor: Actor, *, notice_id: UUID) -> Notice:
    notice = Notice.objects.filter(agency_id__in=actor.agency_ids, id=notice_id).first()
    if notice is None:
        raise Unseen(notice_id)
    return notice
