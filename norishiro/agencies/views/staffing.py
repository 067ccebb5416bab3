"""配置: who is where in a fiscal year, where nobody is, who is alone, who stands in."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from norishiro.agencies import queries, rules
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.core.calendar import fiscal_year, fiscal_year_label, fiscal_year_span


def _day_of(request: Any) -> tuple[Any, int]:
    """The day a year is looked at: today in the present year, its first day in a coming one, its last in a past one."""
    today, year = timezone.localdate(), parts.asked_year(request)
    first, after = fiscal_year_span(year)
    if year == fiscal_year(today):
        return today, year
    return (first if first > today else after.replace(month=3, day=31)), year


@page(needs=Permission.SEE_STAFFING)
def staffing(request: Any) -> HttpResponse:
    """配置の一覧: per area who and as what, with the gaps marked."""
    day, year = _day_of(request)
    states = queries.post_states(request.actor, on=day, per_area=True)
    only = request.GET.get("gaps", "") == "1"
    rows = _rows(states)
    context = {
        "tabs": parts.tabs("agencies:staffing"), "day": day, "year_label": fiscal_year_label(year), "year": year,
        "years": parts.years_around(fiscal_year(timezone.localdate())),
        "rows": [row for row in rows if row["marked"]] if only else rows, "only": only,
        "gaps": sum(row["marked"] for row in rows), "total": len(rows),
        "covers": queries.covers_on(request.actor, on=day), "may_keep": parts.may_keep(request.actor),
    }  # fmt: skip
    return answer(request, "agencies/staffing.html", context, shown=[])


def _rows(states: list[Any]) -> list[dict[str, Any]]:
    """One row per area: its posts, how many different people, the marks, population per worker."""
    by_area: dict[str, list[Any]] = {}
    for state in states:
        by_area.setdefault(state.post.area.code, []).append(state)
    return [_row(found) for found in sorted(by_area.values(), key=lambda one: one[0].post.area.order)]


def _row(found: list[Any]) -> dict[str, Any]:
    area = found[0].post.area
    people = {one.staff_id for state in found for one in state.holders}
    summed = rules.covered(count=len(people), expected=None)
    return {
        "area": area, "states": found, "people": len(people), "summed": summed,
        "marked": summed is not rules.Cover.ENOUGH or any(state.needs_attention for state in found),
        "per_worker": round(area.population / len(people)) if area.population and people else None,
    }  # fmt: skip


@page(needs=Permission.SEE_STAFFING)
def duals(request: Any) -> HttpResponse:
    """兼務: people with several roles at once; each role is counted apart, each person once."""
    day, year = _day_of(request)
    people = [
        {"staff": one, "held": one.now}
        for one in queries.staff_list(request.actor, on=day)
        if len({held.role_id for held in one.now}) > 1
    ]
    counts: dict[str, int] = {}
    for staff in queries.staff_list(request.actor, on=day):
        for label in {held.role.label for held in staff.now}:
            counts[label] = counts.get(label, 0) + 1
    context = {
        "tabs": parts.tabs("agencies:staffing"), "day": day, "year": year, "year_label": fiscal_year_label(year),
        "years": parts.years_around(fiscal_year(timezone.localdate())), "people": people,
        "counts": sorted(counts.items()),
    }  # fmt: skip
    return answer(request, "agencies/duals.html", context, shown=[])
