"""Ending, pausing, watching, beginning again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.casework import access
from norishiro.casework.forms.closing import CloseForm, CoordinateForm, InterruptForm, ReopenForm, WatchForm
from norishiro.casework.operations import closing as operations
from norishiro.casework.rules import closing as rules
from norishiro.core.form_pages import finish, open_form
from norishiro.core.verdict import Refused, Verdict
from norishiro.plans import queries as plan_queries
from norishiro.profiles.current import current_profile

# A reason of the rule and the field it is about, where the names differ.
FIELD_OF = {"not_accepted": "follow_up", "check_past": "check_on", "interrupted_next": "next_on"}
TO_WRITE = rules.Ending(reason="SOLVED", comment="（これから書く）", has_follow_up=True)


@page(needs=Permission.CLOSE_CASE)
def close_case(request: Any, case_id: UUID) -> HttpResponse:
    """終結を記録する."""
    actor, today = request.actor, timezone.localdate()
    case = plan_queries.get_case(actor, case_id=case_id)
    form = open_form(request, CloseForm, subject=case.id, agencies=_agencies(request))

    def close() -> str:
        given = form.cleaned_data
        operations.close_case(
            actor, case=case, reason=given["reason"], comment=given["comment"],
            follow_up_agency_id=UUID(given["follow_up"]), watches=given["watches"], watcher=given["watcher"],
            check_on=given["check_on"], today=today,
        )  # fmt: skip
        return "終結を記録しました。チームと会議の席の人は、いまからこのケースを見られません。"

    may = rules.is_ready_to_close(access.case_fact(actor, case=case))
    return _screen(request, "casework/close_case.html", case, form=form, may=may, do=close)


@page(needs=Permission.CLOSE_CASE)
def interrupt_case(request: Any, case_id: UUID) -> HttpResponse:
    """中断（見守り）にする."""
    actor, today = request.actor, timezone.localdate()
    case = plan_queries.get_case(actor, case_id=case_id)
    form = open_form(request, InterruptForm, subject=case.id, agencies=_agencies(request))

    def interrupt() -> str:
        given = {**form.cleaned_data}
        follow_up = UUID(given.pop("follow_up"))
        operations.interrupt_case(actor, case=case, follow_up_agency_id=follow_up, today=today, **given)
        return "中断を記録しました。次に確かめる日に「今日」の画面に出ます。"

    fact = access.case_fact(actor, case=case)
    may = Verdict(tuple(
        reason for reason in rules.may_interrupt(fact, TO_WRITE, today=today).reasons
        if reason.code in ("not_open", "permitted")
    ))  # fmt: skip
    return _screen(request, "casework/interrupt_case.html", case, form=form, may=may, do=interrupt)


@page(needs=Permission.CLOSE_CASE)
def coordinate_case(request: Any, case_id: UUID) -> HttpResponse:
    """調整のみで終了."""
    actor, today = request.actor, timezone.localdate()
    case = plan_queries.get_case(actor, case_id=case_id)
    form = open_form(request, CoordinateForm, subject=case.id, agencies=_agencies(request))

    def coordinate() -> str:
        given = form.cleaned_data
        operations.coordinate_case(
            actor,
            case=case,
            comment=given["comment"],
            follow_up_agency_id=UUID(given["follow_up"]),
            today=today,
        )
        return "「調整のみで終了」を記録しました。プランのあるケースとは分けて数えます。"

    offered = current_profile(today).flow.may_end_coordinated
    may = rules.may_coordinate(access.case_fact(actor, case=case), TO_WRITE, offered=offered)
    return _screen(request, "casework/coordinate_case.html", case, form=form, may=may, do=coordinate)


@page(needs=Permission.WORK_CASE)
def reopen_case(request: Any, case_id: UUID) -> HttpResponse:
    """ケースを再開する."""
    actor, today = request.actor, timezone.localdate()
    case = plan_queries.get_case(actor, case_id=case_id)
    form = open_form(request, ReopenForm, subject=case.id)

    def reopen() -> str:
        reopened = operations.reopen_case(actor, case=case, reason=form.cleaned_data["reason"], today=today)
        return f"第{reopened.period_no}期として再開しました。次のモニタリングの予定も入れました。"

    may = rules.may_reopen(
        status=case.status, permitted=actor.may(Permission.WORK_CASE), reason="（これから書く）"
    )
    return _screen(request, "casework/reopen_case.html", case, form=form, may=may, do=reopen)


@page(needs=Permission.WORK_CASE)
def record_watch(request: Any, closure_id: UUID) -> HttpResponse:
    """経過観察の様子を記録する."""
    actor, today = request.actor, timezone.localdate()
    closure = plan_queries.get_closure(actor, closure_id=closure_id)
    case = closure.case
    form = open_form(request, WatchForm, subject=closure.id, initial={"checked_on": today})

    def record() -> str:
        operations.record_watch(actor, closure=closure, today=today, **form.cleaned_data)
        if form.cleaned_data["next_on"]:
            return "様子を記録しました。次に確かめる日に「今日」の画面に出ます。"
        return "様子を記録し、経過観察を終えました。"

    may = rules.may_watch(
        status=case.status, watches=closure.watches and closure.reopened_on is None, finding="（これから書く）",
        checked_on=today, next_on=None, today=today,
    )  # fmt: skip
    may = Verdict(tuple(reason for reason in may.reasons if reason.code == "not_watched"))
    return _screen(
        request, "casework/record_watch.html", case, form=form, may=may, do=record, closure=closure
    )


def _agencies(request: Any) -> list[tuple[str, str]]:
    found = agency_queries.agencies(request.actor, on=timezone.localdate())
    return [(str(agency.id), agency.name) for agency in found]


def _screen(
    request: Any,
    template: str,
    case: Any,
    *,
    form: Any,
    may: Verdict,
    do: Callable[[], str],
    closure: Any = None,
) -> HttpResponse:
    """The form with the reasons, or done and back to the case's plans."""
    back = reverse("plans:case_plans", args=[case.id])
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            messages.success(request, do())
            return back

        try:
            return finish(request, form, do=act)
        except Refused as refusal:
            for reason in refusal.verdict.reasons:
                name = FIELD_OF.get(reason.code, reason.code)
                form.add_error(name if name in form.fields else None, reason.message)
    context = {
        "case": case, "form": form, "may": may, "back": back, "closure": closure,
        "ordinary": current_profile(timezone.localdate()).flow.returns_to_ordinary,
        "crumbs": [
            {"label": "今日", "url": "/"}, {"label": case.title, "url": reverse("cases:show", args=[case.id])},
            {"label": "プランとモニタリング", "url": back},
            {"label": "終わりと再開", "url": ""},
        ],
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return answer(request, template, context, shown=[case.id], status=status)
