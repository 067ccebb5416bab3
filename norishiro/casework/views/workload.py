"""受け持ち and 活動の数: counts over what the actor may see."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.choices import Programme
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.casework.queries import workload as queries
from norishiro.core.calendar import fiscal_year, fiscal_year_label
from norishiro.profiles.choices import Programme as WrittenProgramme

USUAL_GROUPS = {
    Programme.CONSULTATION: "CONSULTATION",
    Programme.OUTREACH: "CONSULTATION",
    Programme.MULTI_AGENCY: "CONSULTATION",
    Programme.PARTICIPATION: "PARTICIPATION",
    Programme.COMMUNITY: "COMMUNITY",
}


@page(needs=Permission.SEE_STAFFING)
def workload(request: Any) -> HttpResponse:
    """受け持ち: cases and contacts per person, people, cases and population per worker and area, cases per operator."""
    today = timezone.localdate()
    year = parts.asked_year(request)
    level = agency_queries.load_level(request.actor, agency_id=request.actor.agency_id, on=today)
    context = {
        "tabs": parts.tabs("casework:workload"), "year": year, "year_label": fiscal_year_label(year),
        "years": parts.years_around(fiscal_year(today)), "level": level, "may_keep": parts.may_keep(request.actor),
        "loads": queries.person_loads(
            request.actor, agency_ids=request.actor.agency_ids, on=today, year=year,
            level=(level.area_cases, level.multi_agency_cases) if level else None,
        ),
        "areas": queries.area_loads(request.actor, on=today, year=year),
        "operators": queries.operator_counts(request.actor, on=today, year=year),
        "endings": queries.endings(request.actor, year=year),
        "covers": agency_queries.covers_on(request.actor, on=today, agency_id=request.actor.agency_id),
    }  # fmt: skip
    return answer(request, "casework/workload.html", context, shown=[])


@page(needs=Permission.SEE_COUNTS)
def activity(request: Any) -> HttpResponse:
    """活動の数: contacts of a fiscal year by the five programmes or by the three groups."""
    today = timezone.localdate()
    year, three = parts.asked_year(request), request.GET.get("by", "") == "3"
    rows = queries.activity(request.actor, year=year, groups=_groups(today), three=three)
    context = {
        "tabs": parts.tabs("casework:activity"), "year": year, "year_label": fiscal_year_label(year), "three": three,
        "years": parts.years_around(fiscal_year(today)), "rows": rows, "total": sum(row.count for row in rows),
    }  # fmt: skip
    return answer(request, "casework/activity.html", context, shown=[])


def _groups(today: Any) -> dict[str, str]:
    profile = parts.profile_on(today)
    if profile is None:
        return {programme.value: group for programme, group in USUAL_GROUPS.items()}
    return {one.value: profile.group_of(one).value for one in WrittenProgramme}
