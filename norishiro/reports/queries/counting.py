"""The report itself: a layout filled with figures. Nothing is typed; the same definitions wherever a figure stands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Programme
from norishiro.agencies.models import Agency, Staff
from norishiro.profiles.schema.reports import ReportLayout
from norishiro.reports import lookups
from norishiro.reports.definitions import BOTH_RULES, Figure, figures_of
from norishiro.reports.own_rule import OwnRule, own_rule
from norishiro.reports.periods import Period, day_label
from norishiro.reports.scopes import Scope

# Agencies that stand in no group of the layout.
OTHERS = "そのほかの機関"
# What is nobody's: a programme of a case without a worker in the lead, a host that is no agency of ours.
NOBODYS = {"staff": "（主担当者なし）", "agencies": "（登録のある機関のない団体）"}


@dataclass(frozen=True)
class Line:
    """One row: what it stands for, and a number under each figure."""

    bucket: str
    label: str
    cells: tuple[int, ...]


@dataclass(frozen=True)
class Report:
    """One report: rows, the line of the whole, and which of its columns nobody has defined."""

    scope: Scope
    period: Period
    layout: ReportLayout
    figures: tuple[Figure, ...]
    lines: tuple[Line, ...]
    whole: tuple[int, ...]
    unknown: tuple[str, ...]
    own: OwnRule | None = None

    @property
    def is_empty(self) -> bool:
        return not any(self.whole)

    @property
    def changed_rules(self) -> list[str]:
        """Which figures were counted otherwise in a part of this time, one sentence each."""
        told = (one.changed_in(self.period.first, self.period.after) for one in self.figures)
        return [one for one in told if one]

    def content(self) -> dict[str, Any]:
        """The table as words and numbers, to be written on paper or into a file."""
        return {
            "columns": [f"{one.label}（{one.unit}）" for one in self.figures],
            "lines": [{"label": one.label, "cells": list(one.cells)} for one in self.lines],
            "whole": list(self.whole) if self.layout.sums else [],
        }


def report(
    actor: Actor, *, scope: Scope, period: Period, layout: ReportLayout, today: date | None = None
) -> Report:
    """Fill a layout. Each kind of record is asked once, whatever the number of figures and rows.

    Where it tells of people taking part, which is counted by two rules, ``today`` lets it say which is the office's own.
    """
    figures, unknown = figures_of(layout.columns)
    counted, buckets = lookups.count(
        scope, period, rows=layout.rows, figures=figures, groups=lookups.groups_of(layout)
    )
    rows = _rows(layout, period, buckets)
    return Report(
        scope=scope, period=period, layout=layout, figures=tuple(figures), unknown=tuple(unknown),
        lines=tuple(
            Line(bucket, label, tuple(counted[one.key].parts.get(bucket, 0) for one in figures))
            for bucket, label in rows
        ),
        whole=tuple(counted[one.key].whole for one in figures),
        own=own_rule(period, today=today) if today and any(one.key in BOTH_RULES for one in figures) else None,
    )  # fmt: skip


def _rows(layout: ReportLayout, period: Period, buckets: Collection[str]) -> list[tuple[str, str]]:
    """What stands in the rows, in its order: every day, month, programme and group; of people and places those that did
    something."""
    kind = layout.rows
    if kind == "groups":
        named = [(str(nth), one.label) for nth, one in enumerate(layout.groups)]
        return [*named, *([("", OTHERS)] if "" in buckets else [])]
    if kind == "days":
        return [(day.isoformat(), day_label(day)) for day in period.days]
    if kind == "months":
        return [(month.isoformat(), f"{month.month}月") for month in period.months]
    if kind == "programmes":
        return [(one.value, str(one.label)) for one in Programme]
    if kind == "areas":
        return lookups.area_rows(buckets, on=period.last)
    ids = [UUID(one) for one in buckets if one]
    nobody = [("", NOBODYS[kind])] if "" in buckets else []
    if kind == "staff":
        people = Staff.objects.filter(id__in=ids).order_by("kana", "name", "id")
        return [*((str(key), name) for key, name in people.values_list("id", "name")), *nobody]
    agencies = Agency.objects.filter(id__in=ids).order_by("code")
    return [*((str(key), name) for key, name in agencies.values_list("id", "name")), *nobody]
