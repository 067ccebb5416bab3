"""Gathers the facts the rules of this room ask for."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case
from norishiro.family.choices import Manner, TieKind
from norishiro.family.models import Kin, Tie
from norishiro.family.told import End
from norishiro.sharing.queries import bases_open_to


def writes_under(actor: Actor, *, case: Case, basis: str) -> bool:
    return basis in bases_open_to(actor, subject_id=case.id)


def count_figures(case: Case) -> int:
    """How many told-of figures the case has; the register is bounded by itself."""
    return Kin.objects.filter(case=case, withdrawn_on=None).count()


def _at(side: str, end: End) -> Q:
    return Q(**{f"{side}_person": end.person, f"{side}_kin": end.kin})


def is_tied(case: Case, *, kind: str, one: End, other: End) -> bool:
    """Whether these two are tied like that already; a couple that parted may marry again."""
    ways = _at("one", one) & _at("other", other)
    if kind != TieKind.PARENT:
        ways |= _at("one", other) & _at("other", one)
    rows = Tie.objects.filter(ways, case=case, kind=kind, withdrawn_on=None, ended="")
    return rows.exists()


def parent_ties(case: Case) -> list[tuple[str, str]]:
    """Parent and child of every exact tie, as keys."""
    rows = Tie.objects.filter(case=case, kind=TieKind.PARENT, withdrawn_on=None)
    named = rows.values_list("one_person_id", "one_kin_id", "other_person_id", "other_kin_id")
    return [(_key(a, b), _key(c, d)) for a, b, c, d in named]


def _key(person_id: UUID | None, kin_id: UUID | None) -> str:
    return f"p-{person_id}" if person_id else f"k-{kin_id}"


def is_own_ancestor(ties: Iterable[tuple[str, str]], *, parent: str, child: str) -> bool:
    """Whether ``parent`` stands below ``child`` already."""
    below: dict[str, set[str]] = {}
    for upper, lower in ties:
        below.setdefault(upper, set()).add(lower)
    seen, waiting = {child}, [child]
    while waiting:
        for one in below.get(waiting.pop(), set()) - seen:
            seen.add(one)
            waiting.append(one)
    return parent in seen


def count_birth_parents(case: Case, *, child: End, but: Tie | None = None) -> int:
    rows = Tie.objects.filter(
        _at("other", child), case=case, kind=TieKind.PARENT, manner=Manner.BIRTH, withdrawn_on=None
    )
    return rows.exclude(id=but.id).count() if but else rows.count()


def count_ties(kin: Kin) -> int:
    """How many ties still hang on somebody told of."""
    return Tie.objects.filter(Q(one_kin=kin) | Q(other_kin=kin), withdrawn_on=None).count()


def is_taken(case: Case, *, person_id: UUID) -> bool:
    """Whether somebody else on the drawing is this registered person already."""
    return Kin.objects.filter(case=case, person_id=person_id, withdrawn_on=None).exists()
