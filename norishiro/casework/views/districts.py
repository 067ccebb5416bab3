"""地区: who looks after each district in a year, what is told there, and how much was held there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.casework.queries import districts as queries
from norishiro.core.calendar import fiscal_year, fiscal_year_label


@page(needs=Permission.SEE_LOCAL)
def districts(request: Any) -> HttpResponse:
    """地区の一覧 of a fiscal year, with sums by area."""
    today, year = timezone.localdate(), parts.asked_year(request)
    context = {
        "tabs": parts.tabs("casework:districts") if request.actor.may(Permission.SEE_STAFFING) else [],
        "year": year, "year_label": fiscal_year_label(year), "years": parts.years_around(fiscal_year(today)),
        "lines": queries.district_lines(request.actor, on=today, year=year),
        "counts": request.actor.may(Permission.RECEIVE), "mine": request.actor.area_ids,
    }  # fmt: skip
    return answer(request, "casework/districts.html", context, shown=[])


@page(needs=Permission.SEE_LOCAL)
def district(request: Any, area_id: UUID) -> HttpResponse:
    """地区の一枚."""
    today, year = timezone.localdate(), parts.asked_year(request)
    found = queries.district(request.actor, area_id=area_id, on=today, year=year)
    context = {
        "district": found, "today": today,
        "year": year, "year_label": fiscal_year_label(year), "years": parts.years_around(fiscal_year(today)),
        "may_write": request.actor.may(Permission.KEEP_LOCAL), "may_keep": parts.may_keep(request.actor),
        "mine": request.actor.agency_ids,
        "crumbs": [
            {"label": "地区", "url": reverse("casework:districts")}, {"label": found.area.name, "url": ""},
        ],
    }  # fmt: skip
    return answer(request, "casework/district.html", context, shown=[])
