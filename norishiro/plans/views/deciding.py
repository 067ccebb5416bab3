"""From draft to decision: hand over, return, found appropriate, decide, acknowledge, end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core.calendar import wareki_short
from norishiro.core.form_pages import finish, open_form
from norishiro.core.verdict import Refused, Verdict
from norishiro.plans import access, operations, queries
from norishiro.plans.forms import AppropriateForm, DecisionForm, ReturnForm, SubmitForm
from norishiro.plans.views import shared


@page(needs=Permission.SEE_PEOPLE)
def submit_plan(request: Any, plan_id: UUID) -> HttpResponse:
    """案を渡す."""
    actor, today, plan, sides = _found(request, plan_id)
    form = open_form(request, SubmitForm, subject=plan.id)

    def submit() -> str:
        operations.submit_plan(actor, plan=plan, today=today, **form.cleaned_data)
        return f"案を渡しました。決定するのは「{sides.deciders}」です。"

    may = access.may_submit(actor, plan=plan, sides=sides)
    return _step(
        request, "plans/submit_plan.html", plan, sides=sides, form=form, may=may, do=submit, here="案を渡す"
    )


@page(needs=Permission.SEE_PEOPLE)
def return_plan(request: Any, plan_id: UUID) -> HttpResponse:
    """差し戻す."""
    actor, today, plan, sides = _found(request, plan_id)
    form = open_form(request, ReturnForm, subject=plan.id)

    def give_back() -> str:
        operations.return_plan(actor, plan=plan, today=today, **form.cleaned_data)
        return f"案を{plan.agency.name}に差し戻しました。"

    may = access.may_return(actor, plan=plan, sides=sides, comment="（これから書く）")
    return _step(
        request,
        "plans/return_plan.html",
        plan,
        sides=sides,
        form=form,
        may=may,
        do=give_back,
        here="差し戻す",
    )


@page(needs=Permission.SEE_PEOPLE)
def mark_appropriate(request: Any, plan_id: UUID) -> HttpResponse:
    """会議で適切と確認した."""
    actor, today, plan, sides = _found(request, plan_id)
    items = {str(item.id): item for item in queries.items_for(actor, plan=plan)}
    form = open_form(request, AppropriateForm, subject=plan.id)
    form.fields["item"].choices = [(key, _item_words(item)) for key, item in items.items()]

    def mark() -> str:
        given = form.cleaned_data
        operations.mark_appropriate(
            actor, plan=plan, item=items[given["item"]], comment=given["comment"], today=today
        )
        return "会議で適切と確認したことを記録しました。次は決定です。"

    first = next(iter(items.values()), None)
    may = access.may_mark_appropriate(actor, plan=plan, item=first, sides=sides)
    may = Verdict(tuple(reason for reason in may.reasons if reason.code in ("status", "entitled", "no_item")))
    return _step(
        request,
        "plans/mark_appropriate.html",
        plan,
        sides=sides,
        form=form,
        may=may,
        do=mark,
        here="会議の確認を記録する",
    )


@page(needs=Permission.SEE_PEOPLE)
def decide_plan(request: Any, plan_id: UUID) -> HttpResponse:
    """決定する."""
    actor, today, plan, sides = _found(request, plan_id)
    form = open_form(request, DecisionForm, subject=plan.id, initial={"decided_on": today})

    def decide() -> str:
        operations.decide_plan(actor, plan=plan, today=today, **form.cleaned_data)
        return "プランを決定しました。役割分担表の一行ずつが、担当機関の役割になりました。"

    may = access.may_decide(actor, plan=plan, sides=sides, decided_on=today, today=today)
    return _step(
        request, "plans/decide_plan.html", plan, sides=sides, form=form, may=may, do=decide, here="決定する"
    )


@page(needs=Permission.SEE_PEOPLE)
def acknowledge_plan(request: Any, plan_id: UUID) -> HttpResponse:
    """受領を確認する."""
    actor, today, plan, _sides = _found(request, plan_id)
    if request.method == "POST":
        operations.acknowledge_plan(actor, plan=plan, today=today)
        messages.success(request, "プランを受け取ったことを記録しました。")
        return HttpResponseRedirect(shared.plan_address(plan.id))
    context = {
        "plan": plan,
        "may": access.may_acknowledge(actor, plan=plan),
        "mine": [row for row in plan.rows.all() if row.bearer_id == actor.agency_id],
        "crumbs": shared.crumbs(plan, "受領を確認する"),
        **shared.ground_words(actor, plan),
    }
    return answer(request, "plans/acknowledge_plan.html", context, shown=shared.shown_by(plan))


@page(needs=Permission.DRAFT_PLAN)
def end_plan(request: Any, plan_id: UUID) -> HttpResponse:
    """プランを終える."""
    actor, today, plan, _sides = _found(request, plan_id)
    if request.method == "POST":
        operations.end_plan(actor, plan=plan, today=today)
        messages.success(request, "プランを終えました。ケースは続いています。")
        return HttpResponseRedirect(shared.plan_address(plan.id))
    context = {
        "plan": plan,
        "may": access.may_end(actor, plan=plan),
        "crumbs": shared.crumbs(plan, "プランを終える"),
        **shared.ground_words(actor, plan),
    }
    return answer(request, "plans/end_plan.html", context, shown=shared.shown_by(plan))


def _found(request: Any, plan_id: UUID) -> tuple[Any, Any, Any, access.Sides]:
    today = timezone.localdate()
    plan = queries.get_plan(request.actor, plan_id=plan_id)
    return request.actor, today, plan, access.sides(request.actor, today=today)


def _step(
    request: Any,
    template: str,
    plan: Any,
    *,
    sides: access.Sides,
    form: Any,
    may: Verdict,
    do: Callable[[], str],
    here: str,
) -> HttpResponse:
    """One step of the plan's way: the form with the reasons, or done and back to the plan."""
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            messages.success(request, do())
            return shared.plan_address(plan.id)

        try:
            return finish(request, form, do=act)
        except Refused as refusal:
            shared.place(form, refusal)
    context = {
        "plan": plan, "form": form, "may": may, "sides": sides, "crumbs": shared.crumbs(plan, here),
        **shared.ground_words(request.actor, plan),
    }  # fmt: skip
    return answer(request, template, context, shown=shared.shown_by(plan), status=shared.status_of(form))


def _item_words(item: Any) -> str:
    when = f"{wareki_short(item.sitting.held_on)} " if item.sitting else ""
    return f"{when}{item.body.name}（{item.get_kind_display()}・{item.get_status_display()}）"
