"""A map by 圏域, in the units of its drawing: the darker the more, with every number written in it. Pure.

Not by colour alone: the number and the name stand in each area, what is told as under five is hatched, and the same numbers stand
in a table beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from norishiro.core import ground
from norishiro.core.maps import Frame, frame_of, scale_of

WIDTH, HEIGHT, EDGE = 480, 400, 24
SHADES = 4
HATCHED = "hatched"


@dataclass(frozen=True)
class Patch:
    """One area: its outline, how dark it is (0 to 4, or hatched), its name and number and where they stand."""

    label: str
    told: str
    path: str
    shade: str
    x: int
    y: int

    @property
    def number_y(self) -> int:
        return self.y + 20


@dataclass(frozen=True)
class AreaChart:
    """One figure on the ground. ``key`` tells it apart from the others of a page; ``undrawn``: what has a number and no outline."""

    key: str
    title: str
    unit: str
    patches: tuple[Patch, ...]
    undrawn: tuple[str, ...]
    most: int
    scale: int
    scale_words: str
    untold: str
    is_empty: bool
    width: int = WIDTH
    height: int = HEIGHT
    scale_y: int = HEIGHT - 6

    @property
    def hides(self) -> bool:
        return any(one.shade == HATCHED for one in self.patches)


def area_chart(
    title: str, *, key: str, unit: str, rows: Sequence[tuple[str, str, int | None]], shapes: Mapping[str, BaseGeometry], untold: str
) -> AreaChart:  # fmt: skip
    """``rows``: code, name and number (None where it is not told) of each area. It is empty where nothing lies in an outline."""
    frame = _frame(shapes)
    numbers = {code: (label, number) for code, label, number in rows}
    inside = [number for code, (_label, number) in numbers.items() if code in shapes]
    most = max([number or 0 for number in inside] + [0])
    patches = []
    for code, shape in shapes.items():
        label, number = numbers.get(code, ("", 0))
        x, y = frame.put(ground.middle_of(shape))
        told = "" if not label else untold if number is None else str(number)
        patches.append(Patch(label, told, frame.path(ground.rings_of(shape)), _shade(number, most), x, y - 4))
    scale, words = scale_of(frame.per_metre)
    return AreaChart(
        key, title, unit, tuple(patches), tuple(label for code, label, number in rows if code not in shapes and number != 0),
        most, scale, words, untold, not any(number or number is None for number in inside),
    )  # fmt: skip


def _frame(shapes: Mapping[str, BaseGeometry]) -> Frame:
    bounds = [one.bounds for one in shapes.values()]
    corners = [(south, west) for west, south, _east, _north in bounds]
    return frame_of(
        [*corners, *((north, east) for _west, _south, east, north in bounds)],
        width=WIDTH,
        height=HEIGHT,
        edge=EDGE,
    )


def _shade(number: int | None, most: int) -> str:
    if number is None:
        return HATCHED
    return str(-(-number * SHADES // most) if number else 0)
