"""A small map drawn on the server, with no picture from outside: points, the line between them, outlines, a scale, north. Pure.

Latitudes and longitudes come in (WGS 84 or JGD2011: the same to a metre); the drawing is flat, which over a town is true to
less than a line's width.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import asin, atan2, cos, degrees, radians, sin, sqrt

EARTH = 6_371_009  # metres, the mean radius
WIDTH, HEIGHT, EDGE = 480, 320, 44
# Nothing is drawn larger than this: a door and the house beside it stand some way apart.
LEAST_METRES = 60
WAYS = ("北", "北東", "東", "南東", "南", "南西", "西", "北西")

At = tuple[float, float]
Ring = Sequence[At]


def metres(first: At, second: At) -> float:
    """How far apart two points (latitude, longitude) lie, as the crow flies."""
    north, south = radians(first[0]), radians(second[0])
    half = (
        sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(radians(second[1] - first[1]) / 2) ** 2
    )
    return 2 * EARTH * asin(sqrt(half))


def way(first: At, second: At) -> str:
    """In which of eight directions the second lies, seen from the first."""
    east = radians(second[1] - first[1]) * cos(radians((first[0] + second[0]) / 2))
    turn = degrees(atan2(east, radians(second[0] - first[0]))) % 360
    return WAYS[round(turn / 45) % 8]


def far(distance: float) -> str:
    """As people say it: to ten metres below a kilometre, then to a hundred."""
    return f"約{max(10, round(distance, -1)):.0f}m" if distance < 995 else f"約{distance / 1000:.1f}km"


@dataclass(frozen=True)
class Spot:
    """A point to draw: ``home``, ``place`` (where the way ends) or ``step``."""

    at: At
    label: str
    kind: str = "step"


@dataclass(frozen=True)
class Outline:
    """A patch to draw under the points. Its rings are (latitude, longitude); a hole is a ring inside another."""

    label: str
    rings: Sequence[Ring]


@dataclass(frozen=True)
class Mark:
    """A point where it is drawn."""

    x: int
    y: int
    label: str
    kind: str

    @property
    def box_x(self) -> int:
        return self.x - 7

    @property
    def box_y(self) -> int:
        return self.y - 7

    @property
    def words_x(self) -> int:
        return self.x - 13 if self.is_right else self.x + 13

    @property
    def words_y(self) -> int:
        return self.y + 6

    @property
    def is_right(self) -> bool:
        """Whether its words stand to the left of it, so that they stay on the sheet."""
        return self.x > WIDTH / 2


@dataclass(frozen=True)
class Patch:
    """An outline where it is drawn."""

    label: str
    path: str


@dataclass(frozen=True)
class Map:
    """What is drawn, in the units of its drawing."""

    title: str
    marks: tuple[Mark, ...]
    line: str
    patches: tuple[Patch, ...]
    scale: int
    scale_words: str
    width: int = WIDTH
    height: int = HEIGHT
    scale_x: int = 16
    scale_y: int = HEIGHT - 14
    legend: tuple[str, ...] = field(default=())

    @property
    def scale_end(self) -> int:
        return self.scale_x + self.scale

    @property
    def scale_words_y(self) -> int:
        return self.scale_y - 8


@dataclass(frozen=True)
class Frame:
    """Which piece of the ground is drawn, and how large."""

    middle: At
    per_metre: float
    width: int = WIDTH
    height: int = HEIGHT

    def put(self, at: At) -> tuple[int, int]:
        east = radians(at[1] - self.middle[1]) * cos(radians(self.middle[0])) * EARTH
        north = radians(at[0] - self.middle[0]) * EARTH
        return round(self.width / 2 + east * self.per_metre), round(self.height / 2 - north * self.per_metre)

    def path(self, rings: Iterable[Ring]) -> str:
        """As SVG tells it. Points that fall on one dot are one."""
        told = []
        for ring in rings:
            dots = list(dict.fromkeys(self.put(one) for one in ring))
            if len(dots) > 2:
                told.append("M" + "L".join(f"{x} {y}" for x, y in dots) + "Z")
        return "".join(told)


def frame_of(points: Sequence[At], *, width: int = WIDTH, height: int = HEIGHT, edge: int = EDGE) -> Frame:
    """Everything in sight, with an edge for the words."""
    south, north = min(one[0] for one in points), max(one[0] for one in points)
    west, east = min(one[1] for one in points), max(one[1] for one in points)
    middle = (south + north) / 2, (west + east) / 2
    high = radians(north - south) * EARTH
    wide = radians(east - west) * cos(radians(middle[0])) * EARTH
    per = min((width - 2 * edge) / max(wide, LEAST_METRES), (height - 2 * edge) / max(high, LEAST_METRES))
    return Frame(middle, per, width, height)


def scale_of(per_metre: float) -> tuple[int, str]:
    """A round length of at most a third of the width, and its words."""
    most = WIDTH / 3 / per_metre
    fitting = [step * 10**power for power in range(6) for step in (1, 2, 5) if step * 10**power <= most]
    length = max(fitting, default=1)
    return round(length * per_metre), f"{length // 1000}km" if length >= 1000 else f"{length}m"


def draw(title: str, spots: Sequence[Spot], outlines: Sequence[Outline] = ()) -> Map | None:
    """The points joined in their order; None where there are not two to join."""
    if len(spots) < 2:
        return None
    frame = frame_of([one.at for one in spots])
    marks = tuple(Mark(*frame.put(one.at), one.label, one.kind) for one in spots)
    patches = tuple(
        Patch(one.label, path) for one in outlines if (path := frame.path(_near(one.rings, frame)))
    )
    length, words = scale_of(frame.per_metre)
    return Map(
        title, marks, " ".join(f"{one.x},{one.y}" for one in marks), patches, length, words,
        legend=tuple(dict.fromkeys(one.label for one in patches)),
    )  # fmt: skip


def _near(rings: Iterable[Ring], frame: Frame) -> list[Ring]:
    """The rings of which something may be in sight."""
    found = []
    for ring in rings:
        dots = [frame.put(one) for one in ring]
        xs, ys = [x for x, _y in dots], [y for _x, y in dots]
        if max(xs) >= 0 and min(xs) <= frame.width and max(ys) >= 0 and min(ys) <= frame.height:
            found.append(ring)
    return found


def length_of(spots: Sequence[Spot]) -> float:
    """How long the drawn line is."""
    return sum(metres(one.at, two.at) for one, two in zip(spots, spots[1:], strict=False))
