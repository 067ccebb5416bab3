"""The national items of a time: counted where every figure is counted, and beside it what was closed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.core.records import Unseen
from norishiro.profiles.schema.reports import ReportLayout
from norishiro.reports.choices import ScopeKind
from norishiro.reports.definitions import FIGURES, Figure
from norishiro.reports.models import ClosedMonth
from norishiro.reports.national import ITEMS, Item
from norishiro.reports.periods import Period
from norishiro.reports.queries.behind import Behind, behind
from norishiro.reports.queries.counting import report
from norishiro.reports.scopes import town_or_programme


@dataclass(frozen=True)
class NationalLine:
    """One item: how it is counted now, and how it stood when the months were closed (none: not all of them are)."""

    item: Item
    figure: Figure
    now: int
    closed: int | None
    versions: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        return self.closed is not None and self.closed != self.now

    def told(self, *, as_closed: bool) -> int:
        """The number to report: as it was closed where that is asked for and known."""
        return self.closed if as_closed and self.closed is not None else self.now


@dataclass(frozen=True)
class National:
    """The items of a time; ``as_closed``: as they stood when the months were closed."""

    period: Period
    lines: tuple[NationalLine, ...]
    as_closed: bool = False

    @property
    def numbers(self) -> dict[str, int]:
        return {one.item.key: one.told(as_closed=self.as_closed) for one in self.lines}

    @property
    def open_items(self) -> int:
        """How many items no closing tells."""
        return sum(one.closed is None for one in self.lines)

    @property
    def changed_items(self) -> int:
        return sum(one.differs for one in self.lines)


def national(actor: Actor, *, period: Period, as_closed: bool = False) -> National:
    """Every item of a time. One question for each kind of record, one for the closings."""
    layout = ReportLayout(
        code="NATIONAL", span="YEAR", title="国様式の実績報告", rows="programmes",
        columns=tuple(dict.fromkeys(one.figure for one in ITEMS.values())), evidence=("推定",),
    )  # fmt: skip
    found = report(actor, scope=town_or_programme(""), period=period, layout=layout)
    at = {one.key: nth for nth, one in enumerate(found.figures)}
    parts = {one.bucket: one.cells for one in found.lines} | {"": found.whole}
    closed = _closed(period)
    return National(
        period,
        tuple(
            NationalLine(
                one,
                FIGURES[one.figure],
                parts[one.programme][at[one.figure]],
                *_as_closed(one, period, closed),
            )
            for one in ITEMS.values()
        ),
        as_closed,
    )


def _closed(period: Period) -> dict[tuple[str, str], ClosedMonth]:
    """The newest closing of each month of the time, of the whole town and of each programme."""
    rows = ClosedMonth.objects.filter(
        month__gte=period.first, month__lt=period.after, scope__in=(ScopeKind.TOWN, ScopeKind.PROGRAMME)
    )
    return {(one.scope_key, one.month.isoformat()): one for one in rows.order_by("number")}


def _as_closed(
    item: Item, period: Period, closed: dict[tuple[str, str], ClosedMonth]
) -> tuple[int | None, tuple[str, ...]]:
    """What was closed: of one month, or the sum where every month is closed and the figure adds up."""
    months = [closed.get((item.programme, month.isoformat())) for month in period.months]
    told = [one for one in months if one is not None and item.figure in one.figures]
    if not told or len(told) < len(months) or (len(told) > 1 and not item.counted.additive):
        return None, ()
    versions = tuple(dict.fromkeys(one.definition for one in told))
    return sum(int(one.figures[item.figure]) for one in told), versions


def national_behind(actor: Actor, *, period: Period, key: str) -> tuple[Item, Behind]:
    """The records of one item, as far as the actor may see them."""
    item = ITEMS.get(key)
    if item is None:
        raise Unseen(UUID(int=0))
    return item, behind(actor, scope=town_or_programme(item.programme), period=period, figure=item.counted)
