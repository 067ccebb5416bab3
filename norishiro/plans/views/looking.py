"""Looking: plans waiting, the plans of a case, one plan, two versions, the person's copy."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core.records import Unseen
from norishiro.plans import access, queries
from norishiro.plans.choices import PlanKind, PlanStatus
from norishiro.plans.views import shared
from norishiro.sharing.choices import Ground
from norishiro.sharing.queries import bases_open_to

STATUS_TONES = {
    PlanStatus.DRAFT: "",
    PlanStatus.SUBMITTED: "yellow",
    PlanStatus.RETURNED: "red",
    PlanStatus.APPROPRIATE: "yellow",
    PlanStatus.DECIDED: "blue",
    PlanStatus.SHARED: "green",
    PlanStatus.ENDED: "solid",
    PlanStatus.REPLACED: "solid",
}


@page(needs=Permission.SEE_PEOPLE)
def list_plans(request: Any) -> HttpResponse:
    """決定待ちのプラン."""
    today = timezone.localdate()
    sides = access.sides(request.actor, today=today)
    lines = queries.waiting_plans(request.actor, today=today)
    context = {
        "lines": [(line, STATUS_TONES[line.plan.status]) for line in lines],
        "sides": sides,
        "rule": access.monitoring_rule(today=today),
    }
    return answer(request, "plans/list_plans.html", context, shown=[line.plan.case_id for line in lines])


@page(needs=Permission.SEE_PEOPLE)
def case_plans(request: Any, case_id: UUID) -> HttpResponse:
    """このケースのプランとモニタリング. The household page takes it in as a partial (htmx), else it stands alone."""
    actor, today = request.actor, timezone.localdate()
    case = queries.get_case(actor, case_id=case_id)
    sides = access.sides(actor, today=today)
    bases = bases_open_to(actor, subject_id=case.id)
    evaluations = queries.evaluations_of(actor, case=case)
    context = {
        "case": case,
        "lines": [
            (line, STATUS_TONES[line.plan.status]) for line in queries.plans_of(actor, case=case, today=today)
        ],
        "starts": [
            (
                kind,
                access.may_draft(
                    actor, case=case, kind=kind, basis=_basis_for(kind, bases), sides=sides, held=bases
                ),
            )
            for kind in PlanKind
        ],
        "may_draft": actor.may(Permission.DRAFT_PLAN),
        "monitorings": queries.monitorings_of(actor, case=case),
        "rule": access.monitoring_rule(today=today),
        "evaluations": [
            (one, [change.get_change_display() for change in one.changes.all()]) for one in evaluations
        ],
        "closures": queries.closures_of(actor, case=case),
        "is_open": access.is_open(case),
        "may_close": actor.may(Permission.CLOSE_CASE),
        "today": today,
        "crumbs": [{"label": "今日", "url": "/"}, {"label": f"{case.title}のプラン", "url": ""}],
    }
    template = "plans/_case_plans.html" if request.htmx else "plans/case_plans.html"
    return answer(request, template, context, shown=[case.id])


def _basis_for(kind: str, bases: list[Ground]) -> Ground:
    """The plans that stand on consent ask for it; the outreach plan takes what there is."""
    return bases[0] if kind == PlanKind.OUTREACH else Ground.CONSENT


@page(needs=Permission.SEE_PEOPLE)
def show_plan(request: Any, plan_id: UUID) -> HttpResponse:
    """プランの一枚: goals, the role table with agencies in columns, and what may be done now, with reasons."""
    actor, today = request.actor, timezone.localdate()
    plan = queries.get_plan(actor, plan_id=plan_id)
    sides = access.sides(actor, today=today)
    agencies, matrix = _matrix(plan)
    whole = access.complete(actor, plan=plan)
    context = {
        "plan": plan,
        "tone": STATUS_TONES[plan.status],
        "agencies": agencies,
        "matrix": matrix,
        "sides": sides,
        "acknowledged": [(one.agency.name, one) for one in plan.acknowledgements.all()],
        "missing": _not_yet(plan),
        "may_change": access.may_change(actor, plan=plan),
        "may_submit": access.may_submit(actor, plan=plan, sides=sides, whole=whole),
        "may_decide": access.may_decide(
            actor, plan=plan, sides=sides, decided_on=today, today=today, whole=whole
        ),
        "may_acknowledge": access.may_acknowledge(actor, plan=plan),
        "may_revise": access.may_revise(actor, plan=plan, sides=sides),
        "may_end": access.may_end(actor, plan=plan),
        "is_draft": plan.status in (PlanStatus.DRAFT, PlanStatus.RETURNED),
        "is_waiting": plan.status in (PlanStatus.SUBMITTED, PlanStatus.APPROPRIATE),
        "in_force": plan.status in PlanStatus.in_force(),
        "alone": plan.kind == PlanKind.OUTREACH and plan.basis == Ground.OWN,
        "steps": list(plan.steps.all()),
        "case_url": shared.case_address(plan.case_id),
        "crumbs": shared.crumbs(plan, "")[:-1],
        **shared.ground_words(actor, plan),
    }
    return answer(request, "plans/show_plan.html", context, shown=shared.shown_by(plan))


def _matrix(plan: Any) -> tuple[list[str], list[dict[str, Any]]]:
    """Roles in rows, agencies in columns."""
    rows = list(plan.rows.all())
    agencies = list(dict.fromkeys((row.bearer_id, row.bearer.name) for row in rows))
    matrix = [
        {
            "row": row,
            "who": row.person.label if row.person else "世帯全体",
            "cells": [row if row.bearer_id == agency_id else None for agency_id, _name in agencies],
        }
        for row in rows
    ]
    return [name for _id, name in agencies], matrix


def _not_yet(plan: Any) -> list[str]:
    said = {one.agency_id for one in plan.acknowledgements.all()}
    return list(dict.fromkeys(row.bearer.name for row in plan.rows.all() if row.bearer_id not in said))


@page(needs=Permission.SEE_PEOPLE)
def compare_versions(request: Any, plan_id: UUID) -> HttpResponse:
    """版をならべて見る."""
    actor = request.actor
    after = queries.get_plan(actor, plan_id=plan_id)
    before = queries.get_plan(actor, plan_id=after.previous_id) if after.previous_id else None
    words, rows = queries.comparison(before, after) if before else ([], [])
    context = {
        "before": before,
        "after": after,
        "words": words,
        "rows": rows,
        "crumbs": shared.crumbs(after, "版をならべて見る"),
        **shared.ground_words(actor, after),
    }
    return answer(request, "plans/compare_versions.html", context, shown=shared.shown_by(after))


@page(needs=Permission.SEE_PEOPLE)
def person_copy(request: Any, plan_id: UUID, person_id: UUID) -> HttpResponse:
    """本人にわたす紙（やさしい日本語）: only what is about this person or the whole household."""
    actor = request.actor
    plan = queries.get_plan(actor, plan_id=plan_id)
    person = next((one.person for one in plan.people.all() if one.person_id == person_id), None)
    if person is None:
        raise Unseen(person_id)
    context = {
        "plan": plan,
        "person": person,
        "wishes": queries.words_of(actor, case=plan.case, person=person),
        "rows": [row for row in plan.rows.all() if row.person_id in (None, person.id)],
        "crumbs": shared.crumbs(plan, f"{person.label}さんにわたす紙"),
    }
    return answer(request, "plans/person_copy.html", context, shown=[plan.case_id, person.id])
