"""The lines of couples, and from parents to children. Lines that run level get heights of their own, so that no two of
them lie upon each other; between two rows there is as much room as they need."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from norishiro.family.drawing.graph import ADOPTED, FOSTER, OWN
from norishiro.family.drawing.scene import HALF, Point, Scene, Stroke, Style
from norishiro.family.drawing.unions import Hanging, Union

if TYPE_CHECKING:
    from norishiro.family.drawing.layout import Plan

COUPLE_STEP, BAR_STEP, AIR = 11.0, 11.0, 12.0
ROW_AIR = 26.0
SHIFT = 10.0  # a second line to the same child arrives beside the first
DASHES = {"MARRIED": "", "PARTNER": "7 4", "UNSAID": "1 4", OWN: "", ADOPTED: "5 4", FOSTER: "1 4"}


@dataclass
class Bar:
    """One level line from a union (or one parent's side of it) to children."""

    union: Union
    hung: list[Hanging]
    hang: float
    kind: str
    track: int = 0
    lanes: list[tuple[int, float]] = field(default_factory=list)

    def ends(self, plan: Plan) -> tuple[float, float]:
        xs = [self.hang, *(_top_of(plan, self, one) for one in self.hung)]
        return (min(xs), max(xs))


def draw_lines(
    plan: Plan, scene: Scene, *, heights: dict[int, float], style: Style, start: float
) -> dict[int, float]:
    """All lines; answers how high each row begins, which depends on how many lines pass between the rows."""
    loops = _loops(plan)
    bars = _bars(plan, loops)
    tracks = {level: _stack([_span(plan, one) for one in loops[level]]) for level in plan.rows}
    bar_tracks: dict[int, int] = {}
    for level in plan.rows:
        above = [bar for bar in bars if plan.levels[bar.hung[0].child] == level]
        for bar, track in zip(above, _stack([bar.ends(plan) for bar in above]), strict=True):
            bar.track = track
        bar_tracks[level] = max((bar.track + 1 for bar in above), default=0)
    tops: dict[int, float] = {}
    top = start
    for level in plan.rows:
        if tops:
            top += ROW_AIR + bar_tracks[level] * BAR_STEP
        tops[level] = top
        top += 2 * HALF + heights[level] + (max(tracks[level], default=-1) + 1) * COUPLE_STEP + AIR
    loop_y = {
        id(union): tops[level] + 2 * HALF + heights[level] + AIR / 2 + track * COUPLE_STEP
        for level in plan.rows
        for union, track in zip(loops[level], tracks[level], strict=True)
    }
    for union in plan.unions:
        _draw_couple(plan, scene, union, tops, loop_y, style)
    for bar in bars:
        _draw_bar(plan, scene, bar, tops, loop_y)
    _draw_loose_siblings(plan, scene, tops)
    return tops


def _loops(plan: Plan) -> dict[int, list[Union]]:
    """Couples that do not stand side by side: their line passes below whoever stands between."""
    found: dict[int, list[Union]] = defaultdict(list)
    for union in plan.unions:
        if len(union.parents) > 1 and _level(plan, union) is not None and not plan.beside(union):
            found[plan.levels[union.parents[0]]].append(union)
    return found


def _level(plan: Plan, union: Union) -> int | None:
    """The row of the two; None where they stand in different rows."""
    levels = {plan.levels[key] for key in union.parents}
    return levels.pop() if len(levels) == 1 else None


def _drop(plan: Plan, union: Union, key: str) -> float:
    """Where the line of this couple leaves the figure downwards; several lines leave side by side."""
    leaving = [
        one for one in plan.unions
        if key in one.parents and not plan.beside(one) and (len(one.parents) > 1 or one.children)
    ]  # fmt: skip
    return plan.x[key] + 6 * (leaving.index(union) - (len(leaving) - 1))


def _span(plan: Plan, union: Union) -> tuple[float, float]:
    return (_drop(plan, union, union.parents[0]), _drop(plan, union, union.parents[1]))


def _stack(spans: list[tuple[float, float]]) -> list[int]:
    """The short ones high; each as high as it can be without lying upon another."""
    tracks = [0] * len(spans)
    used: list[list[tuple[float, float]]] = []
    for at in sorted(range(len(spans)), key=lambda at: (spans[at][1] - spans[at][0], spans[at])):
        left, right = spans[at]
        track = next(
            (no for no, row in enumerate(used) if all(right + 6 < a or left - 6 > b for a, b in row)),
            len(used),
        )
        if track == len(used):
            used.append([])
        used[track].append((left, right))
        tracks[at] = track
    return tracks


# --- couples ------------------------------------------------------------------------------------------


def _draw_couple(
    plan: Plan, scene: Scene, union: Union, tops: dict[int, float], loop_y: dict[int, float], style: Style
) -> None:
    if len(union.parents) < 2:
        return
    left, right = union.parents
    manner = union.pair.manner if union.pair else "UNSAID"
    double = manner == "MARRIED" and style.marriage == "DOUBLE"
    if id(union) in loop_y:
        y, (x1, x2) = loop_y[id(union)], _span(plan, union)
        foot = tops[plan.levels[left]] + 2 * HALF
        points: tuple[Point, ...] = ((x1, foot), (x1, y), (x2, y), (x2, foot))
    else:
        ys = [tops[plan.levels[key]] + HALF for key in union.parents]
        x1, x2, y = plan.x[left] + HALF, plan.x[right] - HALF, sum(ys) / 2
        points = ((x1, ys[0]), (x2, ys[1]))
    scene.strokes.append(Stroke(f"couple {manner.lower()}", points, DASHES[manner], double))
    _draw_slashes(scene, union, x1, x2, y)


def _draw_slashes(scene: Scene, union: Union, x1: float, x2: float, y: float) -> None:
    pair = union.pair
    slashes = 0 if pair is None else 2 if pair.ended in ("DIVORCED", "PARTED") else 1 if pair.apart else 0
    split = any(one.custodian for one in union.children)
    middle = (x1 + x2) / 2 if split or not union.children else x1 + 12
    for at in range(slashes):
        x = middle + 6 * at - 3 * (slashes - 1)
        scene.strokes.append(Stroke("slash", ((x - 4, y + 9), (x + 4, y - 9))))


# --- children -----------------------------------------------------------------------------------------


def _bars(plan: Plan, loops: dict[int, list[Union]]) -> list[Bar]:
    found = []
    for union in plan.unions:
        sides: dict[tuple[str, bool, str], list[Hanging]] = defaultdict(list)
        for one in union.children:
            here = plan.first[one.child] is union
            sides[(one.custodian, here, "" if here else one.child)].append(one)
        for (custodian, here, _child), hung in sides.items():
            kinds = {one.kind for one in hung}
            kind = kinds.pop() if len(kinds) == 1 else OWN
            hang = _hang(plan, union, custodian, hung)
            if not here:
                hang += 5
            found.append(Bar(union, hung, hang, kind))
    for bar in found:
        _find_lanes(plan, bar)
    return found


def _hang(plan: Plan, union: Union, custodian: str, hung: list[Hanging]) -> float:
    """Where the line to the children leaves the line of the parents: at the side of who has custody, else in the middle."""
    if len(union.parents) == 1 or _level(plan, union) is None:
        return _drop(plan, union, union.parents[0]) if len(union.parents) == 1 else plan.x[union.parents[0]]
    left, right = union.parents
    if plan.beside(union):
        low, high = plan.x[left] + plan.widths[left].right, plan.x[right] - plan.widths[right].left
        margin = 3.0
    else:
        low, high = _span(plan, union)
        margin = 9.0
    if custodian:
        return low + margin + 11 if custodian == left else high - margin - 11
    wish = sum(plan.x[one.child] for one in hung) / len(hung)
    return (low + high) / 2 if plan.beside(union) else min(max(wish, low + margin), high - margin)


def _top_of(plan: Plan, bar: Bar, hung: Hanging) -> float:
    return plan.x[hung.child] + (0.0 if plan.first[hung.child] is bar.union else SHIFT)


def _find_lanes(plan: Plan, bar: Bar) -> None:
    """Where a line to somebody further down passes through the rows between."""
    upper, lower = plan.levels[bar.union.parents[0]], plan.levels[bar.hung[0].child]
    for level in range(upper + 1, lower):
        if level in plan.rows:
            bar.lanes.append((level, _lane(plan, level, near=_top_of(plan, bar, bar.hung[0]))))


def _lane(plan: Plan, level: int, *, near: float) -> float:
    row = plan.rows[level]
    free = [plan.x[row[0]] - plan.widths[row[0]].left - 8, plan.x[row[-1]] + plan.widths[row[-1]].right + 8]
    couples = [set(union.parents) for union in plan.unions]
    for left, right in zip(row, row[1:], strict=False):
        low, high = plan.x[left] + plan.widths[left].right, plan.x[right] - plan.widths[right].left
        if high - low >= 8 and {left, right} not in couples:
            free += [min(max(near, low + 4), high - 4)]
    return min(free, key=lambda x: (abs(x - near), x))


def _draw_bar(plan: Plan, scene: Scene, bar: Bar, tops: dict[int, float], loop_y: dict[int, float]) -> None:
    upper, lower = plan.levels[bar.union.parents[0]], plan.levels[bar.hung[0].child]
    start = _start_of(plan, bar, tops, loop_y)
    if lower <= upper:
        for one in bar.hung:
            foot = (plan.x[one.child], tops[lower] + HALF)
            scene.strokes.append(Stroke("descent", (start, foot), "2 3"))
        return
    y = tops[lower] - ROW_AIR / 2 - bar.track * BAR_STEP
    trunk: list[Point] = [start]
    for level, lane in bar.lanes:
        above = tops[level] - ROW_AIR / 2 + 5
        trunk += [(trunk[-1][0], above), (lane, above)]
    trunk.append((trunk[-1][0], y))
    dash = DASHES[bar.kind]
    legs = _legs(plan, bar)
    if len(bar.hung) == 1 and not legs:
        x = _top_of(plan, bar, bar.hung[0])
        scene.strokes.append(
            Stroke("descent", _plain((*trunk, (x, y), (x, tops[lower]))), DASHES[bar.hung[0].kind])
        )
        return
    scene.strokes.append(Stroke("descent", _plain(tuple(trunk)), dash))
    xs = [trunk[-1][0], *(_top_of(plan, bar, one) for one in bar.hung if one.child not in legs)]
    xs += [x for x, _manner in legs.values()]
    scene.strokes.append(Stroke("descent", ((min(xs), y), (max(xs), y)), dash))
    for one in bar.hung:
        x = _top_of(plan, bar, one)
        top = legs[one.child][0] if one.child in legs else x
        scene.strokes.append(Stroke("descent", ((top, y), (x, tops[lower])), DASHES[one.kind]))
    _draw_twin_bars(plan, scene, legs, y, tops[lower])


def _start_of(plan: Plan, bar: Bar, tops: dict[int, float], loop_y: dict[int, float]) -> Point:
    union = bar.union
    top = tops[plan.levels[union.parents[0]]]
    if len(union.parents) == 1:
        return (bar.hang, top + 2 * HALF)
    return (bar.hang, loop_y.get(id(union), top + HALF))


def _plain(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Without points that repeat or lie on the way."""
    kept: list[Point] = []
    for point in points:
        if kept and abs(kept[-1][0] - point[0]) < 0.05 and abs(kept[-1][1] - point[1]) < 0.05:
            continue
        if len(kept) > 1 and kept[-2][0] == kept[-1][0] == point[0]:
            kept[-1] = point
            continue
        kept.append(point)
    return tuple(kept)


# --- twins --------------------------------------------------------------------------------------------


def _legs(plan: Plan, bar: Bar) -> dict[str, tuple[float, str]]:
    """For each twin of this bar: the point from which the legs of both begin, and what is told of the two."""
    children = {one.child for one in bar.hung}
    legs: dict[str, tuple[float, str]] = {}
    for group, manner in _twin_groups(plan, children):
        apex = (min(plan.x[key] for key in group) + max(plan.x[key] for key in group)) / 2
        legs |= dict.fromkeys(group, (apex, manner))
    return legs


def _twin_groups(plan: Plan, children: set[str]) -> list[tuple[list[str], str]]:
    groups: list[tuple[list[str], str]] = []
    for one, other, manner in plan.twins:
        if not {one, other} <= children:
            continue
        joined = next((group for group, _manner in groups if {one, other} & set(group)), None)
        if joined is None:
            groups.append(([one, other], manner))
        else:
            joined += [key for key in (one, other) if key not in joined]
    return groups


def _draw_twin_bars(
    plan: Plan, scene: Scene, legs: dict[str, tuple[float, str]], y: float, top: float
) -> None:
    """Identical twins: a line between their legs."""
    for apex in sorted({apex for apex, manner in legs.values() if manner == "IDENTICAL"}):
        keys = [key for key, (at, _manner) in legs.items() if at == apex]
        height = (y + top) / 2
        xs = sorted((plan.x[key] + apex) / 2 for key in keys)
        scene.strokes.append(Stroke("descent", ((xs[0], height), (xs[-1], height))))


def _draw_loose_siblings(plan: Plan, scene: Scene, tops: dict[int, float]) -> None:
    """Siblings whose parents nobody knows: a line above them, from nobody."""
    told = {one.one for one in plan.family.siblings} | {one.other for one in plan.family.siblings}
    loose = [key for row in plan.rows.values() for key in row if key in told and key not in plan.first]
    groups: list[list[str]] = []
    for tie in plan.family.siblings:
        if tie.one not in loose or plan.levels[tie.one] != plan.levels[tie.other]:
            continue
        joined = [group for group in groups if {tie.one, tie.other} & set(group)]
        groups = [group for group in groups if group not in joined]
        groups.append(sorted({tie.one, tie.other}.union(*joined), key=lambda key: plan.x[key]))
    for group in groups:
        top = tops[plan.levels[group[0]]]
        y = top - ROW_AIR / 2
        scene.strokes.append(Stroke("descent", ((plan.x[group[0]], y), (plan.x[group[-1]], y))))
        scene.strokes += [Stroke("descent", ((plan.x[key], y), (plan.x[key], top))) for key in group]
