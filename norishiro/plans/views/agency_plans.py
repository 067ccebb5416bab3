"""The agencies' own plans side by side."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import finish, open_form
from norishiro.core.verdict import Refused
from norishiro.plans import defaults, operations, queries, rules
from norishiro.plans.forms import AgencyPlanForm, ProgressForm
from norishiro.plans.views import shared
from norishiro.sharing.choices import Ground
from norishiro.sharing.queries import bases_open_to


@page(needs=Permission.SEE_PEOPLE)
def agency_plans(request: Any, case_id: UUID) -> HttpResponse:
    """世帯の人 × 機関 × 計画 × 進み具合."""
    actor = request.actor
    case = queries.get_case(actor, case_id=case_id)
    members = queries.members_of(actor, case=case)
    plans = queries.agency_plans_of(actor, members=members)
    context = {
        "case": case,
        "grid": queries.progress_grid(members, plans),
        "plans": plans,
        "mine": {plan.id for plan in plans if plan.agency_id in actor.agency_ids},
        "points": defaults.UNEVEN_POINTS,
        "may_write": actor.may(Permission.WORK_CASE),
        "crumbs": shared.case_crumbs(case, "各機関の計画"),
    }
    return answer(request, "plans/agency_plans.html", context, shown=[case.id, *[one.id for one in members]])


@page(needs=Permission.WORK_CASE)
def record_agency_plan(request: Any, case_id: UUID) -> HttpResponse:
    """自機関の計画を記録する."""
    actor, today = request.actor, timezone.localdate()
    case = queries.get_case(actor, case_id=case_id)
    members = {str(person.id): person for person in queries.members_of(actor, case=case)}
    grounds = bases_open_to(actor, subject_id=case.id)
    form = open_form(
        request, AgencyPlanForm, subject=case.id, initial={"from_on": today, "basis": grounds[0]}
    )
    form.fields["person"].choices = [(key, person.label) for key, person in members.items()]
    form.fields["basis"].choices = shared.basis_choices(actor, case_id=case.id, grounds=grounds)
    back = reverse("plans:agency_plans", args=[case.id])
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data}
        person, basis = members[given.pop("person")], Ground(given.pop("basis"))

        def record() -> str:
            operations.record_agency_plan(actor, case=case, person=person, basis=basis, today=today, **given)
            messages.success(request, "計画を記録しました。世帯のプランを作るときに、行として入ります。")
            return back

        try:
            return finish(request, form, do=record)
        except Refused as refusal:
            shared.place(form, refusal)
    context = {"case": case, "form": form, "back": back, "crumbs": shared.case_crumbs(case, "計画を記録する")}
    return answer(
        request, "plans/record_agency_plan.html", context, shown=[case.id], status=shared.status_of(form)
    )


@page(needs=Permission.WORK_CASE)
def check_agency_plan(request: Any, agency_plan_id: UUID) -> HttpResponse:
    """計画の進み具合を書く."""
    actor, today = request.actor, timezone.localdate()
    plan = queries.get_agency_plan(actor, agency_plan_id=agency_plan_id)
    may = rules.may_check_progress(
        own=plan.agency_id in actor.agency_ids, percent=plan.percent, checked_on=today, today=today
    )
    initial = {"percent": plan.percent, "progress": plan.progress, "checked_on": today}
    form = open_form(request, ProgressForm, subject=plan.id, initial=initial)
    back = reverse("plans:agency_plans", args=[plan.case_id]) if plan.case_id else reverse("plans:list")
    if request.method == "POST" and form.is_valid():

        def check() -> str:
            operations.check_agency_plan(actor, agency_plan=plan, today=today, **form.cleaned_data)
            messages.success(request, "進み具合を記録しました。")
            return back

        try:
            return finish(request, form, do=check)
        except Refused as refusal:
            shared.place(form, refusal)
    context = {"plan": plan, "form": form, "may": may, "back": back}
    return answer(
        request,
        "plans/check_agency_plan.html",
        context,
        shown=[plan.person_id],
        status=shared.status_of(form),
    )
