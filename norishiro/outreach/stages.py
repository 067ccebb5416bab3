"""つながりの段階: the scale, read once from ``data/stages.toml``, and how somebody has moved along it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

_WRITTEN = tomllib.loads(Path(__file__).with_name("data").joinpath("stages.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Stage:
    """One stage: what can be seen at it."""

    number: int
    label: str
    example: str


VERSION: str = _WRITTEN["version"]
MARK: str = _WRITTEN["mark"]
STAGES = tuple(Stage(**one) for one in _WRITTEN["stages"])
LABELS = {one.number: one.label for one in STAGES}
TOP = max(LABELS)
PAUSED_LABEL = "途絶・休止"


def label_of(stage: int | None) -> str:
    """``3 定期的に会える``; nothing noted at all is a pause."""
    return PAUSED_LABEL if stage is None else f"{stage} {LABELS.get(stage, '（いまの尺度にない段）')}"


@dataclass(frozen=True)
class Point:
    """One note as it stands in the line: where, and how far."""

    on: date
    stage: int
    x: int
    y: int


@dataclass(frozen=True)
class Drawing:
    """The line of the notes, measured for an SVG of this size; pauses leave a gap."""

    points: tuple[Point, ...]
    runs: tuple[str, ...]
    width: int
    height: int


WIDTH, HEIGHT, EDGE = 640, 200, 24


def drawn(notes: Sequence[tuple[date, int | None]]) -> Drawing:
    """Notes, the oldest first, as a line over time."""
    days = [on for on, _stage in notes]
    span = max((days[-1] - days[0]).days, 1) if days else 1
    points: list[Point] = []
    runs: list[list[Point]] = []
    run: list[Point] = []
    for on, stage in notes:
        if stage is None:
            runs, run = [*runs, run], []
            continue
        point = Point(
            on, stage, EDGE + round((on - days[0]).days / span * (WIDTH - 2 * EDGE)),
            HEIGHT - EDGE - round(stage / TOP * (HEIGHT - 2 * EDGE)),
        )  # fmt: skip
        points.append(point)
        run.append(point)
    lines = [" ".join(f"{one.x},{one.y}" for one in each) for each in [*runs, run] if each]
    return Drawing(tuple(points), tuple(lines), WIDTH, HEIGHT)


@dataclass(frozen=True)
class Movement:
    """From where to where in a time, and whether it went back on the way, which is no failure."""

    first: int | None
    last: int | None
    highest: int | None
    times: int

    @property
    def words(self) -> str:
        if self.first is None or self.last is None or self.highest is None:
            return "休んでいる・途絶えている" if self.last is None else "つながりが戻った"
        if self.last > self.first:
            return f"{self.last - self.first}段すすんだ"
        if self.highest > self.first:
            return "すすんだあと、行きつ戻りつしている"
        return "つながりが続いている" if self.last == self.first else "行きつ戻りつしている"


def movement(notes: Sequence[int | None]) -> Movement:
    """Of the notes of one time, the oldest first."""
    known = [one for one in notes if one is not None]
    return Movement(
        first=notes[0] if notes else None, last=notes[-1] if notes else None, highest=max(known, default=None),
        times=len(notes),
    )  # fmt: skip
