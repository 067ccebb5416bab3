"""A base's plan of a year, and beside it what its records say: figures of its goals, and its consultations by field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Window

from norishiro.agencies.actor import Actor
from norishiro.consultations import queries as consultation_queries
from norishiro.consultations.models import Consultation
from norishiro.core.calendar import fiscal_year_span
from norishiro.core.records import Unseen
from norishiro.policies.fields import FIELDS, LABELS, fields_of
from norishiro.policies.models import BaseGoal, BasePlan, Measure
from norishiro.policies.periods import period_of_year
from norishiro.profiles.schema.reports import ReportLayout
from norishiro.reports import queries as report_queries
from norishiro.reports.choices import ScopeKind
from norishiro.reports.definitions import FIGURES
from norishiro.reports.scopes import Scope

MOST = 50
ALL, NEW = "all", "new"


def base_scopes(actor: Actor, *, year: int) -> list[Scope]:
    """The bases of a year whose work the actor may ask for, as reports offer them."""
    offered = report_queries.scopes_open_to(actor, period=period_of_year(year), kinds=(ScopeKind.BASE,))
    return [one for _label, scopes in offered for one in scopes]


def find_base(actor: Actor, *, base_id: UUID, year: int) -> Scope:
    """One of them; Unseen where it was not there or is not the actor's to ask."""
    found = next((one for one in base_scopes(actor, year=year) if one.key == str(base_id)), None)
    if found is None:
        raise Unseen(base_id)
    return found


@dataclass(frozen=True)
class BaseLine:
    """A base of a year with its plan, if it has one, and how many goals stand in it."""

    scope: Scope
    plan: BasePlan | None
    goals: int


def base_lines(actor: Actor, *, year: int) -> list[BaseLine]:
    """The bases of a year, planned or not. Two questions beyond those that find the bases."""
    scopes = base_scopes(actor, year=year)
    plans = BasePlan.objects.filter(fiscal_year=year, base_id__in=[one.key for one in scopes])
    known = {str(one.base_id): one for one in plans.annotate(how_many=Count("goals"))}
    return [
        BaseLine(one, known.get(one.key), known[one.key].how_many if one.key in known else 0)
        for one in scopes
    ]


def plan_of(actor: Actor, *, base_id: UUID, year: int) -> BasePlan | None:
    return BasePlan.objects.filter(base_id=base_id, fiscal_year=year).select_related("staff").first()


def get_goal(actor: Actor, *, goal_id: UUID) -> BaseGoal:
    found = BaseGoal.objects.select_related("base_plan__base", "measure").filter(id=goal_id).first()
    if found is None:
        raise Unseen(goal_id)
    find_base(actor, base_id=found.base_plan.base_id, year=found.base_plan.fiscal_year)
    return found


def measures_for_goals(actor: Actor, *, year: int) -> list[Measure]:
    """The measures of the plans that hold in a year."""
    places = {"standings__policy__from_year__lte": year, "standings__policy__last_year__gte": year}
    return list(Measure.objects.filter(**places, standings__parts=None).distinct().order_by("name")[:500])


@dataclass(frozen=True)
class GoalLine:
    """A goal with what was counted for it."""

    goal: BaseGoal
    label: str
    unit: str
    actual: int | None


@dataclass(frozen=True)
class Received:
    """One consultation of the base as it is counted: which, when, of which fields, and whether the person came first then."""

    entry: UUID
    on: date
    fields: frozenset[str]
    is_new: bool


@dataclass(frozen=True)
class FieldLine:
    """A field, or a month: first consultations, and all."""

    key: str
    label: str
    new: int
    every: int


@dataclass(frozen=True)
class BaseYear:
    """The plan of a base and year, and its statistics beside it."""

    scope: Scope
    year: int
    plan: BasePlan | None
    goals: tuple[GoalLine, ...]
    fields: tuple[FieldLine, ...]
    months: tuple[FieldLine, ...]
    whole: FieldLine


def received_at(actor: Actor, *, scope: Scope, year: int) -> list[Received]:
    """The consultations a base received, counted past the walls: numbers, days and codes. Of the own agencies alone where the
    actor may not see counts."""
    first, after = fiscal_year_span(year)
    own = None if scope.own is None else sorted(scope.own)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT entry, on_day, codes, is_new FROM base_consultations(%s, %s, %s, %s)",
            [first, after, list(scope.ids), own],
        )
        return [Received(entry, on, fields_of(codes), new) for entry, on, codes, new in cursor.fetchall()]


def base_year(actor: Actor, *, scope: Scope, year: int) -> BaseYear:
    """The page of a base: plan, goals with their figures, consultations by field and month."""
    plan = plan_of(actor, base_id=scope.ids[0], year=year)
    rows = received_at(actor, scope=scope, year=year)
    return BaseYear(
        scope, year, plan, _goal_lines(actor, scope, year, plan),
        tuple(_line(one.code, one.label, [row for row in rows if one.code in row.fields]) for one in FIELDS),
        tuple(
            _line(f"{month:%Y-%m}", f"{month.month}月", [row for row in rows if (row.on.year, row.on.month) == (month.year, month.month)])
            for month in period_of_year(year).months
        ),
        _line("", "全体", rows),
    )  # fmt: skip


def base_goals(actor: Actor, *, scope: Scope, year: int) -> tuple[GoalLine, ...]:
    """The goals of a base's plan of a year with what was counted for each; none where it has no plan."""
    return _goal_lines(actor, scope, year, plan_of(actor, base_id=scope.ids[0], year=year))


def _goal_lines(actor: Actor, scope: Scope, year: int, plan: BasePlan | None) -> tuple[GoalLine, ...]:
    goals = list(plan.goals.select_related("measure")) if plan else []
    counted = _figures(actor, scope, year, [one.figure for one in goals if one.figure in FIGURES])
    return tuple(
        GoalLine(one, FIGURES[one.figure].label, FIGURES[one.figure].unit, counted[one.figure]) if one.figure in FIGURES
        else GoalLine(one, "この数は、いまの版にはありません" if one.figure else "", "", None)
        for one in goals
    )  # fmt: skip


def _line(key: str, label: str, rows: Sequence[Received]) -> FieldLine:
    return FieldLine(key, label, sum(one.is_new for one in rows), len(rows))


def _figures(actor: Actor, scope: Scope, year: int, keys: Sequence[str]) -> dict[str, int]:
    if not keys:
        return {}
    layout = ReportLayout(
        code="BASE", span="YEAR", title="拠点の目標", rows="months", columns=tuple(dict.fromkeys(keys)), evidence=("既定",)
    )  # fmt: skip
    found = report_queries.report(actor, scope=scope, period=period_of_year(year), layout=layout)
    return dict(zip((one.key for one in found.figures), found.whole, strict=True))


@dataclass(frozen=True)
class BaseRecords:
    """The consultations behind a number: those the actor may see, and of the others only how many."""

    title: str
    total: int
    seen: int
    consultations: list[Consultation]

    @property
    def hidden(self) -> int:
        return self.total - self.seen

    @property
    def more(self) -> int:
        return self.seen - len(self.consultations)

    @property
    def subjects(self) -> list[UUID]:
        return [one.subject_id for one in self.consultations]


def base_records(actor: Actor, *, scope: Scope, year: int, key: str, which: str) -> BaseRecords:
    """Behind a field, a month or the whole; first ones alone, or all."""
    months = {f"{month:%Y-%m}": f"{month.month}月" for month in period_of_year(year).months}
    if key and key not in LABELS and key not in months:
        raise Unseen(scope.ids[0])
    rows = [
        one for one in received_at(actor, scope=scope, year=year)
        if (not key or key in one.fields or f"{one.on:%Y-%m}" == key) and (which != NEW or one.is_new)
    ]  # fmt: skip
    found: list[Any] = []
    if rows:
        visible = consultation_queries.visible_to(actor).filter(id__in=[one.entry for one in rows])
        named = visible.select_related("person", "staff").order_by("-received_on", "-made_at")
        found = list(named.annotate(how_many=Window(Count("id")))[:MOST])
    title = f"{LABELS.get(key) or months.get(key, '全体')}　{'新規' if which == NEW else '全部'}"
    return BaseRecords(title, len(rows), found[0].how_many if found else 0, found)
