"""職員: the accounts, one person's appointments over time, absence and cover."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import operations, queries
from norishiro.agencies.actor import Actor
from norishiro.agencies.door import answer, page
from norishiro.agencies.forms import CoverForm, EndForm, LoadLevelForm, OfficeForm, StaffForm
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.casework.operations import leaving
from norishiro.core.form_pages import finish, open_form
from norishiro.core.verdict import Refused


@page(needs=Permission.SEE_STAFFING)
def staff_list(request: Any) -> HttpResponse:
    """職員の一覧 with what each holds on a day."""
    asked = parts.asked_day(request)
    context = {
        "tabs": parts.tabs("agencies:staff"), "asked": asked, "staff": queries.staff_list(request.actor, on=asked.day),
        "may_keep": parts.may_keep(request.actor),
    }  # fmt: skip
    return answer(request, "agencies/staff.html", context, shown=[])


@page(needs=Permission.SEE_STAFFING)
def show_staff(request: Any, staff_id: UUID) -> HttpResponse:
    """One person's appointments, past and present: every assignment with its area and its days."""
    today = timezone.localdate()
    staff = queries.get_staff(request.actor, staff_id=staff_id)
    live = [
        one
        for one in staff.history
        if one.from_on <= today and (one.until_on is None or one.until_on > today)
    ]
    context = {
        "person": staff, "live": live, "past": [one for one in staff.history if one not in live],
        "covers": [
            one for one in queries.covers_on(request.actor, on=today) if staff.id in (one.staff_id, one.covering_id)
        ],
        "may_keep": parts.may_keep(request.actor),
        "may_help": request.actor.may(Permission.KEEP_AGENCIES) and staff.id != request.actor.staff_id and staff.is_active,
        "office_form": open_form(request, OfficeForm),
        "helps": queries.helps_of(request.actor, staff_id=staff.id),
        "may_pass_on": _may_pass_on(request.actor, staff),
        "may_watch": request.actor.may(Permission.APPROVE_EXPORT),
        "crumbs": [{"label": "職員", "url": reverse("agencies:staff")}, {"label": staff.name, "url": ""}],
    }  # fmt: skip
    return answer(request, "agencies/show_staff.html", context, shown=[])


def _may_pass_on(actor: Actor, staff: Any) -> bool:
    """Whether the person's cases can be handed to somebody from here: of one's own house, by who works on cases."""
    return actor.may(Permission.WORK_CASE) and any(one.agency_id in actor.agency_ids for one in staff.history)


@page(needs=Permission.KEEP_AGENCIES, fresh=True)
def add_staff(request: Any) -> HttpResponse:
    """職員を登録する. The first password is shown on the answer to this one request, and kept nowhere."""
    form = open_form(request, StaffForm)
    if request.method == "POST" and form.is_valid():
        made: dict[str, Any] = {}

        def do() -> str:
            password = operations.initial_password()
            staff = operations.add_staff(request.actor, **form.cleaned_data, email="", password=password)
            made.update(person=staff, password=password)
            return reverse("agencies:show_staff", args=[staff.id])

        try:
            response = finish(request, form, do=do)
        except Refused as refused:
            parts.tell(form, refused)
        else:
            return answer(request, "agencies/staff_added.html", made, shown=[]) if made else response
    return parts.form_answer(request, "agencies/add_staff.html", form, {})


@page(needs=Permission.KEEP_AGENCIES)
def end_staff(request: Any, staff_id: UUID) -> HttpResponse:
    """職員を使えなくする."""
    staff = queries.get_staff(request.actor, staff_id=staff_id)
    form = open_form(request, EndForm, subject=staff.id, initial={"end_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            leaving.let_go(request.actor, staff=staff, end_on=form.cleaned_data["end_on"])
            return reverse("agencies:show_staff", args=[staff.id])

        try:
            response = finish(request, form, do=do)
        except Refused as refused:
            parts.tell(form, refused)
        else:
            messages.success(
                request,
                "この職員を使えなくし、任命と、開いていた接続・個人あての共有・受け取り前の持ち出しを、すべて終えました。",
            )
            return response
    return parts.form_answer(
        request,
        "agencies/end_staff.html",
        form,
        {"person": staff, "may_pass_on": _may_pass_on(request.actor, staff)},
    )


@page(needs=Permission.SEE_STAFFING)
def set_cover(request: Any) -> HttpResponse:
    """不在と代わりを決める, within one's own agency."""
    today = timezone.localdate()
    colleagues = list(queries.colleagues(request.actor, on=today))
    choices = [("", "選んでください"), *((str(one.id), one.name) for one in colleagues)]
    form = open_form(request, CoverForm, initial={"from_on": today, "staff": request.GET.get("staff", "")})
    form.fields["staff"].choices = choices
    form.fields["covering"].choices = choices
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def do() -> str:
            operations.set_cover(
                request.actor, staff=parts.chosen(colleagues, given["staff"]),
                covering=parts.chosen(colleagues, given["covering"]),
                agency=queries.get_agency(request.actor, agency_id=request.actor.agency_id),
                reason=given["reason"], from_on=given["from_on"], until_on=given["until_on"],
            )  # fmt: skip
            return reverse("agencies:staffing")

        try:
            response = finish(request, form, do=do)
        except Refused as refused:
            parts.tell(form, refused)
        else:
            messages.success(request, "代わりの人を登録しました。")
            return response
    return parts.form_answer(request, "agencies/set_cover.html", form, {})


@page(needs=Permission.KEEP_AGENCIES)
def set_load_level(request: Any) -> HttpResponse:
    """受け持ちの目安を決める, for one's own agency."""
    today = timezone.localdate()
    agency = queries.get_agency(request.actor, agency_id=request.actor.agency_id)
    level = queries.load_level(request.actor, agency_id=agency.id, on=today)
    present = (
        {"area_cases": level.area_cases, "multi_agency_cases": level.multi_agency_cases} if level else {}
    )
    form = open_form(request, LoadLevelForm, subject=agency.id, initial={**present, "from_on": today})
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            operations.set_load_level(request.actor, agency=agency, **form.cleaned_data)
            return reverse("casework:workload")

        messages.success(request, "受け持ちの目安を決めました。")
        return finish(request, form, do=do)
    return parts.form_answer(request, "agencies/set_load_level.html", form, {"agency": agency})
