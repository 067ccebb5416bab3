"""A question as it is asked: which figures, in which rows and columns, of what time and part of the work. Values only."""

from __future__ import annotations

from dataclasses import dataclass, field

from norishiro.questions import axes
from norishiro.reports.definitions import Figure
from norishiro.reports.periods import Period
from norishiro.reports.scopes import Scope


@dataclass(frozen=True)
class Asked:
    """``standing``: the time goes with the calendar (this year, this month), no day is kept."""

    figures: tuple[Figure, ...]
    rows: str
    columns: str
    scope: Scope
    period: Period
    filters: dict[str, str] = field(default_factory=dict)
    standing: bool = False

    @property
    def used(self) -> set[str]:
        return {one for one in (self.rows, self.columns, *self.filters) if one}

    @property
    def counted(self) -> tuple[Figure, ...]:
        """The figures that can be told apart as asked."""
        return tuple(one for one in self.figures if axes.fits(one, self.used))

    @property
    def left_out(self) -> tuple[Figure, ...]:
        return tuple(one for one in self.figures if one not in self.counted)

    @property
    def of_whom(self) -> bool:
        """Is it told of what kind of people they are?"""
        return any(axes.is_attribute(one) for one in self.used)

    @property
    def narrowed(self) -> list[str]:
        """The filters in words."""
        return [
            f"{axes.LABELS[axis]}：{dict(axes.CODES[axis]).get(code, code)}"
            for axis, code in self.filters.items()
        ]

    @property
    def words(self) -> str:
        """The question in one line."""
        shape = f"{axes.LABELS[self.rows]}ごと" + (
            f" × {axes.LABELS[self.columns]}ごと" if self.columns else ""
        )
        told = "・".join(one.label for one in self.figures)
        return "　".join([f"{shape}の{told}", *self.narrowed])
