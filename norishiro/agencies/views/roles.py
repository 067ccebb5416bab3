"""役職と空席: who holds which role where, and the acts of appointing, ending and moving."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import operations, queries
from norishiro.agencies.door import answer, page
from norishiro.agencies.forms import AppointmentForm, EndForm, MoveForm
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.core.form_pages import finish, open_form
from norishiro.core.verdict import Refused


@page(needs=Permission.SEE_STAFFING)
def role_list(request: Any) -> HttpResponse:
    """役職と空席 on a day, role by role."""
    asked = parts.asked_day(request)
    only = request.GET.get("vacant", "") == "1"
    states = queries.post_states(request.actor, on=asked.day)
    groups: dict[Any, list[Any]] = {}
    for state in states:
        if state.is_vacant or not only:
            groups.setdefault(state.post.role, []).append(state)
    context = {
        "tabs": parts.tabs("agencies:roles"), "asked": asked, "only": only,
        "groups": [{"role": role, "states": found} for role, found in groups.items()],
        "vacant": sum(state.is_vacant for state in states), "may_keep": parts.may_keep(request.actor),
    }  # fmt: skip
    return answer(request, "agencies/roles.html", context, shown=[])


@page(needs=Permission.KEEP_AGENCIES, fresh=True)
def appoint(request: Any) -> HttpResponse:
    """任命する. The role, agency and area of a vacancy come along in the address."""
    today = timezone.localdate()
    wanted = {name: request.GET.get(name, "") for name in ("staff", "agency", "role", "area", "base")}
    roles = queries.roles_on(request.actor, on=today)
    role = parts.chosen(roles, wanted["role"])
    form = open_form(
        request, AppointmentForm,
        initial={**wanted, "from_on": today, "kind": role.appointment_kind if role else "ORDER"},
    )  # fmt: skip
    form.fields["staff"].choices = [("", "選んでください"), *parts.staff_choices(request.actor, today)]
    form.fields["role"].choices = [("", "選んでください"), *parts.role_choices(request.actor, today)]
    _offer_places(request, form, today)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def do() -> str:
            staff = queries.get_staff(request.actor, staff_id=UUID(given["staff"]))
            operations.appoint(
                request.actor, staff=staff, role=parts.chosen(roles, given["role"]), kind=given["kind"],
                document_no=given["document_no"], from_on=given["from_on"], until_on=given["until_on"],
                endless_reason=given["endless_reason"],
                **_places(request, given, today),
            )  # fmt: skip
            return reverse("agencies:show_staff", args=[staff.id])

        try:
            response = finish(request, form, do=do)
        except Refused as refused:
            parts.tell(form, refused)
        else:
            messages.success(request, "任命を登録しました。")
            return response
    return parts.form_answer(request, "agencies/appoint.html", form, {})


def _offer_places(request: Any, form: Any, today: Any) -> None:
    form.fields["agency"].offer(parts.agency_choices(request.actor, today))
    form.fields["area"].offer(parts.area_choices(request.actor, today))
    form.fields["base"].offer(parts.base_choices(request.actor, today))


def _places(request: Any, given: dict[str, Any], today: Any) -> dict[str, Any]:
    return {
        "agency": queries.get_agency(request.actor, agency_id=UUID(given["agency"])),
        "area": parts.chosen(queries.areas(request.actor, on=today), given["area"]),
        "base": parts.chosen(queries.bases(request.actor, on=today), given["base"]),
    }


@page(needs=Permission.KEEP_AGENCIES)
def end_appointment(request: Any, appointment_id: UUID) -> HttpResponse:
    """任命を終える."""
    appointment = queries.get_appointment(request.actor, appointment_id=appointment_id)
    form = open_form(request, EndForm, subject=appointment.id, initial={"end_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            operations.end_appointment(
                request.actor, appointment=appointment, end_on=form.cleaned_data["end_on"]
            )
            return reverse("agencies:show_staff", args=[appointment.staff_id])

        try:
            response = finish(request, form, do=do)
        except Refused as refused:
            parts.tell(form, refused)
        else:
            messages.success(request, "任命を終えました。ほかの任命は、そのまま続きます。")
            return response
    return parts.form_answer(request, "agencies/end_appointment.html", form, {"appointment": appointment})


@page(needs=Permission.KEEP_AGENCIES, fresh=True)
def move_appointment(request: Any, appointment_id: UUID) -> HttpResponse:
    """異動・担当替え."""
    today = timezone.localdate()
    appointment = queries.get_appointment(request.actor, appointment_id=appointment_id)
    roles = queries.roles_on(request.actor, on=today)
    present = {
        "agency": str(appointment.agency_id), "role": str(appointment.role_id), "area": str(appointment.area_id or ""),
        "base": str(appointment.base_id or ""), "on": today,
    }  # fmt: skip
    form = open_form(request, MoveForm, subject=appointment.id, initial=present)
    form.fields["role"].choices = [("", "選んでください"), *parts.role_choices(request.actor, today)]
    _offer_places(request, form, today)
    staff = queries.get_staff(request.actor, staff_id=appointment.staff_id)
    others = [
        one for one in staff.history
        if one.id != appointment.id and (one.until_on is None or one.until_on > today)
    ]  # fmt: skip
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def do() -> str:
            operations.move_appointment(
                request.actor, appointment=appointment, role=parts.chosen(roles, given["role"]),
                document_no=given["document_no"], on=given["on"], until_on=given["until_on"],
                endless_reason=given["endless_reason"], **_places(request, given, today),
            )  # fmt: skip
            return reverse("agencies:show_staff", args=[staff.id])

        try:
            response = finish(request, form, do=do)
        except Refused as refused:
            parts.tell(form, refused)
        else:
            messages.success(
                request, "異動を登録しました。ほかの任命（圏域の担当など）は、そのまま続きます。"
            )
            return response
    context = {"appointment": appointment, "others": others}
    return parts.form_answer(request, "agencies/move_appointment.html", form, context)
