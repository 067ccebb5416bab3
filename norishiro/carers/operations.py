"""The verbs of this room: a first version, and every next one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.carers import access, asking, care, events, rules
from norishiro.carers.choices import ItemKind, State
from norishiro.carers.models import CaredFor, CareItem, Caring
from norishiro.cases.access import writes_under
from norishiro.cases.choices import Certainty
from norishiro.cases.rules import may_write_under
from norishiro.core.calendar import PartialDate
from norishiro.core.operation import operation
from norishiro.core.records import StaleVersion
from norishiro.ledger.operations import sign
from norishiro.people.models import Person
from norishiro.people.operations import change_person
from norishiro.sharing.choices import Category, Ground
from norishiro.sharing.operations import own_words
from norishiro.sharing.operations import person as person_subject

WRITTEN = ("words", "wishes", "listener_words", "source")


@dataclass(frozen=True, kw_only=True)
class Told:
    """What was told of the caring, by whom. ``cared_for``: people on record; ``others``: how those not on record are called."""

    cared_for: Collection[UUID] = ()
    others: Sequence[str] = ()
    tasks: Collection[str] = ()
    effects: Collection[str] = ()
    state: str = State.ONGOING
    since: PartialDate | None = None
    often: str
    hours: int | None = None
    words: str = ""
    wishes: str = ""
    listener: str
    listener_words: str = ""
    source: str
    certainty: str = Certainty.HEARD

    @property
    def columns(self) -> dict[str, Any]:
        return {
            "state": self.state, "since": self.since.to_code() if self.since else "", "often": self.often,
            "hours": self.hours, "words": self.words, "wishes": self.wishes, "listener": self.listener,
            "listener_label": care.LISTENERS[self.listener], "listener_words": self.listener_words,
            "source": self.source, "certainty": self.certainty, "form_version": care.VERSION,
        }  # fmt: skip

    @property
    def ticked(self) -> list[tuple[str, care.Item]]:
        """In the order of the form, however it was sent."""
        tasks, effects = asking.without_unknown(self.tasks), asking.without_none(self.effects)
        return [
            *((ItemKind.TASK, item) for code, item in care.TASK.items() if code in tasks),
            *((ItemKind.EFFECT, item) for code, item in care.EFFECT.items() if code in effects),
        ]

    def is_of(self, version: Caring) -> bool:
        """Whether this version says the same already."""
        held = [(one.whom_id, one.words) for one in version.cared_for.all()]
        mine = [*((one, "") for one in self.cared_for), *((None, words) for words in self.others)]
        ticked = {(one.kind, one.code) for one in version.items.all()}
        return (
            all(getattr(version, name) == value for name, value in self.columns.items())
            and sorted(map(str, held)) == sorted(map(str, mine))
            and ticked == {(kind, item.code) for kind, item in self.ticked}
        )


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How the carer may be reached, and whether the family must not know. Kept with the person."""

    contact_wish: str
    keep_from_family: bool

    def is_of(self, person: Person) -> bool:
        return (self.contact_wish, self.keep_from_family) == (person.contact_wish, person.keep_from_family)


@operation
def write_caring(
    actor: Actor,
    /,
    *,
    carer: Person,
    told: Told,
    reach: Reach | None = None,
    basis: str = Ground.OWN,
    today: date,
) -> Caring:
    """Write the first version of what somebody does for another. The carer needs no name yet.

    Records ``caring.written`` (never the words); refused by ``may_write_caring``, ``may_begin_caring`` and for a ground the
    actor does not hold. How the carer may be reached is written to the person.
    """
    locked = Person.objects.select_for_update().get(pk=carer.pk)
    (
        _may_write(told, carer=carer, today=today)
        & rules.may_begin_caring(already=access.newest_of(actor, carer=carer, basis=basis) is not None)
    ).or_refuse()
    version = _write(actor, carer=locked, told=told, basis=basis, number=1, today=today)
    _keep_reach(actor, carer=locked, reach=reach, today=today)
    sign(
        actor, events.CARING_WRITTEN, subjects=[carer.id, *told.cared_for], ground=basis, changed_text=WRITTEN,
        changes={"number": (None, 1), "state": (None, told.state)},
    )  # fmt: skip
    return version


@operation
def change_caring(
    actor: Actor, /, *, before: Caring, told: Told, reach: Reach | None = None, today: date
) -> Caring:
    """Write what is different now as the next version, on the ground of the one before, which stays as it was.

    Records ``caring.changed``; refused by ``may_write_caring`` and ``may_change_caring``; ``StaleVersion`` where somebody
    else has written a newer one.
    """
    locked = Person.objects.select_for_update().get(pk=before.carer_id)
    same = told.is_of(before) and (reach is None or reach.is_of(locked))
    (
        _may_write(told, carer=locked, today=today)
        & rules.may_change_caring(mine=before.agency_id == actor.agency_id, same=same)
    ).or_refuse()
    newest = access.newest_of(actor, carer=locked, basis=before.basis)
    if newest is None or newest.number != before.number:
        raise StaleVersion(current=locked)
    number = before.number + 1
    version = _write(actor, carer=locked, told=told, basis=before.basis, number=number, today=today)
    _keep_reach(actor, carer=locked, reach=reach, today=today)
    sign(
        actor, events.CARING_CHANGED, subjects=[locked.id, *told.cared_for], ground=before.basis, changed_text=WRITTEN,
        changes={"number": (before.number, number), "state": (before.state, told.state)},
    )  # fmt: skip
    return version


def _may_write(told: Told, *, carer: Person, today: date) -> Any:
    return rules.may_write_caring(
        cared_for=len(told.cared_for) + len(told.others), known=access.all_known(person_ids=told.cared_for),
        itself=carer.id in told.cared_for, tasks=len(told.tasks), ongoing=told.state == State.ONGOING,
        hours=told.hours, since=told.since.first_day() if told.since else None, today=today,
    )  # fmt: skip


def _write(actor: Actor, *, carer: Person, told: Told, basis: str, number: int, today: date) -> Caring:
    may_write_under(basis_open=writes_under(actor, subject_id=carer.id, basis=basis)).or_refuse()
    if basis == Ground.OWN:
        own_words(actor, subjects=[person_subject(carer.id)], source_id=carer.id)
    categories = int(Category.LIFE_HISTORY)
    for _kind, item in told.ticked:
        categories |= item.categories
    version = Caring.objects.create(
        subject_id=carer.id, basis=basis, agency_id=actor.agency_id, categories=categories, carer=carer,
        home_id=access.shared_household(carer=carer, person_ids=told.cared_for, on=today), number=number,
        written_on=today, staff_id=actor.staff_id, **told.columns,
    )  # fmt: skip
    CaredFor.objects.bulk_create(
        [
            *(CaredFor(caring=version, whom_id=one) for one in dict.fromkeys(told.cared_for)),
            *(CaredFor(caring=version, words=words) for words in dict.fromkeys(told.others)),
        ]
    )
    CareItem.objects.bulk_create(
        CareItem(caring=version, kind=kind, code=item.code, label=item.label) for kind, item in told.ticked
    )
    return version


def _keep_reach(actor: Actor, *, carer: Person, reach: Reach | None, today: date) -> None:
    if reach is None or reach.is_of(carer):
        return
    values = {"contact_wish": reach.contact_wish, "keep_from_family": reach.keep_from_family}
    change_person(actor, person=carer, version=carer.version, values=values, today=today)
