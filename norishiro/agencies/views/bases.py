"""拠点: the registry, whether one is open on a day, and what hangs on a hall."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import operations, queries
from norishiro.agencies.door import answer, page
from norishiro.agencies.forms import BaseForm, HoursForm
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.core.form_pages import carry_out, finish, merge_page, open_form

DAYS_SHOWN = 14


@page(needs=Permission.SEE_STAFFING)
def base_list(request: Any) -> HttpResponse:
    """拠点の一覧 on a day: open or closed and until when, place, functions, staff by role."""
    asked = parts.asked_day(request)
    found = queries.bases(request.actor, on=asked.day)
    context = {
        "tabs": parts.tabs("agencies:bases"), "asked": asked, "rows": [_row(base, asked.day) for base in found],
        "halls": [base for base in found if base.hall_id], "may_keep": parts.may_keep(request.actor),
    }  # fmt: skip
    return answer(request, "agencies/bases.html", context, shown=[])


def _row(base: Any, day: Any) -> dict[str, Any]:
    hours = queries.hours_on(base, on=day)
    return {
        "base": base,
        "known": hours is not None,
        "hours": _words(hours or []),
        "staff": _staff(base),
        "opened": parts.opened_words(base),
    }


def _words(hours: list[Any]) -> str:
    return "、".join(f"{opens:%-H:%M}–{closes:%-H:%M}" for opens, closes in hours)


def _staff(base: Any) -> list[dict[str, Any]]:
    """Staff by role: those appointed to the base, beside the number there should be."""
    lines: dict[str, dict[str, Any]] = {}
    for post in base.posts_now:
        line = lines.setdefault(post.role.label, {"label": post.role.label, "expected": None, "people": []})
        line["expected"] = (
            post.expected if line["expected"] is None else line["expected"] + (post.expected or 0)
        )
    for one in base.staff_now:
        line = lines.setdefault(one.role.label, {"label": one.role.label, "expected": None, "people": []})
        line["people"].append(one)
    return list(lines.values())


@page(needs=Permission.SEE_STAFFING)
def show_base(request: Any, base_id: UUID) -> HttpResponse:
    """One base: functions, area, hall, staff by role, and the coming two weeks."""
    asked = parts.asked_day(request)
    base = queries.get_base(request.actor, base_id=base_id, on=asked.day)
    calendar = [asked.day + timedelta(days=number) for number in range(DAYS_SHOWN)]
    hours = [queries.hours_on(base, on=day) for day in calendar]
    context = {
        "base": base, "opened": parts.opened_words(base), "asked": asked, "staff": _staff(base), "known": hours[0] is not None,
        "exceptions": queries.written_exceptions(base),
        "days": [
            {"day": day, "hours": _words(spans or [])} for day, spans in zip(calendar, hours, strict=True)
        ],
        "may_keep": parts.may_keep(request.actor),
        "crumbs": [{"label": "拠点", "url": reverse("agencies:bases")}, {"label": base.name, "url": ""}],
    }  # fmt: skip
    return answer(request, "agencies/base.html", context, shown=[])


@page(needs=Permission.KEEP_AGENCIES)
def add_base(request: Any) -> HttpResponse:
    """拠点を足す."""
    today = timezone.localdate()
    form = open_form(request, BaseForm)
    agencies = parts.agency_choices(request.actor, today)
    form.fields["operator"].offer(agencies)
    form.fields["hall"].offer(agencies)
    form.fields["area"].offer(parts.area_choices(request.actor, today))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def do() -> str:
            base = operations.add_base(
                request.actor, name=given["name"], place=given["place"], opened_on=given["opened_on"],
                functions=given["functions"], from_on=given["opened_on"] or today,
                operator=queries.get_agency(request.actor, agency_id=UUID(given["operator"])),
                hall=queries.get_agency(request.actor, agency_id=UUID(given["hall"])) if given["hall"] else None,
                area=parts.chosen(queries.areas(request.actor, on=today), given["area"]),
            )  # fmt: skip
            return reverse("agencies:base", args=[base.id])

        messages.success(request, f"拠点「{given['name']}」を登録しました。")
        return finish(request, form, do=do)
    return parts.form_answer(request, "agencies/base_form.html", form, {"base": None})


@page(needs=Permission.KEEP_AGENCIES)
def change_base(request: Any, base_id: UUID) -> HttpResponse:
    """拠点の登録を直す."""
    today = timezone.localdate()
    base = queries.get_base(request.actor, base_id=base_id, on=today)
    present = {
        "name": base.name, "place": base.place, "opened_on": base.opened_on,
        "hall": str(base.hall_id or ""), "area": str(base.area_id or ""),
    }  # fmt: skip
    form = open_form(request, BaseForm, subject=base.id, version=base.version, initial=present)
    del form.fields["operator"], form.fields["functions"]
    form.fields["hall"].offer(parts.agency_choices(request.actor, today))
    form.fields["area"].offer(parts.area_choices(request.actor, today))
    if request.method == "POST" and form.is_valid():
        if form.is_stale:
            return merge_page(request, form)
        given = form.cleaned_data
        values = {
            "name": given["name"], "place": given["place"], "opened_on": given["opened_on"],
            "hall": parts.chosen(queries.agencies(request.actor, on=today), given["hall"]),
            "area": parts.chosen(queries.areas(request.actor, on=today), given["area"]),
        }  # fmt: skip

        def change() -> str:
            operations.change_base(request.actor, base=base, version=form.posted_version, values=values)
            return reverse("agencies:base", args=[base.id])

        messages.success(request, "拠点の登録を直しました。")
        return finish(request, form, do=change)
    return parts.form_answer(request, "agencies/base_form.html", form, {"base": base})


@page(needs=Permission.KEEP_AGENCIES)
def set_hours(request: Any, base_id: UUID) -> HttpResponse:
    """拠点の開所の時間を決める. Two people at once meet on the merge page."""
    today = timezone.localdate()

    def fresh() -> HoursForm:
        base = queries.get_base(request.actor, base_id=base_id, on=today)
        initial = {f"day{day}": spans for day, spans in queries.written_hours(base).items()}
        initial |= {"from_on": today, "exceptions": queries.written_exceptions(base)}
        return open_form(request, HoursForm, subject=base.id, version=base.version, initial=initial)

    base, form = queries.get_base(request.actor, base_id=base_id, on=today), fresh()
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            operations.set_hours(
                request.actor, base=base, version=form.version, from_on=form.cleaned_data["from_on"],
                weekly=form.weekly(), exceptions=form.cleaned_data["exceptions"],
            )  # fmt: skip
            messages.success(request, f"「{base.name}」の開所の時間を決めました。")
            return reverse("agencies:base", args=[base.id])

        done = carry_out(request, form, do=act, current=fresh)
        if done is not None:
            return done
    return parts.form_answer(request, "agencies/set_hours.html", form, {"base": base})
