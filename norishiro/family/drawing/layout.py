"""From a family to a drawing with places. The same family always gives the same drawing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from norishiro.family.drawing import outline
from norishiro.family.drawing.columns import Bond, Width, columns
from norishiro.family.drawing.graph import Family, Figure, among
from norishiro.family.drawing.lettering import LINE, broken, width
from norishiro.family.drawing.levels import generations
from norishiro.family.drawing.lines import draw_lines
from norishiro.family.drawing.rows import Rows
from norishiro.family.drawing.scene import HALF, Box, Outline, Placed, Scene, Style
from norishiro.family.drawing.unions import Union, Unions, unions_of

EDGE = 24.0  # around the whole
APART = 44.0  # between families that are not tied to each other
PAIR_GAP, SIBLING_GAP, BLOCK_GAP, ENDED_GAP, CUSTODY_GAP = 24.0, 16.0, 30.0, 44.0, 64.0
LONE_IN_A_ROW = 8
HOME_DASHES = ("8 5", "2 5", "12 4 2 4")
SURE = {"LIKELY": "たぶん", "UNKNOWN": "はっきりしない"}


@dataclass
class Plan:
    """What is known of the drawing before its lines: rows, columns, and who is tied to whom how."""

    family: Family
    rows: dict[int, list[str]] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    x: dict[str, float] = field(default_factory=dict)
    widths: dict[str, Width] = field(default_factory=dict)
    unions: list[Union] = field(default_factory=list)
    first: dict[str, Union] = field(default_factory=dict)
    twins: list[tuple[str, str, str]] = field(default_factory=list)

    def beside(self, union: Union) -> bool:
        """Whether the two stand side by side, so that their line runs from symbol to symbol."""
        if len(union.parents) < 2 or self.levels[union.parents[0]] != self.levels[union.parents[1]]:
            return False
        row = self.rows[self.levels[union.parents[0]]]
        return abs(row.index(union.parents[0]) - row.index(union.parents[1])) == 1

    def hangs_below(self, key: str) -> bool:
        """Whether a line leaves the figure downwards, so that its words must stand beside it."""
        return any(
            not self.beside(union) and (len(union.parents) > 1 or bool(union.children))
            for union in self.unions
            if key in union.parents
        )


def lay_out(family: Family, *, style: Style | None = None) -> Scene:
    """The drawing: families one beside the other, below them those of whom no tie is told."""
    plan = Plan(family)
    right = 0.0
    tied, lone = _parts(family)
    for keys in tied:
        part = _part(among(family, keys))
        for level, row in part.rows.items():
            plan.rows.setdefault(level, []).extend(row)
        plan.x |= {key: at + right for key, at in part.x.items()}
        right = max(plan.x[key] + part.widths[key].right for key in part.x) + APART
        _take(plan, part)
    for at in range(0, len(lone), LONE_IN_A_ROW):
        _take_lone(plan, lone[at : at + LONE_IN_A_ROW])
    plan.rows = {level: plan.rows[level] for level in sorted(plan.rows)}
    return _drawn(plan, style or Style())


def _parts(family: Family) -> tuple[list[list[str]], list[str]]:
    """Who is tied to whom at all, in the order of the figures; and those who are tied to nobody."""
    group = {one.key: one.key for one in family.figures}
    ties = [
        *(one.keys for one in family.pairs), *((one.parent, one.child) for one in family.descents),
        *((one.one, one.other) for one in family.siblings),
    ]  # fmt: skip
    for one, other in ties:
        kept, gone = group[one], group[other]
        group = {key: kept if each == gone else each for key, each in group.items()}
    found: dict[str, list[str]] = defaultdict(list)
    for key, each in group.items():
        found[each].append(key)
    return [keys for keys in found.values() if len(keys) > 1], [
        keys[0] for keys in found.values() if len(keys) == 1
    ]


def _part(family: Family) -> Plan:
    unions = unions_of(family)
    levels = generations(family, unions)
    plan = Plan(family, Rows(family, unions, levels).in_order(), levels)
    _note_unions(plan, unions)
    plan.widths = {key: _width(figure, below=plan.hangs_below(key)) for key, figure in family.by_key.items()}
    bonds = [
        Bond(
            union.parents,
            tuple(one.child for one in union.children if plan.first[one.child] is union),
            _off_middle(plan, union),
        )
        for union in plan.unions
        if len({levels[key] for key in union.parents}) == 1
    ]
    plan.x = columns(
        plan.rows, plan.widths, bonds=bonds, near=_near(plan, unions),
        gap=lambda left, right: _gap(plan, unions, left, right),
    )  # fmt: skip
    return plan


def _off_middle(plan: Plan, union: Union) -> float:
    """How far from the middle of the two their children hang: between the words of the one and of the other."""
    if not plan.beside(union):
        return 0.0
    left, right = union.parents
    return (plan.widths[left].right - plan.widths[right].left) / 2


def _note_unions(plan: Plan, unions: Unions) -> None:
    """Unions, with the two of each from left to right as they stand now."""
    places = {key: at for row in plan.rows.values() for at, key in enumerate(row)}
    for union in unions.all:
        union.parents = tuple(sorted(union.parents, key=lambda key: (places[key], key)))
    plan.unions = list(unions.all)
    plan.first = {child: unions.all[at] for child, at in unions.first.items()}
    plan.twins = list(unions.twins)


def _take(plan: Plan, part: Plan) -> None:
    plan.levels |= part.levels
    plan.widths |= part.widths
    plan.unions += part.unions
    plan.first |= part.first
    plan.twins += part.twins


def _take_lone(plan: Plan, keys: list[str]) -> None:
    level = max(plan.rows, default=-1) + 1
    people = plan.family.by_key
    plan.rows[level] = keys
    at = 0.0
    for key in keys:
        plan.widths[key] = _width(people[key], below=False)
        plan.levels[key] = level
        plan.x[key] = at + plan.widths[key].left
        at = plan.x[key] + plan.widths[key].right + BLOCK_GAP


# --- how near -----------------------------------------------------------------------------------------


def words_of(figure: Figure) -> tuple[str, ...]:
    """The words below a symbol: the name, and in a small line what must be known of it."""
    more = "・".join(one for one in (figure.died, SURE.get(figure.sureness, "")) if one)
    return (*broken(figure.label), *((more,) if more else ()))


def _width(figure: Figure, *, below: bool) -> Width:
    text = max((width(one) for one in words_of(figure)), default=0.0)
    symbol = HALF + 10
    if below:
        return Width(symbol, max(symbol, text + 8))
    return Width(max(symbol, text / 2), max(symbol, text / 2))


def _gap(plan: Plan, unions: Unions, left: str, right: str) -> float:
    for union in plan.unions:
        if set(union.parents) == {left, right}:
            return _pair_gap(union)
    if any(left in row and right in row for row in unions.sibships):
        return SIBLING_GAP
    return BLOCK_GAP


def _pair_gap(union: Union) -> float:
    if any(one.custodian for one in union.children):
        return CUSTODY_GAP
    pair = union.pair
    return ENDED_GAP if pair and (pair.apart or pair.ended) else PAIR_GAP


def _near(plan: Plan, unions: Unions) -> set[tuple[str, str]]:
    """Neighbours who belong together."""
    near = set()
    for row in plan.rows.values():
        for left, right in zip(row, row[1:], strict=False):
            couple = any({left, right} == set(union.parents) for union in plan.unions)
            if couple or any(left in sibship and right in sibship for sibship in unions.sibships):
                near.add((left, right))
    return near


# --- everything in its place --------------------------------------------------------------------------


def _drawn(plan: Plan, style: Style) -> Scene:
    scene = Scene()
    plan.x = {key: at + EDGE for key, at in plan.x.items()}
    people = plan.family.by_key
    brackets = {one.child for one in plan.family.descents if one.kind == "ADOPTED"}
    below = {key: plan.hangs_below(key) for key in people}
    heights: dict[int, float] = {
        level: max(len(words_of(people[key])) for key in row) * LINE for level, row in plan.rows.items()
    }
    tops = draw_lines(plan, scene, heights=heights, style=style, start=EDGE)
    for level, row in plan.rows.items():
        for key in row:
            x, y = plan.x[key], tops[level] + HALF
            lines = words_of(people[key])
            at = (x + 6, y + HALF + LINE) if below[key] else (x, y + HALF + LINE)
            scene.symbols.append(
                Placed(people[key], x, y, lines, at, "start" if below[key] else "middle", key in brackets)
            )
            scene.boxes[key] = Box(
                x - plan.widths[key].left, tops[level] - 8, x + plan.widths[key].right,
                tops[level] + 2 * HALF + len(lines) * LINE + 5,
            )  # fmt: skip
    _draw_homes(plan, scene)
    scene.width = max((one.right for one in scene.boxes.values()), default=0.0) + EDGE
    scene.height = max((one.bottom for one in scene.boxes.values()), default=0.0) + EDGE
    return scene


def _draw_homes(plan: Plan, scene: Scene) -> None:
    homes = list(dict.fromkeys(home for one in plan.family.figures for home in one.homes))
    for at, home in enumerate(homes):
        members = [one.key for one in plan.family.figures if home in one.homes]
        if len(members) > 1:
            loops = outline.around(members, plan.rows, scene.boxes, inset=3.0 * at)
            dash = HOME_DASHES[at % len(HOME_DASHES)]
            scene.outlines.append(Outline(home, tuple(tuple(loop) for loop in loops), dash))
