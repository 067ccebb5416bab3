"""Who hangs from whom: couples (and single parents) with their children, and the order of siblings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from norishiro.family.drawing.graph import ADOPTED, FOSTER, MALE, OWN, Descent, Family, Figure, Pair

KINDS = (OWN, ADOPTED, FOSTER)


@dataclass(frozen=True)
class Hanging:
    """One child under one union: how (OWN, ADOPTED, FOSTER), and which parent alone has custody ("" where none or both)."""

    child: str
    kind: str
    custodian: str = ""


@dataclass
class Union:
    """One or two parents and the children that hang from them. Without a ``pair`` nobody said that they were a couple."""

    parents: tuple[str, ...]
    pair: Pair | None = None
    children: list[Hanging] = field(default_factory=list)


@dataclass(frozen=True)
class Unions:
    """All unions; ``first`` is the one in whose row of siblings a child stands; ``sibships`` are those rows, by age."""

    all: list[Union]
    first: dict[str, int]
    sibships: list[list[str]]
    twins: list[tuple[str, str, str]]

    def of(self, key: str) -> list[Union]:
        return [one for one in self.all if key in one.parents]


def unions_of(family: Family) -> Unions:
    """Every couple, every pair of parents nobody called a couple, every single parent, in the order they are written."""
    people = family.by_key
    found: dict[tuple[str, ...], Union] = {}
    for pair in sorted(family.pairs, key=_rank_of_pair):
        found[_both(pair.one, pair.other, people)] = Union(_both(pair.one, pair.other, people), pair)
    first: dict[str, tuple[str, ...]] = {}
    for child in people:
        for kind in KINDS:
            ties = [one for one in family.descents if one.child == child and one.kind == kind]
            for parents in _parents(ties, people):
                union = found.setdefault(parents, Union(parents))
                union.children.append(Hanging(child, kind, _custodian(ties, parents)))
                first.setdefault(child, parents)
    _join_siblings(family, found, first)
    unions = list(found.values())
    place = {union.parents: at for at, union in enumerate(unions)}
    twins = [(one.one, one.other, one.manner) for one in family.siblings if one.manner != "SIBLING"]
    homes = {child: place[parents] for child, parents in first.items()}
    return Unions(unions, homes, _sibships(family, unions, homes, twins), twins)


def _rank_of_pair(pair: Pair) -> tuple[int, date, str, str]:
    """The first marriage first. Where the same two come twice, the later one is drawn."""
    return (pair.place, pair.since or date.min, pair.one, pair.other)


def _both(one: str, other: str, people: dict[str, Figure]) -> tuple[str, str]:
    """The two in the order they stand when nothing else decides: a man left of a woman."""
    first, second = sorted((one, other), key=lambda key: (people[key].sex != MALE, list(people).index(key)))
    return (first, second)


def _parents(ties: list[Descent], people: dict[str, Figure]) -> list[tuple[str, ...]]:
    """The parents of one kind as unions of two; a third that somebody wrote stands alone."""
    keys = list(dict.fromkeys(one.parent for one in ties))
    unions = [_both(keys[0], keys[1], people)] if len(keys) > 1 else []
    return [*unions, *((key,) for key in keys[2 if unions else 0 :])]


def _custodian(ties: list[Descent], parents: tuple[str, ...]) -> str:
    having = [one.parent for one in ties if one.parent in parents and one.custody == "HAS"]
    return having[0] if len(having) == 1 and len(parents) > 1 else ""


def _join_siblings(
    family: Family, found: dict[tuple[str, ...], Union], first: dict[str, tuple[str, ...]]
) -> None:
    """Who is only told to be somebody's sibling hangs where that one hangs."""
    waiting = [one for one in family.siblings if (one.one in first) != (one.other in first)]
    while waiting:
        for tie in waiting:
            known, new = (tie.one, tie.other) if tie.one in first else (tie.other, tie.one)
            if new not in first:
                first[new] = first[known]
                found[first[known]].children.append(Hanging(new, OWN))
        waiting = [one for one in family.siblings if (one.one in first) != (one.other in first)]


def _sibships(
    family: Family, unions: list[Union], homes: dict[str, int], twins: list[tuple[str, str, str]]
) -> list[list[str]]:
    """The rows of siblings: of each union, then of those whose parents nobody knows."""
    rows = [
        [one.child for one in union.children if homes[one.child] == at] for at, union in enumerate(unions)
    ]
    loose = [one for one in family.siblings if one.one not in homes and one.other not in homes]
    groups: list[set[str]] = []
    for tie in loose:
        joined = [group for group in groups if {tie.one, tie.other} & group]
        groups = [group for group in groups if group not in joined]
        groups.append({tie.one, tie.other}.union(*joined))
    rows += [[one.key for one in family.figures if one.key in group] for group in groups]
    places = {one.child: one.place for one in family.descents if one.place}
    return [by_age(row, people=family.by_key, places=places, twins=twins) for row in rows if row]


def by_age(
    row: Iterable[str], *, people: dict[str, Figure], places: dict[str, int],
    twins: Iterable[tuple[str, str, str]],
) -> list[str]:  # fmt: skip
    """The eldest first. Whose birth is unknown stands last, or where somebody told which child it is; twins together."""
    keys = list(row)
    told = sorted((key for key in keys if places.get(key)), key=lambda key: places[key])
    rest = [key for key in keys if key not in told]
    rest.sort(key=lambda key: people[key].born or date.max)
    for key in told:
        rest.insert(min(places[key] - 1, len(rest)), key)
    for one, other, _manner in twins:
        if one in rest and other in rest:
            rest.remove(other)
            rest.insert(rest.index(one) + 1, other)
    return rest
