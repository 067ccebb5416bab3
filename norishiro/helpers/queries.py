"""Reads of this room. The wall shows each agency its own register only; the queries say so too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Replace

from norishiro.agencies.actor import Actor
from norishiro.consultations.models import Worry
from norishiro.core.calendar import fiscal_year, fiscal_year_span
from norishiro.core.records import Unseen
from norishiro.core.tables import PAGE_SIZE, Page, Place, Way, cut_page
from norishiro.helpers import kinds
from norishiro.helpers.choices import LessonKind, Outcome, Result
from norishiro.helpers.models import (
    AidMatch,
    AidRequest,
    AidVisit,
    Came,
    Delivery,
    Helper,
    Lesson,
    Newsletter,
    OptOut,
    PointLine,
)
from norishiro.helpers.rules import Hand
from norishiro.resources.models import DayCount

MOST = 300
WIDE = "\u3000"


# --- the register ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """What of the register is looked for."""

    words: str = ""
    kind: str = ""
    area_id: UUID | None = None
    ended: bool = False


def _helpers(actor: Actor) -> QuerySet[Helper]:
    return Helper.objects.filter(agency_id__in=actor.agency_ids)


def _told(rows: QuerySet[Helper], *, on: date) -> QuerySet[Helper]:
    """With whether the newsletter is stopped and until when the course holds."""
    stopped = OptOut.objects.filter(helper=OuterRef("pk"), until_on__isnull=True)
    course = Came.objects.filter(
        helper=OuterRef("pk"), lesson__kind=LessonKind.COURSE, lesson__held_on__lte=on
    )
    until = course.order_by().values("helper").annotate(until=Max("lesson__good_until")).values("until")
    return rows.select_related("area", "agency").annotate(
        stopped=Exists(stopped), trained_until=Subquery(until)
    )


def helpers(actor: Actor, *, asked: Asked, place: Place, on: date, size: int = PAGE_SIZE) -> Page[Helper]:
    """One page of the register in the order of the readings; each with ``stopped`` and ``trained_until``."""
    rows = _narrowed(_helpers(actor), asked)
    anchor = rows.filter(pk=place.row).values_list("kana", "id").first() if place.row else None
    back = place.way is Way.BEFORE and anchor is not None
    if anchor is not None:
        step = "lt" if back else "gt"
        rows = rows.filter(
            Q(**{f"kana__{step}": anchor[0]}) | Q(**{"kana": anchor[0], f"id__{step}": anchor[1]})
        )
    order = ("-kana", "-id") if back else ("kana", "id")
    fetched = list(_told(rows, on=on).order_by(*order)[: size + 1])
    return cut_page(
        fetched, place=place if anchor is not None else Place(), id_of=lambda row: row.pk, size=size
    )


def _narrowed(rows: QuerySet[Helper], asked: Asked) -> QuerySet[Helper]:
    rows = rows.filter(ended_on__isnull=not asked.ended)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.area_id:
        rows = rows.filter(area_id=asked.area_id)
    for word in asked.words.split():
        rows = rows.alias(
            whole=Replace("name", Value(WIDE), Value("")), read=Replace("kana", Value(" "), Value(""))
        )
        rows = rows.filter(Q(whole__contains=word) | Q(read__contains=word) | Q(likes__contains=word))
    return rows


def kind_counts(actor: Actor) -> dict[str, int]:
    """How many of each kind are registered now."""
    rows = _helpers(actor).filter(ended_on__isnull=True).order_by()
    return dict(rows.values_list("kind").annotate(Count("id")))


def get_helper(actor: Actor, *, helper_id: UUID, on: date) -> Helper:
    """With ``stopped`` and ``trained_until``."""
    found = (
        _told(_helpers(actor), on=on).select_related("area", "agency", "staff").filter(id=helper_id).first()
    )
    if found is None:
        raise Unseen(helper_id)
    return found


def all_helpers(actor: Actor, *, on: date) -> list[Helper]:
    """Everybody of one's own agency who is registered, to pick from."""
    rows = _helpers(actor).filter(agency_id=actor.agency_id, ended_on__isnull=True)
    return list(_told(rows, on=on).order_by("kana", "id")[:MOST])


def as_hand(actor: Actor, *, helper: Helper) -> Hand:
    """A helper found above as the rules take one; asks nothing more."""
    return Hand(
        helper.name,
        helper.about,
        helper.registered_on,
        helper.ended_on,
        getattr(helper, "trained_until", None),
    )


@dataclass(frozen=True)
class History:
    """What there is of a helper: newsletters stopped, trainings, help, points, notices."""

    opt_outs: list[OptOut]
    sent: int
    lessons: list[Lesson]
    matches: list[AidMatch]
    points: list[PointLine]


def history_of(actor: Actor, *, helper: Helper) -> History:
    matches = AidMatch.objects.filter(Q(helper=helper) | Q(second=helper))
    return History(
        list(helper.opt_outs.all()[:MOST]),
        helper.deliveries.count(),
        list(Lesson.objects.filter(came__helper=helper)[:MOST]),
        list(matches.select_related("request__area", "owner", "helper", "second")[:MOST]),
        list(helper.points.select_related("staff")[:MOST]),
    )


def notices_of(actor: Actor, *, helper: Helper) -> list[Worry]:
    """What this helper noticed and a window of one's own wrote down under the same name, the newest first; none of it where
    the consultation it became keeps secret who told."""
    names = {helper.name, helper.name.replace(WIDE, ""), helper.name.replace(WIDE, " ")}
    rows = Worry.objects.filter(teller__in=names, receiver_agency_id__in=actor.agency_ids)
    open_now = Q(consultation__isnull=True) | Q(consultation__visitor_hidden=False)
    return list(rows.filter(open_now).order_by("-told_on", "-made_at")[:40])


def get_point(actor: Actor, *, point_id: UUID) -> PointLine:
    rows = PointLine.objects.filter(helper__agency_id__in=actor.agency_ids)
    found = rows.select_related("helper__agency").filter(id=point_id).first()
    if found is None:
        raise Unseen(point_id)
    return found


# --- newsletters and trainings -------------------------------------------------------------------------


def newsletters(actor: Actor, *, year: int) -> list[Newsletter]:
    """The issues of a fiscal year with to how many they went (``number``)."""
    first, after = fiscal_year_span(year)
    rows = Newsletter.objects.filter(
        agency_id__in=actor.agency_ids, issued_on__gte=first, issued_on__lt=after
    )
    return list(rows.annotate(number=Count("deliveries")).order_by("-issued_on", "-made_at")[:MOST])


def get_newsletter(actor: Actor, *, newsletter_id: UUID) -> Newsletter:
    rows = Newsletter.objects.filter(agency_id__in=actor.agency_ids).select_related("agency", "staff")
    found = rows.filter(id=newsletter_id).first()
    if found is None:
        raise Unseen(newsletter_id)
    return found


def receivers_of(actor: Actor, *, newsletter: Newsletter) -> list[Helper]:
    """To whom it went, as it was written down on its day."""
    rows = Delivery.objects.filter(newsletter=newsletter).select_related("helper__area")
    return [one.helper for one in rows.order_by("helper__kana", "helper_id")]


def left_out_of(actor: Actor, *, newsletter: Newsletter) -> int:
    """How many had opted out on its day."""
    rows = OptOut.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=newsletter.issued_on), helper__agency_id=newsletter.agency_id,
        from_on__lte=newsletter.issued_on,
    ).exclude(helper__ended_on__lte=newsletter.issued_on)  # fmt: skip
    return rows.values("helper").distinct().count()


def lessons(actor: Actor, *, year: int) -> list[Lesson]:
    """The trainings of a fiscal year with how many came (``number``)."""
    first, after = fiscal_year_span(year)
    rows = Lesson.objects.filter(agency_id__in=actor.agency_ids, held_on__gte=first, held_on__lt=after)
    return list(rows.annotate(number=Count("came")).order_by("-held_on", "-made_at")[:MOST])


def get_lesson(actor: Actor, *, lesson_id: UUID) -> Lesson:
    rows = Lesson.objects.filter(agency_id__in=actor.agency_ids).select_related("agency", "staff")
    found = rows.filter(id=lesson_id).first()
    if found is None:
        raise Unseen(lesson_id)
    return found


def came_to(actor: Actor, *, lesson: Lesson) -> list[Helper]:
    rows = Came.objects.filter(lesson=lesson).select_related("helper__area")
    return [one.helper for one in rows.order_by("helper__kana", "helper_id")]


def years(actor: Actor) -> list[int]:
    """The fiscal years in which anything was sent, held or asked, the newest first."""
    mine = Q(agency_id__in=actor.agency_ids)
    days = [
        *Newsletter.objects.filter(mine).order_by().values_list("issued_on", flat=True).distinct(),
        *Lesson.objects.filter(mine).order_by().values_list("held_on", flat=True).distinct(),
        *AidRequest.objects.filter(mine).order_by().values_list("received_on", flat=True).distinct(),
    ]
    return sorted({fiscal_year(one) for one in days}, reverse=True)


# --- helping one another ---------------------------------------------------------------------------


def _requests(actor: Actor) -> QuerySet[AidRequest]:
    return AidRequest.objects.filter(agency_id__in=actor.agency_ids).select_related("area", "agency", "staff")


def open_requests(actor: Actor) -> list[AidRequest]:
    """Requests without an end, the oldest first, with how many matches are under way (``live``)."""
    under_way = Count("matches", filter=Q(matches__result__in=["", Result.GOING_ON]))
    rows = _requests(actor).filter(closed_on__isnull=True).annotate(live=under_way)
    return list(rows.order_by("received_on", "made_at")[:MOST])


def closed_requests(actor: Actor, *, year: int) -> list[AidRequest]:
    first, after = fiscal_year_span(year)
    rows = _requests(actor).filter(closed_on__gte=first, closed_on__lt=after)
    return list(rows.order_by("-closed_on", "-made_at")[:MOST])


def get_request(actor: Actor, *, request_id: UUID) -> AidRequest:
    found = _requests(actor).filter(id=request_id).first()
    if found is None:
        raise Unseen(request_id)
    return found


def _matches(actor: Actor) -> QuerySet[AidMatch]:
    rows = AidMatch.objects.filter(request__agency_id__in=actor.agency_ids)
    return rows.select_related("request__agency", "helper", "second", "owner", "matcher")


def matches_of(actor: Actor, *, request: AidRequest) -> list[AidMatch]:
    rows = _matches(actor).filter(request=request).prefetch_related("visits__staff")
    return list(rows[:MOST])


def get_match(actor: Actor, *, match_id: UUID) -> AidMatch:
    found = _matches(actor).filter(id=match_id).first()
    if found is None:
        raise Unseen(match_id)
    return found


@dataclass
class ServiceCount:
    """One kind of help in a year: asked, done, how often somebody went, what was paid and handed on."""

    label: str
    asked: int = 0
    done: int = 0
    waiting: int = 0
    visits: int = 0
    fee: int = 0
    wage: int = 0


def service_counts(actor: Actor, *, year: int) -> list[ServiceCount]:
    """Requests and what became of them in a fiscal year, by kind; a request counts in the year it came in, a visit in its own."""
    first, after = fiscal_year_span(year)
    found = {code: ServiceCount(one.label) for code, one in kinds.SERVICES.items()}
    mine = AidRequest.objects.filter(agency_id__in=actor.agency_ids).order_by()
    asked = mine.filter(received_on__gte=first, received_on__lt=after).values("service").annotate(
        asked=Count("id"), done=Count("id", filter=Q(outcome=Outcome.DONE)),
        waiting=Count("id", filter=Q(closed_on__isnull=True)),
    )  # fmt: skip
    for one in asked:
        line = found.setdefault(one["service"], ServiceCount(one["service"]))
        line.asked, line.done, line.waiting = one["asked"], one["done"], one["waiting"]
    went = AidVisit.objects.filter(
        match__request__agency_id__in=actor.agency_ids, on__gte=first, on__lt=after
    ).order_by()
    for code, visits, fees, wages in went.values_list("match__request__service").annotate(
        Count("id"), Sum("fee"), Sum("wage")
    ):
        line = found.setdefault(code, ServiceCount(code))
        line.visits, line.fee, line.wage = visits, fees or 0, wages or 0
    return list(found.values())


def place_visits(actor: Actor, *, year: int) -> dict[str, int]:
    """How many came to the places in a fiscal year, and to how many events, in the whole town."""
    first, after = fiscal_year_span(year)
    rows = DayCount.objects.filter(on__gte=first, on__lt=after)
    found = rows.aggregate(
        visitors=Sum("visitors"), events=Sum("events"), places=Count("place", distinct=True)
    )
    return {name: number or 0 for name, number in found.items()}


@dataclass(frozen=True)
class Totals:
    """The points of the whole register."""

    earned: int
    used: int

    @property
    def balance(self) -> int:
        return self.earned - self.used


def point_totals(actor: Actor) -> Totals:
    found = _helpers(actor).aggregate(earned=Sum("earned"), used=Sum("used"))
    return Totals(found["earned"] or 0, found["used"] or 0)
