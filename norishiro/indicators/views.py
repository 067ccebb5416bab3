"""実績の表: the table, what stands behind a cell, the file, and the table laid before a meeting."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, hand_over, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.core.calendar import fiscal_year, fiscal_year_label, fiscal_year_span
from norishiro.core.records import Unseen
from norishiro.core.verdict import Refused, no
from norishiro.indicators import definitions, operations, papers, queries, reaching

MOST_YEARS = 10
REACHING = {
    reaching.REACHED: "届いた",
    reaching.WAITING: "まだ（続いている）",
    reaching.WITHOUT: "届かずに終わった",
}
MOST_CASES = 100
NOWHERE = UUID(int=0)
NO_BODY = "会議体がまだ登録されていません。自治体の設定を採用してから開いてください。"


@page(needs=Permission.SEE_COUNTS, counts=True)
def cohort(request: Any) -> HttpResponse:
    """実績の表: cases gathered by the year they began, with the checks that must agree."""
    actor = request.actor
    table, asked = _asked(request)
    if table is None:
        return answer(request, "indicators/cohort.html", _frame(request, asked), shown=[])
    cases, hidden = queries.astray_cases(actor, table=table)
    context = {
        **_frame(request, asked), "table": table, "lines": _linked(table, asked), "definitions": definitions,
        "conditions": papers.conditions(table), "astray": cases, "astray_hidden": hidden,
    }  # fmt: skip
    return answer(request, "indicators/cohort.html", context, shown=[case.id for case, _why in cases])


@page(needs=Permission.SEE_COUNTS, counts=True)
def cohort_cell(request: Any) -> HttpResponse:
    """The cases and sittings behind one figure, as far as the actor may see them."""
    table, asked = _asked(request)
    place_id = _uuid(request.GET.get("place", ""))
    year = _number(request.GET.get("year", ""), usual=asked["until"])
    found = table and table.find(row=request.GET.get("row", "main_cases"), place_id=place_id, year=year)
    if table is None or not found:
        raise Unseen(place_id or (table.main.id if table else NOWHERE))
    line, figure = found
    behind = queries.behind(request.actor, table=table, figure=figure)
    context = {
        "line": line, "figure": figure, "year_label": fiscal_year_label(year), "behind": behind,
        "back": f"{reverse('indicators:cohort')}?{urlencode(_kept(asked))}",
    }  # fmt: skip
    return answer(request, "indicators/cohort_cell.html", context, shown=[case.id for case in behind.cases])


@require_POST
@page(needs=Permission.SEE_COUNTS)
def take_cohort(request: Any) -> HttpResponse:
    """表を受け取る, as Excel or PDF."""
    table, _asked_for = _asked(request)
    if table is None:
        raise Refused(no("body", NO_BODY))
    form = operations.PDF if request.POST.get("form") == operations.PDF else operations.XLSX
    taken = operations.take_cohort(request.actor, table=table, form=form)
    return hand_over(request, taken.content, name=taken.name, shown=[])


@page(needs=Permission.ATTEND_MEETING)
def results(request: Any, sitting_id: UUID) -> HttpResponse:
    """会議に出した実績の表, beside what was said about it."""
    actor = request.actor
    sitting = queries.get_sitting(actor, sitting_id=sitting_id)
    tabled = queries.get_results(actor, sitting_id=sitting.id)
    context = {"sitting": sitting, "tabled": tabled, "may_count": actor.may(Permission.SEE_COUNTS)}
    return answer(request, "indicators/results.html", context, shown=[])


@page(needs=Permission.SEE_COUNTS)
def table_results(request: Any, sitting_id: UUID) -> HttpResponse:
    """実績の表を会議に出す: shown first, kept when sent."""
    actor = request.actor
    sitting = queries.get_sitting(actor, sitting_id=sitting_id)
    table, asked = _asked(request, usual_until=fiscal_year(sitting.held_on))
    if table is None:
        raise Refused(no("body", NO_BODY))
    if request.method == "POST":
        operations.table_results(actor, sitting=sitting, table=table)
        messages.success(
            request, "実績の表を会議に出しました。あとで記録を直しても、出した表は変わりません。"
        )
        return HttpResponseRedirect(reverse("indicators:results", args=[sitting.id]))
    context = {
        **_frame(request, asked), "sitting": sitting, "table": table, "content": table.content(),
        "conditions": papers.conditions(table),
    }  # fmt: skip
    return answer(request, "indicators/table_results.html", context, shown=[])


@page(needs=Permission.SEE_COUNTS, counts=True)
def connections(request: Any) -> HttpResponse:
    """つながりの歩み: movement along the stages in a year, also where nothing was solved."""
    today = timezone.localdate()
    year = parts.asked_year(request)
    found = queries.connections(request.actor, year=year)
    context = {
        "tabs": parts.tabs("indicators:connections"), "found": found, "year": year, "year_label": fiscal_year_label(year),
        "years": parts.years_around(fiscal_year(today)),
    }  # fmt: skip
    return answer(
        request, "indicators/connections.html", context, shown=[one.person.id for one in found.people]
    )


@page(needs=Permission.SEE_COUNTS, counts=True)
def show_reaching(request: Any) -> HttpResponse:
    """支援が届くまで."""
    actor, today = request.actor, timezone.localdate()
    year = parts.asked_year(request)
    first, after = fiscal_year_span(year)
    leads = queries.leads(actor)
    agency_id = next((key for key, _name in leads if str(key) == request.GET.get("agency", "")), None)
    ways = queries.ways(actor, first=first, after=after, agency_id=agency_id)
    found = reaching.measured(ways, today=today)
    kept = {"year": year, "agency": str(agency_id or "")}
    opened = _cases_of(request, ways, found)
    context = {
        "tabs": parts.tabs("indicators:connections"), "year": year, "year_label": fiscal_year_label(year),
        "years": parts.years_around(fiscal_year(today)), "leads": leads, "agency_id": agency_id, "total": len(ways),
        "lines": [_step_line(one, kept) for one in found], "opened": opened, "steps": reaching.STEPS,
        "mark": reaching.MARK, "version": reaching.VERSION,
    }  # fmt: skip
    shown = [case.id for case, _way, _days in opened["cases"]] if opened else []
    return answer(request, "indicators/reaching.html", context, shown=shown)


def _step_line(measure: reaching.Measure, kept: dict[str, Any]) -> dict[str, Any]:
    """A step with the addresses of what stands behind its figures."""
    home = reverse("indicators:show_reaching")
    return {
        "measure": measure,
        **{
            state: f"{home}?{urlencode({**kept, 'step': measure.step.code, 'which': state})}#cases"
            for state in REACHING
        },
    }


def _cases_of(request: Any, ways: list[reaching.Way], found: list[reaching.Measure]) -> dict[str, Any] | None:
    """The cases behind the figure that was pressed; nothing where none was, or it is none of the table."""
    step, which = request.GET.get("step", ""), request.GET.get("which", "")
    measure = next((one for one in found if one.step.code == step), None)
    if measure is None or which not in REACHING:
        return None
    ids = getattr(measure, which)
    by_case = {one.case_id: one for one in ways}
    today = timezone.localdate()
    cases = [
        (case, way, way.days_to(step) if which == reaching.REACHED else way.days_so_far(today))
        for case in queries.cases_behind(request.actor, case_ids=ids, limit=MOST_CASES)
        for way in (by_case[case.id],)
    ]
    return {
        "label": measure.step.label, "words": REACHING[which], "cases": cases, "total": len(ids), "more": len(ids) - len(cases),
    }  # fmt: skip


def _asked(
    request: Any, *, usual_until: int | None = None
) -> tuple[queries.CohortTable | None, dict[str, Any]]:
    """Body and years from the address or the form; whatever cannot be read is the usual one."""
    given, today = request.POST or request.GET, timezone.localdate()
    bodies = queries.bodies_to_choose(request.actor)
    body_id = _uuid(given.get("body", ""))
    body = next((one for one in bodies if body_id in (None, one.id)), None)
    until = min(_number(given.get("until", ""), usual=usual_until or fiscal_year(today)), fiscal_year(today))
    years = min(max(_number(given.get("years", ""), usual=queries.USUAL_YEARS), 1), MOST_YEARS)
    asked = {"body": body, "bodies": bodies, "until": until, "years": years}
    if body is None and body_id is not None:
        raise Unseen(body_id)
    if body is None:
        return None, asked
    return queries.cohort_table(request.actor, body=body, last_year=until, years=years, today=today), asked


def _frame(request: Any, asked: dict[str, Any]) -> dict[str, Any]:
    return {
        "tabs": parts.tabs("indicators:cohort"), "asked": asked, "kept": _kept(asked), "no_body": NO_BODY,
        "untils": _years(timezone.localdate(), request), "spans": range(1, MOST_YEARS + 1),
    }  # fmt: skip


def _years(today: Any, request: Any) -> list[dict[str, Any]]:
    return [
        {"year": year, "label": fiscal_year_label(year)}
        for year in queries.years_to_choose(request.actor, today=today)
    ]


def _kept(asked: dict[str, Any]) -> dict[str, Any]:
    body = asked["body"]
    return {"body": str(body.id) if body else "", "until": asked["until"], "years": asked["years"]}


def _linked(table: queries.CohortTable, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Each line with the address of what stands behind each of its figures; a heading only where it changes."""
    lines, before = [], ""
    for line in table.lines:
        cells = [
            {
                "figure": figure,
                "href": f"{reverse('indicators:cohort_cell')}?"
                + urlencode({**_kept(asked), "row": line.row.key, "place": line.place.id, "year": year}),
            }
            for figure, year in zip(line.figures, table.years, strict=True)
        ]
        lines.append({"line": line, "cells": cells, "first": line.heading != before})
        before = line.heading
    return lines


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _number(text: str, *, usual: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else usual
