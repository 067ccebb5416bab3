"""C14: two tables that left the house, put beside each other, never tell of one to four people.

Random towns; random pairs of questions that overlap (a month and its year, an area and the whole, with a filter and without,
other rows of the same). The attacker knows the rule, takes every number of both tables and every sum and difference of them,
and narrows until nothing moves. The same attacks against a table that only hides its small cells and a second one beside each
find people: so they could have found some here.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import product

import pytest

from norishiro.reports.rules import SMALL
from norishiro.reports.suppression import covered, possible
from tests.assurance.evidence import Evidence

pytestmark = pytest.mark.slow

SEED = 20261122
SIZES = (12, 4, 3)  # months, areas, methods
MONTH, AREA, METHOD = range(3)
MANY = 10**9
Place = tuple[int, int, int]
Box = tuple[frozenset[int], frozenset[int], frozenset[int]]
Bounds = tuple[int, int]


@dataclass(frozen=True)
class Question:
    """The part of the town it counts, and by what it is told apart."""

    box: Box
    axes: tuple[int, ...]

    def cells(self) -> Iterator[tuple[tuple[int | None, ...], Box]]:
        """Each inner cell, each sum of a row or column, and the whole."""
        for chosen in product(*([None, *sorted(self.box[axis])] for axis in self.axes)):
            box = list(self.box)
            for axis, code in zip(self.axes, chosen, strict=True):
                if code is not None:
                    box[axis] = frozenset({code})
            yield chosen, (box[0], box[1], box[2])


@dataclass(frozen=True)
class Town:
    """Records by month, area and method: of each place how many, and the mark of each."""

    marks: dict[Place, list[int]]

    def count(self, box: Box) -> int:
        return sum(len(self.marks[place]) for place in product(*box))

    def mark(self, box: Box) -> int:
        return sum(one for place in product(*box) for one in self.marks[place])


def town(dice: random.Random) -> Town:
    """Quiet towns and busy ones: mostly nobody, here and there one to four, sometimes many."""
    busy = dice.choice((0.1, 0.4, 1.0, 3.0))
    return Town(
        {
            place: [dice.getrandbits(63) for _ in range(min(int(dice.expovariate(1 / busy)), 40))]
            for place in product(*(range(size) for size in SIZES))
        }
    )


def pair(dice: random.Random) -> tuple[Question, Question]:
    """Two questions that overlap, differing in one way."""
    box: list[frozenset[int]] = [frozenset(range(size)) for size in SIZES]
    for axis in range(3):
        if dice.random() < 0.4:
            box[axis] = frozenset({dice.randrange(SIZES[axis])})
    axes = tuple(sorted(dice.sample(range(3), dice.choice((1, 2)))))
    first = Question((box[0], box[1], box[2]), axes)
    way = dice.randrange(4)
    if way == 3:
        return first, replace(first, axes=tuple(sorted(dice.sample(range(3), dice.choice((1, 2))))))
    other = list(first.box)
    whole = frozenset(range(SIZES[way]))
    other[way] = whole if other[way] != whole else frozenset({dice.randrange(SIZES[way])})
    return first, Question((other[0], other[1], other[2]), axes)


# --- what leaves -------------------------------------------------------------------------------------------------


def in_steps(found: Town, question: Question) -> list[tuple[Box, Bounds]]:
    """As the house tells it: what each told number may have been."""
    return [
        (box, possible(covered(found.count(box), mark=found.mark(box)))) for _place, box in question.cells()
    ]


def only_hidden(found: Town, question: Question) -> list[tuple[Box, Bounds]]:
    """The way not taken: small cells hidden, and more until no row or column has a single hidden one; the rest exact."""
    cells = dict(question.cells())
    numbers = {place: found.count(box) for place, box in cells.items()}
    hidden = {place for place, number in numbers.items() if 0 < number < SMALL}
    while more := _alone(numbers, hidden):
        hidden |= more
    return [
        (box, (0, MANY) if place in hidden else (numbers[place], numbers[place]))
        for place, box in cells.items()
    ]


def _alone(
    numbers: dict[tuple[int | None, ...], int], hidden: set[tuple[int | None, ...]]
) -> set[tuple[int | None, ...]]:
    """For each row or column with one hidden cell, the smallest other."""
    for axis in range(len(next(iter(numbers)))):
        lines: dict[tuple[int | None, ...], list[tuple[int | None, ...]]] = {}
        for place in numbers:
            lines.setdefault((*place[:axis], *place[axis + 1 :]), []).append(place)
        for line in lines.values():
            if len(hidden.intersection(line)) == 1:
                others = [one for one in line if one not in hidden and numbers[one]]
                if others:
                    return {min(others, key=lambda one: (numbers[one], str(one)))}
    return set()


# --- the attack --------------------------------------------------------------------------------------------------


def revealed(told: list[tuple[Box, Bounds]]) -> int:
    """How many parts of the town are known exactly, and are one to four: cells, sums, and differences of two of them."""
    shared: dict[tuple[int, ...], None] = {}
    of_place: dict[Place, list[int]] = {}
    for nth, (box, _bounds) in enumerate(told):
        for place in product(*box):
            of_place.setdefault(place, []).append(nth)
    for inside in of_place.values():
        shared[tuple(inside)] = None
    pieces = list(shared)
    of_cell: list[list[int]] = [[] for _one in told]
    for piece, inside in enumerate(pieces):
        for nth in inside:
            of_cell[nth].append(piece)
    low, high = [0] * len(pieces), [MANY] * len(pieces)
    moved = True
    while moved:
        moved = False
        for nth, (_box, (least, most)) in enumerate(told):
            lows, highs = sum(low[one] for one in of_cell[nth]), sum(high[one] for one in of_cell[nth])
            for one in of_cell[nth]:
                up, down = most - (lows - low[one]), least - (highs - high[one])
                if up < high[one]:
                    highs, high[one], moved = highs - high[one] + up, up, True
                if down > low[one]:
                    lows, low[one], moved = lows - low[one] + down, down, True
    known = sum(_is_person(low[one], high[one]) for one in range(len(pieces)))
    ranges = [
        (frozenset(cell), _within(cell, low, high, bounds))
        for cell, (_box, bounds) in zip(of_cell, told, strict=True)
    ]
    for larger, (least, most) in ranges:
        known += _is_person(least, most)
        for smaller, (fewest, greatest) in ranges:
            if smaller < larger:
                rest = _within(larger - smaller, low, high, (least - greatest, most - fewest))
                known += _is_person(*rest)
    return known


def _within(cell: frozenset[int] | list[int], low: list[int], high: list[int], bounds: Bounds) -> Bounds:
    return max(sum(low[one] for one in cell), bounds[0]), min(sum(high[one] for one in cell), bounds[1])


def _is_person(least: int, most: int) -> bool:
    return least == most and 0 < least < SMALL


def attacked(leave: Callable[[Town, Question], list[tuple[Box, Bounds]]], *, times: int) -> int:
    """In how many of the attacks anybody was found."""
    dice = random.Random(SEED)
    found = 0
    for _nth in range(times):
        here, (one, other) = town(dice), pair(dice)
        found += revealed([*leave(here, one), *leave(here, other)]) > 0
    return found


def test_no_pair_of_tables_tells_of_a_few_people(evidence: Evidence) -> None:
    times = evidence.at_scale(small=200, ci=10_000, nightly=50_000)
    found = attacked(in_steps, times=times)
    weaker = attacked(only_hidden, times=min(times, 1_000))

    evidence.shows(
        row="C14",
        figure=f"{found} of {times} differencing attacks found somebody; hiding alone: {weaker} of {min(times, 1_000)}",
        target="0 of ≥10,000",
        holds=found == 0 and weaker > 0,
    )


def test_the_same_records_are_told_alike_and_truly() -> None:
    dice = random.Random(SEED)
    for number in range(60):
        mark = dice.getrandbits(63)
        told = covered(number, mark=mark)
        least, most = possible(told)
        assert (covered(number, mark=mark), least <= number <= most) == (told, True)
        assert most - least >= SMALL - 1
    means = {number: sum(covered(number, mark=nth) or 0 for nth in range(5)) / 5 for number in range(5, 60)}
    assert means == {number: float(number) for number in range(5, 60)}
