"""Figures known from telling: added beside somebody, corrected, taken back, found out to be somebody registered."""

from __future__ import annotations

from datetime import date
from typing import Any

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.family import access, events, rules
from norishiro.family.choices import KinKind, Standing, TieKind
from norishiro.family.facts import code_of, first_day, last_day
from norishiro.family.models import Kin
from norishiro.family.operations.ties import ask, write_tie
from norishiro.family.told import End, KinFacts, Telling, TieFacts
from norishiro.ledger.operations import sign
from norishiro.people.models import Person
from norishiro.sharing.choices import Category

LIFE = int(Category.LIFE_HISTORY)


@operation
def add_relative(
    actor: Actor, /, *, case: Case, beside: End | None, standing: str, who: KinFacts | Person, tie: TieFacts,
    telling: Telling, with_parent: End | None = None, today: date,
) -> End:  # fmt: skip
    """Draw somebody beside a figure: as spouse, child (of one or two parents), parent or sibling; or alone (no ``beside``).

    Somebody known only from telling becomes a figure of this case and no registered person. Records
    ``family.relative_added``. Refused by ``may_draw``, ``may_write_under``, ``may_tell``, ``may_be_kin`` and what ``relate``
    asks.
    """
    ask(actor, case=case, telling=telling, today=today)
    new = End(person=who) if isinstance(who, Person) else End(kin=_make(actor, case, who, telling, today))
    for one, other, kind in _ties_of(new, beside, with_parent, standing):
        write_tie(actor, case=case, kind=kind, one=one, other=other, facts=tie, telling=telling, today=today)
    sign(
        actor, events.RELATIVE_ADDED, subjects=_subjects(case, new, beside), ground=telling.basis,
        changes={"standing": (None, standing)}, changed_text=["label"],
    )  # fmt: skip
    return new


def _ties_of(
    new: End, beside: End | None, with_parent: End | None, standing: str
) -> list[tuple[End, End, str]]:
    if beside is None:
        return []
    if standing == Standing.SPOUSE:
        return [(beside, new, TieKind.COUPLE)]
    if standing == Standing.CHILD:
        return [(one, new, TieKind.PARENT) for one in (beside, with_parent) if one]
    if standing == Standing.PARENT:
        return [(new, beside, TieKind.PARENT)]
    return [(beside, new, TieKind.SIBLING)]


def _subjects(case: Case, *ends: End | None) -> list[Any]:
    return [case.id, *(one.person.id for one in ends if one and one.person)]


def _columns(facts: KinFacts) -> dict[str, Any]:
    return {
        **vars(facts), "birth": code_of(facts.birth), "died_on": code_of(facts.died_on),
        "is_dead": facts.is_dead or facts.died_on is not None,
    }  # fmt: skip


def _make(actor: Actor, case: Case, facts: KinFacts, telling: Telling, today: date) -> Kin:
    columns = _columns(facts)
    _ask_kin(case, columns, figures=access.count_figures(case), today=today)
    return Kin.objects.create(
        case=case, subject_id=case.id, basis=telling.basis, agency_id=actor.agency_id, categories=LIFE,
        source=telling.source, told_on=telling.told_on, sureness=telling.sureness, staff_id=actor.staff_id, **columns,
    )  # fmt: skip


def _ask_kin(case: Case, columns: dict[str, Any], *, figures: int, today: date) -> None:
    rules.may_be_kin(
        label=columns["label"], figures=figures, birth_first=first_day(columns["birth"]),
        died_last=last_day(columns["died_on"]), today=today,
    ).or_refuse()  # fmt: skip


@operation
def change_kin(
    actor: Actor, /, *, kin: Kin, version: int, facts: KinFacts, source: str, told_on: date, sureness: str,
    today: date,
) -> Kin:  # fmt: skip
    """Correct what is told of a figure, with from whom it is now known.

    Records ``family.kin_changed``; refused by ``may_draw``, ``may_tell`` and ``may_be_kin``. Raises StaleVersion when
    somebody was faster.
    """
    rules.may_draw(status=kin.case.status).or_refuse()
    rules.may_tell(told_on=told_on, source=source, today=today).or_refuse()
    columns = _columns(facts)
    _ask_kin(kin.case, columns, figures=0, today=today)
    columns |= {"source": source, "told_on": told_on, "sureness": sureness, "staff_id": actor.staff_id}
    changes = change_fields(kin, version=version, values=columns)
    sign(actor, events.KIN_CHANGED, subjects=[kin.case_id], ground=kin.basis, changed_text=sorted(changes))
    return kin


@operation
def withdraw_kin(actor: Actor, /, *, kin: Kin, reason: str, today: date) -> Kin:
    """Take a figure off the drawing that should never have been on it; it stays in what was kept before.

    Records ``family.kin_withdrawn``; refused by ``may_draw`` and ``may_withdraw``.
    """
    locked = Kin.objects.select_for_update(of=("self",)).select_related("case").get(pk=kin.pk)
    rules.may_draw(status=locked.case.status).or_refuse()
    rules.may_withdraw(reason=reason, ties=access.count_ties(locked)).or_refuse()
    locked.withdrawn_on, locked.withdrawn_why = today, reason
    locked.version += 1
    locked.save(update_fields=["withdrawn_on", "withdrawn_why", "version", "changed_at"])
    sign(actor, events.KIN_WITHDRAWN, subjects=[locked.case_id], ground=locked.basis)
    return locked


@operation
def link_kin(actor: Actor, /, *, kin: Kin, person: Person, today: date) -> Kin:
    """Say that somebody told of is a registered person. What was told stays; the drawing shows the registered one to who
    sees them. Records ``family.kin_linked``; refused by ``may_draw`` and ``may_link``."""
    locked = Kin.objects.select_for_update(of=("self",)).select_related("case").get(pk=kin.pk)
    rules.may_draw(status=locked.case.status).or_refuse()
    rules.may_link(
        linked=locked.person_id is not None, taken=access.is_taken(locked.case, person_id=person.id),
        is_loss=locked.kind == KinKind.LOSS,
    ).or_refuse()  # fmt: skip
    locked.person, locked.linked_on, locked.linked_by_id = person, today, actor.staff_id
    locked.version += 1
    locked.save(update_fields=["person", "linked_on", "linked_by", "version", "changed_at"])
    sign(actor, events.KIN_LINKED, subjects=[locked.case_id, person.id], ground=locked.basis)
    return locked


@operation
def unlink_kin(actor: Actor, /, *, kin: Kin) -> Kin:
    """Take back that somebody told of is a registered person. Records ``family.kin_unlinked``; refused by ``may_draw`` and
    ``may_unlink``."""
    locked = Kin.objects.select_for_update(of=("self",)).select_related("case").get(pk=kin.pk)
    rules.may_draw(status=locked.case.status).or_refuse()
    rules.may_unlink(linked=locked.person_id is not None).or_refuse()
    before = [locked.case_id, *([locked.person_id] if locked.person_id else [])]
    locked.person, locked.linked_on, locked.linked_by = None, None, None
    locked.version += 1
    locked.save(update_fields=["person", "linked_on", "linked_by", "version", "changed_at"])
    sign(actor, events.KIN_UNLINKED, subjects=before, ground=locked.basis)
    return locked
