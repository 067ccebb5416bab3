"""当番: today and the next two weeks; the weekly roster; one half day; two who change places."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import operations, queries
from norishiro.agencies.choices import HalfDay
from norishiro.agencies.door import answer, page
from norishiro.agencies.forms import ChangeDutyForm, DutyForm, SwapDutyForm
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.core.calendar import wareki
from norishiro.core.form_pages import carry_out, open_form
from norishiro.core.verdict import Verdict, when

DAYS = 14
KEEP = Permission.ANSWER_REQUEST


def _may_keep(request: Any) -> Verdict:
    return when(
        not request.actor.may(KEEP), "keep", f"当番を決められるのは、「{KEEP.value}」の役割の人です。推進員か所属長に頼んでください。"
    )  # fmt: skip


@page(needs=Permission.SEE_STAFFING)
def duty(request: Any) -> HttpResponse:
    """今日の当番 and the days to come, agency by agency."""
    asked, now = parts.asked_day(request), timezone.localtime()
    context = {
        "tabs": parts.tabs("agencies:duty"), "asked": asked, "may_keep": _may_keep(request),
        "now": queries.duty_at(request.actor, at=now), "half": HalfDay.AM if now.hour < queries.NOON else HalfDay.PM,
        "rosters": queries.duty_days(request.actor, first=asked.day, days=DAYS).items(), "halves": list(HalfDay),
        "weekly": queries.weekly_duty(request.actor, on=timezone.localdate()), "today": timezone.localdate(),
        "following": asked.day + timedelta(days=DAYS),
    }  # fmt: skip
    return answer(request, "agencies/duty.html", context, shown=[])


def _people(request: Any) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in queries.coordinators(request.actor, on=timezone.localdate())]


def _chosen(request: Any, key: str) -> Any:
    """The person chosen of those offered; None is nobody."""
    return next(
        (one for one in queries.coordinators(request.actor, on=timezone.localdate()) if str(one.id) == key),
        None,
    )


def _form_page(request: Any, template: str, form: Any, do: Any) -> HttpResponse:
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            messages.success(request, do())
            return reverse("agencies:duty")

        done = carry_out(request, form, do=act)
        if done is not None:
            return done
    return parts.form_answer(request, template, form, {"back": reverse("agencies:duty")})


@page(needs=KEEP)
def set_duty(request: Any) -> HttpResponse:
    """毎週の当番を決める."""
    today = timezone.localdate()
    form = open_form(
        request, DutyForm, people=_people(request), initial={"from_on": today, "halves": list(HalfDay.values)}
    )

    def do() -> str:
        given = form.cleaned_data
        operations.set_duty(
            request.actor, weekday=int(given["weekday"]), halves=given["halves"], staff=_chosen(request, given["staff"]),
            from_on=given["from_on"], today=today,
        )  # fmt: skip
        return f"{wareki(given['from_on'])}からの当番を決めました。"

    return _form_page(request, "agencies/set_duty.html", form, do)


@page(needs=KEEP)
def change_duty(request: Any) -> HttpResponse:
    """その日だけ当番を変える."""
    today = timezone.localdate()
    asked = parts.asked_day(request)
    half = request.GET.get("half", "")
    form = open_form(
        request, ChangeDutyForm, people=_people(request),
        initial={"on": asked.day, "half": half if half in HalfDay.values else HalfDay.AM.value},
    )  # fmt: skip

    def do() -> str:
        given = form.cleaned_data
        operations.change_duty(
            request.actor, on=given["on"], half=given["half"], staff=_chosen(request, given["staff"]),
            reason=given["reason"], today=today,
        )  # fmt: skip
        return f"{wareki(given['on'])}の当番を変えました。"

    return _form_page(request, "agencies/change_duty.html", form, do)


@page(needs=KEEP)
def swap_duty(request: Any) -> HttpResponse:
    """二人の当番を入れかえる."""
    today = timezone.localdate()
    form = open_form(request, SwapDutyForm, initial={"first_on": today})

    def do() -> str:
        operations.swap_duty(request.actor, today=today, **form.cleaned_data)
        return "二人の当番を入れかえました。"

    return _form_page(request, "agencies/swap_duty.html", form, do)
