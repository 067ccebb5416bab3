"""Where everything stands: symbols, words and lines with their places, before they become a picture."""

from __future__ import annotations

from dataclasses import dataclass, field

from norishiro.family.drawing.graph import Figure

SYMBOL = 40.0
HALF = SYMBOL / 2

Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Style:
    """What differs between municipalities: ``dead`` BLACK or CROSS, ``unknown`` TRIANGLE or DIAMOND, ``marriage`` SINGLE
    or DOUBLE."""

    dead: str = "CROSS"
    unknown: str = "TRIANGLE"
    marriage: str = "SINGLE"


@dataclass(frozen=True)
class Stroke:
    """A line through these points. ``kind`` says what it stands for, ``dash`` how it is broken."""

    kind: str
    points: tuple[Point, ...]
    dash: str = ""
    double: bool = False


@dataclass(frozen=True)
class Placed:
    """A symbol with its words. ``anchor`` is the side of ``words_at`` the words begin from."""

    figure: Figure
    x: float
    y: float
    lines: tuple[str, ...]
    words_at: Point
    anchor: str
    brackets: bool = False


@dataclass(frozen=True)
class Box:
    """What a figure takes up with its words."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Outline:
    """The line around those who live together, as closed ways."""

    home: str
    loops: tuple[tuple[Point, ...], ...]
    dash: str


@dataclass
class Scene:
    """The whole drawing."""

    width: float = 0
    height: float = 0
    symbols: list[Placed] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    outlines: list[Outline] = field(default_factory=list)
    boxes: dict[str, Box] = field(default_factory=dict)
