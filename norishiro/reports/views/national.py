"""国様式の実績報告: the items of a time, what stands behind each, and the office's own workbook filled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, hand_over, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.core.calendar import DateProblem, parse_day, wareki
from norishiro.core.form_pages import open_form
from norishiro.core.text import InputProblem
from norishiro.core.withheld import typed_into
from norishiro.reports import forms, operations, queries
from norishiro.reports import national as forms_of_country
from norishiro.reports.choices import Span
from norishiro.reports.national import QUARTER, SPANS
from norishiro.reports.periods import Period, period_of
from norishiro.reports.scopes import Scope, town_or_programme

NOW, CLOSED = "now", "closed"
TITLE = "国様式の実績報告"


@dataclass(frozen=True)
class NationalAsked:
    """What an address or a form asks for."""

    period: Period
    span: str
    as_closed: bool
    typed: str
    problem: str
    scope: Scope

    @property
    def kept(self) -> dict[str, str]:
        return {
            "span": self.span, "on": self.period.first.isoformat(), "as": CLOSED if self.as_closed else NOW,
        }  # fmt: skip

    def address(self, name: str = "national", **more: str) -> str:
        return f"{reverse(f'reports:{name}')}?{urlencode({**self.kept, **more})}"


def _asked(request: Any) -> NationalAsked:
    given, today = request.POST or request.GET, timezone.localdate()
    span = given.get("span") if given.get("span") in dict(SPANS) else Span.YEAR.value
    typed, problem, day = typed_into(request, given.get("on", "").strip()), "", today
    if typed:
        try:
            day = parse_day(typed, today=today)
        except DateProblem as found:
            problem = str(found)
    month = period_of(day, span=Span.MONTH)
    period = forms_of_country.quarter_of(month) if span == QUARTER else period_of(day, span=span)
    return NationalAsked(
        period,
        span,
        given.get("as") == CLOSED,
        typed if problem else wareki(day),
        problem,
        town_or_programme(""),
    )


@page(needs=Permission.SEE_COUNTS, counts=True)
def national(request: Any) -> HttpResponse:
    """国様式の実績報告: every item of a month, a quarter or a year, each opening its records."""
    asked = _asked(request)
    found = queries.national(request.actor, period=asked.period, as_closed=asked.as_closed)
    mapping, unit = forms_of_country.USUAL, dict(SPANS)[asked.span]
    ways = ((NOW, "いまの数", False), (CLOSED, "締めたときの数", True))
    context = {
        "tabs": parts.tabs("reports:national"), "asked": asked, "kept": asked.kept, "found": found, "mapping": mapping,
        "lines": [
            {
                "line": one, "told": one.told(as_closed=asked.as_closed), "place": mapping.place_of(one.item.key),
                "href": asked.address("national_entries", item=one.item.key),
            }
            for one in found.lines
        ],
        "spans": [{"label": label, "href": asked.address(span=key), "current": key == asked.span} for key, label in SPANS],
        "ways": [{"label": label, "href": asked.address(**{"as": key}), "current": on == asked.as_closed} for key, label, on in ways],
        "before": asked.address(on=asked.period.before.first.isoformat()), "next": asked.address(on=asked.period.next.first.isoformat()),
        "unit": unit, "fill_url": asked.address("fill_national"), "running": asked.period.after > timezone.localdate(),
        "items_version": forms_of_country.ITEMS_VERSION, "items_source": forms_of_country.ITEMS_SOURCE,
    }  # fmt: skip
    return answer(request, "reports/national.html", context, shown=[])


@page(needs=Permission.SEE_COUNTS, counts=True)
def national_entries(request: Any) -> HttpResponse:
    """The records behind one item, as far as the actor may see them."""
    asked = _asked(request)
    item, found = queries.national_behind(request.actor, period=asked.period, key=request.GET.get("item", ""))
    scoped = NationalAsked(
        asked.period,
        asked.span,
        asked.as_closed,
        asked.typed,
        asked.problem,
        town_or_programme(item.programme),
    )
    context = {
        "asked": scoped,
        "figure": item.counted,
        "item": item,
        "behind": found,
        "back": asked.address(),
    }
    return answer(request, "reports/national_entries.html", context, shown=found.subjects)


def _fill_page(
    request: Any, asked: NationalAsked, form: forms.NationalForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "asked": asked, "kept": asked.kept, "form": form, "back": asked.address(), "version": forms_of_country.USUAL.version,
        "crumbs": [{"label": TITLE, "url": asked.address()}, {"label": "様式に入れる", "url": ""}],
    }  # fmt: skip
    return answer(request, "reports/fill_national.html", context, shown=[], status=status)


@page(needs=Permission.SEE_COUNTS)
def fill_national(request: Any) -> HttpResponse:
    """国の様式に入れる: the office's own workbook and mapping, or ours."""
    return _fill_page(request, _asked(request), open_form(request, forms.NationalForm))


@require_POST
@page(needs=Permission.SEE_COUNTS)
def take_national(request: Any) -> HttpResponse:
    """実績報告を受け取る: filled into a workbook, as CSV, or the empty form and its mapping to be put right."""
    actor, asked, today = request.actor, _asked(request), timezone.localdate()
    form = open_form(request, forms.NationalForm)
    if not form.is_valid():
        return _fill_page(request, asked, form, status=422)
    found = queries.national(actor, period=asked.period, as_closed=asked.as_closed)
    way = request.POST.get("form", operations.XLSX)
    try:
        taken = operations.take_national(
            actor,
            found=found,
            form=way,
            template=form.cleaned_data["template"],
            mapping=form.cleaned_data["mapping"],
            today=today,
        )
    except InputProblem as problem:
        for one in str(problem).split("\n"):
            form.add_error("template", one)
        return _fill_page(request, asked, form, status=422)
    return hand_over(request, taken.content, name=taken.name, shown=[])
