"""家族年表: one row for the household and one for each member, the years from left to right, each event once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from norishiro.core.calendar import era_of
from norishiro.surroundings.drawing.svg import (
    INK,
    KEY,
    PAPER,
    QUIET,
    SOFT,
    Element,
    add,
    ems,
    fitted,
    haloed,
    link,
    sheet,
    text,
    written,
)

WIDTH, LEFT, RIGHT, HEAD = 1400, 150, 20, 52
HEARD = "#c5d7fb"
LANE, LANES, ROOM, SIZE, LONGEST = 21, 5, 34, 14.0, 12.0
# So many years stand under the head at most; the steps are those people count in.
MARKS, STEPS = 14, (1, 2, 5, 10, 20)


@dataclass(frozen=True)
class Row:
    key: str
    name: str


@dataclass(frozen=True)
class Mark:
    """One event: in which row, from which day to which it can have been. ``told``: somebody told it; else it is on record."""

    row: str
    number: int
    earliest: date
    latest: date
    name: str
    words: str
    told: bool = True
    sure: bool = True
    href: str = ""


@dataclass(frozen=True)
class Table:
    key: str
    title: str
    words: str
    rows: Sequence[Row]
    marks: Sequence[Mark]
    from_year: int
    until_year: int


@dataclass(frozen=True)
class Placed:
    mark: Mark
    start: float
    end: float
    lane: int

    @property
    def is_named(self) -> bool:
        return self.lane < LANES


def draw(table: Table) -> str:
    """The whole drawing as SVG text."""
    rows = {row.key: _lay(table, row) for row in table.rows}
    heights = {key: ROOM + LANE * (1 + max((min(one.lane, LANES - 1) for one in found), default=0)) for key, found in rows.items()}  # fmt: skip
    height = HEAD + sum(heights.values()) + 10
    root = sheet(width=WIDTH, height=height, key=table.key, title=table.title, words=table.words)
    add(root, "rect", x=0, y=0, width=WIDTH, height=height, fill=PAPER)
    top = HEAD
    for number, row in enumerate(table.rows):
        _row(root, row, rows[row.key], top=top, height=heights[row.key], shaded=number % 2 == 0)
        top += heights[row.key]
    _years(root, table, bottom=top)
    for row in table.rows:
        top = HEAD + sum(heights[one.key] for one in table.rows[: list(table.rows).index(row)])
        for placed in rows[row.key]:
            _mark(root, placed, top=top + 20)
    return written(root)


def across(table: Table, day: date) -> float:
    """Where a day stands from left to right."""
    first = date(table.from_year, 1, 1).toordinal()
    last = date(table.until_year + 1, 1, 1).toordinal()
    part = (day.toordinal() - first) / (last - first)
    return LEFT + (WIDTH - LEFT - RIGHT) * min(max(part, 0), 1)


def _lay(table: Table, row: Row) -> list[Placed]:
    """Each event of a row in the first lane in which its words do not run into those before it."""
    ends = [0.0] * LANES
    found = []
    mine = [one for one in table.marks if one.row == row.key]
    for mark in sorted(mine, key=lambda one: (one.earliest, one.number)):
        start, end = across(table, mark.earliest), across(table, mark.latest)
        middle, width = (start + end) / 2, _wide(mark)
        left = min(middle - 8, WIDTH - RIGHT - width)
        lane = next((at for at in range(LANES) if ends[at] <= left), LANES)
        if lane < LANES:
            ends[lane] = left + width + 8
        found.append(Placed(mark, start, end, lane))
    return found


def _wide(mark: Mark) -> float:
    return ems(_said(mark)) * SIZE + 4


def _said(mark: Mark) -> str:
    return f"{mark.number} {fitted(mark.name, width=LONGEST)}"


def _row(
    root: Element, row: Row, _placed: Sequence[Placed], *, top: float, height: float, shaded: bool
) -> None:
    add(root, "rect", x=0, y=top, width=WIDTH, height=height, fill=SOFT if shaded else PAPER)
    text(root, (12, top + 26), fitted(row.name, width=8), size=16, text_anchor="start", font_weight="bold")
    add(root, "line", x1=LEFT, y1=top + 20, x2=WIDTH - RIGHT, y2=top + 20, stroke=INK, stroke_width=2)


def _years(root: Element, table: Table, *, bottom: float) -> None:
    span = table.until_year - table.from_year + 1
    step = next((one for one in STEPS if span / one <= MARKS), STEPS[-1])
    for year in range(table.from_year, table.until_year + 1):
        if year % step:
            continue
        x = across(table, date(year, 1, 1))
        add(
            root,
            "line",
            x1=x,
            y1=HEAD - 8,
            x2=x,
            y2=bottom,
            stroke="#949494",
            stroke_width=1,
            stroke_dasharray="3 5",
        )
        text(root, (x, 18), str(year), size=14)
        text(root, (x, 37), _era(year), size=12, fill=QUIET)


def _era(year: int) -> str:
    """The year of the era that holds at its end."""
    era = era_of(date(year, 12, 31))
    return era.year_label(year) if era else ""


def _mark(root: Element, placed: Placed, *, top: float) -> None:
    mark = placed.mark
    middle = (placed.start + placed.end) / 2
    group = link(root, href=mark.href, words=mark.words)
    add(group, "title").text = mark.words
    if placed.end - placed.start > 12:
        add(
            group,
            "line",
            x1=placed.start,
            y1=top,
            x2=placed.end,
            y2=top,
            stroke=KEY,
            stroke_width=6,
            stroke_opacity=0.4,
        )
    given: dict[str, str | float] = {} if mark.sure else {"stroke_dasharray": "3 2"}
    add(
        group,
        "circle",
        cx=middle,
        cy=top,
        r=7,
        fill=PAPER if not mark.told else KEY if mark.sure else HEARD,
        stroke=KEY,
        stroke_width=2.5,
        **given,
    )
    if not placed.is_named:
        return
    down = top + 22 + placed.lane * LANE
    left = min(middle - 8, WIDTH - RIGHT - _wide(mark))
    if placed.lane:
        add(group, "line", x1=middle, y1=top + 7, x2=middle, y2=down - 12, stroke="#949494", stroke_width=1)
    haloed(group, (left, down), _said(mark), size=SIZE, text_anchor="start")
