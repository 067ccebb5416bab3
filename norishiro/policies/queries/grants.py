"""★: which windows and programmes the grant pays for in a year, table by table, and what is counted on either side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Programme
from norishiro.core.calendar import fiscal_year_span
from norishiro.core.records import Unseen
from norishiro.policies.models import GrantMark
from norishiro.policies.periods import period_of_year
from norishiro.profiles.schema.reports import ReportLayout
from norishiro.reports import queries as report_queries
from norishiro.reports.choices import ScopeKind
from norishiro.reports.periods import Period
from norishiro.reports.scopes import Scope

PAID, UNPAID, BOTH, UNSAID = "PAID", "UNPAID", "BOTH", "UNSAID"
LABELS = {
    PAID: "★（交付金の対象）", UNPAID: "対象でない", UNSAID: "書かれていない", BOTH: "★とそうでないものの両方をしている機関",
}  # fmt: skip
WHOLE = "（事業全体）"
COUNTED = ("contacts", "units")


@dataclass
class GrantCell:
    """One place in one table: what the table itself says, and what the year says of it."""

    table: str
    entry: UUID
    published: bool | None
    mark: GrantMark | None = None

    @property
    def granted(self) -> bool | None:
        if self.mark is not None and self.mark.granted is not None:
            return self.mark.granted
        return self.published

    @property
    def departs(self) -> bool:
        return self.granted != self.published

    @property
    def state(self) -> str:
        if self.granted is None:
            return UNSAID
        return PAID if self.granted else UNPAID

    @property
    def label(self) -> str:
        return LABELS[self.state]

    @property
    def table_label(self) -> str:
        return str(Programme(self.table).label)

    @property
    def note(self) -> str:
        return self.mark.note if self.mark else ""


@dataclass
class GrantLine:
    """A window or a programme by its name, in every table it stands in."""

    name: str
    window_id: UUID | None = None
    service: str = ""
    agencies: dict[UUID, str] = field(default_factory=dict)
    cells: dict[str, GrantCell] = field(default_factory=dict)

    @property
    def differs(self) -> bool:
        """Paid for in one table and not in another."""
        return len({one.granted for one in self.cells.values()}) > 1

    @property
    def notes(self) -> list[tuple[str, str]]:
        return [(one.table_label, one.note) for one in self.cells.values() if one.note]

    @property
    def unexplained(self) -> bool:
        return self.differs and not self.notes

    @property
    def state(self) -> str:
        """Of the whole line: paid for in some table, in none, or nowhere said."""
        states = {one.state for one in self.cells.values()}
        return next((one for one in (PAID, UNPAID) if one in states), UNSAID)

    @property
    def ordered(self) -> list[GrantCell | None]:
        return [self.cells.get(one.value) for one in Programme]


@dataclass(frozen=True)
class GrantSum:
    """Of one table (none: of all): how many stand on a side, and what their agencies did there."""

    table: str
    state: str
    programmes: int | None
    counted: tuple[int, ...] | None

    @property
    def label(self) -> str:
        return LABELS[self.state]


@dataclass(frozen=True)
class GrantTable:
    """The ★ of a year."""

    year: int
    lines: tuple[GrantLine, ...]
    sums: tuple[tuple[str, str, tuple[GrantSum, ...], tuple[int, ...]], ...]
    overall: tuple[tuple[str, int], ...]


def _day_of(year: int, today: date) -> date:
    """The tables of a year are those at its end, of the running year those of today, of a coming one those it begins with."""
    first, after = fiscal_year_span(year)
    return max(first, min(today, after - timedelta(days=1)))


def grant_lines(actor: Actor, *, year: int, today: date) -> list[GrantLine]:
    """Every window and programme with its ★ by table. Five questions, whatever their number."""
    marks = {
        (one.table, one.window_id, one.service): one for one in GrantMark.objects.filter(fiscal_year=year)
    }
    lines: dict[str, GrantLine] = {}
    for window in agency_queries.windows_on(actor, on=_day_of(year, today)):
        line = lines.setdefault(window.name, GrantLine(window.name, window.id))
        line.agencies |= {one.agency_id: one.agency.name for one in window.operators_now}  # type: ignore[attr-defined]
        for row in window.tables_now:  # type: ignore[attr-defined]
            there = line.cells.get(row.programme)
            paid = row.starred or bool(there and there.published)
            mark = marks.get((row.programme, window.id, ""))
            line.cells[row.programme] = GrantCell(row.programme, window.id, paid, mark)
    for one in agency_queries.operators_in(actor, fiscal_year=year):
        label = str(Programme(one.programme).label)
        name = one.name or f"{label}{WHOLE}"
        line = lines.setdefault(name, GrantLine(name, None, one.name))
        line.agencies[one.agency_id] = one.agency.name
        if one.programme not in line.cells:
            mark = marks.get((one.programme, line.window_id, "" if line.window_id else one.name))
            line.cells[one.programme] = GrantCell(
                one.programme, one.id, one.granted if one.name else None, mark
            )
        elif one.name and line.cells[one.programme].entry != line.window_id:
            line.cells[one.programme].published = line.cells[one.programme].published or one.granted
    order = {one.value: at for at, one in enumerate(Programme)}
    found = [one for one in lines.values() if one.cells]
    return sorted(found, key=lambda one: min(order[key] for key in one.cells))


def find_grant(
    actor: Actor, *, year: int, table: str, entry: UUID | None, today: date
) -> tuple[GrantLine, GrantCell]:
    """One place in one table of a year."""
    for line in grant_lines(actor, year=year, today=today):
        cell = line.cells.get(table)
        if cell is not None and cell.entry == entry:
            return line, cell
    raise Unseen(entry or UUID(int=0))


def grant_table(actor: Actor, *, year: int, today: date) -> GrantTable:
    """The ★ of a year with its sums: how many, and the contacts their agencies recorded under that programme, counted where
    reports are counted. An agency that works on both sides of one table is told apart: a contact names no ★."""
    lines = grant_lines(actor, year=year, today=today)
    period = period_of_year(year)
    whole = _counts(actor, Scope(ScopeKind.TOWN, "", "全体"), period)
    known: dict[frozenset[UUID], dict[str, tuple[int, ...]]] = {}
    sums = []
    for programme in Programme:
        table = programme.value
        there = [one for one in lines if table in one.cells]
        if not there:
            continue
        sides = _sides(there, table)
        parts = []
        for state in (PAID, UNPAID, UNSAID, BOTH):
            how_many = sum(one.cells[table].state == state for one in there)
            ids = frozenset(sides[state])
            if ids and ids not in known:
                known[ids] = _counts(actor, Scope(ScopeKind.AGENCY, "", "", ids=tuple(sorted(ids))), period)
            if how_many or ids:
                parts.append(
                    GrantSum(
                        table, state, None if state == BOTH else how_many, known[ids][table] if ids else None
                    )
                )
        sums.append((table, str(programme.label), tuple(parts), whole[table]))
    overall = tuple(
        (LABELS[state], sum(one.state == state for one in lines)) for state in (PAID, UNPAID, UNSAID)
    )
    return GrantTable(year, tuple(lines), tuple(sums), overall)


def _sides(lines: Iterable[GrantLine], table: str) -> dict[str, set[UUID]]:
    """The agencies on one side alone, and those on several."""
    by_agency: dict[UUID, set[str]] = {}
    for line in lines:
        for agency in line.agencies:
            by_agency.setdefault(agency, set()).add(line.cells[table].state)
    sides: dict[str, set[UUID]] = {PAID: set(), UNPAID: set(), UNSAID: set(), BOTH: set()}
    for agency, states in by_agency.items():
        # Where the whole programme is only not said, the named part of it tells.
        told = states - {UNSAID} or states
        sides[next(iter(told)) if len(told) == 1 else BOTH].add(agency)
    return sides


def _counts(actor: Actor, scope: Scope, period: Period) -> dict[str, tuple[int, ...]]:
    layout = ReportLayout(
        code="GRANTS", span="YEAR", title="交付金", rows="programmes", columns=COUNTED, evidence=("既定",)
    )
    found = report_queries.report(actor, scope=scope, period=period, layout=layout)
    return {one.bucket: one.cells for one in found.lines}
