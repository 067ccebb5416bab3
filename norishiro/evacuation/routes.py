"""The way to a place: read from lines, drawn, and said in words. Nothing is looked up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from norishiro.core import maps
from norishiro.core.text import InputProblem, clean_line
from norishiro.resources.points import Point, read_point

MOST_STEPS = 20
LONGEST_STEP = 120
# A line may end with where it is, as it is copied from a map.
_AT_END = re.compile(r"[（(\s]*([-+]?\d{1,3}\.\d+\s*[,、，]\s*[-+]?\d{1,3}\.\d+)[)）\s]*$")


@dataclass(frozen=True)
class Step:
    """One step of the way, and where it is, where somebody wrote it."""

    words: str
    point: Point | None = None


def read_steps(text: str) -> list[Step]:
    """One step a line. Raises InputProblem with which line, and what to do."""
    lines = [one for one in text.splitlines() if one.strip()]
    if len(lines) > MOST_STEPS:
        raise InputProblem(f"道すじは{MOST_STEPS}行までです。近い曲がり角を、一行にまとめてください。")
    return [_step(number, line) for number, line in enumerate(lines, start=1)]


def _step(number: int, line: str) -> Step:
    found = _AT_END.search(line)
    words = clean_line(line[: found.start()] if found else line, limit=600).strip()
    if len(words) > LONGEST_STEP:
        raise InputProblem(f"{number}行目が長すぎます（{LONGEST_STEP}字まで）。二行に分けてください。")
    if not words:
        raise InputProblem(
            f"{number}行目に、場所だけが書いてあります。前に、道すじのことばを書いてください。"
        )
    try:
        return Step(words, read_point(found[1]) if found else None)
    except InputProblem as problem:
        raise InputProblem(f"{number}行目：{problem.message}") from None


def written(steps: Sequence[Step]) -> str:
    """As it is typed, so that nobody types it twice."""
    return "\n".join(f"{one.words}（{one.point}）" if one.point else one.words for one in steps)


@dataclass(frozen=True)
class Drawn:
    """A way drawn, or why it is not, and what it shows in words."""

    map: maps.Map | None
    words: tuple[str, ...]


def at(point: Point) -> maps.At:
    return float(point.latitude), float(point.longitude)


def draw_route(
    *, home: Point | None, steps: Sequence[Step], place: Point | None, name: str, outlines: Sequence[maps.Outline] = (),
) -> Drawn:  # fmt: skip
    """From the home, over the steps whose place is known, to the place; with what of this nobody has written down yet."""
    spots = [
        *([maps.Spot(at(home), "自宅", "home")] if home else []),
        *(maps.Spot(at(one.point), f"{nth}", "step") for nth, one in enumerate(steps, start=1) if one.point),
        *([maps.Spot(at(place), name[:14], "place")] if place else []),
    ]
    drawn = maps.draw(f"{name}までの道の略図", spots, outlines)
    return Drawn(drawn, tuple(_words(spots, home=home, place=place, name=name, drawn=drawn)))


def _words(
    spots: Sequence[maps.Spot], *, home: Point | None, place: Point | None, name: str, drawn: maps.Map | None
) -> list[str]:
    said = []
    if home and place:
        first, last = at(home), at(place)
        said.append(
            f"{name}は、自宅から{maps.way(first, last)}へ、まっすぐ測って{maps.far(maps.metres(first, last))}です。"
        )
    if drawn:
        parts = [
            f"{_called(one, name)}から{maps.way(one.at, two.at)}へ{maps.far(maps.metres(one.at, two.at))}で{_called(two, name)}"
            for one, two in zip(spots, spots[1:], strict=False)
        ]
        if len(spots) > 2:
            said.append(f"図の順：{'、'.join(parts)}。")
        said.append("破線は、場所の分かる点をまっすぐ結んだもので、道のりではありません。上が北です。")
        if drawn.legend:
            said.append(f"斜線は、{'、'.join(drawn.legend)}です。")
    missing = [
        *(["自宅の場所（名簿の資料の「緯度」「経度」の列）"] if home is None else []),
        *(["避難する所の場所（避難場所一覧の「緯度」「経度」の列）"] if place is None else []),
    ]
    if missing:
        said.append(
            f"{'と'.join(missing)}が分からないので、{'図に入っていません' if drawn else '図は描いていません'}。"
        )
    return said


def _called(spot: maps.Spot, name: str) -> str:
    return {"home": "自宅", "place": name}.get(spot.kind, f"道すじ{spot.label}")
