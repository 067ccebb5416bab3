"""関係の歩み: how far each person could be reached as a line of steps, the contacts of each month under it, and what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from norishiro.core.calendar import era_of
from norishiro.surroundings.drawing.svg import (
    ALARM,
    INK,
    KEY,
    PAPER,
    QUIET,
    SOFT,
    Element,
    Point,
    add,
    fitted,
    link,
    points,
    sheet,
    text,
    written,
)

WIDTH, LEFT, RIGHT, HEAD = 900, 132, 16, 50
LINE, TOP_ROOM, BAND, ROW, FOOT = 150, 16, 74, 34, 8
GRID, BARS, BETWEEN = "#d8d8db", "#7096f8", 4
LONGEST = 7.0
# So many years stand under the head at most; the steps are those people count in.
MOST_YEARS, STEPS = 12, (1, 2, 5, 10, 20)
# Below this many months they stand under the head instead of years: a short history would have no mark of time at all.
MOST_MONTHS = 12


@dataclass(frozen=True)
class Note:
    """How far somebody was reached on a day; ``None`` is a pause."""

    on: date
    stage: int | None
    words: str
    href: str = ""


@dataclass(frozen=True)
class Line:
    name: str
    notes: Sequence[Note]


@dataclass(frozen=True)
class Bar:
    """The contacts of a month; ``on`` is its first day."""

    on: date
    count: int
    words: str
    href: str = ""


@dataclass(frozen=True)
class Mark:
    on: date
    words: str
    href: str = ""
    said: str = ""


@dataclass(frozen=True)
class Row:
    """Marks of one kind. ``shape``: circle, square, diamond or turn."""

    name: str
    shape: str
    marks: Sequence[Mark]


@dataclass(frozen=True)
class Picture:
    key: str
    title: str
    words: str
    top: int
    lines: Sequence[Line]
    bars: Sequence[Bar]
    rows: Sequence[Row]
    first: date
    last: date

    @property
    def height(self) -> int:
        return HEAD + len(self.lines) * LINE + BAND + len(self.rows) * ROW + FOOT


def draw(picture: Picture) -> str:
    """The whole drawing as SVG text."""
    root = sheet(
        width=WIDTH, height=picture.height, key=picture.key, title=picture.title, words=picture.words
    )
    add(root, "rect", x=0, y=0, width=WIDTH, height=picture.height, fill=PAPER)
    top = HEAD
    for at, line in enumerate(picture.lines):
        _frame(root, line.name, top=top, height=LINE, shaded=at % 2 == 0)
        _scale(root, picture, top=top)
        top += LINE
    _frame(root, "記録の件数", top=top, height=BAND, shaded=len(picture.lines) % 2 == 0)
    band, top = top, top + BAND
    for at, row in enumerate(picture.rows):
        _frame(root, row.name, top=top, height=ROW, shaded=(at + len(picture.lines)) % 2 == 1)
        top += ROW
    _times(root, picture, bottom=picture.height - FOOT)
    for at, line in enumerate(picture.lines):
        _steps(root, picture, line, top=HEAD + at * LINE)
    _bars(root, picture, top=band)
    for at, row in enumerate(picture.rows):
        for mark in row.marks:
            _mark(root, picture, row, mark, middle=band + BAND + at * ROW + ROW / 2)
    return written(root)


def across(picture: Picture, day: date) -> float:
    """Where a day stands from left to right."""
    whole = (picture.last - picture.first).days or 1
    part = (day - picture.first).days / whole
    return LEFT + (WIDTH - LEFT - RIGHT) * min(max(part, 0), 1)


def height_of(picture: Picture, stage: int, *, top: float) -> float:
    """Where a stage stands from top to bottom of its line."""
    return top + TOP_ROOM + (LINE - 2 * TOP_ROOM) * (1 - stage / picture.top)


def _frame(root: Element, name: str, *, top: float, height: float, shaded: bool) -> None:
    add(root, "rect", x=0, y=top, width=WIDTH, height=height, fill=SOFT if shaded else PAPER)
    text(
        root,
        (10, top + min(height / 2 + 6, 26)),
        fitted(name, width=LONGEST),
        text_anchor="start",
        font_weight="bold",
    )


def _scale(root: Element, picture: Picture, *, top: float) -> None:
    """The stages, named by their number at the left."""
    for stage in range(picture.top + 1):
        y = height_of(picture, stage, top=top)
        add(root, "line", x1=LEFT, y1=y, x2=WIDTH - RIGHT, y2=y, stroke=GRID, stroke_width=1)
        text(root, (LEFT - 8, y + 5), str(stage), size=13, text_anchor="end", fill=QUIET)


def _times(root: Element, picture: Picture, *, bottom: float) -> None:
    months = (picture.last.year - picture.first.year) * 12 + picture.last.month - picture.first.month
    if months <= MOST_MONTHS:
        _months(root, picture, months, bottom=bottom)
    else:
        _years(root, picture, bottom=bottom)


def _months(root: Element, picture: Picture, months: int, *, bottom: float) -> None:
    """The first of every month; the year is said once, and again when it turns."""
    told = ""
    for number in range(1, months + 1):
        at = picture.first.month - 1 + number
        first = date(picture.first.year + at // 12, at % 12 + 1, 1)
        x = across(picture, first)
        _upright(root, x, bottom=bottom)
        if x > WIDTH - RIGHT - 30:
            continue
        text(root, (x + 3, 18), f"{first.month}月", size=14, text_anchor="start")
        if (era := _era(first.year)) != told:
            text(root, (x + 3, 36), era, size=12, fill=QUIET, text_anchor="start")
            told = era


def _upright(root: Element, x: float, *, bottom: float) -> None:
    add(
        root, "line", x1=x, y1=HEAD - 8, x2=x, y2=bottom, stroke="#949494", stroke_width=1, stroke_dasharray="3 5"
    )  # fmt: skip


def _years(root: Element, picture: Picture, *, bottom: float) -> None:
    since, until = picture.first.year, picture.last.year
    step = next((one for one in STEPS if (until - since + 1) / one <= MOST_YEARS), STEPS[-1])
    for year in range(since, until + 1):
        first = date(year, 1, 1)
        if first < picture.first or (year - since) % step:
            continue
        x = across(picture, first)
        _upright(root, x, bottom=bottom)
        if x > WIDTH - RIGHT - 30:
            continue
        text(root, (x + 3, 18), str(year), size=14, text_anchor="start")
        text(root, (x + 3, 36), _era(year), size=12, fill=QUIET, text_anchor="start")


def _era(year: int) -> str:
    """The year of the era that holds at its end."""
    era = era_of(date(year, 12, 31))
    return era.year_label(year) if era else ""


def _steps(root: Element, picture: Picture, line: Line, *, top: float) -> None:
    """From each note level to the next one; a pause leaves a gap at the bottom of which it is written."""
    run: list[Point] = []
    for at, note in enumerate(line.notes):
        until = line.notes[at + 1].on if at + 1 < len(line.notes) else picture.last
        start, end = across(picture, note.on), across(picture, until)
        if note.stage is None:
            _run(root, run)
            run = []
            y = top + LINE - BETWEEN
            add(
                root,
                "line",
                x1=start,
                y1=y,
                x2=end,
                y2=y,
                stroke=QUIET,
                stroke_width=3,
                stroke_dasharray="2 6",
            )
            continue
        y = height_of(picture, note.stage, top=top)
        run += [(start, y), (end, y)]
    _run(root, run)
    for note in line.notes:
        _note(root, picture, note, top=top)


def _run(root: Element, run: Sequence[Point]) -> None:
    if run:
        add(
            root,
            "polyline",
            points=points(*run),
            fill="none",
            stroke=KEY,
            stroke_width=3,
            stroke_linejoin="round",
        )


def _note(root: Element, picture: Picture, note: Note, *, top: float) -> None:
    if note.on < picture.first:
        return
    x = across(picture, note.on)
    paused = note.stage is None
    y = top + LINE - BETWEEN if note.stage is None else height_of(picture, note.stage, top=top)
    group = link(root, href=note.href, words=note.words)
    add(group, "title").text = note.words
    add(
        group,
        "circle",
        cx=x,
        cy=y,
        r=5,
        fill=PAPER if paused else KEY,
        stroke=QUIET if paused else KEY,
        stroke_width=2,
    )
    if paused:
        text(group, (x + 8, y - 6), "休", size=13, fill=QUIET, text_anchor="start")


def _bars(root: Element, picture: Picture, *, top: float) -> None:
    """The tallest month reaches the top; its count is written beside the scale."""
    most = max((one.count for one in picture.bars), default=0)
    bottom = top + BAND - 6
    add(root, "line", x1=LEFT, y1=bottom, x2=WIDTH - RIGHT, y2=bottom, stroke=INK, stroke_width=1)
    if not most:
        return
    room = BAND - 24
    text(root, (LEFT - 8, bottom - room + 5), str(most), size=13, text_anchor="end", fill=QUIET)
    for one in picture.bars:
        start = across(picture, max(one.on, picture.first))
        end = across(picture, one.on + timedelta(days=30))
        tall = room * one.count / most
        group = link(root, href=one.href, words=one.words)
        if one.href:
            group.set("tabindex", "-1")
        add(group, "title").text = one.words
        add(group, "rect", x=start, y=bottom - tall, width=max(end - start - 1, 1.5), height=tall, fill=BARS)


def _mark(root: Element, picture: Picture, row: Row, mark: Mark, *, middle: float) -> None:
    x = across(picture, mark.on)
    group = link(root, href=mark.href, words=mark.words)
    add(group, "title").text = mark.words
    if row.shape == "square":
        add(group, "rect", x=x - 6, y=middle - 6, width=12, height=12, fill=INK)
    elif row.shape == "diamond":
        add(
            group,
            "polygon",
            points=points((x, middle - 8), (x + 8, middle), (x, middle + 8), (x - 8, middle)),
            fill=ALARM,
        )
    elif row.shape == "turn":
        add(group, "line", x1=x, y1=middle - 12, x2=x, y2=middle + 12, stroke=INK, stroke_width=4)
    else:
        add(group, "circle", cx=x, cy=middle, r=7, fill=PAPER, stroke=KEY, stroke_width=2.5)
    if mark.said:
        text(group, (x, middle + 5), mark.said, size=12, font_weight="bold")
