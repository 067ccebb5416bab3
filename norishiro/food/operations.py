"""The verbs of this room."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency, Area
from norishiro.consultations.access import nobody_named
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.food import events, papers, rules
from norishiro.food.choices import Way
from norishiro.food.models import DayRole, FoodCall, FoodDay, Handout, HandoutLine, Item, Lot
from norishiro.ledger.operations import sign
from norishiro.outreach import operations as outreach
from norishiro.outreach.choices import GatheringKind
from norishiro.resources.models import Organisation
from norishiro.resources.operations.naming import Named, asked_of, body_of
from norishiro.resources.rules import may_name


def _body(named: Named) -> Organisation | None:
    return body_of(named) if named.name else None


@dataclass(frozen=True)
class NewItem:
    """An item that is not on the list yet."""

    name: str = ""
    kind: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Origin:
    """Where something came from."""

    source: str
    giver: Named = field(default_factory=Named)
    carrier: Named = field(default_factory=Named)
    day: FoodDay | None = None
    call: FoodCall | None = None


@operation
def receive_food(
    actor: Actor, /, *, item: Item | None, new: NewItem, quantity: Decimal, received_on: date,
    best_before: date | None, origin: Origin, today: date,
) -> Lot:  # fmt: skip
    """Enter what came in. Records ``food.received``; refused by ``may_receive``, ``may_name`` and a name that is known."""
    came = rules.Came(
        quantity=quantity, unit=item.unit if item else new.unit, received_on=received_on, best_before=best_before,
        source=origin.source, giver=asked_of(origin.giver), day_on=origin.day.held_on if origin.day else None,
    )  # fmt: skip
    verdict = rules.may_receive(
        came, today=today, has_item=item is not None, new_name=new.name, new_kind=new.kind,
        taken=Item.objects.filter(agency_id=actor.agency_id, name=new.name).exists() if new.name else False,
    )  # fmt: skip
    verdict &= may_name(asked_of(origin.carrier), field="carrier")
    verdict &= nobody_named(actor, new.name, field="item_name")
    verdict.or_refuse()
    kept = item or Item.objects.create(agency_id=actor.agency_id, name=new.name, kind=new.kind, unit=new.unit)
    lot = Lot.objects.create(
        item=kept, received_on=received_on, quantity=quantity, left=quantity, best_before=best_before,
        source=origin.source, giver=_body(origin.giver), carrier=_body(origin.carrier), day=origin.day,
        call=origin.call, staff_id=actor.staff_id,
    )  # fmt: skip
    sign(
        actor, events.FOOD_RECEIVED,
        changes={"lot": (None, lot.id), "item": (None, kept.id), "quantity": (None, str(quantity))},
    )  # fmt: skip
    return lot


@operation
def change_lot(
    actor: Actor, /, *, lot: Lot, version: int, quantity: Decimal, best_before: date | None
) -> Lot:
    """Put right how much came, or its date; what is left follows. Records ``lot.changed``; refused by ``may_change_lot``;
    StaleVersion."""
    locked = Lot.objects.select_for_update(of=("self",)).select_related("item").get(pk=lot.pk)
    rules.may_change_lot(
        mine=locked.item.agency_id in actor.agency_ids, quantity=quantity, unit=locked.item.unit, gone=locked.gone,
        best_before=best_before, received_on=locked.received_on,
    ).or_refuse()  # fmt: skip
    changes = change_fields(
        lot, version=version,
        values={"quantity": quantity, "left": quantity - locked.gone, "best_before": best_before},
    )  # fmt: skip
    sign(actor, events.LOT_CHANGED, changes={"lot": (lot.id, lot.id), **_told(changes)})
    return lot


def _told(changes: Mapping[str, tuple[object, object]]) -> dict[str, tuple[object, object]]:
    """A quantity goes into the ledger as it is written."""
    return {
        name: (str(before), str(after)) if isinstance(after, Decimal) else (before, after)
        for name, (before, after) in changes.items()
    }


@operation
def hand_out(
    actor: Actor, /, *, on: date, way: str, lines: Mapping[UUID, Decimal], receiver: Named, carrier: Named,
    day: FoodDay | None = None, households: int | None = None, people: int | None = None, today: date,
) -> Handout:  # fmt: skip
    """Give what is left of these lots to a body or to so many households. Records ``food.handed_out``; refused by
    ``may_hand_out`` and ``may_name``."""
    lots = _locked(lines)
    given = rules.Given(
        on=on, way=way, receiver=asked_of(receiver), households=households, people=people,
        day_kind=day.kind if day else "", day_on=day.held_on if day else None,
    )  # fmt: skip
    verdict = rules.may_hand_out(given, lines=_taken(actor, lots, lines), today=today)
    verdict &= may_name(asked_of(carrier), field="carrier")
    verdict.or_refuse()
    handout = Handout.objects.create(
        agency_id=actor.agency_id, on=on, way=way, receiver=_body(receiver), carrier=_body(carrier), day=day,
        households=households, people=people, staff_id=actor.staff_id,
    )  # fmt: skip
    _take(handout, lots, lines)
    sign(
        actor, events.HANDED_OUT,
        changes={"handout": (None, handout.id), "way": (None, way), "lots": (None, len(lots))},
    )  # fmt: skip
    return handout


@operation
def discard_food(
    actor: Actor, /, *, lot: Lot, quantity: Decimal, on: date, loss: str, today: date
) -> Handout:
    """Throw away what is left of a lot, or part of it. Records ``food.discarded``; refused by ``may_discard``."""
    lines = {lot.id: quantity}
    lots = _locked(lines)
    rules.may_discard(line=_taken(actor, lots, lines)[lot.field], on=on, today=today).or_refuse()
    handout = Handout.objects.create(
        agency_id=actor.agency_id, on=on, way=Way.DISCARD, loss=loss, staff_id=actor.staff_id
    )
    _take(handout, lots, lines)
    sign(
        actor,
        events.DISCARDED,
        changes={"handout": (None, handout.id), "lot": (None, lot.id), "loss": (None, loss)},
    )
    return handout


def _locked(lines: Mapping[UUID, Decimal]) -> list[Lot]:
    """The lots in one order, so that two who give at once wait for one another and never both take the last."""
    rows = Lot.objects.select_for_update(of=("self",)).select_related("item").filter(id__in=lines)
    return list(rows.order_by("id"))


def _taken(actor: Actor, lots: list[Lot], lines: Mapping[UUID, Decimal]) -> dict[str, rules.Taken]:
    return {
        one.field: rules.Taken(
            lines[one.id],
            one.left,
            one.item.unit,
            one.received_on,
            mine=one.item.agency_id in actor.agency_ids,
        )
        for one in lots
    }


def _take(handout: Handout, lots: list[Lot], lines: Mapping[UUID, Decimal]) -> None:
    for one in lots:
        HandoutLine.objects.create(handout=handout, lot=one, quantity=lines[one.id])
        change_fields(one, version=one.version, values={"left": one.left - lines[one.id]})


@operation
def undo_handout(actor: Actor, /, *, handout: Handout, why: str, today: date) -> Handout:
    """Take back what was written as given or thrown away; it goes back on the shelf, and the line stays. Records
    ``handout.undone``; refused by ``may_undo`` and a name that is known."""
    locked = Handout.objects.select_for_update(of=("self",)).get(pk=handout.pk)
    verdict = rules.may_undo(
        mine=locked.agency_id in actor.agency_ids, undone=locked.undone_on is not None, why=why
    ) & nobody_named(actor, why, field="why")
    verdict.or_refuse()
    lines = {one.lot_id: one.quantity for one in locked.lines.all()}
    for one in _locked(lines):
        change_fields(one, version=one.version, values={"left": one.left + lines[one.id]})
    locked.undone_on, locked.undone_why = today, why
    locked.save(update_fields=["undone_on", "undone_why"])
    sign(actor, events.HANDOUT_UNDONE, changes={"handout": (handout.id, None)}, changed_text=["undone_why"])
    return locked


@operation
def add_day(actor: Actor, /, *, kind: str, name: str, area: Area, held_on: date, place: str = "") -> FoodDay:
    """Enter a day on which goods are collected or given out, coming or past. Records ``food_day.added``; refused where a
    text names somebody who is known."""
    nobody_named(actor, name, place, field="name").or_refuse()
    day = FoodDay.objects.create(
        kind=kind, name=name, area=area, held_on=held_on, place=place, agency_id=actor.agency_id,
        staff_id=actor.staff_id,
    )  # fmt: skip
    sign(
        actor,
        events.DAY_ADDED,
        changes={"day": (None, day.id), "kind": (None, kind), "held_on": (None, held_on)},
    )
    return day


def _kept_on(day: FoodDay) -> list[date]:
    """When something came or went on the day."""
    came = day.lots.values_list("received_on", flat=True)
    went = Handout.objects.filter(day=day, undone_on__isnull=True).values_list("on", flat=True)
    return [*came, *went]


@operation
def change_day(
    actor: Actor, /, *, day: FoodDay, version: int, name: str, area: Area, held_on: date, place: str, today: date
) -> FoodDay:  # fmt: skip
    """Put the day right; what was told of it goes along, in its gathering. Records ``food_day.changed``; refused by
    ``may_change_day`` and a name that is known; StaleVersion."""
    gathering = day.gathering
    (
        rules.may_change_day(
            mine=day.agency_id in actor.agency_ids, called_off=day.called_off_on is not None, told=gathering is not None,
            held_on=held_on, earliest=min(_kept_on(day), default=None), today=today,
        ) & nobody_named(actor, name, place, field="name")
    ).or_refuse()  # fmt: skip
    values = {"name": name, "area_id": area.id, "held_on": held_on, "place": place}
    changes = change_fields(day, version=version, values=values)
    if gathering is not None:
        outreach.change_gathering(
            actor, gathering=gathering, version=gathering.version, values=values, today=today
        )
    sign(actor, events.DAY_CHANGED, changes={"day": (day.id, day.id), **changes})
    return day


@operation
def call_off_day(actor: Actor, /, *, day: FoodDay, why: str, today: date) -> FoodDay:
    """Call the day off, with a reason; it stays on the list. Records ``food_day.called_off``; refused by
    ``may_call_off_day`` and a name that is known."""
    locked = FoodDay.objects.select_for_update(of=("self",)).get(pk=day.pk)
    (
        rules.may_call_off_day(
            mine=locked.agency_id in actor.agency_ids, called_off=locked.called_off_on is not None,
            told=locked.gathering_id is not None, kept=len(_kept_on(locked)), why=why,
        ) & nobody_named(actor, why, field="why")
    ).or_refuse()  # fmt: skip
    change_fields(locked, version=locked.version, values={"called_off_on": today, "called_off_why": why})
    sign(actor, events.DAY_CALLED_OFF, changes={"day": (day.id, day.id), "on": (None, today)}, reason=why)
    return locked


@operation
def take_day_role(
    actor: Actor,
    /,
    *,
    day: FoodDay,
    what: str,
    body: Named,
    agency: Agency | None = None,
    heads: int | None = None,
) -> DayRole:
    """Keep who does what on the day. Records ``food_day.role_taken``; refused by ``may_take_role`` and a name that is known."""
    verdict = rules.may_take_role(
        mine=day.agency_id in actor.agency_ids, body=asked_of(body), has_agency=agency is not None
    ) & nobody_named(actor, what, field="what")
    verdict.or_refuse()
    role = DayRole.objects.create(day=day, what=what, body=_body(body), agency=agency, heads=heads)
    sign(actor, events.DAY_ROLE_TAKEN, changes={"day": (day.id, day.id), "role": (None, role.id)})
    return role


@operation
def tell_day(
    actor: Actor, /, *, day: FoodDay, version: int, people: int, households: int | None, consulted: int = 0,
    note: str = "", today: date,
) -> FoodDay:  # fmt: skip
    """Keep how many came, that very day or after it, and put it right: the number stands once, in the gathering the day
    becomes. Records ``food_day.told``; refused by ``may_tell_day``, ``may_write_gathering`` and a name; StaleVersion."""
    verdict = rules.may_tell_day(
        mine=day.agency_id in actor.agency_ids,
        held_on=day.held_on,
        today=today,
        people=people,
        households=households,
        called_off=day.called_off_on is not None,
    ) & nobody_named(actor, note, field="note")
    verdict.or_refuse()
    told: dict[str, Any] = {"people": people, "consulted": consulted, "note": note}
    gathering = day.gathering
    if gathering is None:
        gathering = outreach.record_gathering(
            actor, area=day.area, kind=GatheringKind.FOOD, name=day.name, held_on=day.held_on, place=day.place,
            today=today, **told,
        )  # fmt: skip
    else:
        kept = {"kind": gathering.kind, "name": day.name, "held_on": day.held_on, "place": day.place}
        outreach.change_gathering(
            actor, gathering=gathering, version=gathering.version, values=kept | told, today=today
        )
    changes = change_fields(
        day, version=version, values={"gathering_id": gathering.id, "households": households}
    )
    sign(actor, events.DAY_TOLD, changes={"day": (day.id, day.id), "people": (None, people), **changes})
    return day


@operation
def call_for_food(
    actor: Actor, /, *, month: date, kind: str, amount: Decimal, unit: str, receiver: Named,
    asked: Collection[Organisation],
) -> FoodCall:  # fmt: skip
    """Keep what is asked of corporations in a thin month. Records ``food.called_for``; refused by ``may_call`` and ``may_name``."""
    rules.may_call(amount=amount, unit=unit, receiver=asked_of(receiver), asked=len(asked)).or_refuse()
    call = FoodCall.objects.create(
        month=month.replace(day=1), kind=kind, amount=amount, unit=unit, receiver=body_of(receiver),
        agency_id=actor.agency_id, staff_id=actor.staff_id,
    )  # fmt: skip
    call.asked.set(asked)
    sign(
        actor, events.FOOD_CALLED_FOR,
        changes={"call": (None, call.id), "month": (None, call.month), "amount": (None, str(amount)), "asked": (None, len(asked))},
    )  # fmt: skip
    return call


@operation
def close_call(actor: Actor, /, *, call: FoodCall, outcome: str, today: date) -> FoodCall:
    """Close a call with what came of it. Records ``food_call.closed``; refused by ``may_close_call`` and a name that is known."""
    locked = FoodCall.objects.select_for_update(of=("self",)).get(pk=call.pk)
    verdict = rules.may_close_call(
        mine=locked.agency_id in actor.agency_ids, closed=locked.closed_on is not None, outcome=outcome
    ) & nobody_named(actor, outcome, field="outcome")
    verdict.or_refuse()
    change_fields(locked, version=locked.version, values={"closed_on": today, "outcome": outcome})
    sign(actor, events.CALL_CLOSED, changes={"call": (call.id, call.id)}, changed_text=["outcome"])
    return locked


@operation
def take_year(actor: Actor, /, *, told: papers.YearTold, year: int, today: date) -> bytes:
    """The year as Excel. Records ``food.year_taken``; nothing refuses it: the figures are those of the page."""
    sign(actor, events.YEAR_TAKEN, changes={"year": (None, year)})
    return papers.year_book(told, actor=actor, today=today)
