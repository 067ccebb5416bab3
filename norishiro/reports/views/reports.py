"""日報・月報・年報: the report, what stands behind a figure, the file, closing a month, and what changed since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, hand_over, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.core.calendar import DateProblem, parse_day, wareki
from norishiro.core.records import Unseen
from norishiro.core.withheld import typed_into
from norishiro.profiles.schema.reports import ReportLayout
from norishiro.reports import definitions, operations, papers, queries
from norishiro.reports.access import close_verdict
from norishiro.reports.choices import ScopeKind, Span
from norishiro.reports.own_rule import own_rule
from norishiro.reports.periods import Period, period_of, until_now
from norishiro.reports.queries.scopes import NOWHERE
from norishiro.reports.scopes import Scope

ACTIVITY = "reports:activity"
UNITS = {Span.DAY: "日", Span.MONTH: "月", Span.YEAR: "年度"}


@dataclass(frozen=True)
class Asked:
    """What an address or a form asks for."""

    scope: Scope
    groups: list[tuple[str, list[Scope]]]
    period: Period
    layouts: list[ReportLayout]
    layout: ReportLayout
    problem: str
    typed: str
    absent: bool = False

    @property
    def kept(self) -> dict[str, str]:
        return {
            "span": self.period.span, "on": self.period.first.isoformat(), "scope": self.scope.code,
            "layout": self.layout.code,
        }  # fmt: skip

    def address(self, name: str = "reports:report", **more: str) -> str:
        return f"{reverse(name)}?{urlencode({**self.kept, **more})}"


@page(needs=Permission.SEE_REPORTS, counts=True)
def report(request: Any) -> HttpResponse:
    """日報・月報・年報: composed of what was recorded, with no entry of its own."""
    actor, today = request.actor, timezone.localdate()
    asked = asked_for(request, may_be_absent=True)
    if asked.absent:
        return _absent(request, asked, "reports:report")
    found = queries.report(actor, scope=asked.scope, period=asked.period, layout=asked.layout, today=today)
    standing = queries.standing(actor, scope=asked.scope, period=asked.period)
    is_day, is_month = asked.period.span == Span.DAY, asked.period.span == Span.MONTH
    listed = queries.entries_of_day(actor, scope=asked.scope, period=asked.period) if is_day else None
    context = {
        **_frame(request, asked), "rules_url": asked.address("reports:participation"),
        "counts_elsewhere": actor.may(Permission.SEE_COUNTS), "held_too": actor.may(Permission.SEE_STAFFING), "report": found, "lines": _linked(found, asked), "sums": _sums(found, asked),
        "row_heading": papers.ROW_HEADINGS[asked.layout.rows], "standing": standing, "listed": listed,
        "closings": queries.closed_months(actor, scope=asked.scope, period=asked.period),
        "close": close_verdict(actor, scope=asked.scope, period=asked.period, standing=standing, today=today)
        if is_month
        else None,
        "unit": UNITS[asked.period.span], "empty_words": f"{asked.period.label}の記録は、まだありません",
        "close_words": "月報を締め直す" if standing else "月報を締める", "changes_url": asked.address("reports:changes"), "twice_url": "" if is_day else asked.address("reports:twice"), "definitions": definitions,
    }  # fmt: skip
    return answer(request, "reports/report.html", context, shown=listed.subjects if listed else [])


@page(needs=Permission.SEE_REPORTS, counts=True)
def entries(request: Any) -> HttpResponse:
    """The records behind one figure, as far as the actor may see them."""
    asked = asked_for(request)
    figure = definitions.FIGURES.get(request.GET.get("figure", ""))
    if figure is None:
        raise Unseen(NOWHERE)
    bucket = request.GET.get("row")
    found = queries.behind(
        request.actor, scope=asked.scope, period=asked.period, figure=figure,
        layout=asked.layout if bucket is not None else None, bucket=bucket or "",
    )  # fmt: skip
    context = {"asked": asked, "figure": figure, "behind": found, "back": asked.address()}
    return answer(request, "reports/entries.html", context, shown=found.subjects)


@page(needs=Permission.SEE_REPORTS, counts=True)
def participation(request: Any) -> HttpResponse:
    """参加支援の二つの数え方: both figures with their rules, and the cases that make the difference."""
    asked = asked_for(request)
    found = queries.both_rules(request.actor, scope=asked.scope, period=asked.period)
    rule = own_rule(asked.period, today=timezone.localdate())
    own = rule.figure
    figures = [definitions.FIGURES[key] for key in definitions.BOTH_RULES]
    other = definitions.FIGURES[definitions.NARROW if own.key == definitions.BROAD else definitions.BROAD]
    context = {
        "asked": asked, "found": found, "own": own, "why": rule.why, "changed": rule.changed,
        "rules": [
            {
                "figure": one, "number": found.numbers[one.key], "own": one.key == own.key,
                "href": _behind(asked, one.key) if found.numbers[one.key] else "",
            }
            for one in figures
        ],
        "words": f"「{own.label}」では{found.numbers[own.key]}人、「{other.label}」では{found.numbers[other.key]}人です。"
        f"差は{found.difference}人（ケースで{found.between.total}件）です。",
        "supported_url": _behind(asked, "part_supported"), "back": asked.address(),
    }  # fmt: skip
    return answer(request, "reports/participation.html", context, shown=found.between.subjects)


@require_POST
@page(needs=Permission.SEE_REPORTS)
def take_report(request: Any) -> HttpResponse:
    """受け取る, as Excel or PDF."""
    asked = asked_for(request)
    today = timezone.localdate()
    found = queries.report(
        request.actor, scope=asked.scope, period=asked.period, layout=asked.layout, today=today
    )
    form = operations.PDF if request.POST.get("form") == operations.PDF else operations.XLSX
    taken = operations.take_report(request.actor, report=found, form=form, today=today)
    return hand_over(request, taken.content, name=taken.name, shown=[])


@require_POST
@page(needs=Permission.CLOSE_REPORTS)
def close_month(request: Any) -> HttpResponse:
    """月報を締める."""
    asked = asked_for(request, spans=(Span.MONTH,))
    closed = operations.close_month(
        request.actor, scope=asked.scope, period=asked.period, today=timezone.localdate()
    )
    messages.success(
        request,
        f"{asked.period.label}の月報を締めました（{closed.number}回目）。あとで記録を直すと、前に出した数との差が出ます。",
    )
    return HttpResponseRedirect(asked.address())


@page(needs=Permission.SEE_REPORTS)
def activity(request: Any) -> HttpResponse:
    """活動報告: a month or a year in figures and charts, to be handed out; nobody is in it."""
    asked = _asked_activity(request, may_be_absent=True)
    if asked.absent:
        return _absent(request, asked, ACTIVITY)
    period = asked.period
    context = {
        "tabs": parts.tabs("reports:activity"), "asked": asked, "kept": asked.kept,
        "activity": queries.activity(request.actor, scope=asked.scope, period=period),
        "spans": [
            {"label": UNITS[one], "href": asked.address(ACTIVITY, span=one.value), "current": one == period.span}
            for one in queries.ACTIVITY_SPANS
        ],
        "before": asked.address(ACTIVITY, on=period.before.first.isoformat()),
        "next": asked.address(ACTIVITY, on=period.next.first.isoformat()), "unit": UNITS[period.span],
        "empty_words": f"{period.label}の記録は、まだありません", "report_url": asked.address(),
    }  # fmt: skip
    return answer(request, "reports/activity.html", context, shown=[])


@require_POST
@page(needs=Permission.SEE_REPORTS)
def take_activity(request: Any) -> HttpResponse:
    """活動報告を受け取る, as PDF."""
    actor, asked = request.actor, _asked_activity(request)
    found = queries.activity(actor, scope=asked.scope, period=asked.period)
    taken = operations.take_activity(actor, activity=found, today=timezone.localdate())
    return hand_over(request, taken.content, name=taken.name, shown=[])


@page(needs=Permission.SEE_REPORTS)
def changes(request: Any) -> HttpResponse:
    """What changed in a month after it was closed: 前に出した数 → いまの数, and which records."""
    actor, asked = request.actor, asked_for(request, spans=(Span.MONTH,))
    standing = queries.standing(actor, scope=asked.scope, period=asked.period)
    found = queries.changes(actor, standing=standing, period=asked.period) if standing else None
    context = {"asked": asked, "standing": standing, "found": found, "back": asked.address()}
    return answer(request, "reports/changes.html", context, shown=found.subjects if found else [])


def _absent(request: Any, asked: Asked, name: str) -> HttpResponse:
    """What is asked for was not there in that time: said in words, with the way to the time before, after and now."""
    period, today = asked.period, timezone.localdate()
    ways = (("前の", period.before.first), ("次の", period.next.first), ("いまの", today))
    context = {
        "tabs": parts.tabs(name), "asked": asked, "unit": UNITS[period.span],
        "ways": [(label, asked.address(name, on=on.isoformat())) for label, on in ways],
    }  # fmt: skip
    return answer(request, "reports/absent.html", context, shown=[])


def _asked_activity(request: Any, *, may_be_absent: bool = False) -> Asked:
    """A month or a year of a whole agency, base, area or programme: the own agency where none is named."""
    return asked_for(
        request,
        spans=queries.ACTIVITY_SPANS,
        kinds=queries.ACTIVITY_KINDS,
        usual=f"AGENCY:{request.actor.agency_id}",
        may_be_absent=may_be_absent,
    )


def asked_for(
    request: Any,
    *,
    spans: Sequence[str] = Span.values,
    kinds: Sequence[str] = ScopeKind.values,
    usual: str = "",
    may_be_absent: bool = False,
) -> Asked:
    """Whose work, which time and which layout; what cannot be read is the usual one, and a day that cannot is said.

    What was there at another time only is unseen, or ``absent`` where the page can say so."""
    given, today = request.POST or request.GET, timezone.localdate()
    span = given.get("span") if given.get("span") in spans else spans[0]
    typed, problem, day = typed_into(request, given.get("on", "").strip()), "", today
    if typed:
        try:
            day = parse_day(typed, today=today)
        except DateProblem as found:
            problem = str(found)
    layouts = definitions.layouts_of(parts.profile_on(today), span=span)
    layout = next((one for one in layouts if one.code == given.get("layout")), layouts[0])
    period = period_of(day, span=span)
    groups = queries.scopes_open_to(request.actor, period=period, kinds=kinds)
    code, absent = given.get("scope") or usual, False
    try:
        scope = queries.find_scope(request.actor, groups=groups, code=code)
    except Unseen:
        if not may_be_absent:
            raise
        ever = queries.scopes_open_to(request.actor, period=until_now(today), kinds=kinds)
        scope, absent = queries.find_scope(request.actor, groups=ever, code=code), True
    return Asked(
        scope=scope, groups=groups, period=period, layouts=layouts, layout=layout, problem=problem,
        typed=typed if problem else wareki(day), absent=absent,
    )  # fmt: skip


def _frame(request: Any, asked: Asked) -> dict[str, Any]:
    period = asked.period
    return {
        "tabs": parts.tabs("reports:report"), "asked": asked, "kept": asked.kept,
        "spans": [
            {"label": one.label, "href": asked.address(span=one.value, layout=""), "current": one == period.span}
            for one in Span
        ],
        "layouts": [
            {"label": one.title, "href": asked.address(layout=one.code), "current": one == asked.layout}
            for one in asked.layouts
        ],
        "before": asked.address(on=period.before.first.isoformat()), "next": asked.address(on=period.next.first.isoformat()),
    }  # fmt: skip


def _linked(found: queries.Report, asked: Asked) -> list[dict[str, Any]]:
    """Each row with, for every figure that is not nought, the address of its records."""
    return [
        {
            "label": line.label,
            "cells": [
                {"number": number, "href": _behind(asked, figure.key, row=line.bucket) if number else ""}
                for number, figure in zip(line.cells, found.figures, strict=True)
            ],
        }
        for line in found.lines
    ]


def _sums(found: queries.Report, asked: Asked) -> list[dict[str, Any]]:
    return [
        {
            "figure": figure,
            "number": number,
            "href": _behind(asked, figure.key) if number else "",
        }
        for number, figure in zip(found.whole, found.figures, strict=True)
    ]


def _behind(asked: Asked, figure: str, **row: str) -> str:
    return asked.address("reports:entries", figure=figure, **row)
