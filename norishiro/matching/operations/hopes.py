"""What somebody wishes is kept in versions; nothing is written over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case
from norishiro.cases.operations.cases import moved
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.matching import access, events
from norishiro.matching.choices import HopeKind
from norishiro.matching.models import Hope, HopeItem
from norishiro.people.models import Person
from norishiro.sharing.choices import Category, Ground
from norishiro.sharing.operations import case as case_subject
from norishiro.sharing.operations import own_words

TICKED = {
    "roles": HopeKind.ROLE, "interests": HopeKind.INTEREST, "bands": HopeKind.BAND, "weekdays": HopeKind.WEEKDAY,
    "areas": HopeKind.AREA, "states": HopeKind.STATE,
}  # fmt: skip
WRITTEN = ("words", "strengths", "hard")


@dataclass(frozen=True, kw_only=True)
class Hoped:
    """What was told: a few ticks first, the rest as it comes."""

    roles: Collection[str] = ()
    interests: Collection[str] = ()
    bands: Collection[str] = ()
    weekdays: Collection[str] = ()
    areas: Collection[str] = ()
    states: Collection[str] = ()
    words: str = ""
    strengths: str = ""
    hard: str = ""
    areas_only: bool = False
    fee_most: int | None = None
    quiet: bool = False
    alone: bool = False
    silent: bool = False
    small: bool = False
    company: bool = False

    @property
    def columns(self) -> dict[str, Any]:
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name not in TICKED}

    @property
    def ticked(self) -> set[tuple[str, str]]:
        return {(str(kind), code) for name, kind in TICKED.items() for code in getattr(self, name)}

    @property
    def says_something(self) -> bool:
        return bool(self.ticked) or any(value not in ("", None, False) for value in self.columns.values())

    def is_of(self, hope: Hope) -> bool:
        """Whether this version says the same already."""
        return all(getattr(hope, name) == value for name, value in self.columns.items()) and self.ticked == {
            (one.kind, one.code) for one in hope.items.all()
        }


@operation
def keep_hope(
    actor: Actor, /, *, case: Case, person: Person, hoped: Hoped, told_on: date, basis: str = Ground.OWN, today: date
) -> Hope:  # fmt: skip
    """Keep what somebody wishes, as the next version of the own agency on this ground.

    Records ``hope.kept`` (never the words); refused by ``may_work_on``, ``may_keep_hope`` and for a ground the actor does
    not hold. Two who write at once: the database lets one of them keep the number.
    """
    locked = Person.objects.select_for_update().get(pk=person.pk)
    before = access.newest_hope(actor, case=case, person=locked, basis=basis)
    access.may_keep_hope(
        actor, case=case, person=locked, basis=basis, told_on=told_on, today=today,
        says_something=hoped.says_something, same=before is not None and hoped.is_of(before),
    ).or_refuse()  # fmt: skip
    own_words(actor, subjects=[case_subject(case.id)], source_id=case.id)
    hope = Hope.objects.create(
        case=case, subject_id=case.id, basis=basis, agency_id=actor.agency_id,
        categories=int(Category.HEALTH | Category.LIFE_HISTORY) if hoped.states else int(Category.LIFE_HISTORY),
        person=locked, number=before.number + 1 if before else 1, told_on=told_on, staff_id=actor.staff_id,
        **hoped.columns,
    )  # fmt: skip
    HopeItem.objects.bulk_create(
        HopeItem(hope=hope, kind=kind, code=code) for kind, code in sorted(hoped.ticked)
    )
    moved(case, today=today)
    sign(
        actor, events.HOPE_KEPT, subjects=[case.id, person.id], ground=basis, changed_text=WRITTEN,
        changes={"number": (before.number if before else None, hope.number)},
    )  # fmt: skip
    return hope
