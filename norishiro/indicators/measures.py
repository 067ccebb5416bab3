"""One measure for each row of the table: what is counted, from which days. Pure; the words of a cell are made here too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from norishiro.core.calendar import era_of, fiscal_year_span, wareki_short
from norishiro.indicators.facts import Held, History, Talk, Unit

NOTHING = "–"
TOPIC_LENGTH = 60


@dataclass(frozen=True)
class Place:
    """A body as the table knows it: since when, what is counted inside it, who belongs to it at the end of each year."""

    id: UUID
    name: str
    from_on: date
    until_on: date | None = None
    parts: tuple[Place, ...] = ()
    trial_years: frozenset[int] = frozenset()
    sizes: dict[int, str] = field(default_factory=dict, hash=False)

    def is_there(self, year: int) -> bool:
        first, after = fiscal_year_span(year)
        return self.from_on < after and (self.until_on is None or self.until_on > first)


@dataclass(frozen=True)
class Figure:
    """What stands in a cell, and what it was counted from."""

    text: str
    units: frozenset[Unit] = frozenset()
    sittings: tuple[UUID, ...] = ()
    number: int | None = None

    @property
    def opens(self) -> bool:
        return bool(self.units or self.sittings)


Measure = Callable[[History, Place, Place, int], Figure]


def year_mark(year: int) -> str:
    """``R3``"""
    era = era_of(date(year, 10, 1))
    return f"{era.letter}{era.year_of(year)}"


def sittings(history: History, main: Place, place: Place, year: int) -> Figure:
    """How often the body sat; its tagged parts are counted inside."""
    if not place.is_there(year):
        return Figure(NOTHING)
    own = history.held_in(place.id, year)
    inside = [(part.name, history.held_in(part.id, year)) for part in place.parts]
    everything = [*own, *(one for _name, held in inside for one in held)]
    words = "、".join(f"{name}{len(held)}回" for name, held in inside if held)
    return Figure(f"{len(everything)}回{_inner(words)}", sittings=_ids(everything), number=len(everything))


def sittings_with_day(history: History, main: Place, place: Place, year: int) -> Figure:
    """The same; a single sitting of a year also tells its day."""
    found = sittings(history, main, place, year)
    if found.number != 1:
        return found
    bodies = {place.id, *(part.id for part in place.parts)}
    days = {one.id: one.on for one in history.sittings if one.body_id in bodies}
    return Figure(
        f"{found.text}（{wareki_short(days[found.sittings[0]])}）", sittings=found.sittings, number=1
    )


def new_cases(history: History, main: Place, place: Place, year: int) -> Figure:
    """The units first talked about at the body in the year."""
    if not place.is_there(year):
        return Figure(NOTHING)
    units = history.cohort(place.id, year)
    first = history.first_talks(place.id)
    days = {
        talk.sitting_id
        for unit, talk in history.talked_in(place.id, year)
        if first[unit] == talk.on and unit in units
    }
    return Figure(f"{len(units)}事例", units=units, sittings=tuple(sorted(days)), number=len(units))


def members(history: History, main: Place, place: Place, year: int) -> Figure:
    """The roster on the last day of the year (or today), in the words people use."""
    return Figure(place.sizes.get(year, NOTHING) if place.is_there(year) else NOTHING)


def cases_and_sittings(history: History, main: Place, place: Place, year: int) -> Figure:
    """件 and 回 apart, and how many of the cases began at the main body in an earlier year."""
    if not place.is_there(year):
        return Figure(NOTHING)
    talks = history.talked_in(place.id, year)
    units = frozenset(unit for unit, _talk in talks)
    if not units:
        return Figure("なし", number=0)
    text = f"{len(units)}件{len({talk.sitting_id for _unit, talk in talks})}回"
    if year in place.trial_years:
        text = f"試行{len(units)}件"
    return Figure(
        text + _inner(_earlier(history, main, units, year)),
        units=units,
        sittings=_sat(talks),
        number=len(units),
    )


def _earlier(history: History, main: Place, units: Iterable[Unit], year: int) -> str:
    began = [cohort_year for cohort_year in history.cohort_years(main.id) if cohort_year < year]
    counted = Counter({one: len(history.cohort(main.id, one) & set(units)) for one in began})
    return "、".join(f"{year_mark(one)}事例{counted[one]}" for one in reversed(began) if counted[one])


def carried_and_ended(history: History, main: Place, place: Place, year: int) -> Figure:
    """Of what earlier years carried over into this one: what ended in it, and (only where there is some) what goes on."""
    words: list[str] = []
    units: frozenset[Unit] = frozenset()
    for began in history.cohort_years(place.id):
        carried = carried_into(history, place, began=began, year=year)
        if not carried:
            continue
        ended = history.ended_in(carried, body_id=place.id, year=year)
        going = history.going_after(carried, year=year)
        words.append(
            f"{year_mark(began)}の終了{len(ended)}件" + (f"（なお継続{len(going)}件）" if going else "")
        )
        units |= ended | going
    return Figure("、".join(words) or NOTHING, units=units)


def carried_into(history: History, place: Place, *, began: int, year: int) -> frozenset[Unit]:
    """What began in an earlier year and was going on when this one began."""
    if began >= year:
        return frozenset()
    return history.going_after(history.cohort(place.id, began), year=year - 1)


def ended_in_year(history: History, main: Place, place: Place, year: int) -> Figure:
    """Of the year's own units: those that ended in it."""
    if not place.is_there(year):
        return Figure(NOTHING)
    units = history.ended_in(history.cohort(place.id, year), body_id=place.id, year=year)
    return Figure(f"{len(units)}件", units=units, number=len(units))


def continued(history: History, main: Place, place: Place, year: int) -> Figure:
    """Of the year's own units: those that went on after it (in the year that is running: that go on today)."""
    if not place.is_there(year):
        return Figure(NOTHING)
    units = history.going_after(history.cohort(place.id, year), year=year)
    return Figure(f"{len(units)}件", units=units, number=len(units))


def cases_and_times(history: History, main: Place, place: Place, year: int) -> Figure:
    """The units talked about in the year, and how many talks that took where some came back (``1事例2回``)."""
    if not place.is_there(year):
        return Figure(NOTHING)
    talks = _with_parts(history, place, year)
    units = frozenset(unit for unit, _talk in talks)
    if not units:
        return Figure("なし", number=0)
    times = len({(unit, talk.sitting_id) for unit, talk in talks})
    text = f"{len(units)}事例" + (f"{times}回" if times > len(units) else "")
    return Figure(text, units=units, sittings=_sat(talks), number=len(units))


def ended_or_topics(history: History, main: Place, place: Place, year: int) -> Figure:
    """Of the units talked about: what ended in the year. Where none was talked about: what the sittings were held for."""
    if not place.is_there(year):
        return Figure(NOTHING)
    units = frozenset(unit for unit, _talk in _with_parts(history, place, year))
    if units:
        ended = _ended(history, units, year)
        return Figure(f"年度内終了{len(ended)}件", units=ended, number=len(ended))
    held = history.held_in(place.id, year)
    topics = [one.topics.strip().splitlines()[0][:TOPIC_LENGTH] for one in held if one.topics.strip()]
    return Figure("、".join(dict.fromkeys(topics)) or NOTHING, sittings=_ids(held))


def _ended(history: History, units: Iterable[Unit], year: int) -> frozenset[Unit]:
    first, after = fiscal_year_span(year)
    return frozenset(unit for unit in units if (on := history.ended_on(unit)) and first <= on < after)


def _with_parts(history: History, place: Place, year: int) -> list[tuple[Unit, Talk]]:
    bodies = [place.id, *(part.id for part in place.parts)]
    return [one for body_id in bodies for one in history.talked_in(body_id, year)]


def _inner(words: str) -> str:
    return f"（うち{words}）" if words else ""


def _ids(held: Iterable[Held]) -> tuple[UUID, ...]:
    return tuple(one.id for one in held)


def _sat(talks: Iterable[tuple[Unit, Talk]]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(talk.sitting_id for _unit, talk in talks))


MEASURES: dict[str, Measure] = {
    "sittings": sittings,
    "new_cases": new_cases,
    "members": members,
    "cases_and_sittings": cases_and_sittings,
    "carried_and_ended": carried_and_ended,
    "ended_in_year": ended_in_year,
    "continued": continued,
    "sittings_with_day": sittings_with_day,
    "cases_and_times": cases_and_times,
    "ended_or_topics": ended_or_topics,
}
