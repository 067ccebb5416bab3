"""生活圏の図: home in the middle, rings of distance as people say it, directions where they are known.

It is no map of addresses: home is a mark with the name of its area, and nothing is measured. It needs no tiles and no
internet, and says nothing to a stranger that the list beside it does not say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from norishiro.surroundings.drawing.svg import (
    INK,
    KEY,
    PALE,
    PAPER,
    QUIET,
    Element,
    Point,
    add,
    ems,
    fitted,
    haloed,
    link,
    points,
    sheet,
    text,
    written,
)

WIDTH, HEIGHT = 1000, 800
MIDDLE: Point = (500, 410)
RINGS = {
    "NEAR": (140, 100),
    "WALK": (225, 165),
    "WHEELS": (310, 230),
    "RIDE": (395, 295),
    "FAR": (455, 350),
}
SIDES = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
LETTERS = {
    "GATHERING": "居",
    "MEDICAL": "医",
    "SHOP": "買",
    "SUPPORT": "相",
    "LEARN": "学",
    "CLOSE": "友",
    "OTHER": "他",
}
MARK, NAME_WIDTH, NAME_SIZE = 17, 10.0, 14.0
# Degrees by which a mark steps aside when its place is taken: a little to both sides, then more.
STEPS = [side * step for step in range(0, 180, 6) for side in ((1,) if step == 0 else (1, -1))]
_SHORT = {
    "NEAR": "歩いてすぐ",
    "WALK": "歩いて15分",
    "WHEELS": "自転車・送迎",
    "RIDE": "バス・電車",
    "FAR": "遠い",
}


@dataclass(frozen=True)
class Spot:
    """One place. Without a direction (``compass`` empty) it stands with the others of its kind."""

    kind: str
    name: str
    distance: str
    compass: str
    words: str
    href: str = ""


@dataclass(frozen=True)
class Map:
    key: str
    title: str
    words: str
    home: str
    spots: Sequence[Spot]


@dataclass(frozen=True)
class Taken:
    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: Taken) -> bool:
        return not (
            self.right <= other.left
            or other.right <= self.left
            or self.bottom <= other.top
            or other.bottom <= self.top
        )


HOME = Taken(MIDDLE[0] - 70, MIDDLE[1] - 42, MIDDLE[0] + 70, MIDDLE[1] + 52)


def draw(drawn: Map) -> str:
    """The whole drawing as SVG text."""
    root = sheet(width=WIDTH, height=HEIGHT, key=drawn.key, title=drawn.title, words=drawn.words)
    add(root, "rect", x=0, y=0, width=WIDTH, height=HEIGHT, fill=PAPER)
    _rings(root, directed=any(one.compass for one in drawn.spots))
    _home(root, drawn.home)
    for one, at in zip(drawn.spots, placed(drawn.spots), strict=True):
        _spot(root, one, at)
    return written(root)


def _rings(root: Element, *, directed: bool) -> None:
    for distance, (across, down) in reversed(RINGS.items()):
        add(
            root, "ellipse", cx=MIDDLE[0], cy=MIDDLE[1], rx=across, ry=down, fill=PAPER if distance != "NEAR" else PALE,
            stroke="#949494", stroke_width=1, stroke_dasharray="4 5",
        )  # fmt: skip
    for distance, at in _ring_names().items():
        haloed(root, at, _SHORT[distance], size=12, fill=QUIET)
    if directed:
        add(root, "polygon", points=points((956, 30), (947, 52), (965, 52)), fill=QUIET)
        text(root, (956, 70), "北", size=14, fill=QUIET)


def _ring_names() -> dict[str, Point]:
    """Between the north and the north-east, where no direction points."""
    return {distance: _on(radius, 22) for distance, radius in RINGS.items()}


def _home(root: Element, home: str) -> None:
    x, y = MIDDLE[0], MIDDLE[1] - 14
    outline = points((x - 22, y + 16), (x - 22, y - 4), (x, y - 24), (x + 22, y - 4), (x + 22, y + 16))
    add(root, "polygon", points=outline, fill=PAPER, stroke=INK, stroke_width=2.5, stroke_linejoin="round")
    text(root, (x, y + 10), "家", size=17)
    text(root, (x, y + 40), fitted(home, width=9.5), size=14)


def placed(spots: Sequence[Spot]) -> list[Point]:
    """Where each mark stands: on the ring of its distance, towards its direction, stepping aside for those before it."""
    names = _ring_names().values()
    taken = [HOME, *(Taken(x - 44, y - 14, x + 44, y + 6) for x, y in names)]
    found = []
    for one in spots:
        at = _free(one, taken)
        taken.append(_room(one, at))
        found.append(at)
    return found


def _free(one: Spot, taken: Sequence[Taken]) -> Point:
    across, down = RINGS[one.distance]
    ring = list(RINGS)
    inner = RINGS[ring[ring.index(one.distance) - 1]] if one.distance != "NEAR" else (100, 66)
    for shrink in (0.0, 0.35, 0.7):
        radius = (across - (across - inner[0]) * shrink, down - (down - inner[1]) * shrink)
        for step in STEPS:
            at = _on(radius, _degrees(one) + step)
            room = _room(one, at)
            if _inside(room) and not any(room.touches(other) for other in taken):
                return at
    return _on((across, down), _degrees(one))


def _degrees(one: Spot) -> float:
    if one.compass:
        return SIDES.index(one.compass) * 45
    return list(LETTERS).index(one.kind) * (360 / len(LETTERS)) + 20


def _on(radius: tuple[float, float], degrees: float) -> Point:
    turned = degrees / 180 * pi
    return MIDDLE[0] + radius[0] * sin(turned), MIDDLE[1] - radius[1] * cos(turned)


def _room(one: Spot, at: Point) -> Taken:
    half = max(min(ems(one.name), NAME_WIDTH + 1) * NAME_SIZE / 2, MARK) + 3
    return Taken(at[0] - half, at[1] - MARK - 2, at[0] + half, at[1] + MARK + 20)


def _inside(room: Taken) -> bool:
    return room.left >= 4 and room.top >= 4 and room.right <= WIDTH - 4 and room.bottom <= HEIGHT - 4


def _spot(root: Element, one: Spot, at: Point) -> None:
    group = link(root, href=one.href, words=one.words)
    add(group, "title").text = one.words
    add(
        group, "circle", cx=at[0], cy=at[1], r=MARK, fill=PAPER, stroke=KEY, stroke_width=2.5,
        **({} if one.compass else {"stroke_dasharray": "4 3"}),
    )  # fmt: skip
    text(group, (at[0], at[1] + 6), LETTERS[one.kind], size=16)
    name = fitted(one.name, width=NAME_WIDTH)
    haloed(group, (at[0], at[1] + MARK + 15), name, size=NAME_SIZE)
