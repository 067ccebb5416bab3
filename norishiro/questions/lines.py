"""A line over months, in the units of its drawing; the same numbers stand in a table beside it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, LEFT, TOP, FOOT = 480, 200, 24, 28, 160


@dataclass(frozen=True)
class Point:
    """One month: where its dot is, and what stands above and below."""

    x: int
    y: int
    label: str
    number: int
    told: str

    @property
    def words_y(self) -> int:
        return self.y - 8


@dataclass(frozen=True)
class Line:
    """One line: its dots from left to right, from nought upward."""

    title: str
    heading: str
    unit: str
    points: tuple[Point, ...]
    width: int = WIDTH
    height: int = HEIGHT
    foot: int = FOOT
    label_y: int = FOOT + 22

    @property
    def path(self) -> str:
        return " ".join(f"{one.x},{one.y}" for one in self.points)

    @property
    def is_empty(self) -> bool:
        return not any(one.number for one in self.points)


def line(
    title: str, *, heading: str, unit: str, rows: Sequence[tuple[str, int | None]], untold: str = ""
) -> Line:
    """The highest dot as high as there is room; nought, and what is not told (None), on the ground. It ends with the last month
    that has anything."""
    ends = max((nth for nth, (_label, number) in enumerate(rows, start=1) if number), default=len(rows))
    rows = rows[: max(ends, 2)]
    most = max([number or 0 for _label, number in rows] + [1])
    step = (WIDTH - 2 * LEFT) / max(len(rows) - 1, 1)
    points = tuple(
        Point(
            round(LEFT + nth * step), FOOT - round((number or 0) * (FOOT - TOP) / most), label, number or 0,
            untold if number is None else str(number),
        )
        for nth, (label, number) in enumerate(rows)
    )  # fmt: skip
    return Line(title, heading, unit, points)
