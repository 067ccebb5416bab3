"""What came of it: how far the goals were reached, and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.plans import events, rules
from norishiro.plans.choices import Achievement, Change, EvaluationResult
from norishiro.plans.models import Evaluation, GoalResult, Plan, SeenChange
from norishiro.sharing.choices import Category, Ground
from norishiro.sharing.operations import case as case_subject
from norishiro.sharing.operations import own_words


@dataclass(frozen=True)
class GoalInput:
    """How far one goal was reached."""

    goal: str
    achievement: Achievement
    comment: str = ""


@operation
def evaluate(
    actor: Actor,
    /,
    *,
    case: Case,
    plan: Plan | None,
    evaluated_on: date,
    achievement: Achievement,
    comment: str,
    remaining: str,
    voice: str,
    result: EvaluationResult,
    changes: Sequence[Change],
    goals: Sequence[GoalInput] = (),
    basis: Ground,
    today: date,
    categories: int = int(Category.ATTRIBUTES),
) -> Evaluation:
    """Keep an evaluation of a plan, or of the work without any plan, with each change that was seen and each goal.

    Records ``case.evaluated``. Refused by ``may_evaluate``: no words, no change named, 変化なし with others.
    """
    rules.may_evaluate(
        evaluated_on=evaluated_on, today=today, comment=comment, changes=changes,
        same_case=plan is None or plan.case_id == case.id,
    ).or_refuse()  # fmt: skip
    own_words(actor, subjects=[case_subject(case.id)], source_id=case.id)
    kept = Evaluation.objects.create(
        case=case, subject_id=case.id, basis=plan.basis if plan else basis, agency_id=actor.agency_id,
        categories=categories, plan=plan, evaluated_on=evaluated_on, staff_id=actor.staff_id, achievement=achievement,
        comment=comment, remaining=remaining, voice=voice, result=result,
    )  # fmt: skip
    SeenChange.objects.bulk_create(SeenChange(evaluation=kept, change=one) for one in dict.fromkeys(changes))
    GoalResult.objects.bulk_create(
        GoalResult(evaluation=kept, goal=one.goal, achievement=one.achievement, comment=one.comment)
        for one in goals
    )
    sign(
        actor, events.CASE_EVALUATED, subjects=[case.id], ground=kept.basis,
        changes={"achievement": (None, achievement), "result": (None, result)},
        changed_text=["comment", "remaining", "voice"],
    )  # fmt: skip
    return kept
