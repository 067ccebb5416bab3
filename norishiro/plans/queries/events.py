"""For これまでのこと: what happened with plans, the looks in between, and the evaluations."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.cases.timeline import LENGTH, Event
from norishiro.plans.choices import PlanStatus
from norishiro.plans.models import Evaluation, Monitoring, PlanStep, WatchCheck
from norishiro.plans.queries.plans import WithoutConsent, visible_to
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate

M = TypeVar("M", bound=Model)

# The steps of a plan that the whole team remembers; the going to and fro of a draft stands on the plan's own page.
REMEMBERED = {
    PlanStatus.APPROPRIATE: "適切と確認された",
    PlanStatus.DECIDED: "決定した",
    PlanStatus.ENDED: "終わった",
}


# Each asks only for what its line is made of: whole rows, joined, cost more to build than to find.
WHO = ("agency__name", "staff__name")


def events_of(actor: Actor, *, case_id: UUID, limit: int = LENGTH) -> Iterator[Event]:
    """The newest of each kind, as far as the actor may see them."""
    return chain(
        _steps(actor, case_id, limit),
        _monitorings(actor, case_id, limit),
        _evaluations(actor, case_id, limit),
        _watches(actor, case_id, limit),
    )


def _open(rows: QuerySet[M], actor: Actor) -> QuerySet[M]:
    return through_gate(rows, actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)


def _steps(actor: Actor, case_id: UUID, limit: int) -> Iterator[Event]:
    rows = (
        PlanStep.objects.filter(
            plan__in=visible_to(actor).filter(case_id=case_id), status__in=list(REMEMBERED)
        )
        .select_related("plan", "staff", "agency")
        .only(
            "plan__kind",
            "plan__number",
            "plan__agency_id",
            "happened_on",
            "status",
            "comment",
            "made_at",
            *WHO,
        )
        .annotate(over=WithoutConsent("plan_id"))
    )
    for step in rows.order_by("-happened_on", "-made_at")[:limit]:
        yield Event(
            on=step.happened_on, written_at=step.made_at,
            title=f"{step.plan}が{REMEMBERED[PlanStatus(step.status)]}",
            who=f"{step.agency.name} {step.staff.name}", text=step.comment if not step.over or step.plan.agency_id in actor.agency_ids else "", kind="quiet", leads_to="plan",
            target=step.plan_id,
        )  # fmt: skip


def _monitorings(actor: Actor, case_id: UUID, limit: int) -> Iterator[Event]:
    rows = _open(Monitoring.objects.filter(case_id=case_id, done_on__isnull=False), actor)
    told = rows.select_related("staff", "agency").only(
        "done_on", "due_on", "result", "progress", "made_at", *WHO
    )
    for one in told.order_by("-done_on", "-made_at")[:limit]:
        result = f"（{one.get_result_display()}）" if one.result else ""
        yield Event(
            on=one.done_on or one.due_on, written_at=one.made_at, title=f"モニタリング{result}",
            who=_who(one), text=one.progress,
        )  # fmt: skip


def _evaluations(actor: Actor, case_id: UUID, limit: int) -> Iterator[Event]:
    rows = _open(Evaluation.objects.filter(case_id=case_id), actor)
    told = rows.select_related("staff", "agency").only(
        "evaluated_on", "achievement", "result", "comment", "made_at", *WHO
    )
    for one in told.order_by("-evaluated_on", "-made_at")[:limit]:
        yield Event(
            on=one.evaluated_on, written_at=one.made_at,
            title=f"評価（{one.get_achievement_display()}・{one.get_result_display()}）", who=_who(one),
            text=one.comment,
        )  # fmt: skip


def _watches(actor: Actor, case_id: UUID, limit: int) -> Iterator[Event]:
    rows = _open(WatchCheck.objects.filter(closure__case_id=case_id), actor)
    told = rows.select_related("staff", "agency").only("checked_on", "finding", "made_at", *WHO)
    for one in told.order_by("-checked_on", "-made_at")[:limit]:
        yield Event(
            on=one.checked_on, written_at=one.made_at, title="経過観察", who=_who(one), text=one.finding
        )


def _who(one: Monitoring | Evaluation | WatchCheck) -> str:
    return f"{one.agency.name} {one.staff.name if one.staff else ''}".strip()
