"""時間外の連絡先: the list, a new one, the end of one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import operations, queries
from norishiro.agencies.door import answer, page
from norishiro.agencies.forms import EndOnCallForm, OnCallForm
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.core.form_pages import carry_out, open_form


@page(needs=Permission.SEE_STAFFING)
def on_call_list(request: Any) -> HttpResponse:
    """時間外の連絡先の一覧 on a day."""
    asked = parts.asked_day(request)
    context = {
        "tabs": parts.tabs("agencies:on_call"), "asked": asked, "may_keep": parts.may_keep(request.actor),
        "lines": queries.on_call_list(request.actor, on=asked.day),
    }  # fmt: skip
    return answer(request, "agencies/on_call.html", context, shown=[])


@page(needs=Permission.KEEP_AGENCIES)
def add_on_call(request: Any) -> HttpResponse:
    """時間外の連絡先を足す."""
    today = timezone.localdate()
    form = open_form(request, OnCallForm, initial={"from_on": today})
    form.fields["agency"].offer(parts.agency_choices(request.actor, today))
    form.fields["area"].offer(parts.area_choices(request.actor, today))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def add() -> str:
            operations.add_on_call(
                request.actor, contact=given["contact"], always=given["always"], hours=form.weekly(),
                agency=queries.get_agency(request.actor, agency_id=UUID(given["agency"])),
                area=parts.chosen(queries.areas(request.actor, on=today), given["area"]), from_on=given["from_on"],
            )  # fmt: skip
            messages.success(request, f"時間外の連絡先「{given['contact']}」を登録しました。")
            return reverse("agencies:on_call")

        done = carry_out(request, form, do=add)
        if done is not None:
            return done
    return parts.form_answer(request, "agencies/add_on_call.html", form, {})


@page(needs=Permission.KEEP_AGENCIES)
def end_on_call(request: Any, on_call_id: UUID) -> HttpResponse:
    """時間外の連絡先を終える."""
    row = queries.get_on_call(request.actor, on_call_id=on_call_id)
    form = open_form(request, EndOnCallForm, subject=row.id, initial={"end_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():

        def end() -> str:
            operations.end_on_call(request.actor, on_call=row, end_on=form.cleaned_data["end_on"])
            messages.success(request, f"時間外の連絡先「{row.contact}」を終えました。")
            return reverse("agencies:on_call")

        done = carry_out(request, form, do=end)
        if done is not None:
            return done
    return parts.form_answer(request, "agencies/end_on_call.html", form, {"row": row})
