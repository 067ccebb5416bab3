"""ちょっとできること for eyes: the menu with its filters, those of one place, and what taking part in them came to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import live_on
from norishiro.core.calendar import fiscal_year_span
from norishiro.core.records import Unseen
from norishiro.matching import fitting
from norishiro.matching.choices import MarkKind
from norishiro.matching.models import Attendance, Doing, DoingMark
from norishiro.matching.queries.participations import visible_to
from norishiro.resources.lookups import stopped_on
from norishiro.resources.models import Stop

MOST = 300


@dataclass(frozen=True)
class Wish:
    """What is looked for in the menu; empty is everything."""

    band: str = ""
    load: str = ""
    interest: str = ""
    area_ids: frozenset[UUID] | None = None
    home: bool = False
    alone: bool = False


def doings(actor: Actor, *, wish: Wish, today: date) -> list[Doing]:
    """What is offered today at places that are not stopped. What nobody wrote down fits no wish."""
    rows = Doing.objects.filter(
        live_on(today), ~Exists(Stop.objects.filter(stopped_on(today), place=OuterRef("place_id")))
    )
    if wish.band:
        rows = rows.filter(_marked(MarkKind.BAND, wish.band))
    if wish.interest:
        rows = rows.filter(_about(wish.interest))
    if wish.load:
        rows = rows.filter(load=wish.load)
    if wish.area_ids is not None:
        rows = rows.filter(place__location__area_id__in=wish.area_ids)
    if wish.home:
        rows = rows.filter(home=True)
    if wish.alone:
        rows = rows.filter(alone=True)
    return list(_told(rows).order_by("what", "id")[:MOST])  # fmt: skip


def _told(rows: QuerySet[Doing]) -> QuerySet[Doing]:
    return rows.select_related("place__location__area", "place__organisation").prefetch_related("marks")


def _marked(kind: MarkKind, code: str) -> Exists:
    return Exists(DoingMark.objects.filter(doing=OuterRef("pk"), kind=kind, code=code))


def _about(code: str) -> Q:
    """Ticked as this interest, or told in one of its words: the same as the candidates ask."""
    found = Q(_marked(MarkKind.INTEREST, code))
    interest = next((one for one in fitting.lists().interests if one.code == code), None)
    for word in interest.words if interest else ():
        found |= Q(what__contains=word) | Q(about__contains=word)
    return found


def doings_of(actor: Actor, *, place_id: UUID, today: date) -> list[Doing]:
    """What there is to do at one place today."""
    return list(
        Doing.objects.filter(live_on(today), place_id=place_id)
        .prefetch_related("marks")
        .order_by("what", "id")
    )


def get_doing(actor: Actor, *, doing_id: UUID) -> Doing:
    found = _told(Doing.objects.filter(id=doing_id)).first()
    if found is None:
        raise Unseen(doing_id)
    return found


@dataclass(frozen=True)
class Support:
    """参加支援 of one's own agency in a fiscal year: participations that ran or were attended, how many people, how often; and
    of these, those in something of the menu."""

    people: int
    participations: int
    times: int
    doing_people: int
    doing_participations: int
    doing_times: int


def support_in(actor: Actor, *, year: int) -> Support:
    """Counted of what the own agency supports: participations that went on in the year, and days written in it."""
    first, after = fiscal_year_span(year)
    ran = visible_to(actor).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=first), agency_id__in=actor.agency_ids, begun_on__lt=after
    )
    small = Q(doing__isnull=False)
    heads = ran.order_by().aggregate(
        people=Count("person", distinct=True), rows=Count("id"), small_people=Count("person", filter=small, distinct=True),
        small_rows=Count("id", filter=small),
    )  # fmt: skip
    days = Attendance.objects.filter(
        participation__in=ran.order_by().values("id"), on__gte=first, on__lt=after
    )
    times = days.order_by().aggregate(
        all=Sum("times"), small=Sum("times", filter=Q(participation__doing__isnull=False))
    )
    return Support(
        heads["people"],
        heads["rows"],
        times["all"] or 0,
        heads["small_people"],
        heads["small_rows"],
        times["small"] or 0,
    )
