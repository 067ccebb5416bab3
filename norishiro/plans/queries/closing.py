"""Evaluations and endings for eyes."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case
from norishiro.core.records import Unseen
from norishiro.plans.models import Closure, Evaluation
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate


def evaluations_of(actor: Actor, *, case: Case) -> list[Evaluation]:
    """The evaluations of a case, with the changes that were seen."""
    rows = through_gate(
        Evaluation.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True
    )
    return list(
        rows.filter(case=case)
        .select_related("staff", "plan")
        .prefetch_related("changes")
        .order_by("-evaluated_on", "-made_at")
    )


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
