"""活動報告: the figures of a month or a year as they may be told to anybody, and their charts. Nobody is in it."""

from __future__ import annotations

from dataclasses import dataclass

from norishiro.agencies.actor import Actor
from norishiro.core.calendar import wareki
from norishiro.reports import lookups
from norishiro.reports.charts import Chart, chart
from norishiro.reports.choices import ScopeKind, Span
from norishiro.reports.definitions import FIGURES
from norishiro.reports.periods import Period, over_time
from norishiro.reports.scopes import Scope
from norishiro.reports.told import CHARTED, TOLD, WAYS, Told

# A report that goes out tells of no single worker.
KINDS = (
    ScopeKind.AGENCY, ScopeKind.BASE, ScopeKind.AREA, ScopeKind.PROGRAMME, ScopeKind.TOWN,
)  # fmt: skip
SPANS = (Span.YEAR, Span.MONTH)


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
    by_time = [
        chart(
            f"{'月' if rows == 'months' else '週'}ごとの{FIGURES[key].label}", heading="いつ", unit=FIGURES[key].unit,
            rows=over_time(period, counted[key].parts),
        )
        for key in CHARTED
    ]  # fmt: skip
    charts = (*by_time, chart("方法ごとの支援の回数", heading="方法", unit="回", rows=ways))
    return Activity(
        scope=scope, period=period, told=tuple(Told(FIGURES[key], counted[key].whole) for key in TOLD),
        charts=tuple(one for one in charts if not one.is_empty),
    )  # fmt: skip
