"""The plans of bases."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.consultations.access import nobody_named
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.core.verdict import Verdict
from norishiro.ledger.operations import sign
from norishiro.policies import base_papers, events, rules
from norishiro.policies.models import BaseGoal, BasePlan
from norishiro.policies.operations.papers import PDF, Taken
from norishiro.policies.queries.bases import BaseYear
from norishiro.reports.definitions import FIGURES
from norishiro.reports.scopes import Scope


@operation
def write_base_plan(actor: Actor, /, *, scope: Scope, year: int, version: int, words: str) -> BasePlan:
    """Write what a base means to do in a year, or put it right. Records ``base_plan.written``; refused by
    ``may_write_base_plan`` and a name that is known; StaleVersion."""
    verdict = rules.may_write_base_plan(words=words, there=bool(scope.ids))
    (verdict & nobody_named(actor, words, field="words")).or_refuse()
    plan = BasePlan.objects.filter(base_id=scope.ids[0], fiscal_year=year).first()
    if plan is None:
        plan = BasePlan.objects.create(
            base_id=scope.ids[0], fiscal_year=year, words=words, staff_id=actor.staff_id
        )
    else:
        change_fields(plan, version=version, values={"words": words})
    told = {"base": (None, scope.ids[0]), "year": (None, year)}
    sign(actor, events.BASE_PLAN_WRITTEN, changes=told, changed_text=["words"])
    return plan


def _goal_verdict(actor: Actor, plan: BasePlan, values: dict[str, Any], *, but: UUID | None) -> Verdict:
    same = plan.goals.filter(number=values["number"])
    taken = same.exclude(id=but) if but else same
    return rules.may_write_base_goal(
        taken=taken.exists(), known_figure=values["figure"] in FIGURES, figure=values["figure"], target=values["target"]
    ) & nobody_named(actor, values["words"], values["efforts"], field="words")  # fmt: skip


@operation
def add_base_goal(actor: Actor, /, *, plan: BasePlan, values: dict[str, Any]) -> BaseGoal:
    """Enter a goal of a base. Records ``base_plan.goal_written``; refused by ``may_write_base_goal`` and a name that is known."""
    _goal_verdict(actor, plan, values, but=None).or_refuse()
    goal = BaseGoal.objects.create(base_plan=plan, **values)
    sign(actor, events.BASE_GOAL_WRITTEN, changes={"plan": (None, plan.id), "goal": (None, goal.id)})
    return goal


@operation
def change_base_goal(actor: Actor, /, *, goal: BaseGoal, version: int, values: dict[str, Any]) -> BaseGoal:
    """Put a goal right. Records ``base_plan.goal_written``; refused by ``may_write_base_goal`` and a name that is known;
    StaleVersion."""
    _goal_verdict(actor, goal.base_plan, values, but=goal.id).or_refuse()
    changes = change_fields(goal, version=version, values=values)
    texts = [name for name in ("words", "efforts") if changes.pop(name, None)]
    told = {"plan": (goal.base_plan_id, goal.base_plan_id), "goal": (goal.id, goal.id), **changes}
    sign(actor, events.BASE_GOAL_WRITTEN, changes=told, changed_text=texts)
    return goal


@operation
def take_base_plan(actor: Actor, /, *, found: BaseYear, form: str, today: date) -> Taken:
    """Make a base's plan and statistics as PDF or Excel. Records ``base_plan.taken``. Nothing refuses it: the same stands on
    the page."""
    told = {"base": (None, found.scope.ids[0]), "year": (None, found.year), "form": (None, form)}
    sign(actor, events.BASE_PLAN_TAKEN, changes=told)
    if form == PDF:
        return Taken(base_papers.base_sheet(found, actor=actor, today=today), "拠点の計画.pdf")
    return Taken(base_papers.base_book(found, actor=actor, today=today), "拠点の計画.xlsx")
