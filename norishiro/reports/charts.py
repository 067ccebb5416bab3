"""Bars of a chart, in the units of their drawing; the same numbers stand in a table beside it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, LABEL_END, LONGEST, STEP, THICK = 480, 148, 270, 28, 18


@dataclass(frozen=True)
class Bar:
    """One bar that lies on its side: its words to the left, its number (``told``) behind its end."""

    label: str
    number: int
    told: str
    top: int
    length: int
    thick: int = THICK
    left: int = LABEL_END + 8

    @property
    def words_at(self) -> int:
        return LABEL_END

    @property
    def foot(self) -> int:
        """Where the letters stand."""
        return self.top + THICK - 4

    @property
    def number_at(self) -> int:
        return self.left + self.length + 6


@dataclass(frozen=True)
class Chart:
    """One chart: what it is of, what stands beside the bars, in which unit they are counted."""

    title: str
    heading: str
    unit: str
    bars: tuple[Bar, ...]
    width: int = WIDTH

    @property
    def height(self) -> int:
        return len(self.bars) * STEP

    @property
    def is_empty(self) -> bool:
        return not any(bar.number for bar in self.bars)


def chart(
    title: str, *, heading: str, unit: str, rows: Sequence[tuple[str, int | None]], untold: str = ""
) -> Chart:
    """The longest bar as long as there is room; the others in proportion. A number that is not told (None) has no bar, and
    ``untold`` in its place."""
    most = max([number or 0 for _label, number in rows] + [1])
    bars = tuple(
        Bar(
            label, number or 0, untold if number is None else str(number), top=nth * STEP + 5,
            length=round((number or 0) * LONGEST / most),
        )
        for nth, (label, number) in enumerate(rows)
    )  # fmt: skip
    return Chart(title, heading, unit, bars)
