"""Gathers the facts the rules of closing ask about."""

from __future__ import annotations

from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.agencies.permissions import Permission
from norishiro.cases.choices import HandoverStatus, RoleStatus
from norishiro.cases.models import Case, Handover, Role
from norishiro.casework.rules.closing import CaseFact
from norishiro.plans.choices import PlanStatus
from norishiro.plans.models import Plan

WAITING = (PlanStatus.SUBMITTED, PlanStatus.APPROPRIATE)


def case_fact(actor: Actor, *, case: Case, follow_up_agency_id: UUID | None = None) -> CaseFact:
    """The case with what of it is unfinished, as far as the actor can see."""
    plans = list(Plan.objects.filter(case=case).values_list("status", "evaluations__id"))
    in_force = [evaluation for status, evaluation in plans if status in PlanStatus.in_force()]
    handovers = list(Handover.objects.filter(case=case).values_list("status", "to_agency_id"))
    return CaseFact(
        status=case.status,
        permitted=actor.may(Permission.CLOSE_CASE),
        plans_waiting=sum(status in WAITING for status, _evaluation in plans),
        plans_unevaluated=sum(evaluation is None for evaluation in in_force),
        plans_in_force=len(in_force),
        roles=Role.objects.filter(case=case).exclude(status=RoleStatus.DROPPED).count(),
        handovers_waiting=sum(status == HandoverStatus.OFFERED for status, _to in handovers),
        follow_up_accepted=(HandoverStatus.ACCEPTED, follow_up_agency_id) in handovers,
    )
