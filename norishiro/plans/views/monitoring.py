"""Looking again, and what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import finish, open_form
from norishiro.core.verdict import Refused, Verdict
from norishiro.plans import access, operations, queries, rules
from norishiro.plans.choices import MonitoringResult, PlanStatus
from norishiro.plans.forms import EvaluationForm, MonitoringForm
from norishiro.plans.views import shared
from norishiro.sharing.queries import bases_open_to

AHEAD = timedelta(days=31)


@page(needs=Permission.SEE_PEOPLE)
def list_monitoring(request: Any) -> HttpResponse:
    """モニタリングの予定: past its day, this month, coming; and running cases without a day."""
    actor, today = request.actor, timezone.localdate()
    due = queries.due_monitorings(actor, until=max(today + AHEAD, rules.month_end(today.year, today.month)))
    month_end = rules.month_end(today.year, today.month)
    without = queries.cases_without_day(actor)
    context = {
        "groups": [
            ("予定日を過ぎています", "red", [one for one in due if one.due_on < today]),
            ("今月", "yellow", [one for one in due if today <= one.due_on <= month_end]),
            ("これから", "", [one for one in due if one.due_on > month_end]),
        ],
        "without": without,
        "nothing": not due and not without,
        "rule": access.monitoring_rule(today=today),
        "may_work": actor.may(Permission.WORK_CASE),
        "today": today,
    }
    shown = [*[one.case_id for one in due], *[case.id for case in without]]
    return answer(request, "plans/list_monitoring.html", context, shown=shown)


@page(needs=Permission.WORK_CASE)
def record_monitoring(request: Any, monitoring_id: UUID) -> HttpResponse:
    """モニタリングを記録する."""
    actor, today = request.actor, timezone.localdate()
    monitoring = queries.get_monitoring(actor, monitoring_id=monitoring_id)
    form = open_form(request, MonitoringForm, subject=monitoring.id, initial={"done_on": today})
    if request.method == "POST" and form.is_valid():
        result = MonitoringResult(form.cleaned_data["result"])

        def record() -> str:
            operations.record_monitoring(actor, monitoring=monitoring, today=today, **form.cleaned_data)
            messages.success(request, NEXT_WORDS[result])
            return shared.case_address(monitoring.case_id)

        try:
            return finish(request, form, do=record)
        except Refused as refusal:
            shared.place(form, refusal)
    may = rules.may_record_monitoring(
        done=monitoring.done_on is not None, done_on=today, today=today, progress="（これから書く）",
        case_open=access.is_open(monitoring.case),
    )  # fmt: skip
    context = {
        "monitoring": monitoring,
        "case": monitoring.case,
        "form": form,
        "may": may,
        "before": [one for one in queries.monitorings_of(actor, case=monitoring.case) if one.done_on][:3],
        "rule": access.monitoring_rule(today=today),
        "back": shared.case_address(monitoring.case_id),
        "crumbs": shared.case_crumbs(monitoring.case, "モニタリング"),
    }
    return answer(
        request,
        "plans/record_monitoring.html",
        context,
        shown=[monitoring.case_id],
        status=shared.status_of(form),
    )


NEXT_WORDS = {
    MonitoringResult.CONTINUE: "モニタリングを記録しました。次の予定日も入れました。",
    MonitoringResult.CHANGE: "モニタリングを記録しました。プランの「見直す」から、次の版を作れます。",
    MonitoringResult.END: "モニタリングを記録しました。続いて、評価と終結を記録してください。",
}


@page(needs=Permission.WORK_CASE)
def schedule_monitoring(request: Any, case_id: UUID) -> HttpResponse:
    """次のモニタリングの予定をつくる."""
    actor, today = request.actor, timezone.localdate()
    case = queries.get_case(actor, case_id=case_id)
    if request.method == "POST":
        made = operations.schedule_monitoring(actor, case=case, today=today)
        messages.success(request, "モニタリングの予定をつくりました。")
        return HttpResponseRedirect(reverse("plans:record_monitoring", args=[made.id]))
    context = {
        "case": case,
        "rule": access.monitoring_rule(today=today),
        "may": Verdict(),
        "crumbs": shared.case_crumbs(case, "モニタリングの予定"),
    }
    return answer(request, "plans/schedule_monitoring.html", context, shown=[case.id])


@page(needs=Permission.WORK_CASE)
def evaluate(request: Any, case_id: UUID) -> HttpResponse:
    """評価を記録する."""
    actor, today = request.actor, timezone.localdate()
    case = queries.get_case(actor, case_id=case_id)
    lines = queries.plans_of(actor, case=case, today=today)
    plans = {str(line.plan.id): line.plan for line in lines if line.plan.status in PlanStatus.in_force()}
    grounds = bases_open_to(actor, subject_id=case.id)
    initial = {"evaluated_on": today, "plan": next(iter(plans), "")}
    goals = queries.goals_of(actor, plans=plans.values())
    form = open_form(request, EvaluationForm, subject=case.id, initial=initial, goals=goals)
    form.fields["plan"].choices = [
        *[(key, str(plan)) for key, plan in plans.items()],
        ("", "プランなし（ケース全体）"),
    ]
    if request.method == "POST" and form.is_valid():
        given = {
            name: value
            for name, value in form.cleaned_data.items()
            if not name.startswith(("goal_", "word_"))
        }
        plan = plans.get(given.pop("plan"))

        def record() -> str:
            operations.evaluate(
                actor, case=case, plan=plan, basis=grounds[0], goals=form.given_goals() if plan else [], today=today,
                **given,
            )  # fmt: skip
            messages.success(request, "評価を記録しました。")
            return shared.case_address(case.id)

        try:
            return finish(request, form, do=record)
        except Refused as refusal:
            shared.place(form, refusal)
    context = {
        "case": case, "form": form, "back": shared.case_address(case.id), "crumbs": shared.case_crumbs(case, "評価"),
        "evaluations": queries.evaluations_of(actor, case=case)[:3],
    }  # fmt: skip
    return answer(request, "plans/evaluate.html", context, shown=[case.id], status=shared.status_of(form))
