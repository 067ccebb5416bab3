"""担当を引き継ぐ: all of a colleague's cases on one screen, and who still waits for a next colleague."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.casework.forms.takeovers import Case, HandOverForm
from norishiro.casework.operations import takeovers as operations
from norishiro.casework.queries import takeovers as queries
from norishiro.core.form_pages import carry_out, led_before, open_form
from norishiro.teams import access, rules
from norishiro.teams import queries as team_queries


@page(needs=Permission.WORK_CASE)
def hand_over(request: Any, staff_id: UUID) -> HttpResponse:
    """担当を引き継ぐ."""
    actor, today = request.actor, timezone.localdate()
    if request.method == "POST" and (earlier := led_before(request)):
        return earlier
    giver = queries.get_giver(actor, staff_id=staff_id)
    led = queries.leading(actor, giver_id=giver.id)
    people = [
        (str(one.staff_id), f"{one.staff.name}（{one.agency.name}・{one.role.label}）")
        for one in queries.receivers(
            actor, agency_ids={one.case.lead_agency_id for one in led}, giver_id=giver.id, on=today
        )
    ]
    cases = [
        Case(
            one.case.id, one.case.title, one.case.number, one.summary, one.coming.on if one.coming else None,
            one.coming.what if one.coming else "",
        )
        for one in led
    ]  # fmt: skip
    form = open_form(
        request, HandOverForm, subject=giver.id, people=people, cases=cases, initial={"from_on": today}
    )

    def do() -> str:
        given = form.cleaned_data
        made = operations.hand_over(
            actor, giver_id=giver.id, handed=[operations.Handed(**one) for one in form.taken()], from_on=given["from_on"],
            overlap_until=given["overlap_until"], note=given["note"], today=today,
        )  # fmt: skip
        later = given["from_on"] > today
        messages.success(
            request,
            "引き継ぎを決めました。その日が来ると、担当が替わります。" if later
            else "引き継ぎました。約束・役割・モニタリングも、次の担当者の「今日」に移りました。",
        )  # fmt: skip
        return reverse("teams:show_takeover", args=[made[0].id])

    if request.method == "POST" and form.is_valid():
        done = carry_out(request, form, do=do)
        if done is not None:
            return done
    context = {
        "form": form, "giver": giver, "own": giver.id == actor.staff_id, "led": led, "people": people,
        "more": len(led) == queries.ON_ONE_SCREEN, "today": today,
        "crumbs": [{"label": "引き継いだケース", "url": reverse("casework:takeovers")}, {"label": "担当を引き継ぐ", "url": ""}],
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return answer(
        request, "casework/hand_over.html", context, shown=[one.case.id for one in led], status=status
    )


@page(needs=Permission.WORK_CASE)
def takeovers(request: Any) -> HttpResponse:
    """引き継いだケース: what came and went, and whose cases have no colleague any more."""
    actor, today = request.actor, timezone.localdate()
    rows = team_queries.handed(actor)
    batches: dict[UUID, list[Any]] = {}
    for one in rows:
        batches.setdefault(one.batch, []).append(one)
    context = {
        "batches": list(batches.values()), "my_id": actor.staff_id,
        "left_behind": queries.left_behind(actor, on=today),
    }  # fmt: skip
    return answer(
        request, "casework/takeovers.html", context, shown=dict.fromkeys(one.case_id for one in rows)
    )


@page(needs=Permission.WORK_CASE)
def withdraw_takeover(request: Any, takeover_id: UUID) -> HttpResponse:
    """これからの引き継ぎを取りやめる."""
    takeover = team_queries.get_takeover(request.actor, takeover_id=takeover_id)
    if request.method == "POST":
        operations.withdraw_takeover(request.actor, takeover=takeover, today=timezone.localdate())
        messages.success(request, "引き継ぎを取りやめました。担当は、いまのままです。")
        return redirect("teams:show_takeover", takeover.id)
    verdict = rules.may_withdraw(
        mine=access.may_withdraw(request.actor, takeover=takeover), moved=takeover.moved_on is not None,
        withdrawn=takeover.withdrawn_on is not None,
    )  # fmt: skip
    context = {"takeover": takeover, "may": verdict}
    return answer(request, "casework/withdraw_takeover.html", context, shown=[takeover.case_id])
