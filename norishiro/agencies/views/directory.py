"""機関の一覧, one agency, and the published table of windows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import operations, queries
from norishiro.agencies.choices import PARTNER_FIELDS, Field, Programme
from norishiro.agencies.door import answer, page
from norishiro.agencies.forms import AgencyForm
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.core.calendar import fiscal_year
from norishiro.core.form_pages import finish, merge_page, open_form
from norishiro.core.withheld import typed_into

CHANGEABLE = ("name", "kana", "field", "body", "phone", "place", "contact_note", "parent", "area")


@page(needs=Permission.SEE_STAFFING)
def agency_list(request: Any) -> HttpResponse:
    """機関の一覧: by the eleven fields, by name or reading, by area."""
    today = timezone.localdate()
    text, field = request.GET.get("q", "").strip()[:80], request.GET.get("field", "")
    text = typed_into(request, text)
    field = field if field in Field.values else ""
    areas = list(queries.areas(request.actor, on=today))
    area = parts.chosen(areas, request.GET.get("area", ""))
    found = queries.directory(
        request.actor,
        on=today,
        text=text,
        field=field,
        area_ids=frozenset({area.id}) if area else frozenset(),
    )
    context = {
        "tabs": parts.tabs("agencies:list"), "text": text, "field": field, "area": area, "areas": areas,
        "fields": [*PARTNER_FIELDS, Field.GENERAL, Field.OFFICE],
        "groups": _by_field(found), "may_keep": parts.may_keep(request.actor),
    }  # fmt: skip
    return answer(request, "agencies/list.html", context, shown=[])


def _by_field(found: list[Any]) -> list[tuple[str, list[Any]]]:
    groups = [(field.label, [agency for agency in found if agency.field == field]) for field in Field]
    return [(label, rows) for label, rows in groups if rows]


@page(needs=Permission.SEE_STAFFING)
def show_agency(request: Any, agency_id: UUID) -> HttpResponse:
    """One agency on a day: contact, windows, programmes, staff by role, bases."""
    agency = queries.get_agency(request.actor, agency_id=agency_id)
    asked = parts.asked_day(request)
    context = {
        "agency": agency, "asked": asked, "since": parts.since(agency.from_on),
        "sections": [one for one in queries.agencies(request.actor, on=asked.day) if one.parent_id == agency.id],
        "appointments": queries.appointments_of(request.actor, agency_id=agency.id, on=asked.day),
        "windows": queries.windows_on(request.actor, on=asked.day, agency_id=agency.id),
        "programmes": queries.programmes_of(request.actor, agency_id=agency.id, fiscal_year=fiscal_year(asked.day)),
        "bases": [
            base for base in queries.bases(request.actor, on=asked.day)
            if base.hall_id == agency.id or any(one.agency_id == agency.id for one in base.operators_now)
        ],
        "covers": queries.covers_on(request.actor, on=asked.day, agency_id=agency.id),
        "may_keep": parts.may_keep(request.actor),
        "crumbs": [{"label": "機関の一覧", "url": reverse("agencies:list")}, {"label": agency.name, "url": ""}],
    }  # fmt: skip
    return answer(request, "agencies/show.html", context, shown=[])


def _offer(request: Any, form: AgencyForm) -> tuple[list[Any], list[Any]]:
    today = timezone.localdate()
    form.fields["parent"].offer(parts.agency_choices(request.actor, today))
    form.fields["area"].offer(parts.area_choices(request.actor, today))
    return list(queries.agencies(request.actor, on=today)), list(queries.areas(request.actor, on=today))


@page(needs=Permission.KEEP_AGENCIES)
def add_agency(request: Any) -> HttpResponse:
    """機関を足す."""
    form = open_form(request, AgencyForm, initial={"from_on": timezone.localdate()})
    agencies, areas = _offer(request, form)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def add() -> str:
            agency = operations.add_agency(
                request.actor,
                **{
                    **given,
                    "parent": parts.chosen(agencies, given["parent"]),
                    "area": parts.chosen(areas, given["area"]),
                },
            )
            return reverse("agencies:show", args=[agency.id])

        messages.success(request, f"「{given['name']}」を登録しました。")
        return finish(request, form, do=add)
    return parts.form_answer(request, "agencies/agency_form.html", form, {"agency": None})


@page(needs=Permission.KEEP_AGENCIES)
def change_agency(request: Any, agency_id: UUID) -> HttpResponse:
    """機関の登録を直す."""
    agency = queries.get_agency(request.actor, agency_id=agency_id)
    present = {name: getattr(agency, name) for name in CHANGEABLE} | {
        "parent": str(agency.parent_id or ""), "area": str(agency.area_id or ""), "from_on": agency.from_on,
    }  # fmt: skip
    form = open_form(request, AgencyForm, subject=agency.id, version=agency.version, initial=present)
    del form.fields["from_on"]
    agencies, areas = _offer(request, form)
    if request.method == "POST" and form.is_valid():
        if form.is_stale:
            return merge_page(request, form)
        given = form.cleaned_data
        values = {name: given[name] for name in CHANGEABLE}
        values["parent"] = parts.chosen([one for one in agencies if one.id != agency.id], given["parent"])
        values["area"] = parts.chosen(areas, given["area"])

        def change() -> str:
            operations.change_agency(request.actor, agency=agency, version=form.posted_version, values=values)
            return reverse("agencies:show", args=[agency.id])

        messages.success(request, "直しました。")
        return finish(request, form, do=change)
    return parts.form_answer(request, "agencies/agency_form.html", form, {"agency": agency})


@page(needs=Permission.SEE_STAFFING)
def window_list(request: Any) -> HttpResponse:
    """相談窓口一覧 at a base date, in the published shape: ★, window, operator, form, places, setting."""
    asked = parts.asked_day(request)
    shown = request.GET.get("table", "")
    programme = Programme(shown) if shown in Programme.values else Programme.CONSULTATION
    groups = [
        one for one in queries.focus_groups(request.actor, year=fiscal_year(asked.day)) if one.windows_now
    ]
    group = parts.chosen(groups, request.GET.get("focus", ""))
    windows = queries.windows_on(request.actor, on=asked.day)
    if group is not None:
        dedicated = {one.window_id for one in group.windows_now}
        windows = [window for window in windows if window.id in dedicated]
    context = {
        "tabs": parts.tabs("agencies:windows"), "may_keep": parts.may_keep(request.actor), "asked": asked, "programme": programme, "groups": groups, "group": group,
        "programmes": list(Programme), "rows": [
            {"window": window, "starred": any(row.starred for row in window.tables_now if row.programme == programme)}
            for window in windows
            if any(row.programme == programme for row in window.tables_now)
        ],
        "services": [
            row for row in queries.operators_in(request.actor, fiscal_year=fiscal_year(asked.day))
            if row.name and row.programme == programme
        ],
    }  # fmt: skip
    return answer(request, "agencies/windows.html", context, shown=[])
