"""How far from the left each figure stands: children below their parents, never nearer than their words allow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 24


@dataclass(frozen=True)
class Width:
    """How far a figure with its words reaches to either side of its middle."""

    left: float
    right: float


@dataclass(frozen=True)
class Bond:
    """Parents and the children whose middle should stand below theirs, or so far (``shift``) to the right of it."""

    parents: tuple[str, ...]
    children: tuple[str, ...]
    shift: float = 0.0


def columns(
    rows: dict[int, list[str]],
    widths: dict[str, Width],
    *,
    gap: Callable[[str, str], float],
    bonds: list[Bond],
    near: set[tuple[str, str]],
) -> dict[str, float]:
    """The middle of every figure. Each row keeps its order and its distances; within them everybody is drawn to parents,
    children and (those who are ``near``: couples, siblings) neighbours in turn, from above and from below."""
    x: dict[str, float] = {}
    nearest: dict[str, float] = {}
    for row in rows.values():
        at = 0.0
        for place, key in enumerate(row):
            if place:
                before = row[place - 1]
                nearest[key] = widths[before].right + gap(before, key) + widths[key].left
                at += nearest[key]
            x[key] = at
        for key in row:
            x[key] -= at / 2
    pulls = {(one, other): nearest[other] for one, other in near}
    for turn in range(ROUNDS):
        for level in sorted(rows, reverse=bool(turn % 2)):
            _settle(rows[level], x, nearest, _wishes(rows[level], x, bonds, pulls))
    left = min((x[key] - widths[key].left for key in x), default=0.0)
    return {key: x[key] - left for key in x}


def _wishes(
    row: list[str], x: dict[str, float], bonds: list[Bond], pulls: dict[tuple[str, str], float]
) -> dict[str, tuple[float, float]]:
    """Where each would like to stand, and how much."""
    wishes = {key: [(x[key], 0.2)] for key in row}
    for bond in bonds:
        if not bond.children:
            continue
        above = sum(x[key] for key in bond.parents) / len(bond.parents) + bond.shift
        below = (min(x[key] for key in bond.children) + max(x[key] for key in bond.children)) / 2
        for key in bond.parents:
            if key in wishes:
                wishes[key].append((x[key] + below - above, 1.0))
        for key in bond.children:
            if key in wishes:
                wishes[key].append((x[key] + above - below, 1.0))
    for (one, other), distance in pulls.items():
        if one in wishes:
            wishes[one].append((x[other] - distance, 0.5))
            wishes[other].append((x[one] + distance, 0.5))
    middle = {
        key: sum(at * much for at, much in all_) / sum(much for _at, much in all_)
        for key, all_ in wishes.items()
    }
    return {key: (middle[key], sum(much for _at, much in wishes[key])) for key in row}


def _settle(
    row: list[str], x: dict[str, float], nearest: dict[str, float], wishes: dict[str, tuple[float, float]]
) -> None:
    """The places nearest to the wishes that keep order and distances (pooling neighbours who would collide)."""
    shift, pools = 0.0, []
    for place, key in enumerate(row):
        shift += nearest[key] if place else 0.0
        at, much = wishes[key]
        pools.append([(at - shift) * much, much, 1])
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] > pools[-1][0] / pools[-1][1]:
            total, weight, count = pools.pop()
            pools[-1] = [pools[-1][0] + total, pools[-1][1] + weight, pools[-1][2] + count]
    settled = [total / weight for total, weight, count in pools for _one in range(int(count))]
    shift = 0.0
    for place, key in enumerate(row):
        shift += nearest[key] if place else 0.0
        x[key] = settled[place] + shift
