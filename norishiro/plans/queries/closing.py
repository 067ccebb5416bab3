"""Evaluations and endings for eyes."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case
from norishiro.core.records import Unseen
from norishiro.plans.choices import EvaluationResult
from norishiro.plans.models import Closure, Evaluation
from norishiro.plans.queries.plans import readable
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate


def evaluations_of(actor: Actor, *, case: Case) -> list[Evaluation]:
    """The evaluations of a case, with the changes that were seen."""
    return list(
        _evaluations(actor)
        .filter(case=case)
        .select_related("staff", "plan")
        .prefetch_related("changes", "goals")
        .order_by("-evaluated_on", "-made_at")
    )


def _evaluations(actor: Actor) -> QuerySet[Evaluation]:
    return through_gate(
        Evaluation.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True
    )


def get_evaluation(actor: Actor, *, evaluation_id: UUID) -> Evaluation:
    """An evaluation with everything its sheet shows; of a plan whose words are kept back, the goal is left out."""
    found = (
        _evaluations(actor)
        .select_related("case", "agency", "staff")
        .prefetch_related("changes", "goals")
        .filter(id=evaluation_id)
        .first()
    )
    if found is None:
        raise Unseen(evaluation_id)
    if found.plan_id:
        found.plan = next(iter(readable(actor, plan_ids=[found.plan_id])), None)
    return found


def closure_after(actor: Actor, *, evaluation: Evaluation) -> Closure | None:
    """The ending or pause that came with an evaluation: the first on its day or after, where it says the work ends so."""
    if evaluation.result == EvaluationResult.RENEW:
        return None
    rows = closures_visible_to(actor).filter(case=evaluation.case, closed_on__gte=evaluation.evaluated_on)
    return rows.select_related("follow_up_agency").order_by("closed_on", "made_at").first()


def closures_visible_to(actor: Actor) -> QuerySet[Closure]:
    return through_gate(Closure.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)


def closures_of(actor: Actor, *, case: Case) -> list[Closure]:
    """How the case ended or paused, period by period, with the looks after it."""
    return list(
        closures_visible_to(actor)
        .filter(case=case)
        .select_related("staff", "follow_up_agency")
        .prefetch_related("checks__staff")
        .order_by("-closed_on", "-made_at")
    )


def get_closure(actor: Actor, *, closure_id: UUID) -> Closure:
    found = (
        closures_visible_to(actor)
        .select_related("case", "follow_up_agency")
        .prefetch_related("checks__staff")
        .filter(id=closure_id)
        .first()
    )
    if found is None:
        raise Unseen(closure_id)
    return found
