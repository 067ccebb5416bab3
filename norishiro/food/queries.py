"""Reads of this room. Nobody is named in it and it is open among staff: the actor is taken but does not narrow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from norishiro.agencies.actor import Actor
from norishiro.core.calendar import fiscal_year, fiscal_year_span
from norishiro.core.records import Unseen
from norishiro.food import kinds, rules
from norishiro.food.choices import DayKind, Source, Unit, Way
from norishiro.food.models import DayRole, FoodCall, FoodDay, Handout, HandoutLine, Item, Lot
from norishiro.food.rules import NONE, Balance
from norishiro.resources.models import Organisation

MOST = 300
Whose = Collection[UUID] | None


def _of(whose: Whose, path: str) -> Q:
    """Rows of these agencies; of all of them where none are named."""
    return Q() if whose is None else Q(**{f"{path}__in": whose})


# --- what is there -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ItemLine:
    """One item: what is left of it, and the first date among that."""

    item: Item
    left: Decimal
    first_on: date | None

    @property
    def left_words(self) -> str:
        return self.item.words(self.left)


def stock(actor: Actor, *, whose: Whose = None) -> list[ItemLine]:
    """What is left of each item, those with something first."""
    rows = Item.objects.filter(_of(whose, "agency_id")).select_related("agency")
    counted = rows.annotate(
        there=Sum("lots__left"), first_on=Min("lots__best_before", filter=Q(lots__left__gt=0))
    ).order_by("name", "agency__name")[:MOST]
    lines = [ItemLine(one, one.there or NONE, one.first_on) for one in counted]
    return sorted(lines, key=lambda one: not one.left)


def lots_left(actor: Actor, *, whose: Whose = None) -> list[Lot]:
    """Lots of which something is left, the first date first, those without a date last."""
    rows = Lot.objects.filter(_of(whose, "item__agency_id"), left__gt=0).select_related("item__agency")
    return list(rows.order_by(F("best_before").asc(nulls_last=True), "received_on", "made_at")[:MOST])


def near_lots(actor: Actor, *, today: date, whose: Whose = None) -> list[Lot]:
    """Lots that are left and near their date or past it."""
    return [
        one for one in lots_left(actor, whose=whose)
        if rules.is_near(best_before=one.best_before, today=today, near=kinds.NEAR)
    ]  # fmt: skip


def items_of(actor: Actor) -> list[Item]:
    """The items of one's own agency, to pick from."""
    return list(Item.objects.filter(agency_id=actor.agency_id)[:MOST])


def get_item(actor: Actor, *, item_id: UUID) -> Item:
    found = Item.objects.select_related("agency").filter(id=item_id).first()
    if found is None:
        raise Unseen(item_id)
    return found


def get_lot(actor: Actor, *, lot_id: UUID) -> Lot:
    found = Lot.objects.select_related("item__agency", "giver", "carrier").filter(id=lot_id).first()
    if found is None:
        raise Unseen(lot_id)
    return found


@dataclass(frozen=True)
class Movement:
    """One step of an item: in or out, and what was there after it."""

    on: date
    what: str
    whom: str
    amount: Decimal
    after: Decimal
    lot: Lot
    handout: Handout | None = None

    def _words(self, amount: Decimal) -> str:
        words: str = self.lot.item.words(amount)
        return words

    @property
    def words(self) -> str:
        return f"{'＋' if self.amount > 0 else '－'}{self._words(abs(self.amount))}"

    @property
    def after_words(self) -> str:
        return self._words(self.after)


def movements(actor: Actor, *, item: Item) -> list[Movement]:
    """Everything that came in and went out of an item, the newest first, with what was there after each step."""
    lots = item.lots.select_related("giver", "carrier", "day", "call")
    lines = HandoutLine.objects.filter(lot__item=item, handout__undone_on__isnull=True)
    by_id = {one.id: one for one in lots}
    steps: list[tuple[date, int, datetime, Lot, Handout | None, Decimal]] = [
        (one.received_on, 0, one.made_at, one, None, one.quantity) for one in lots
    ]
    steps += [
        (one.handout.on, 1, one.made_at, by_id[one.lot_id], one.handout, -one.quantity)
        for one in lines.select_related("handout__receiver", "handout__day")
    ]
    there, told = NONE, []
    for on, _order, _at, lot, handout, amount in sorted(steps, key=lambda one: one[:3]):
        there += amount
        lot.item = item
        told.append(Movement(on, *_told(lot, handout), amount, there, lot, handout))
    return told[::-1]


def _told(lot: Lot, handout: Handout | None) -> tuple[str, str]:
    if handout is None:
        return lot.get_source_display(), lot.giver.name if lot.giver else ""
    return handout.get_way_display(), handout.whom


# --- what went -------------------------------------------------------------------------------------


def handouts(actor: Actor, *, year: int, whose: Whose = None) -> list[Handout]:
    """What went in a fiscal year, the newest first; what was undone stays among it."""
    first, after = fiscal_year_span(year)
    return list(_handouts().filter(_of(whose, "agency_id"), on__gte=first, on__lt=after)[:MOST])


def _handouts() -> QuerySet[Handout]:
    rows = Handout.objects.select_related("agency", "receiver", "carrier", "day")
    return rows.prefetch_related("lines__lot__item")


def get_handout(actor: Actor, *, handout_id: UUID) -> Handout:
    found = _handouts().filter(id=handout_id).first()
    if found is None:
        raise Unseen(handout_id)
    return found


# --- days ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Totals:
    """Amounts by unit, in words."""

    amounts: dict[str, Decimal]

    @property
    def words(self) -> str:
        told = [f"{kinds.written(self.amounts[unit])}{unit.label}" for unit in Unit if self.amounts.get(unit)]
        return "・".join(told) or "なし"


def days(actor: Actor, *, year: int) -> list[FoodDay]:
    """The days of a fiscal year, the latest first."""
    first, after = fiscal_year_span(year)
    rows = FoodDay.objects.filter(held_on__gte=first, held_on__lt=after)
    return list(rows.select_related("area", "agency", "gathering")[:MOST])


def days_of(actor: Actor, *, kind: str, until: date) -> list[FoodDay]:
    """One's own agency's days of a kind, to pick from: those that have come."""
    rows = FoodDay.objects.filter(
        agency_id=actor.agency_id, kind=kind, held_on__lte=until, called_off_on__isnull=True
    )
    return list(rows[:40])


def get_day(actor: Actor, *, day_id: UUID) -> FoodDay:
    found = FoodDay.objects.select_related("area", "agency", "gathering").filter(id=day_id).first()
    if found is None:
        raise Unseen(day_id)
    return found


@dataclass(frozen=True)
class DayTold:
    """A day: who does what, what came in or went out on it."""

    roles: list[DayRole]
    lots: list[Lot]
    handouts: list[Handout]
    came: Totals
    given: Totals


def day_told(actor: Actor, *, day: FoodDay) -> DayTold:
    lots = list(day.lots.select_related("item", "giver", "carrier"))
    went = list(_handouts().filter(day=day, undone_on__isnull=True))
    return DayTold(
        list(day.roles.select_related("body", "agency")), lots, went,
        _totals((one.item.unit, one.quantity) for one in lots),
        _totals((line.lot.item.unit, line.quantity) for one in went for line in one.lines.all()),
    )  # fmt: skip


def _totals(amounts: Iterable[tuple[str, Decimal]]) -> Totals:
    summed: dict[str, Decimal] = defaultdict(Decimal)
    for unit, quantity in amounts:
        summed[unit] += quantity
    return Totals(dict(summed))


# --- calls -----------------------------------------------------------------------------------------


def calls(actor: Actor) -> list[FoodCall]:
    """Calls, the open ones first."""
    rows = FoodCall.objects.select_related("receiver", "agency").prefetch_related(
        "asked", "lots__item", "lots__giver"
    )
    return list(rows[:MOST])


def calls_to(actor: Actor, *, body_id: UUID) -> list[FoodCall]:
    """Calls a body was asked by, the newest month first."""
    rows = FoodCall.objects.filter(asked=body_id).select_related("receiver")
    return list(rows.order_by("-month", "-made_at")[:MOST])


def open_calls(actor: Actor) -> list[FoodCall]:
    """One's own agency's open calls, to pick from."""
    return list(
        FoodCall.objects.filter(agency_id=actor.agency_id, closed_on__isnull=True).select_related("receiver")
    )


def get_call(actor: Actor, *, call_id: UUID) -> FoodCall:
    found = FoodCall.objects.select_related("receiver", "agency").filter(id=call_id).first()
    if found is None:
        raise Unseen(call_id)
    return found


def bodies(actor: Actor) -> list[Organisation]:
    """The registry of bodies, to pick from."""
    return list(Organisation.objects.all()[:1000])


# --- years -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class YearLine:
    """One fiscal year: its balance by unit, and how many were served, apart from any consultation."""

    year: int
    balances: dict[str, Balance]
    households: int = 0
    people: int = 0
    times: int = 0


@dataclass
class Receiver:
    """One body, and what it was given in each year by unit."""

    name: str
    amounts: dict[int, dict[str, Decimal]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Decimal))
    )

    def words_of(self, years: Collection[int]) -> list[str]:
        return [Totals(self.amounts[one]).words if one in self.amounts else "－" for one in years]


def year_lines(actor: Actor, *, years: Collection[int], whose: Whose = None) -> list[YearLine]:
    """The years beside one another: 前の残り ＋ 受け取った ＝ 渡した ＋ 廃棄 ＋ 残り, in each unit."""
    came: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    went: dict[tuple[str, int, bool], Decimal] = defaultdict(Decimal)
    lots = Lot.objects.filter(_of(whose, "item__agency_id")).order_by()
    for unit, month, amount in lots.values_list("item__unit", TruncMonth("received_on")).annotate(
        Sum("quantity")
    ):
        came[unit, fiscal_year(month)] += amount
    lines = HandoutLine.objects.filter(
        _of(whose, "handout__agency_id"), handout__undone_on__isnull=True
    ).order_by()
    for unit, way, month, amount in lines.values_list(
        "lot__item__unit", "handout__way", TruncMonth("handout__on")
    ).annotate(Sum("quantity")):
        went[unit, fiscal_year(month), way == Way.DISCARD] += amount
    served = _served(years, whose)
    return [YearLine(one, _balances(one, came, went), *served[one]) for one in years]


def _balances(
    year: int, came: dict[tuple[str, int], Decimal], went: dict[tuple[str, int, bool], Decimal]
) -> dict[str, Balance]:
    found: dict[str, Balance] = {}
    for unit in Unit:
        before = sum((amount for (of, one), amount in came.items() if of == unit and one < year), NONE)
        before -= sum((amount for (of, one, _out), amount in went.items() if of == unit and one < year), NONE)
        found[unit] = Balance(
            before,
            came.get((unit, year), NONE),
            went.get((unit, year, False), NONE),
            went.get((unit, year, True), NONE),
        )
    return found


def _served(years: Collection[int], whose: Whose) -> dict[int, tuple[int, int, int]]:
    """Households, people and times, from the days and from what was given to households outside them."""
    found: dict[int, tuple[int, int, int]] = {}
    for year in years:
        first, after = fiscal_year_span(year)
        days = FoodDay.objects.filter(
            _of(whose, "agency_id"), kind=DayKind.PANTRY, held_on__gte=first, held_on__lt=after
        )
        given = Handout.objects.filter(
            _of(whose, "agency_id"), way=Way.HOUSEHOLDS, day__isnull=True, undone_on__isnull=True, on__gte=first, on__lt=after
        )  # fmt: skip
        held = days.filter(gathering__isnull=False).aggregate(
            Sum("households"), Sum("gathering__people"), Count("id")
        )
        out = given.aggregate(Sum("households"), Sum("people"), Count("id"))
        households, people, times = (
            (one or 0) + (two or 0) for one, two in zip(held.values(), out.values(), strict=True)
        )
        found[year] = (households, people, times)
    return found


def receivers(actor: Actor, *, years: Collection[int], whose: Whose = None) -> list[Receiver]:
    """The bodies that were given something in these years, side by side."""
    rows = HandoutLine.objects.filter(
        _of(whose, "handout__agency_id"), handout__way=Way.GROUP, handout__undone_on__isnull=True
    ).order_by("handout__receiver__name")
    found: dict[str, Receiver] = {}
    for name, unit, month, amount in rows.values_list(
        "handout__receiver__name", "lot__item__unit", TruncMonth("handout__on")
    ).annotate(Sum("quantity")):
        year = fiscal_year(month)
        if year in years:
            found.setdefault(name, Receiver(name)).amounts[year][unit] += amount
    return list(found.values())


def sources(actor: Actor, *, year: int, whose: Whose = None) -> list[tuple[str, str]]:
    """Where goods came from in a year, in words."""
    first, after = fiscal_year_span(year)
    rows = Lot.objects.filter(
        _of(whose, "item__agency_id"), received_on__gte=first, received_on__lt=after
    ).order_by()
    found: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for source, unit, amount in rows.values_list("source", "item__unit").annotate(Sum("quantity")):
        found[source][unit] += amount
    return [(one.label, Totals(found[one]).words) for one in Source if one in found]


def years(actor: Actor) -> list[int]:
    """The fiscal years in which anything came, went or was held, the newest first."""
    moved = [
        *Lot.objects.order_by().values_list("received_on", flat=True).distinct(),
        *Handout.objects.order_by().values_list("on", flat=True).distinct(),
        *FoodDay.objects.order_by().values_list("held_on", flat=True).distinct(),
    ]
    return sorted({fiscal_year(one) for one in moved}, reverse=True)
