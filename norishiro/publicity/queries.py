"""Reads of this room. Nobody is named in it and it is open among staff: the actor is taken but does not narrow."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from norishiro.agencies.actor import Actor
from norishiro.agencies.learned import label_of
from norishiro.agencies.models import Agency, live_on
from norishiro.core.calendar import fiscal_year, fiscal_year_span
from norishiro.core.records import Unseen
from norishiro.publicity import kinds
from norishiro.publicity.choices import HandoutWay, Tongue
from norishiro.publicity.models import (
    Code,
    CodeDay,
    Handout,
    Item,
    Leave,
    Notice,
    PagePlace,
    PublicPage,
    PublicText,
    Response,
)
from norishiro.resources.lookups import stopped_on
from norishiro.resources.models import Place, Stop

MOST = 300


@dataclass(frozen=True)
class PageLine:
    """A page with what it says in each language; None where nothing was written."""

    page: PublicPage
    texts: tuple[tuple[Tongue, PublicText | None], ...]

    @property
    def is_live(self) -> bool:
        return any(one is not None and one.is_live for _tongue, one in self.texts)


def page_lines(actor: Actor) -> list[PageLine]:
    """The pages in their order; two questions, however many there are."""
    rows = PublicPage.objects.select_related("agency").prefetch_related("texts")[:MOST]
    return [line_of(actor, page=one) for one in rows]


def line_of(actor: Actor, *, page: PublicPage) -> PageLine:
    written = {one.tongue: one for one in page.texts.all()}
    return PageLine(page, tuple((one, written.get(one.value)) for one in Tongue))


def get_page(actor: Actor, *, page_id: UUID) -> PublicPage:
    rows = PublicPage.objects.select_related("agency").prefetch_related("texts__published_by")
    found = rows.filter(id=page_id).first()
    if found is None:
        raise Unseen(page_id)
    return found


def places_of(actor: Actor, *, page: PublicPage) -> list[PagePlace]:
    return list(page.places.select_related("place__location__area")[:MOST])


def get_page_place(actor: Actor, *, page_place_id: UUID) -> PagePlace:
    found = PagePlace.objects.select_related("page", "place").filter(id=page_place_id).first()
    if found is None:
        raise Unseen(page_place_id)
    return found


def public_places(actor: Actor) -> list[str]:
    """The names of the public places, to be offered."""
    rows = Place.objects.filter(is_public=True, private_home=False).order_by("name")
    return list(rows.values_list("name", flat=True).distinct()[:1000])


# --- what was made known -----------------------------------------------------------------------------


@dataclass(frozen=True)
class ItemLine:
    """One thing made known, how many copies went out and how many heard it, how often a code of it was opened."""

    item: Item
    copies: int
    heard: int
    visits: int


def _sum_of(rows: QuerySet[Any], what: str, **wanted: Any) -> Coalesce:
    found = rows.filter(**wanted).order_by().values(_OWN[rows.model]).annotate(all=Sum(what)).values("all")
    return Coalesce(Subquery(found), 0)


_OWN: dict[Any, str] = {Handout: "item", CodeDay: "code__item"}


def item_lines(actor: Actor, *, year: int, kind: str = "") -> list[ItemLine]:
    """What was issued or held in a fiscal year, the newest first; one question, however many there are."""
    first, after = fiscal_year_span(year)
    rows = Item.objects.filter(issued_on__gte=first, issued_on__lt=after)
    rows = rows.filter(kind=kind) if kind else rows
    given = Handout.objects.filter(item=OuterRef("pk"), undone_why="")
    rows = rows.select_related("agency", "area", "campaign").annotate(
        copies=_sum_of(given, "number", way=HandoutWay.COPIES), heard=_sum_of(given, "number", way=HandoutWay.BRIEFING),
        visits=_sum_of(CodeDay.objects.filter(code__item=OuterRef("pk")), "visits"),
    )  # fmt: skip
    return [ItemLine(one, one.copies, one.heard, one.visits) for one in rows[:MOST]]


def years(actor: Actor) -> set[int]:
    """The fiscal years in which anything was issued or handed out."""
    days = Item.objects.order_by().values_list("issued_on", flat=True).distinct()
    given = Handout.objects.order_by().values_list("given_on", flat=True).distinct()
    return {fiscal_year(one) for one in (*days, *given)}


def get_item(actor: Actor, *, item_id: UUID) -> Item:
    rows = Item.objects.select_related("agency", "area", "base", "campaign", "published_by")
    found = rows.filter(id=item_id).first()
    if found is None:
        raise Unseen(item_id)
    return found


def campaigns(actor: Actor) -> list[tuple[str, str]]:
    """To name as what a thing belongs to."""
    rows = Item.objects.filter(kind__in=kinds.GATHERING)[:MOST]
    return [(str(one.id), str(one)) for one in rows]


def items_named(actor: Actor, *, since: date) -> list[tuple[str, str]]:
    """To pick from where somebody says what they saw: what was issued since a day, or is still there."""
    rows = Item.objects.filter(Q(issued_on__gte=since) | Q(until_on__gt=since)).only(
        "id", "title", "edition", "kind"
    )
    return [(str(one.id), f"{one}（{one.kind_label}）") for one in rows[:100]]


def item_called(actor: Actor, *, item_id: UUID | None) -> str:
    found = Item.objects.filter(id=item_id).first() if item_id else None
    return str(found) if found else ""


def parts_of(actor: Actor, *, item: Item) -> list[Item]:
    return list(item.parts.all()[:MOST])


def leaves_of(actor: Actor, *, item: Item) -> list[Leave]:
    return list(item.leaves.all()[:MOST])


def get_leave(actor: Actor, *, leave_id: UUID) -> Leave:
    found = Leave.objects.select_related("item").filter(id=leave_id).first()
    if found is None:
        raise Unseen(leave_id)
    return found


def notices_of(actor: Actor, *, item: Item) -> list[Notice]:
    return list(item.notices.all()[:MOST])


def responses_of(actor: Actor, *, items: Collection[Item]) -> list[Response]:
    return list(Response.objects.filter(item__in=items).select_related("item")[:MOST])


def handouts_of(actor: Actor, *, item: Item) -> list[Handout]:
    return list(item.handouts.select_related("agency", "place", "area")[:MOST])


def get_handout(actor: Actor, *, handout_id: UUID) -> Handout:
    found = Handout.objects.select_related("item", "agency", "place").filter(id=handout_id).first()
    if found is None:
        raise Unseen(handout_id)
    return found


# --- enquiries: numbers only -----------------------------------------------------------------------------

FEW = 5


@dataclass(frozen=True)
class Enquiries:
    """How many consultations said they came by it; ``few``: some, and fewer than may be told."""

    number: int = 0
    few: bool = False

    @property
    def words(self) -> str:
        return f"{FEW}件未満" if self.few else f"{self.number}件"


def enquiries(actor: Actor, *, items: Collection[Item]) -> Enquiries:
    """Of the whole town, counted behind the wall; nothing of anybody comes back but one number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT publicity_enquiries(%s)", [[one.id for one in items]])
        counted: int = cursor.fetchone()[0]
    return Enquiries(few=True) if counted < 0 else Enquiries(counted)


# --- where it went --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sums:
    label: str
    copies: int
    heard: int
    times: int


def handout_sums(actor: Actor, *, year: int) -> list[Sums]:
    """Copies given and people briefed in a fiscal year, by area."""
    first, after = fiscal_year_span(year)
    rows = Handout.objects.filter(given_on__gte=first, given_on__lt=after, undone_why="").order_by()
    counted = rows.values_list("area__order", "area__name").annotate(
        copies=Sum("number", filter=Q(way=HandoutWay.COPIES), default=0),
        heard=Sum("number", filter=Q(way=HandoutWay.BRIEFING), default=0), times=Count("id"),
    )  # fmt: skip
    ordered = counted.order_by(F("area__order").asc(nulls_last=True), "area__name")
    return [
        Sums(name or "圏域なし・まち全体", copies, heard, times)
        for _order, name, copies, heard, times in ordered
    ]


def handouts_in(actor: Actor, *, year: int) -> list[Handout]:
    first, after = fiscal_year_span(year)
    rows = Handout.objects.filter(given_on__gte=first, given_on__lt=after)
    return list(rows.select_related("item", "agency", "place", "area")[:MOST])


def unreached(actor: Actor, *, item: Item, target: str, on: date) -> tuple[list[tuple[str, UUID]], int]:
    """Agencies of a field or places of a kind in force that this edition has not reached, and how many they are."""
    what, _colon, code = target.partition(":")
    reached = Handout.objects.filter(item=item, undone_why="")
    if what == "AGENCY":
        rows: QuerySet[Any] = Agency.objects.filter(live_on(on), field=code)
        rows = rows.filter(~Exists(reached.filter(agency=OuterRef("pk")))).order_by("name")
    else:
        stopped = Stop.objects.filter(stopped_on(on), place=OuterRef("pk"))
        rows = Place.objects.filter(~Exists(stopped), kind=code, private_home=False)
        rows = rows.filter(~Exists(reached.filter(place=OuterRef("pk")))).order_by("name", "id")
    return list(rows.values_list("name", "id")[:MOST]), rows.count()


@dataclass(frozen=True)
class ChannelLine:
    """A channel at a base: how often it was used, and how many came by it."""

    channel: str
    base: str
    times: int
    came: int


def channel_lines(actor: Actor, *, year: int) -> list[ChannelLine]:
    first, after = fiscal_year_span(year)
    rows = Notice.objects.filter(item__issued_on__gte=first, item__issued_on__lt=after).order_by()
    counted = rows.values_list("channel", "item__base__order", "item__base__name").annotate(
        times=Count("id"), people=Sum("came", default=0)
    )
    ordered = counted.order_by(F("item__base__order").asc(nulls_last=True), "item__base__name", "channel")
    return [
        ChannelLine(label_of(channel), base or "拠点なし", times, came)
        for channel, _order, base, times, came in ordered
    ]


# --- codes ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CodeLine:
    code: Code
    visits: int


def codes_of(actor: Actor, *, item: Item) -> list[CodeLine]:
    rows = item.codes.select_related("page").annotate(visits=Coalesce(Sum("days__visits"), 0))
    return [CodeLine(one, one.visits) for one in rows[:MOST]]


def get_code(actor: Actor, *, code_id: UUID) -> Code:
    found = Code.objects.select_related("item", "page").filter(id=code_id).first()
    if found is None:
        raise Unseen(code_id)
    return found


def days_of(actor: Actor, *, code: Code) -> list[CodeDay]:
    return list(code.days.order_by("-on")[:100])


def live_pages(actor: Actor) -> list[tuple[str, str]]:
    rows = PublicPage.objects.filter(texts__published_on__isnull=False).distinct()
    return [(str(one.id), one.name) for one in rows[:MOST]]


def place_names(actor: Actor) -> list[str]:
    """The places of the registry, to be offered; no private home."""
    rows = Place.objects.filter(private_home=False).order_by("name")
    return list(rows.values_list("name", flat=True).distinct()[:1000])
