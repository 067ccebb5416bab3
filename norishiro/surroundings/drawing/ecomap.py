"""エコマップ: the household in the middle, who and what is around it on a frame, and the ties between them.

The boxes stand on a convex frame (two columns, and a row above and below where there are many), so that no line runs
through a box and no two boxes touch, however many there are up to thirty. Same input, same drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, hypot

from norishiro.surroundings.drawing.svg import (
    ALARM,
    INK,
    PALE,
    PAPER,
    QUIET,
    SOFT,
    Element,
    Point,
    add,
    along,
    arrow,
    fitted,
    folded,
    haloed,
    jagged,
    link,
    points,
    sheet,
    text,
    written,
)

WIDTH, CENTRE = 1000, 500
BOX_WIDTH, BOX_HEIGHT, PITCH, EDGE = 200, 66, 82, 16
NODE_WIDTH, NODE_HEIGHT, NODE_GAP = 128, 40, 14
LEAST_HEIGHT = 470
FEW, SOME = 6, 10

WIDTHS = {"STRONG": 6.0, "NORMAL": 2.5, "WEAK": 2.5, "CUT": 2.5}
OUTLINES: dict[str, dict[str, str | float]] = {
    "PERSON": {"rx": 30},
    "AGENCY": {"rx": 0},
    "PLACE": {"rx": 10, "stroke_dasharray": "7 4"},
}
KINDS = {"PERSON": "人", "AGENCY": "機関", "PLACE": "場"}


@dataclass(frozen=True)
class Inside:
    """One member of the household."""

    key: str
    name: str
    href: str = ""


@dataclass(frozen=True)
class Outside:
    """Somebody or something around the household."""

    key: str
    kind: str
    name: str


@dataclass(frozen=True)
class Line:
    """One tie. ``inside`` is empty for a tie of the household as a whole. ``words`` say it for who cannot see it."""

    inside: str
    outside: str
    strength: str
    strained: bool
    direction: str
    words: str
    href: str = ""
    guessed: bool = False


@dataclass(frozen=True)
class Picture:
    key: str
    title: str
    words: str
    household: str
    inside: Sequence[Inside]
    outside: Sequence[Outside]
    lines: Sequence[Line]
    # Ties of another day that stands beside this one: their places are kept free, so that both look alike.
    elsewhere: Sequence[Line] = ()


@dataclass(frozen=True)
class Box:
    """Where an outside box stands, and on which side of the frame."""

    left: float
    top: float
    side: str

    @property
    def anchor(self) -> Point:
        across = {"left": BOX_WIDTH, "right": 0.0}.get(self.side, BOX_WIDTH / 2)
        down = {"top": BOX_HEIGHT, "bottom": 0.0}.get(self.side, BOX_HEIGHT / 2)
        return self.left + across, self.top + down


def draw(picture: Picture) -> str:
    """The whole drawing as SVG text."""
    places, height = frame(len(picture.outside), inside=len(picture.inside))
    root = sheet(width=WIDTH, height=height, key=picture.key, title=picture.title, words=picture.words)
    add(root, "rect", x=0, y=0, width=WIDTH, height=height, fill=PAPER)
    middle = height / 2
    reach = circle(len(picture.inside))
    nodes = dict(zip([one.key for one in picture.inside], seats(len(picture.inside), middle), strict=True))
    boxes = _arranged(picture, places, nodes)
    add(
        root, "ellipse", cx=CENTRE, cy=middle, rx=reach[0], ry=reach[1], fill=PALE, stroke=INK, stroke_width=2
    )
    _lines(root, picture.lines, boxes=boxes, nodes=nodes, middle=middle, reach=reach)
    haloed(root, (CENTRE, middle - reach[1] + 26), fitted(picture.household, width=11), size=15, fill=QUIET)
    for one in picture.inside:
        _node(root, one, nodes[one.key])
    reached = {one.outside for one in picture.lines}
    for other in picture.outside:
        if other.key in reached:
            _box(root, other, boxes[other.key])
    return written(root)


# --- where everything stands ---------------------------------------------------------------------


def frame(count: int, *, inside: int) -> tuple[list[Box], int]:
    """Places for so many boxes, and how high the paper must be. Left and right in turn, then above and below."""
    across = 0 if count <= FEW else 1 if count <= SOME else 2
    column = ceil((count - 2 * across) / 2) if count > 2 * across else 0
    least = circle(inside)[1] * 2 + (2 * (BOX_HEIGHT + EDGE + 46) if across else 2 * EDGE)
    height = ceil(max(LEAST_HEIGHT, column * PITCH + 2 * EDGE, least))
    room = (height - 2 * EDGE) / max(column, 1)
    rows = [EDGE + room * (at + 0.5) - BOX_HEIGHT / 2 for at in range(column)]
    starts = [CENTRE - BOX_WIDTH / 2] if across == 1 else [CENTRE - BOX_WIDTH - 20, CENTRE + 20]
    beside = [
        Box(left, top, side)
        for top in rows
        for side, left in (("left", EDGE), ("right", WIDTH - EDGE - BOX_WIDTH))
    ]
    ends = [
        Box(left, top, side)
        for side, top in (("top", EDGE), ("bottom", height - EDGE - BOX_HEIGHT))
        for left in starts[:across]
    ]
    return [*ends, *beside][:count] if across else beside[:count], height


def _arranged(picture: Picture, places: Sequence[Box], nodes: dict[str, Point]) -> dict[str, Box]:
    """Who is tied to one member stands on that member's side; who is tied to the household takes what is left."""
    ties: dict[str, list[Point]] = {}
    for one in [*picture.lines, *picture.elsewhere]:
        if one.inside in nodes:
            ties.setdefault(one.outside, []).append(nodes[one.inside])
    free, found = list(places), {}
    for other in sorted(picture.outside, key=lambda one: one.key not in ties):
        near = ties.get(other.key)
        best = min(free, key=lambda box: _far(box, near)) if near else free[0]
        free.remove(best)
        found[other.key] = best
    return found


def _far(box: Box, near: Sequence[Point]) -> float:
    return sum(hypot(box.anchor[0] - x, box.anchor[1] - y) for x, y in near)


def _grid(count: int) -> tuple[int, int]:
    columns = 1 if count <= 3 else 2 if count <= 8 else 3
    return columns, max(ceil(count / columns), 1)


def circle(count: int) -> tuple[float, float]:
    """Half the width and half the height of the household's circle."""
    columns, rows = _grid(count)
    wide = columns * (NODE_WIDTH + NODE_GAP) / 2
    high = rows * (NODE_HEIGHT + NODE_GAP) / 2
    return max(wide * 1.12 + 24, 110), max(high * 1.3 + 44, 100)


def seats(count: int, middle: float) -> list[Point]:
    """The centres of the members' nodes, in rows."""
    columns, rows = _grid(count)
    found = []
    for at in range(count):
        row, column = divmod(at, columns)
        in_row = min(columns, count - row * columns)
        across = (column - (in_row - 1) / 2) * (NODE_WIDTH + NODE_GAP)
        down = (row - (rows - 1) / 2) * (NODE_HEIGHT + NODE_GAP) + 10
        found.append((CENTRE + across, middle + down))
    return found


# --- what is drawn -------------------------------------------------------------------------------


def _lines(
    root: Element, lines: Sequence[Line], *, boxes: dict[str, Box], nodes: dict[str, Point], middle: float,
    reach: tuple[float, float],
) -> None:  # fmt: skip
    """Several ties of one box leave it side by side, in the order of where they go, so that they do not cross."""
    for one in lines:
        box = boxes[one.outside]
        beside = [other for other in lines if other.outside == one.outside]
        upright = box.side in ("left", "right")
        beside.sort(key=lambda line: nodes.get(line.inside, (CENTRE, middle))[1 if upright else 0])
        shift = ([other is one for other in beside].index(True) - (len(beside) - 1) / 2) * 16
        across, down = box.anchor
        end = (across, down + shift) if upright else (across + shift, down)
        start = _edge(nodes.get(one.inside), end, middle=middle, reach=reach)
        _line(root, one, start, end)


def _edge(node: Point | None, end: Point, *, middle: float, reach: tuple[float, float]) -> Point:
    """Where the line leaves: the member's node, or the rim of the household's circle."""
    if node is None:
        across, down = end[0] - CENTRE, end[1] - middle
        part = 1 / (hypot(across / reach[0], down / reach[1]) or 1)
        return CENTRE + across * part, middle + down * part
    across, down = end[0] - node[0], end[1] - node[1]
    part = min(
        (NODE_WIDTH / 2) / abs(across) if across else 9, (NODE_HEIGHT / 2) / abs(down) if down else 9, 0.95
    )
    return along(node, end, part)


def _line(root: Element, one: Line, start: Point, end: Point) -> None:
    colour = ALARM if one.strained else QUIET if one.strength == "CUT" else INK
    group = link(root, href=one.href, words=one.words)
    add(group, "title").text = one.words
    # What is aimed at with a mouse or a finger is wider than what is seen.
    add(
        group, "polyline", points=points(start, end), fill="none", stroke=PAPER, stroke_opacity=0, stroke_width=22,
        class_="n-drawing_hit",
    )  # fmt: skip
    shape = jagged(start, end) if one.strained else points(start, end)
    given: dict[str, str | float] = {"stroke_dasharray": "2 8"} if one.strength == "WEAK" else {}
    add(
        group, "polyline", points=shape, fill="none", stroke=colour, stroke_width=WIDTHS[one.strength],
        stroke_linecap="round", stroke_linejoin="round", class_="n-drawing_line", **given,
    )  # fmt: skip
    if one.strength == "CUT":
        _cut(group, start, end)
    if one.guessed:
        x, y = along(start, end, 0.3)
        haloed(group, (x, y + 7), "？", size=19)
    if one.direction in ("INWARD", "BOTH"):
        arrow(group, tip=start, towards=end, colour=colour)
    if one.direction in ("OUTWARD", "BOTH"):
        arrow(group, tip=end, towards=start, colour=colour)


def _cut(group: Element, start: Point, end: Point) -> None:
    """A gap in the middle with two strokes across: the tie has come apart."""
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1
    across, down = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    middle = along(start, end, 0.5)
    ends = [(middle[0] + across * far, middle[1] + down * far) for far in (-9, 9)]
    add(group, "polyline", points=points(*ends), fill="none", stroke=PAPER, stroke_width=8)
    for x, y in ends:
        strokes = points(
            (x - down * 11 + across * 4, y + across * 11 + down * 4),
            (x + down * 11 - across * 4, y - across * 11 - down * 4),
        )
        add(group, "polyline", points=strokes, fill="none", stroke=INK, stroke_width=3)


def _node(root: Element, one: Inside, at: Point) -> None:
    group = link(root, href=one.href, words=one.name)
    add(
        group, "rect", x=at[0] - NODE_WIDTH / 2, y=at[1] - NODE_HEIGHT / 2, width=NODE_WIDTH, height=NODE_HEIGHT,
        rx=20, fill=PAPER, stroke=INK, stroke_width=2,
    )  # fmt: skip
    text(group, (at[0], at[1] + 6), fitted(one.name, width=7.2), size=16)
    add(group, "title").text = one.name


def _box(root: Element, one: Outside, box: Box) -> None:
    group = add(root, "g")
    add(group, "title").text = f"{KINDS[one.kind]}：{one.name}"
    shape = OUTLINES[one.kind]
    add(
        group, "rect", x=box.left, y=box.top, width=BOX_WIDTH, height=BOX_HEIGHT, fill=SOFT if one.kind == "PLACE" else PAPER,
        stroke=INK, stroke_width=1.5, **shape,
    )  # fmt: skip
    lines = folded(one.name, width=10.6, lines=2)
    middle = box.left + BOX_WIDTH / 2
    first = box.top + (28 if len(lines) == 1 else 20)
    for number, words in enumerate(lines):
        text(group, (middle, first + number * 19), words, size=16.5)
    text(group, (middle, box.top + BOX_HEIGHT - 8), KINDS[one.kind], size=12, fill=QUIET)
