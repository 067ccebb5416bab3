"""会議体: who belongs to them on a day, how often they sat. The actor comes first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, prefetch_related_objects

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Body as AgencyBody
from norishiro.agencies.models import Agency, live_on
from norishiro.core import calendar
from norishiro.core.records import Unseen
from norishiro.meetings import lookups, rules
from norishiro.meetings.access import body_fact
from norishiro.meetings.choices import SittingStatus
from norishiro.meetings.models import (
    Body,
    RosterSeat,
    Sitting,
    StatedSize,
)
from norishiro.meetings.queries.sittings import MOST

HELD = (SittingStatus.OPEN, SittingStatus.CLOSED, SittingStatus.CONFIRMED)


def bodies(actor: Actor, *, on: date) -> list[Body]:
    return list(
        Body.objects.filter(live_on(on))
        .select_related("convener", "preparer", "parent")
        .prefetch_related("conveners")[:MOST]
    )


def get_body(actor: Actor, *, body_id: UUID) -> Body:
    body = Body.objects.select_related("convener", "preparer", "parent").filter(id=body_id).first()
    if body is None:
        raise Unseen(body_id)
    return body


@dataclass(frozen=True)
class RosterRow:
    """One line of the roster as it is published, with the agencies behind it."""

    label: str
    department: str
    level: str
    agencies: tuple[Agency, ...]

    @property
    def council(self) -> bool:
        return any(one.body == AgencyBody.COUNCIL for one in self.agencies)


@dataclass(frozen=True)
class Roster:
    """The roster in force on a day, and its size in the words people use (6部16課＋社協)."""

    rows: tuple[RosterRow, ...] = ()
    stated: StatedSize | None = None

    @property
    def size(self) -> str:
        counted = [row for row in self.rows if row.department]
        if not counted:
            if self.stated is not None:
                return f"{self.stated.departments}部{self.stated.sections}課（名簿は登録されていません）"
            return f"{len(self.rows)}構成員" if self.rows else "名簿は登録されていません"
        others = list(
            dict.fromkeys("社協" if row.council else row.label for row in self.rows if not row.department)
        )
        departments = len({row.department for row in counted})
        return "＋".join([f"{departments}部{len(counted)}課", *others])


def rosters(actor: Actor, *, bodies: Sequence[Body], on: date) -> dict[UUID, Roster]:
    """The rosters of several bodies on a day: two queries, however many bodies."""
    rows: dict[UUID, dict[str, list[RosterSeat]]] = {body.id: {} for body in bodies}
    seats = RosterSeat.objects.filter(live_on(on), body__in=bodies).select_related("agency")
    for seat in seats.order_by("order", "agency__code"):
        rows[seat.body_id].setdefault(seat.label or str(seat.agency), []).append(seat)
    stated = {size.body_id: size for size in StatedSize.objects.filter(live_on(on), body__in=bodies)}
    return {
        body_id: Roster(
            rows=tuple(_roster_row(label, found) for label, found in labelled.items()),
            stated=stated.get(body_id),
        )
        for body_id, labelled in rows.items()
    }


def _roster_row(label: str, seats: Sequence[RosterSeat]) -> RosterRow:
    first, _space, rest = label.partition(" ")
    department = seats[0].department or (first if rest and first.endswith(("部", "部局")) else "")
    return RosterRow(
        label=label,
        department=department,
        level=seats[0].level,
        agencies=tuple(seat.agency for seat in seats if seat.agency is not None),
    )


@dataclass(frozen=True)
class Matrix:
    """構成員の○表: rows are members as published, columns are bodies."""

    bodies: tuple[Body, ...]
    rows: tuple[tuple[str, tuple[bool, ...]], ...]
    totals: tuple[int, ...]


def member_matrix(actor: Actor, *, on: date) -> Matrix:
    """Who belongs to which body on a day; bodies without a roster are left out."""
    present = bodies(actor, on=on)
    found = rosters(actor, bodies=present, on=on)
    shown = tuple(body for body in present if found[body.id].rows)
    labels = list(dict.fromkeys(row.label for body in shown for row in found[body.id].rows))
    sets = [{row.label for row in found[body.id].rows} for body in shown]
    return Matrix(
        bodies=shown,
        rows=tuple((label, tuple(label in members for members in sets)) for label in labels),
        totals=tuple(len(members) for members in sets),
    )


@dataclass(frozen=True)
class YearCount:
    """How often a body sat in the year, its tagged parts counted inside."""

    body: Body
    times: int
    parts: tuple[tuple[str, int], ...] = ()
    without_cases: int = 0

    @property
    def text(self) -> str:
        """7回（うちひきこもり対策部会 2回、事例なし 1回）"""
        inner = [f"{name} {times}回" for name, times in self.parts]
        inner += [f"事例なし {self.without_cases}回"] if self.without_cases else []
        return f"{self.times}回" + (f"（うち{'、'.join(inner)}）" if inner else "")


def counts_of_year(actor: Actor, *, bodies: Sequence[Body], on: date) -> dict[UUID, YearCount]:
    """Sittings held in the fiscal year, per body; a part counted in its parent is an inner count of it."""
    first, until = calendar.fiscal_year_span(calendar.fiscal_year(on))
    rows = Sitting.objects.filter(held_on__gte=first, held_on__lt=until, status__in=HELD)
    sat = list(rows.values_list("body_id", "cases_tabled"))
    held = Counter(body_id for body_id, _cases in sat)
    empty = Counter(body_id for body_id, cases in sat if not cases)
    parts: dict[UUID, list[Body]] = {}
    for body in bodies:
        if body.counted_in_parent and body.parent_id:
            parts.setdefault(body.parent_id, []).append(body)
    return {
        body.id: YearCount(
            body=body,
            times=held[body.id] + sum(held[part.id] for part in parts.get(body.id, [])),
            parts=tuple((part.name, held[part.id]) for part in parts.get(body.id, []) if held[part.id]),
            without_cases=empty[body.id],
        )
        for body in bodies
    }


def requesters_of(actor: Actor, *, body: Body) -> list[str]:
    """The agencies through which the body is asked to sit, by name; empty where any may ask."""
    return list(lookups.requesters_of(body).values())


def bodies_to_ask(actor: Actor, *, on: date) -> list[tuple[Body, list[str]]]:
    """Bodies that can be asked to sit as 支援会議, with those who may ask where that is not everybody."""
    found = [
        body
        for body, fact in facts_of_bodies(actor, on=on)
        if rules.serves_as_support(fact) and fact.has_convener
    ]
    prefetch_related_objects(found, Prefetch("requesters", queryset=Agency.objects.order_by("code")))
    return [(body, [one.name for one in body.requesters.all()]) for body in found]


def facts_of_bodies(actor: Actor, *, on: date) -> list[tuple[Body, rules.BodyFact]]:
    """Bodies with the facts the rules ask for; conveners are prefetched."""
    found = []
    for body in bodies(actor, on=on):
        conveners = {one.id for one in body.conveners.all()}
        if body.convener_id is not None:
            conveners.add(body.convener_id)
        found.append((body, body_fact(body, on=on, conveners=conveners)))
    return found
