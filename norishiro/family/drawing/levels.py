"""Which generation each figure stands in: couples and siblings beside each other, parents above their children."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from norishiro.family.drawing.graph import Family
from norishiro.family.drawing.unions import Unions


def generations(family: Family, unions: Unions) -> dict[str, int]:
    """Row numbers from the top. What contradicts itself (somebody's own grandparent) is left out of the counting."""
    groups = _Groups([one.key for one in family.figures])
    for one in family.descents:
        groups.set_above(one.parent, one.child)
    for keys in _beside(family, unions):
        for key in keys[1:]:
            groups.put_beside(keys[0], key)
    return groups.levels()


def _beside(family: Family, unions: Unions) -> Iterator[tuple[str, ...]]:
    yield from (union.parents for union in unions.all)
    yield from (tuple(row) for row in unions.sibships)
    yield from ((one.one, one.other) for one in family.siblings)
    for figure in family.figures:
        own = [hung.child for union in unions.of(figure.key) for hung in union.children if hung.kind == "OWN"]
        yield tuple(dict.fromkeys(own))


class _Groups:
    """Figures of one row, and which row is above which."""

    def __init__(self, keys: list[str]) -> None:
        self.group = {key: key for key in keys}
        self.above: dict[str, set[str]] = defaultdict(set)

    def _reaches(self, start: str, goal: str) -> bool:
        seen, waiting = {start}, [start]
        while waiting:
            for below in sorted(self.above[waiting.pop()] - seen):
                if below == goal:
                    return True
                seen.add(below)
                waiting.append(below)
        return False

    def set_above(self, parent: str, child: str) -> None:
        upper, lower = self.group[parent], self.group[child]
        if upper != lower and not self._reaches(lower, upper):
            self.above[upper].add(lower)

    def put_beside(self, one: str, other: str) -> None:
        kept, gone = self.group[one], self.group[other]
        if kept == gone or self._reaches(kept, gone) or self._reaches(gone, kept):
            return
        for key, group in self.group.items():
            if group == gone:
                self.group[key] = kept
        self.above[kept] |= self.above.pop(gone, set())
        for lower in self.above.values():
            if gone in lower:
                lower.discard(gone)
                lower.add(kept)

    def levels(self) -> dict[str, int]:
        """The longest way from the top; then everybody as near to their own children as can be."""
        order = self._from_the_top()
        level = dict.fromkeys(order, 0)
        for upper in order:
            for lower in self.above[upper]:
                level[lower] = max(level[lower], level[upper] + 1)
        for upper in reversed(order):
            if self.above[upper]:
                level[upper] = min(level[lower] for lower in self.above[upper]) - 1
        return {key: level[group] for key, group in self.group.items()}

    def _from_the_top(self) -> list[str]:
        groups = list(dict.fromkeys(self.group.values()))
        waiting_for = {one: sum(one in self.above[upper] for upper in groups) for one in groups}
        ready = [one for one in groups if not waiting_for[one]]
        order = []
        while ready:
            order.append(ready.pop(0))
            for lower in groups:
                if lower in self.above[order[-1]]:
                    waiting_for[lower] -= 1
                    if not waiting_for[lower]:
                        ready.append(lower)
        return order
