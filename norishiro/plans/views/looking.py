"""Looking: plans waiting, the plans of a case, one plan, two versions, the person's copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core.records import Unseen
from norishiro.core.verdict import YES, Verdict
from norishiro.plans import access, particulars, queries
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
        "to_end": queries.outreach_to_end(actor, case=case),
        "closures": queries.closures_of(actor, case=case),
        "is_open": access.is_open(case),
        "may_close": actor.may(Permission.CLOSE_CASE),
        "today": today,
        "crumbs": shared.case_crumbs(case, "")[:-1],
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
    agencies, matrix = _matrix(
        plan,
        roles=queries.roles_born_of(actor, plan=plan),
        written=queries.accompaniment_of(actor, plan=plan),
    )
    is_outreach = plan.kind == PlanKind.OUTREACH
    context = {
        "plan": plan,
        "tone": STATUS_TONES[plan.status],
        "agencies": agencies,
        "matrix": matrix,
        "is_outreach": is_outreach,
        "rounds": queries.rounds_of(actor, plan=plan) if is_outreach else [],
        "acknowledged": [(one.agency.name, one) for one in plan.acknowledgements.all()],
        "missing": _not_yet(plan),
        "acts": _acts(actor, plan, sides=sides, today=today),
        "one_step": sides.one_step,
        "has_news": bool(plan.comment) and plan.status in PlanStatus.unfinished(),
        "in_force": plan.status in PlanStatus.in_force(),
        "steps": list(plan.steps.all()),
        "case_url": shared.case_address(plan.case_id),
        "next_look": queries.next_look(actor, case=plan.case),
        "particulars": particulars.shown(plan.kind, plan.particulars),
        "crumbs": shared.crumbs(plan, "")[:-1],
        **shared.ground_words(actor, plan),
    }
    return answer(request, "plans/show_plan.html", context, shown=shared.shown_by(plan))


@dataclass(frozen=True)
class Act:
    """One thing that can be done with the plan in its present state, with the reasons if not by this person."""

    label: str
    href: str
    kind: str
    may: Verdict


def _acts(actor: Any, plan: Any, *, sides: access.Sides, today: date) -> list[Act]:
    """What comes next, by state."""

    def act(label: str, name: str, may: Verdict, kind: str = "") -> Act:
        return Act(label, reverse(f"plans:{name}", args=[plan.id]), kind, may)

    if plan.status in (PlanStatus.DRAFT, PlanStatus.RETURNED):
        whole = access.complete(actor, plan=plan)
        deciding = access.may_decide(
            actor, plan=plan, sides=sides, decided_on=today, today=today, whole=whole
        )
        if plan.kind == PlanKind.OUTREACH and plan.basis == Ground.OWN:
            forward = act("このプランで始める", "decide_plan", deciding)
        elif sides.one_step:
            forward = act("会議の確認を記録する", "mark_appropriate", whole)
        else:
            handing = access.may_submit(actor, plan=plan, sides=sides, whole=whole)
            forward = act("案を渡す", "submit_plan", handing)
        return [forward, act("案を直す", "change_plan", access.may_change(actor, plan=plan), "second")]
    if plan.status in (PlanStatus.SUBMITTED, PlanStatus.APPROPRIATE):
        deciding = access.may_decide(actor, plan=plan, sides=sides, decided_on=today, today=today)
        checking = (
            [act("会議の確認を記録する", "mark_appropriate", YES)]
            if plan.status == PlanStatus.SUBMITTED
            else []
        )
        return [
            *checking,
            act("決定する", "decide_plan", deciding),
            act("差し戻す", "return_plan", YES, "text"),
        ]
    if plan.status in PlanStatus.in_force():
        return [
            act("受領を確認する", "acknowledge_plan", access.may_acknowledge(actor, plan=plan)),
            act(
                "見直す（次の版を作る）",
                "revise_plan",
                access.may_revise(actor, plan=plan, sides=sides),
                "second",
            ),
            act("プランを終える", "end_plan", access.may_end(actor, plan=plan), "text"),
        ]
    return []


def _matrix(
    plan: Any, *, roles: dict[Any, Any], written: dict[Any, Any]
) -> tuple[list[str], list[dict[str, Any]]]:
    """Roles in rows, agencies in columns."""
    rows = list(plan.rows.all())
    agencies = list(dict.fromkeys((row.bearer_id, row.bearer.name) for row in rows))
    matrix = [
        {
            "row": row,
            "role": roles.get(row.role_id),
            "written": written.get(row.id),
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
        "crumbs": shared.crumbs(plan, f"{person.called}にわたす紙"),
    }
    return answer(request, "plans/person_copy.html", context, shown=[plan.case_id, person.id])
