"""How figures stand to each other: written, corrected (also: ended), taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.family import access, events, rules
from norishiro.family.choices import MANNERS, Manner, TieKind
from norishiro.family.facts import code_of, first_day, last_day
from norishiro.family.models import HiddenManner, Tie
from norishiro.family.told import End, Telling, TieFacts
from norishiro.ledger.operations import sign
from norishiro.sharing.choices import Category, Ground
from norishiro.sharing.operations import case as case_subject
from norishiro.sharing.operations import own_words

LIFE = int(Category.LIFE_HISTORY)


def ask(actor: Actor, *, case: Case, telling: Telling, today: date) -> None:
    """What every new fact of a drawing must keep; and the grant by which the writer reads their own words."""
    rules.may_draw(status=case.status).or_refuse()
    rules.may_write_under(basis_open=access.writes_under(actor, case=case, basis=telling.basis)).or_refuse()
    rules.may_tell(told_on=telling.told_on, source=telling.source, today=today).or_refuse()
    if telling.basis == Ground.OWN:
        own_words(actor, subjects=[case_subject(case.id)], source_id=case.id)


@operation
def relate(
    actor: Actor, /, *, case: Case, kind: str, one: End, other: End, facts: TieFacts, telling: Telling, today: date
) -> Tie:  # fmt: skip
    """Write how two figures stand to each other (of parent and child ``one`` is the parent).

    Records ``family.related``. Refused by ``may_draw``, ``may_write_under``, ``may_tell``, ``may_relate``,
    ``may_be_parent``, ``may_time`` and ``may_hide``.
    """
    ask(actor, case=case, telling=telling, today=today)
    tie = write_tie(
        actor, case=case, kind=kind, one=one, other=other, facts=facts, telling=telling, today=today
    )
    sign(actor, events.RELATED, subjects=_subjects(tie), ground=telling.basis, changes={"kind": (None, kind)})
    return tie


def write_tie(
    actor: Actor, *, case: Case, kind: str, one: End, other: End, facts: TieFacts, telling: Telling, today: date
) -> Tie:  # fmt: skip
    """The row of a tie, and beside it what is hidden of it; inside a verb that signs."""
    already = access.is_tied(case, kind=kind, one=one, other=other)
    facts = _fitting(facts, kind)
    rules.may_relate(
        same=one.key == other.key, already=already, manner_fits=facts.manner in MANNERS[TieKind(kind)]
    ).or_refuse()
    if kind == TieKind.PARENT:
        _ask_parent(case, one, other, facts)
    _ask_facts(kind, facts, today=today)
    tie = Tie.objects.create(
        case=case, subject_id=case.id, basis=telling.basis, agency_id=actor.agency_id, categories=LIFE, kind=kind,
        one_person=one.person, one_kin=one.kin, other_person=other.person, other_kin=other.kin,
        source=telling.source, told_on=telling.told_on, sureness=telling.sureness, staff_id=actor.staff_id,
        **_columns(facts),
    )  # fmt: skip
    _hide(actor, tie, facts)
    return tie


def _fitting(facts: TieFacts, kind: str) -> TieFacts:
    """What nobody chose is the plainest of its kind: siblings are siblings."""
    if facts.manner == Manner.UNSAID and kind == TieKind.SIBLING:
        return TieFacts(**{**vars(facts), "manner": Manner.SIBLING})
    return facts


def _ask_parent(case: Case, parent: End, child: End, facts: TieFacts, *, but: Tie | None = None) -> None:
    own = facts.manner == Manner.BIRTH and not facts.hide
    rules.may_be_parent(
        own_ancestor=access.is_own_ancestor(access.parent_ties(case), parent=parent.key, child=child.key),
        birth_parents=access.count_birth_parents(case, child=child, but=but) if own else 0,
        parent_born=first_day(parent.birth), child_born=first_day(child.birth),
    ).or_refuse()  # fmt: skip


def _ask_facts(kind: str, facts: TieFacts, *, today: date) -> None:
    verdict = rules.may_time(
        since_first=first_day(code_of(facts.since)), ended_last=last_day(code_of(facts.ended_on)), ended=facts.ended,
        ended_on_given=bool(code_of(facts.ended_on)), today=today,
    )  # fmt: skip
    (verdict & rules.may_hide(hide=facts.hide, kind=kind)).or_refuse()


def _columns(facts: TieFacts) -> dict[str, Any]:
    columns = dict(vars(facts))
    if columns.pop("hide"):
        columns["manner"] = Manner.UNSAID
    dates = {name: code_of(columns[name]) for name in ("since", "apart_since", "ended_on")}
    return {**columns, **dates, "apart": facts.apart or bool(dates["apart_since"])}


def _hide(actor: Actor, tie: Tie, facts: TieFacts) -> None:
    """Only this agency's own hidden word is written or removed; another's is not even seen."""
    HiddenManner.objects.filter(tie=tie, agency_id__in=actor.agency_ids).delete()
    if facts.hide:
        HiddenManner.objects.create(tie=tie, agency_id=actor.agency_id, manner=facts.manner)


def _subjects(tie: Tie) -> list[Any]:
    return [tie.case_id, *(one for one in (tie.one_person_id, tie.other_person_id) if one)]


@operation
def change_tie(
    actor: Actor, /, *, tie: Tie, version: int, facts: TieFacts, source: str, told_on: date, sureness: str,
    today: date,
) -> Tie:  # fmt: skip
    """Correct how two stand to each other, or end it (離婚・死別・解消) with the day as far as it is known.

    Records ``family.tie_changed``; refused by ``may_draw``, ``may_tell``, ``may_relate``, ``may_be_parent``, ``may_time``
    and ``may_hide``. Raises StaleVersion when somebody was faster.
    """
    rules.may_draw(status=tie.case.status).or_refuse()
    rules.may_tell(told_on=told_on, source=source, today=today).or_refuse()
    facts = _fitting(facts, tie.kind)
    rules.may_relate(
        same=False, already=False, manner_fits=facts.manner in MANNERS[TieKind(tie.kind)]
    ).or_refuse()
    if tie.kind == TieKind.PARENT:
        _ask_parent(
            tie.case, End(tie.one_person, tie.one_kin), End(tie.other_person, tie.other_kin), facts, but=tie
        )
    _ask_facts(tie.kind, facts, today=today)
    columns = _columns(facts) | {
        "source": source, "told_on": told_on, "sureness": sureness, "staff_id": actor.staff_id,
    }  # fmt: skip
    changes = change_fields(tie, version=version, values=columns)
    _hide(actor, tie, facts)
    sign(actor, events.TIE_CHANGED, subjects=_subjects(tie), ground=tie.basis, changed_text=sorted(changes))
    return tie


@operation
def withdraw_tie(actor: Actor, /, *, tie: Tie, reason: str, today: date) -> Tie:
    """Take back a tie that never was; one that ended is changed instead. It stays in what was kept before.

    Records ``family.tie_withdrawn``; refused by ``may_draw`` and ``may_withdraw``.
    """
    locked = Tie.objects.select_for_update(of=("self",)).select_related("case").get(pk=tie.pk)
    rules.may_draw(status=locked.case.status).or_refuse()
    rules.may_withdraw(reason=reason, ties=0).or_refuse()
    locked.withdrawn_on, locked.withdrawn_why = today, reason
    locked.version += 1
    locked.save(update_fields=["withdrawn_on", "withdrawn_why", "version", "changed_at"])
    sign(actor, events.TIE_WITHDRAWN, subjects=_subjects(locked), ground=locked.basis)
    return locked
