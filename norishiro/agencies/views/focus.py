"""重点対象: the groups of a year with their windows and counts; a new one; its windows; a new window."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies import operations, queries
from norishiro.agencies.choices import FocusFound
from norishiro.agencies.door import answer, page
from norishiro.agencies.forms import FocusGroupForm, PressForm, WindowFocusForm, WindowForm
from norishiro.agencies.permissions import Permission
from norishiro.agencies.rules import may_change_focus_group
from norishiro.agencies.views import parts
from norishiro.cases import queries as case_queries
from norishiro.consultations import queries as consultation_queries
from norishiro.core.calendar import fiscal_year, fiscal_year_label
from norishiro.core.form_pages import carry_out, finish, open_form


@page(needs=Permission.SEE_STAFFING)
def focus_groups(request: Any) -> HttpResponse:
    """重点対象の一覧: groups of a year, windows dedicated to them, and how many, entry and later apart."""
    actor, this_year = request.actor, fiscal_year(timezone.localdate())
    year = parts.asked_year(request)
    groups = queries.focus_groups(actor, year=year)
    consultations = consultation_queries.focus_counts(actor, groups=groups)
    cases = case_queries.focus_counts(actor, groups=groups)
    at_windows = consultation_queries.window_counts(actor, year=year)
    years = sorted({*queries.focus_years(actor), this_year, this_year + 1, year}, reverse=True)
    context = {
        "tabs": parts.tabs("agencies:focus_groups"), "may_keep": parts.may_keep(actor), "year_label": fiscal_year_label(year),
        "years": [{"year": one, "label": fiscal_year_label(one), "current": one == year} for one in years],
        "lines": [
            {
                "group": group,
                "windows": [(one.window.name, at_windows.get(one.window_id, 0)) for one in group.windows_now],
                "consultations": _both(consultations, group), "cases": _both(cases, group),
                "may_change": parts.may_keep(actor) & may_change_focus_group(
                    year=group.fiscal_year, this_year=this_year, withdrawn=group.withdrawn_on is not None
                ),
                "press": open_form(request, PressForm, subject=group.id),
            }
            for group in groups
        ],
    }  # fmt: skip
    return answer(request, "agencies/focus_groups.html", context, shown=[])


def _both(counts: dict[tuple[UUID, str], int], group: Any) -> tuple[int, int]:
    return counts.get((group.id, FocusFound.ENTRY), 0), counts.get((group.id, FocusFound.LATER), 0)


def _of_year(year: int) -> str:
    return f"{reverse('agencies:focus_groups')}?year={year}"


@page(needs=Permission.KEEP_AGENCIES)
def add_focus_group(request: Any) -> HttpResponse:
    """重点対象を足す."""
    today = timezone.localdate()
    this_year = fiscal_year(today)
    form = open_form(
        request, FocusGroupForm, initial={"year": str(this_year)},
        years=[(str(one), fiscal_year_label(one)) for one in (this_year, this_year + 1)],
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():

        def add() -> str:
            given = form.cleaned_data
            group = operations.add_focus_group(
                request.actor,
                year=int(given["year"]),
                name=given["name"],
                source=given["source"],
                today=today,
            )
            messages.success(request, f"重点対象「{group.name}」を登録しました。受け付けるときに選べます。")
            return _of_year(group.fiscal_year)

        done = carry_out(request, form, do=add)
        if done is not None:
            return done
    return parts.form_answer(
        request, "agencies/add_focus_group.html", form, {"back": reverse("agencies:focus_groups")}
    )


@require_POST
@page(needs=Permission.KEEP_AGENCIES)
def withdraw_focus_group(request: Any, group_id: UUID) -> HttpResponse:
    """重点対象を取り下げる."""
    group = queries.get_focus_group(request.actor, group_id=group_id)

    def withdraw() -> str:
        operations.withdraw_focus_group(request.actor, group=group, today=timezone.localdate())
        messages.success(request, f"「{group.name}」を取り下げました。これまでの印は数えたままです。")
        return _of_year(group.fiscal_year)

    return finish(request, open_form(request, PressForm, subject=group.id), do=withdraw)


@page(needs=Permission.KEEP_AGENCIES)
def dedicate_windows(request: Any, group_id: UUID) -> HttpResponse:
    """重点対象のための窓口を選ぶ."""
    today = timezone.localdate()
    group = queries.get_focus_group(request.actor, group_id=group_id)
    held = next(
        one for one in queries.focus_groups(request.actor, year=group.fiscal_year) if one.id == group.id
    )
    windows = queries.windows_on(request.actor, on=today)
    form = open_form(
        request, WindowFocusForm, subject=group.id,
        windows=[(str(one.id), _window_words(one)) for one in windows],
        initial={"windows": [str(one.window_id) for one in held.windows_now]},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():

        def dedicate() -> str:
            operations.dedicate_windows(
                request.actor, group=group, window_ids=[UUID(one) for one in form.cleaned_data["windows"]],
                today=today,
            )  # fmt: skip
            messages.success(request, f"「{group.name}」のための窓口を決めました。")
            return _of_year(group.fiscal_year)

        done = carry_out(request, form, do=dedicate)
        if done is not None:
            return done
    context = {"group": group, "year_label": fiscal_year_label(group.fiscal_year), "back": _of_year(group.fiscal_year)}  # fmt: skip
    return parts.form_answer(request, "agencies/dedicate_windows.html", form, context)


def _window_words(window: Any) -> str:
    agencies = "、".join(one.agency.name for one in window.operators_now)
    return f"{window.name}（{agencies}）" if agencies else str(window.name)


@page(needs=Permission.KEEP_AGENCIES)
def add_window(request: Any) -> HttpResponse:
    """相談窓口を足す; its hours and guide follow on the next screen."""
    today = timezone.localdate()
    form = open_form(request, WindowForm, initial={"from_on": today, "contract_form": "DIRECT"})
    form.fields["operator"].offer(parts.agency_choices(request.actor, today))
    if request.method == "POST" and form.is_valid():

        def add() -> str:
            given = dict(form.cleaned_data)
            operator = queries.get_agency(request.actor, agency_id=UUID(given.pop("operator")))
            window = operations.add_window(request.actor, operator=operator, **given)
            messages.success(
                request, f"窓口「{window.name}」を登録しました。続けて、受付の時間を決めてください。"
            )
            return reverse("agencies:window_guide", args=[window.id])

        done = carry_out(request, form, do=add)
        if done is not None:
            return done
    return parts.form_answer(request, "agencies/add_window.html", form, {"back": reverse("agencies:windows")})
