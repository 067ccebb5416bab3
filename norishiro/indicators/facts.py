"""What the measures count from: talks, endings, states and sittings, as days and ids. Nothing of anybody's content.

One thing counted is a **unit**: a case from its first talk, or from the beginning again after an end, to its end. So a case that
ended and came back is a second unit of the same case, and a pause does not cut one in two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from norishiro.core.calendar import fiscal_year, fiscal_year_span


@dataclass(frozen=True)
class Talk:
    """A case was talked about at a sitting of a body."""

    case_id: UUID
    body_id: UUID
    sitting_id: UUID
    on: date


@dataclass(frozen=True)
class Ending:
    """A case ended; where it began again, when."""

    on: date
    reopened_on: date | None = None


@dataclass(frozen=True)
class State:
    """From this day the case was going on, or not."""

    on: date
    going: bool


@dataclass(frozen=True)
class Held:
    """A sitting that took place."""

    id: UUID
    body_id: UUID
    on: date
    topics: str = ""


@dataclass(frozen=True, order=True)
class Unit:
    """One period of a case, counted from nought: how often it had ended and begun again before."""

    case_id: UUID
    period: int


@dataclass(frozen=True)
class History:
    """Everything that was, up to ``today``."""

    talks: Sequence[Talk]
    endings: Mapping[UUID, Sequence[Ending]]
    states: Mapping[UUID, Sequence[State]]
    sittings: Sequence[Held]
    today: date
    _first: dict[UUID, dict[Unit, date]] = field(default_factory=dict)

    @cached_property
    def talked(self) -> list[tuple[Unit, Talk]]:
        """Each talk with the unit it was about."""
        return [(self.unit_on(talk.case_id, talk.on), talk) for talk in self.talks]

    def unit_on(self, case_id: UUID, day: date) -> Unit:
        begun_again = [
            one for one in self.endings.get(case_id, ()) if one.reopened_on and one.reopened_on <= day
        ]
        return Unit(case_id, len(begun_again))

    def first_talks(self, body_id: UUID) -> dict[Unit, date]:
        """When each unit was first talked about at the body."""
        if body_id not in self._first:
            first: dict[Unit, date] = {}
            for unit, talk in self.talked:
                if talk.body_id == body_id:
                    first[unit] = min(talk.on, first.get(unit, talk.on))
            self._first[body_id] = first
        return self._first[body_id]

    def cohort(self, body_id: UUID, year: int) -> frozenset[Unit]:
        """開始年度のまとまり: what was first talked about at the body in the year."""
        return frozenset(unit for unit, on in self.first_talks(body_id).items() if fiscal_year(on) == year)

    def cohort_years(self, body_id: UUID) -> list[int]:
        return sorted({fiscal_year(on) for on in self.first_talks(body_id).values()})

    def ended_on(self, unit: Unit) -> date | None:
        endings = sorted(self.endings.get(unit.case_id, ()), key=lambda one: one.on)
        return endings[unit.period].on if unit.period < len(endings) else None

    def ended_in(self, units: Iterable[Unit], *, body_id: UUID, year: int) -> frozenset[Unit]:
        """Those with a record of their end in the year, not before they were first talked about."""
        first = self.first_talks(body_id)
        return frozenset(
            unit
            for unit in units
            if (on := self.ended_on(unit)) and fiscal_year(on) == year and on >= first[unit]
        )

    def going_after(self, units: Iterable[Unit], *, year: int) -> frozenset[Unit]:
        """Those whose state says, on the last day of the year (or today), that they go on."""
        return frozenset(unit for unit in units if self._is_going(unit, self.last_day(year)))

    def last_day(self, year: int) -> date:
        return min(fiscal_year_span(year)[1] - timedelta(days=1), self.today)

    def _is_going(self, unit: Unit, day: date) -> bool:
        states = [one for one in self.states.get(unit.case_id, ()) if one.on <= day]
        return self.unit_on(unit.case_id, day) == unit and bool(states) and states[-1].going

    def held_in(self, body_id: UUID, year: int) -> list[Held]:
        return [one for one in self.sittings if one.body_id == body_id and fiscal_year(one.on) == year]

    def talked_in(self, body_id: UUID, year: int) -> list[tuple[Unit, Talk]]:
        return [
            (unit, talk)
            for unit, talk in self.talked
            if talk.body_id == body_id and fiscal_year(talk.on) == year
        ]
