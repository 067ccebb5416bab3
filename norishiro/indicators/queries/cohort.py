"""The table of the years, and what stands behind one of its cells as far as the actor may see it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.cases import queries as case_queries
from norishiro.cases.models import Case
from norishiro.core.calendar import fiscal_year, fiscal_year_label, fiscal_year_span
from norishiro.core.verdict import Verdict
from norishiro.indicators import definitions, lookups, rules
from norishiro.indicators.definitions import Row
from norishiro.indicators.facts import Held, History, Unit
from norishiro.indicators.measures import Figure, Place, carried_into
from norishiro.indicators.models import TabledResults
from norishiro.meetings import queries as meeting_queries
from norishiro.meetings.choices import BodyKind, ItemStatus
from norishiro.meetings.models import Body, Sitting
from norishiro.profiles.choices import FrequencyKind, Stage
from norishiro.profiles.current import NoProfileError, current_profile
from norishiro.profiles.schema.profile import Profile
from norishiro.sharing.choices import Depth

MOST_LINES = 50
USUAL_YEARS = 3
_ORDER = (BodyKind.SUPPORT, BodyKind.BOTH, BodyKind.LAYERED, BodyKind.CARE, BodyKind.OTHER)


@dataclass(frozen=True)
class Column:
    """One fiscal year and what stage the work was at."""

    year: int
    label: str
    stage: str


@dataclass(frozen=True)
class Line:
    """One row of the table for one body: a figure for each year."""

    row: Row
    place: Place
    heading: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class CohortTable:
    """The table, its checks, and everything it was counted from."""

    main: Place
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    history: History
    as_of: date

    @cached_property
    def years(self) -> tuple[int, ...]:
        return tuple(one.year for one in self.columns)

    @cached_property
    def balances(self) -> tuple[rules.Balance, ...]:
        """One for the units of each year, one for what each earlier year carried into it."""
        return tuple(found for year in self.years for found in self._balances_of(year))

    def _balances_of(self, year: int) -> Iterator[rules.Balance]:
        label = fiscal_year_label(year)
        yield self._balance(f"{label}の事例", self.history.cohort(self.main.id, year), year=year)
        for began in self.history.cohort_years(self.main.id):
            carried = carried_into(self.history, self.main, began=began, year=year)
            if carried:
                yield self._balance(f"{fiscal_year_label(began)}から{label}へ続いた事例", carried, year=year)

    def _balance(self, label: str, units: frozenset[Unit], *, year: int) -> rules.Balance:
        ended, going = self._became(units, year)
        return rules.Balance(
            label=label, whole=len(units), ended=len(ended), going=len(going),
            astray=len((units - ended - going) | (ended & going)),
        )  # fmt: skip

    def _became(self, units: frozenset[Unit], year: int) -> tuple[frozenset[Unit], frozenset[Unit]]:
        return (
            self.history.ended_in(units, body_id=self.main.id, year=year),
            self.history.going_after(units, year=year),
        )

    @cached_property
    def verdict(self) -> Verdict:
        return rules.reconciles(self.balances)

    @cached_property
    def astray(self) -> dict[UUID, str]:
        """The cases that fit nowhere, or twice, and what to look for in each."""
        found: dict[UUID, str] = {}
        for year in self.years:
            units = self.history.cohort(self.main.id, year)
            for began in self.history.cohort_years(self.main.id):
                units |= carried_into(self.history, self.main, began=began, year=year)
            ended, going = self._became(units, year)
            for unit in (units - ended - going) | (ended & going):
                found.setdefault(unit.case_id, self._why(unit, ended=unit in ended, going=unit in going))
        return found

    def _why(self, unit: Unit, *, ended: bool, going: bool) -> str:
        over = self.history.ended_on(unit)
        before = over is not None and over < self.history.first_talks(self.main.id)[unit]
        return rules.why_astray(ended=ended, going=going, ended_before=before)

    def content(self) -> dict[str, Any]:
        """The table as words, to be kept or written."""
        return {
            "columns": [f"{one.label}（{one.stage}）" if one.stage else one.label for one in self.columns],
            "lines": [
                {"heading": one.heading, "label": one.row.label, "cells": [cell.text for cell in one.figures]}
                for one in self.lines
            ],
            "checks": [f"{one.label}：{one.sum}" for one in self.balances],
        }

    def find(self, *, row: str, place_id: UUID | None, year: int) -> tuple[Line, Figure] | None:
        for line in self.lines:
            if line.row.key == row and place_id in (None, line.place.id) and year in self.years:
                return line, line.figures[self.years.index(year)]
        return None


def bodies_to_choose(actor: Actor) -> list[Body]:
    """Bodies a table can be made for: those of a statute first, none that is counted inside another."""
    rows = Body.objects.filter(counted_in_parent=False).order_by("code")
    return sorted(rows, key=lambda body: (_ORDER.index(BodyKind(body.kind)), body.from_on, body.code))


def cohort_table(actor: Actor, *, body: Body, last_year: int, years: int, today: date) -> CohortTable:
    """The table of ``years`` fiscal years up to ``last_year``, cases gathered by the year they were first talked about at
    ``body``. Counted for the whole town."""
    wanted = tuple(range(last_year - years + 1, last_year + 1))
    profile = _profile(today)
    everybody = list(Body.objects.order_by("code"))
    beside, layered = _neighbours(everybody, body=body, profile=profile)
    sizes = _sizes(actor, [body, *layered], wanted, today=today)
    main = _place(body, everybody, profile=profile, sizes=sizes)
    around = [_place(one, everybody, profile=profile, sizes=sizes) for one in [*beside, *layered]]
    shown = {main.id, *(one.id for one in around)}
    parts = {part.id for one in [main, *around] for part in one.parts}
    history = lookups.history_of(shown | parts, today=today)
    ordered = _laid_out(main, around[: len(beside)], around[len(beside) :])
    return CohortTable(
        main=main,
        columns=tuple(_column(year, profile) for year in wanted),
        lines=tuple(
            Line(row, place, heading, tuple(row.count(history, main, place, year) for year in wanted))
            for row, place, heading in ordered
        ),
        history=history,
        as_of=today,
    )


def _laid_out(
    main: Place, beside: Sequence[Place], layered: Sequence[Place]
) -> Iterator[tuple[Row, Place, str]]:
    """The rows in the order of the page: the main body, the bodies of single cases, what became of them, the layered ones."""
    of = {group: [row for row in definitions.ROWS if row.group == group] for group in _GROUPS}
    yield from ((row, main, main.name) for row in of[definitions.MAIN])
    yield from ((row, place, place.name) for place in beside for row in of[definitions.BESIDE])
    yield from ((row, main, "モニタリング") for row in of[definitions.COHORT])
    yield from ((row, place, place.name) for place in layered for row in of[definitions.LAYERED])


_GROUPS = (definitions.MAIN, definitions.BESIDE, definitions.COHORT, definitions.LAYERED)


def _profile(today: date) -> Profile | None:
    try:
        return current_profile(today)
    except NoProfileError:
        return None


def _neighbours(
    everybody: Sequence[Body], *, body: Body, profile: Profile | None
) -> tuple[list[Body], list[Body]]:
    """Bodies that meet about one case at a time, and the 重層的支援会議 beside the main body."""
    written = {one.code: one for one in profile.meeting_bodies} if profile else {}
    single = {code for code, one in written.items() if one.frequency.kind == FrequencyKind.PER_CASE}
    others = [one for one in everybody if one.id != body.id and not one.counted_in_parent]
    beside = [one for one in others if one.code in single and one.kind != BodyKind.LAYERED]
    return beside, [one for one in others if one.kind == BodyKind.LAYERED]


def _place(
    body: Body, everybody: Sequence[Body], *, profile: Profile | None, sizes: dict[UUID, dict[int, str]]
) -> Place:
    written = {one.code: one for one in profile.meeting_bodies} if profile else {}
    entry = written.get(body.code)
    parts = [one for one in everybody if one.parent_id == body.id and one.counted_in_parent]
    return Place(
        id=body.id, name=body.name, from_on=body.from_on, until_on=body.until_on, sizes=sizes.get(body.id, {}),
        parts=tuple(_place(one, (), profile=profile, sizes={}) for one in parts),
        trial_years=frozenset(entry.trial_years if entry else ()),
    )  # fmt: skip


def _sizes(
    actor: Actor, bodies: list[Body], years: Iterable[int], *, today: date
) -> dict[UUID, dict[int, str]]:
    found: dict[UUID, dict[int, str]] = {body.id: {} for body in bodies}
    for year in years:
        first, after = fiscal_year_span(year)
        day = max(first, min(after - timedelta(days=1), today))
        for body_id, roster in meeting_queries.rosters(actor, bodies=bodies, on=day).items():
            found[body_id][year] = roster.size
    return found


def _column(year: int, profile: Profile | None) -> Column:
    stages = {one.fiscal_year: one.stage for one in profile.stages} if profile else {}
    stage = stages.get(year)
    nth = sum(one == Stage.FULL and other <= year for other, one in stages.items())
    words = f"{stage.label}{nth}年目" if stage == Stage.FULL and nth > 1 else stage.label if stage else ""
    return Column(year=year, label=fiscal_year_label(year), stage=words)


@dataclass(frozen=True)
class Behind:
    """What stands behind a cell: the cases the actor may see, how many there are besides, and the sittings."""

    cases: list[Case]
    sittings: list[Held]
    total: int
    hidden: int

    @property
    def more(self) -> int:
        return self.total - self.hidden - len(self.cases)


def behind(actor: Actor, *, table: CohortTable, figure: Figure) -> Behind:
    """The cases of one cell. A case is shown to whoever may see it **and** its item: that it was talked about at a
    支援会議 is itself something not everybody may know."""
    ids = {unit.case_id for unit in figure.units}
    shown = _visible(actor, ids, table=table)
    days = {one.id: one for one in table.history.sittings}
    return Behind(
        cases=list(
            case_queries.visible_to(actor, depth=Depth.OUTLINE).filter(id__in=shown)
            .select_related("lead_agency", "lead_staff").order_by("opened_on", "id")[:MOST_LINES]
        ),
        sittings=[days[key] for key in figure.sittings if key in days],
        total=len(ids), hidden=len(ids) - len(shown),
    )  # fmt: skip


def astray_cases(actor: Actor, *, table: CohortTable) -> tuple[list[tuple[Case, str]], int]:
    """The cases that keep the table from agreeing, with what to do; and how many the actor cannot see."""
    shown = _visible(actor, table.astray.keys(), table=table)
    rows = case_queries.visible_to(actor, depth=Depth.OUTLINE).filter(id__in=shown)
    cases = rows.order_by("opened_on", "id")[:MOST_LINES]
    return [(one, table.astray[one.id]) for one in cases], len(table.astray) - len(shown)


def _visible(actor: Actor, ids: Collection[UUID], *, table: CohortTable) -> set[UUID]:
    bodies = {one.body_id for one in table.history.talks}
    items = meeting_queries.items_visible_to(actor).filter(
        body_id__in=bodies, case_id__in=ids, status=ItemStatus.DONE, anonymous_label=""
    )
    seen = case_queries.visible_to(actor, depth=Depth.OUTLINE).filter(id__in=items.values("case_id"))
    return set(seen.values_list("id", flat=True))


def get_results(actor: Actor, *, sitting_id: UUID) -> list[TabledResults]:
    """What was laid before a sitting, the newest first."""
    rows = TabledResults.objects.filter(sitting_id=sitting_id).select_related("staff", "agency", "body")
    return list(rows[:MOST_LINES])


def get_sitting(actor: Actor, *, sitting_id: UUID) -> Sitting:
    """A sitting the actor calls, prepares or is called to."""
    return meeting_queries.get_sitting(actor, sitting_id=sitting_id)


def years_to_choose(actor: Actor, *, today: date) -> list[int]:
    """The fiscal years a table may end with, the running one first."""
    return list(range(fiscal_year(today), fiscal_year(today) - 11, -1))
