"""見わたし: this year beside the same time last year, for the whole, a base, or oneself. Never one worker beside another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from norishiro.agencies.actor import Actor
from norishiro.agencies.permissions import Permission
from norishiro.casework.queries import held as held_queries
from norishiro.core.calendar import fiscal_year, fiscal_year_span
from norishiro.policies import queries as policy_queries
from norishiro.policies.queries import GoalLine, Target
from norishiro.profiles.schema.flow import Held as HeldMeasure
from norishiro.questions.lines import Line, line
from norishiro.reports import lookups
from norishiro.reports.choices import ScopeKind, Span
from norishiro.reports.definitions import FIGURES, Figure
from norishiro.reports.periods import Period
from norishiro.reports.scopes import Scope

# Whose view: of oneself, of a base, of the whole; nobody else's.
BOARDS = (ScopeKind.STAFF, ScopeKind.BASE, ScopeKind.TOWN)
OF_ONE = ("contacts", "units", "visits", "not_met", "received", "attended")
OF_MANY = (
    "contacts",
    "units",
    "visits",
    "not_met",
    "received",
    "gatherings",
    "conference_cases",
    "layered_cases",
)
DRAWN = "contacts"
STUCK = {
    held_queries.CONSULTATIONS: "つないでいない相談", held_queries.SHEETS: "返事のないシート",
    held_queries.CASES: "動きのないケース",
}  # fmt: skip


@dataclass(frozen=True)
class Beside:
    """One figure: now, and at the same time last year."""

    figure: Figure
    now: int
    before: int

    @property
    def difference(self) -> str:
        return f"{self.now - self.before:+d}" if self.now != self.before else "±0"


@dataclass(frozen=True)
class Held:
    """How many of one kind do not move."""

    label: str
    number: int


@dataclass(frozen=True)
class Board:
    """One page: figures of two years, months of this one, targets, and what is stuck."""

    scope: Scope
    period: Period
    before: Period
    lines: tuple[Beside, ...]
    chart: Line
    targets: tuple[Target, ...] = ()
    goals: tuple[GoalLine, ...] = ()
    stuck: tuple[Held, ...] = ()


def board(actor: Actor, *, scope: Scope, today: date, held: HeldMeasure | None) -> Board:
    """The figures of the year up to today. The plans' targets and what is stuck anywhere stand with the whole; with a base its
    own goals, and with it and oneself what is stuck in one's own agency."""
    year = fiscal_year(today)
    first, after = fiscal_year_span(year)
    period = Period(Span.YEAR, first, min(today + timedelta(days=1), after))
    before = _year_before(period)
    keys = OF_ONE if scope.kind == ScopeKind.STAFF else OF_MANY
    wanted = [FIGURES[one] for one in keys]
    now, _months = lookups.count(scope, period, rows="months", figures=wanted)
    then, _months = lookups.count(scope, before, rows="months", figures=wanted)
    by_month = [(f"{one.month}月", now[DRAWN].parts.get(one.isoformat(), 0)) for one in period.months]
    whole = scope.kind == ScopeKind.TOWN and actor.may(Permission.SEE_COUNTS)
    return Board(
        scope, period, before, tuple(Beside(one, now[one.key].whole, then[one.key].whole) for one in wanted),
        line(FIGURES[DRAWN].label, heading="月", unit=FIGURES[DRAWN].unit, rows=by_month),
        targets=tuple(policy_queries.targets_of_year(actor, year=year, today=today)) if whole else (),
        goals=policy_queries.base_goals(actor, scope=scope, year=year) if scope.kind == ScopeKind.BASE else (),
        stuck=_stuck(actor, today=today, held=held, everybodys=whole) if held else (),
    )  # fmt: skip


def _stuck(actor: Actor, *, today: date, held: HeldMeasure, everybodys: bool) -> tuple[Held, ...]:
    mine = None if everybodys else actor.agency_ids
    found = held_queries.held_now(actor, on=today, held=held, agency_ids=mine)
    return tuple(Held(label, found[kind]) for kind, label in STUCK.items())


def _year_before(period: Period) -> Period:
    """The same days of the year before; the 29th of February falls on the 28th."""
    last = period.last
    day = last.replace(day=28) if (last.month, last.day) == (2, 29) else last
    return Period(
        period.span, period.first.replace(year=period.first.year - 1),
        day.replace(year=last.year - 1) + timedelta(days=1),
    )  # fmt: skip
