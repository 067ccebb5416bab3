"""The figures of a year as they may be told: counted from its records, with nothing in them that is hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from norishiro.agencies.models import Agency
from norishiro.core.calendar import fiscal_year_span
from norishiro.reports import lookups, networks, rules
from norishiro.reports.choices import ScopeKind, Span
from norishiro.reports.definitions import (
    FIGURES,
    SUMMARY_AGENCIES,
    SUMMARY_AREAS,
    SUMMARY_TOLD,
    SUMMARY_VERSION,
    VERSION,
    Figure,
)
from norishiro.reports.earlier import Content, Earlier, earlier_than, of_people
from norishiro.reports.models import Summary
from norishiro.reports.periods import Period, over_time, period_of
from norishiro.reports.scopes import Scope
from norishiro.reports.told import CHARTED, WAYS, Told

HIDDEN = "※"
DEFINITION = f"{VERSION}・{SUMMARY_VERSION}"


def agency_scope(agency_id: UUID, name: str) -> Scope:
    return Scope(ScopeKind.AGENCY, str(agency_id), name, ids=(agency_id,))


def scope_of(summary: Summary) -> Scope:
    """What a summary counts; always all of it."""
    if summary.scope == ScopeKind.TOWN:
        return Scope(ScopeKind.TOWN, "", summary.scope_label)
    return agency_scope(UUID(summary.scope_key), summary.scope_label)


def year_of(year: int) -> Period:
    return period_of(fiscal_year_span(year)[0], span=Span.YEAR)


def drafted(summary: Summary, *, today: date, until: date | None = None) -> Content:
    """The figures of the year, or of its days so far, as they may be told now. Nothing that is hidden is in it."""
    scope, year = scope_of(summary), year_of(summary.year)
    until = until or min(year.last, today)
    period = Period(Span.YEAR, year.first, until + timedelta(days=1))
    keys = dict.fromkeys((*(one.key for one in SUMMARY_TOLD), *WAYS))
    figures = [FIGURES[key] for key in keys]
    counted, _months = lookups.count(scope, period, rows="months", figures=figures)
    earlier = earlier_than(summary)
    told = [_told(one, counted[one.key].whole, earlier) for one in SUMMARY_TOLD]
    unsaid = {one["key"] for one in told if one["number"] is None}
    tables = []
    if scope.kind == ScopeKind.TOWN:
        tables.append(_agencies(scope, period, earlier, unsaid))
    tables.append(_areas(scope, period, earlier, unsaid))
    for table in tables:
        unsaid |= table.pop("unsaid")
    return {
        "first": period.first.isoformat(), "until": until.isoformat(), "counted_on": today.isoformat(),
        "definition": DEFINITION,
        "told": [one if one["key"] not in unsaid else _unsaid(one) for one in told],
        "tables": tables,
        "charts": _charts(period, counted, unsaid),
        "networks": {
            "sums": networks.sums(scope, period, until=until), "lines": networks.lines(scope, period, until=until),
            "columns": [list(one) for one in networks.ROW_COLUMNS],
        },
    }  # fmt: skip


def _told(figure: Figure, number: int, earlier: Earlier) -> Content:
    told = Told(figure, number)
    is_kept = figure.key in earlier.unsaid_wholes
    found = {
        "key": figure.key, "label": figure.label, "unit": figure.unit, "definition": figure.definition,
        "mark": figure.mark, "version": figure.version, "number": None if told.is_small or is_kept else number, "words": told.words,
    }  # fmt: skip
    return _unsaid(found) if is_kept else found


def _unsaid(one: Content) -> Content:
    small = one["words"].endswith("未満")
    return {**one, "number": None, "words": one["words"] if small else HIDDEN}


def _agencies(scope: Scope, period: Period, earlier: Earlier, unsaid: set[str]) -> Content:
    figures = list(SUMMARY_AGENCIES)
    counted, buckets = lookups.count(scope, period, rows="agencies", figures=figures)
    rows = Agency.objects.filter(id__in=[one for one in buckets if one]).order_by("code", "id")
    named = [(str(one.id), one.name) for one in rows]
    return _table("agencies", "窓口・機関ごと", "機関", named, figures, counted, earlier, unsaid)


def _areas(scope: Scope, period: Period, earlier: Earlier, unsaid: set[str]) -> Content:
    figures = [one for one in SUMMARY_AREAS if not (earlier.areas_told and of_people(one))]
    counted, buckets = lookups.count(scope, period, rows="areas", figures=figures)
    named = lookups.area_rows(buckets, on=period.last)
    table = _table("areas", "圏域ごと（地域担当）", "圏域", named, figures, counted, earlier, unsaid)
    if earlier.areas_told:
        table["note"] = (
            "人や支援の数の圏域ごとの内訳は、この年度の別のまとめに出ています。二つを比べると少ない数が分かるので、ここには出しません。"
        )
    return table


def _table(
    code: str, title: str, heading: str, named: Sequence[tuple[str, str]], figures: Sequence[Figure],
    counted: Mapping[str, lookups.Counts], earlier: Earlier, unsaid: set[str],
) -> Content:  # fmt: skip
    """A breakdown of which no small number can be worked out."""
    hidden: dict[str, frozenset[str]] = {}
    gone: set[str] = set()
    for one in figures:
        if not of_people(one):
            continue
        parts = {bucket: counted[one.key].parts.get(bucket, 0) for bucket, _label in named}
        cell = (code, one.key)
        hidden[one.key], whole_hidden = rules.hidden_in(
            parts, whole=counted[one.key].whole, whole_hidden=one.key in unsaid, told=earlier.told[cell],
            kept=earlier.kept[cell],
        )  # fmt: skip
        if whole_hidden:
            gone.add(one.key)
    rows = [
        {
            "bucket": bucket, "label": label,
            "cells": [
                None if bucket in hidden.get(one.key, ()) else counted[one.key].parts.get(bucket, 0) for one in figures
            ],
        }
        for bucket, label in named
    ]  # fmt: skip
    return {
        "code": code, "title": title, "heading": heading, "note": "", "rows": rows, "unsaid": gone,
        "columns": [
            {
                "key": one.key, "label": one.label, "unit": one.unit, "definition": one.definition, "mark": one.mark,
                "version": one.version,
            }
            for one in figures
        ],
        "hides": any(None in row["cells"] for row in rows),
    }  # fmt: skip


def _charts(period: Period, counted: Mapping[str, lookups.Counts], unsaid: set[str]) -> list[Content]:
    """By month and by way; none of what the whole is not told of."""
    found = [
        {
            "title": f"月ごとの{FIGURES[key].label}", "heading": "いつ", "unit": FIGURES[key].unit,
            "rows": [[label, number] for label, number in over_time(period, counted[key].parts)],
        }
        for key in CHARTED
        if key not in unsaid
    ]  # fmt: skip
    if not unsaid & {"contacts", "visits"}:
        rows = [[FIGURES[key].label, counted[key].whole] for key in WAYS]
        found.append({"title": "方法ごとの支援の回数", "heading": "方法", "unit": "回", "rows": rows})
    return [one for one in found if any(number for _label, number in one["rows"])]
