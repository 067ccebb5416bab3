"""事業の実施 by fiscal year, and how 多機関協働 is placed in this municipality."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from norishiro.agencies import queries
from norishiro.agencies.choices import Pattern, Programme, SupportGroup
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.core.calendar import fiscal_year, fiscal_year_label


@page(needs=Permission.SEE_STAFFING)
def programmes(request: Any) -> HttpResponse:
    """事業の実施: operator and form of each programme in a year, by the five programmes or by three groups."""
    year = parts.asked_year(request)
    three = request.GET.get("by", "") == "3"
    rows = queries.operators_in(request.actor, fiscal_year=year)
    kinds = SupportGroup if three else Programme
    context = {
        "tabs": parts.tabs("agencies:programmes"), "year": year, "year_label": fiscal_year_label(year), "three": three,
        "years": parts.years_around(fiscal_year(timezone.localdate())),
        "groups": [
            _group(kind, [row for row in rows if kind == (row.group if three else row.programme)]) for kind in kinds
        ],
        "written": sorted({row.fiscal_year for row in rows}),
    }  # fmt: skip
    return answer(request, "agencies/programmes.html", context, shown=[])


def _group(kind: Any, rows: list[Any]) -> dict[str, Any]:
    return {"label": kind.label, "rows": rows, "whole": [row for row in rows if not row.name]}


@page(needs=Permission.SEE_STAFFING)
def pattern(request: Any) -> HttpResponse:
    """多機関協働の置き方: the pattern of the profile, the operators, and where a request goes."""
    today = timezone.localdate()
    profile = parts.profile_on(today)
    context: dict[str, Any] = {
        "tabs": parts.tabs("agencies:pattern"),
        "profile": profile,
        "patterns": list(Pattern),
    }
    if profile is not None:
        flow = profile.flow
        context |= {
            "present": Pattern(flow.pattern),
            "operators": queries.operators_of_flow(request.actor, flow=flow, on=today),
            "answering": queries.answering_agencies(request.actor, flow=flow, on=today),
            "flow": flow,
        }
    return answer(request, "agencies/pattern.html", context, shown=[])
