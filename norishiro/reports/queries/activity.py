"""活動報告: the figures of a month or a year as they may be told to anybody, and their charts. Nobody is in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from norishiro.agencies.actor import Actor
from norishiro.core.calendar import wareki
from norishiro.reports import lookups
from norishiro.reports.charts import Chart, chart
from norishiro.reports.choices import ScopeKind, Source, Span
from norishiro.reports.definitions import FIGURES, Figure
from norishiro.reports.periods import Period
from norishiro.reports.scopes import Scope

# A report that goes out tells of no single worker.
KINDS = (
    ScopeKind.AGENCY, ScopeKind.BASE, ScopeKind.AREA, ScopeKind.PROGRAMME, ScopeKind.TOWN,
)  # fmt: skip
SPANS = (Span.YEAR, Span.MONTH)
TOLD = (
    "contacts", "units", "persons", "households", "visits", "not_met", "received", "gatherings", "came", "heard",
)  # fmt: skip
WAYS = ("visits", "phones", "desk", "escorts", "online", "letters", "inquiries", "others")
CHARTED = ("contacts", "came")
# Fewer than this many people might be known by their number.
SMALL = 5
OF_PEOPLE = ("units", "persons", "persons_all", "households", "consulted")
WEEKS = ((1, 7), (8, 14), (15, 21), (22, 28), (29, 31))


@dataclass(frozen=True)
class Told:
    """A figure as anybody may read it: a small number of people is not told exactly."""

    figure: Figure
    number: int

    @property
    def is_small(self) -> bool:
        counts_people = self.figure.what in OF_PEOPLE or self.figure.source == Source.CONSULTATION
        return counts_people and 0 < self.number < SMALL

    @property
    def words(self) -> str:
        return f"{SMALL}{self.figure.unit}未満" if self.is_small else f"{self.number:,}{self.figure.unit}"


@dataclass(frozen=True)
class Activity:
    """One 活動報告: whose work, of what time, its figures and charts."""

    scope: Scope
    period: Period
    told: tuple[Told, ...]
    charts: tuple[Chart, ...]

    @property
    def is_empty(self) -> bool:
        return not any(one.number for one in self.told)

    @property
    def days(self) -> str:
        return f"{wareki(self.period.first)}から{wareki(self.period.last)}まで"


def activity(actor: Actor, *, scope: Scope, period: Period) -> Activity:
    """The figures of a month or a year, counted by the same definitions as its 月報 and 年報."""
    keys = dict.fromkeys((*TOLD, *WAYS))
    rows = "months" if period.span == Span.YEAR else "days"
    counted, _rows = lookups.count(scope, period, rows=rows, figures=[FIGURES[key] for key in keys])
    ways = [(FIGURES[key].label, counted[key].whole) for key in WAYS]
    over_time = [
        chart(
            f"{'月' if rows == 'months' else '週'}ごとの{FIGURES[key].label}", heading="いつ", unit=FIGURES[key].unit,
            rows=_over_time(period, counted[key].parts),
        )
        for key in CHARTED
    ]  # fmt: skip
    charts = (*over_time, chart("方法ごとの支援の回数", heading="方法", unit="回", rows=ways))
    return Activity(
        scope=scope, period=period, told=tuple(Told(FIGURES[key], counted[key].whole) for key in TOLD),
        charts=tuple(one for one in charts if not one.is_empty),
    )  # fmt: skip


def _over_time(period: Period, parts: Mapping[str, int]) -> list[tuple[str, int]]:
    """By month in a year; in a month by weeks of seven days, because thirty bars say less than five."""
    if period.span == Span.YEAR:
        return [(f"{month.month}月", parts.get(month.isoformat(), 0)) for month in period.months]
    last = period.last.day
    return [
        (
            f"{first}～{min(end, last)}日",
            sum(parts.get(day.isoformat(), 0) for day in period.days if first <= day.day <= end),
        )
        for first, end in WEEKS
        if first <= last
    ]
