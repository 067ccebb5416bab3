"""In which order the figures of a row stand: siblings by age, couples side by side, as few crossings as can be found.

A block is a row of siblings with those partners whose own parents are not drawn. The inside of a block is fixed by the
customs of the drawing; blocks are moved, and partners changed from one side to the other, while that saves crossings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from norishiro.family.drawing.graph import FEMALE, MALE, Family
from norishiro.family.drawing.unions import Union, Unions

# A figure between two partners costs more than two lines that cross: the line of the couple passes below it.
BETWEEN, CROSSING = 3, 2
ROUNDS = 4


@dataclass
class Block:
    """Siblings and the partners who came to them; ``turned`` have their partners on the other side."""

    heads: list[str]
    turned: set[str] = field(default_factory=set)


class Rows:
    """The figures of every row from left to right."""

    def __init__(self, family: Family, unions: Unions, levels: dict[str, int]) -> None:
        self.people, self.unions, self.levels = family.by_key, unions, levels
        self.couples: dict[str, list[Union]] = {
            key: [one for one in unions.of(key) if len(one.parents) > 1] for key in self.people
        }
        self.attached: dict[str, list[str]] = defaultdict(list)
        self.blocks: dict[int, list[Block]] = defaultdict(list)
        self._gather()
        self._improve()

    def in_order(self) -> dict[int, list[str]]:
        return {
            level: [key for block in self.blocks[level] for key in self._inside(block)]
            for level in sorted(self.blocks)
        }

    # --- what belongs together ---------------------------------------------------------------------

    def _gather(self) -> None:
        placed: set[str] = set()
        for row in self.unions.sibships:
            for level in sorted({self.levels[key] for key in row}):
                heads = [key for key in row if self.levels[key] == level]
                self.blocks[level].append(Block(heads))
                placed.update(heads)
        for block in [one for level in sorted(self.blocks) for one in self.blocks[level]]:
            for head in block.heads:
                self._attach(head, placed)
        for key in sorted(self.people, key=self._rank_as_root):
            if key not in placed:
                placed.add(key)
                self.blocks[self.levels[key]].append(Block([key]))
                self._attach(key, placed)

    def _rank_as_root(self, key: str) -> tuple[int, bool, int]:
        return (-len(self.couples[key]), self.people[key].sex != MALE, list(self.people).index(key))

    def _attach(self, key: str, placed: set[str]) -> None:
        """Partners without drawn parents stand beside the one they came to, and their other partners beside them."""
        for partner in self._partners(key):
            if partner not in placed and self.levels[partner] == self.levels[key]:
                placed.add(partner)
                self.attached[key].append(partner)
        for partner in self.attached[key]:
            self._attach(partner, placed)

    def _partners(self, key: str) -> list[str]:
        return [other for union in self.couples[key] for other in union.parents if other != key]

    # --- the inside of a block ---------------------------------------------------------------------

    def _inside(self, block: Block) -> list[str]:
        return [key for head in block.heads for key in self._chain(head, head in block.turned)]

    def _chain(self, key: str, turned: bool, side: int = 0) -> list[str]:
        """The figure among the partners who came to it: the earlier left, the later right (``side``: all to one side)."""
        came = self.attached[key]
        if side:
            left, right = (came, []) if side < 0 else ([], came)
        elif len(came) == 1:
            on_left = self._goes_left(key, came[0]) != turned
            left, right = (came, []) if on_left else ([], came)
        else:
            cut = len(came) // 2
            left, right = (came[:cut], came[cut:]) if not turned else ([], came)
        before = [one for partner in left for one in self._chain(partner, False, -1)]
        after = [one for partner in right for one in self._chain(partner, False, 1)]
        return [*before, key, *after]

    def _goes_left(self, key: str, partner: str) -> bool:
        return self.people[key].sex == FEMALE and self.people[partner].sex == MALE

    # --- fewer crossings ---------------------------------------------------------------------------

    def _improve(self) -> None:
        self._sweep()
        best = self._cost()
        for _round in range(ROUNDS):
            before = best
            for undo in self._moves():
                cost = self._cost()
                if cost < best:
                    best = cost
                else:
                    undo()
            if best == before:
                return

    def _moves(self) -> Iterator[Undo]:
        """Each makes one small change, and hands out how to take it back."""
        for level in sorted(self.blocks):
            row = self.blocks[level]
            for at in range(len(row) - 1):
                row[at], row[at + 1] = row[at + 1], row[at]
                yield Undo(row, at)
            for block in row:
                for head in block.heads:
                    if self.attached[head]:
                        block.turned ^= {head}
                        yield Undo(row, -1, block, head)

    def _sweep(self) -> None:
        """A first order: blocks stand where their parents and children stand."""
        for _round in range(3):
            for down in (True, False):
                for level in sorted(self.blocks, reverse=not down):
                    at = self._positions()
                    self.blocks[level].sort(key=partial(self._pull, at=at))

    def _pull(self, block: Block, at: dict[str, float]) -> float:
        inside = self._inside(block)
        near = [
            at[other] for key in inside for union in self.unions.all for other in _kin_of(key, union)
            if other not in inside
        ]  # fmt: skip
        return sum(near) / len(near) if near else sum(at[key] for key in inside) / len(inside)

    def _positions(self) -> dict[str, float]:
        """Places between 0 and 1, so that rows of different length can be compared."""
        return {
            key: (place + 0.5) / len(row) for row in self.in_order().values() for place, key in enumerate(row)
        }

    def _cost(self) -> float:
        places = {key: place for row in self.in_order().values() for place, key in enumerate(row)}
        lines: dict[int, list[tuple[float, int]]] = defaultdict(list)
        cost = 0.0
        for union in self.unions.all:
            tops = [places[key] for key in union.parents]
            if len(tops) > 1 and self.levels[union.parents[0]] == self.levels[union.parents[1]]:
                cost += BETWEEN * (abs(tops[0] - tops[1]) - 1)
            hang = sum(tops) / len(tops)
            for hung in union.children:
                lines[self.levels[hung.child]].append((hang, places[hung.child]))
        for row in lines.values():
            cost += CROSSING * sum(
                (one[0] - other[0]) * (one[1] - other[1]) < 0
                for at, one in enumerate(row) for other in row[at + 1 :]
            )  # fmt: skip
            cost += sum(abs(hang - place) for hang, place in row) / 1000
        return cost


def _kin_of(key: str, union: Union) -> list[str]:
    """Whom this union ties the figure to."""
    children = [one.child for one in union.children]
    if key in union.parents:
        return [*children, *(one for one in union.parents if one != key)]
    return [*union.parents] if key in children else []


@dataclass
class Undo:
    """Takes one move back."""

    row: list[Block]
    at: int
    block: Block | None = None
    head: str = ""

    def __call__(self) -> None:
        if self.block is not None:
            self.block.turned ^= {self.head}
        else:
            self.row[self.at], self.row[self.at + 1] = self.row[self.at + 1], self.row[self.at]
