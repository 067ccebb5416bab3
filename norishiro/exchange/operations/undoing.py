"""What a file brought is taken back, by two people and in portions. What anybody has used since is left, and said."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.core.verdict import Verdict
from norishiro.exchange import events, lookups, rules
from norishiro.exchange.choices import After, BringingState, Kind, Touched, UndoingState, What
from norishiro.exchange.models import Bringing, Brought, BroughtRow, Undoing
from norishiro.ledger.operations import sign
from norishiro.outreach import operations as outreach
from norishiro.people import operations as people

BATCH = 500
TAKEN = (BringingState.TAKING, BringingState.TAKEN)


@dataclass(frozen=True)
class Undone:
    """How many rows this portion took back, how many it left, and how many are still to be looked at."""

    back: int
    left: int
    waiting: int


@operation
def ask_undo(actor: Actor, /, *, bringing: Bringing, reason: str, today: date) -> Undoing:
    """The first of two: ask that what this file brought is taken back. Nothing changes by it.

    Records ``exchange.undo_asked``; refused by ``may_ask_undo``.
    """
    locked = _locked(bringing)
    ask_verdict(locked, reason=reason, today=today).or_refuse()
    made = Undoing.objects.create(
        bringing=locked, reason=reason.strip(), asked_by_id=actor.staff_id, asked_on=today
    )
    sign(
        actor, events.UNDOING_ASKED, changes={"bringing": (None, locked.id)}, changed_text=["reason"],
    )  # fmt: skip
    return made


@operation
def agree_undo(actor: Actor, /, *, bringing: Bringing, today: date) -> Undoing:
    """The second of two, another person: from now on the rows may be taken back, and no more of the file enters.

    Records ``exchange.undo_agreed``; refused by ``may_agree_undo``.
    """
    locked = _locked(bringing)
    agree_verdict(actor, locked, today=today).or_refuse()
    found = _decide(actor, locked, UndoingState.AGREED, today=today)
    locked.state = BringingState.UNDOING
    locked.save(update_fields=["state"])
    sign(actor, events.UNDOING_AGREED, changes={"bringing": (None, locked.id)})
    return found


@operation
def refuse_undo(actor: Actor, /, *, bringing: Bringing, today: date) -> None:
    """The asking is answered with a no, or taken back by whoever asked: everything stays.

    Records ``exchange.undo_refused``; refused by ``may_refuse_undo``.
    """
    locked = _locked(bringing)
    found = lookups.undoing_of(locked)
    rules.may_refuse_undo(waiting=found is not None and found.state == UndoingState.ASKED).or_refuse()
    assert found
    # Whoever asked may think better of it alone: only the yes needs another person.
    found.state, found.decided_on = UndoingState.REFUSED, today
    found.decided_by_id = None if found.asked_by_id == actor.staff_id else actor.staff_id
    found.save(update_fields=["state", "decided_by", "decided_on"])
    sign(actor, events.UNDOING_REFUSED, changes={"bringing": (None, locked.id)})


@operation
def undo_rows(actor: Actor, /, *, bringing: Bringing, today: date, most: int = BATCH) -> Undone:
    """Look at the next rows that were taken, households in one piece: what nobody has used since is taken back, the rest
    is left with its reason. A protection is never lifted by this; whoever has one is left.

    Records ``exchange.undone`` beside the lines of each verb; refused by ``may_undo_rows``.
    """
    locked = _locked(bringing)
    found = lookups.standing(locked)
    rules.may_undo_rows(agreed=locked.state == BringingState.UNDOING, left=found.exists()).or_refuse()
    last = list(found.values_list("order", flat=True)[:most])[-1]
    rows = list(found.filter(order__lte=last))
    whys = what_of(locked, rows)
    for row in rows:
        why = whys[row.pk]
        row.after = After.LEFT if why else After.BACK
        if why:
            row.notes.append(["取り消し", why.label, False])
    back = [row for row in rows if row.after == After.BACK]
    if locked.kind == Kind.PEOPLE:
        _people_back(actor, locked, back, today=today)
    else:
        _contacts_back(actor, locked, back, today=today)
    BroughtRow.objects.bulk_update(rows, ["after", "notes"], batch_size=500)
    waiting = lookups.standing(locked).count()
    locked.state = BringingState.UNDOING if waiting else BringingState.UNDONE
    locked.save(update_fields=["state"])
    sign(
        actor, events.ROWS_UNDONE, subjects=dict.fromkeys(row.person_id for row in back if row.person_id),
        changes={
            "bringing": (None, locked.id), "back": (None, len(back)), "kept": (None, len(rows) - len(back)),
            "left": (None, waiting),
        },
    )  # fmt: skip
    return Undone(len(back), len(rows) - len(back), waiting)


def ask_verdict(bringing: Bringing, *, reason: str, today: date) -> Verdict:
    found = lookups.undoing_of(bringing)
    return rules.may_ask_undo(
        taken=bringing.state in TAKEN, days=_days(bringing, today),
        asked=found is not None and found.state != UndoingState.REFUSED, reason=reason,
    )  # fmt: skip


def agree_verdict(actor: Actor, bringing: Bringing, *, today: date) -> Verdict:
    """The rule's answer to the second person."""
    found = lookups.undoing_of(bringing)
    return rules.may_agree_undo(
        waiting=found is not None and found.state == UndoingState.ASKED,
        same_person=found is not None and found.asked_by_id == actor.staff_id, days=_days(bringing, today),
    )  # fmt: skip


def what_of(bringing: Bringing, rows: Sequence[BroughtRow]) -> dict[UUID, Touched | None]:
    """For each row why it would be left, or None where it would be taken back."""
    if bringing.kind == Kind.PEOPLE:
        return _why_people(bringing, rows)
    contacts = _contacts_of(bringing, rows)
    used = lookups.touched(bringing, contacts=[one.target_id for one in contacts.values()])
    return {
        row.pk: used.get(contacts[row.number].target_id) if row.number in contacts else Touched.BEFORE
        for row in rows
    }


def _why_people(bringing: Bringing, rows: Sequence[BroughtRow]) -> dict[UUID, Touched | None]:
    ids = [row.person_id for row in rows if row.person_id]
    registered = lookups.registered_by(bringing, ids)
    homes = lookups.homes_of(registered)
    used = lookups.touched(bringing, people=registered, homes=homes)
    for home, folk in homes.items():
        if home in used:
            for one in folk:
                used.setdefault(one, Touched.HOME)
    _with_family(used, homes.values())
    linked = {one.target_id for one in _numbers_begun(bringing, set(ids) - registered)}
    return {
        row.pk: used.get(row.person_id) if row.person_id in registered
        else None if row.person_id in linked
        else Touched.BEFORE
        for row in rows if row.person_id
    }  # fmt: skip


def _with_family(used: dict[UUID, Touched], homes: Collection[set[UUID]]) -> None:
    """A household is not parted: where one stays, all stay."""
    while True:
        more = {one for folk in homes if folk & used.keys() for one in folk} - used.keys()
        if not more:
            return
        used.update(dict.fromkeys(more, Touched.FAMILY))


def _people_back(actor: Actor, bringing: Bringing, rows: Sequence[BroughtRow], *, today: date) -> None:
    """People whom the file registered go out of sight; of those who were here before only the number is forgotten."""
    ids = {row.person_id for row in rows if row.person_id}
    gone = lookups.registered_by(bringing, ids)
    homes = lookups.homes_of(gone)
    ended = [*lookups.numbers_of(gone, what=What.PERSON), *_numbers_begun(bringing, ids - gone)]
    if gone:
        people.take_back_people(actor, people=gone, source_id=bringing.id, today=today)
    empty = homes.keys() - lookups.homes_with_people(homes)
    _end(ended + lookups.numbers_of(empty, what=What.HOUSEHOLD), today=today)


def _contacts_back(actor: Actor, bringing: Bringing, rows: Sequence[BroughtRow], *, today: date) -> None:
    brought = _contacts_of(bringing, rows)
    contacts = lookups.contacts_by_id([one.target_id for one in brought.values()])
    if contacts:
        outreach.take_back_contacts(actor, contacts=contacts)
    _end(list(brought.values()), today=today)


def _contacts_of(bringing: Bringing, rows: Sequence[BroughtRow]) -> dict[str, Brought]:
    """What these rows brought, by their number; what an earlier file had brought is not among it."""
    known = lookups.numbers_known(bringing.agency_id, what=What.CONTACT, numbers=[row.number for row in rows])
    return {number: one for number, one in known.items() if one.bringing_id == bringing.id}


def _numbers_begun(bringing: Bringing, targets: Collection[UUID]) -> list[Brought]:
    """Numbers of people who were here before, learnt from this file and from none before it."""
    return [
        one
        for one in lookups.numbers_of(targets, what=What.PERSON)
        if one.bringing_id == bringing.id and bringing.started_at and one.made_at >= bringing.started_at
    ]


def _end(numbers: Sequence[Brought], *, today: date) -> None:
    for one in numbers:
        one.ended_on = today
    Brought.objects.bulk_update(numbers, ["ended_on"], batch_size=500)


def _decide(actor: Actor, bringing: Bringing, state: UndoingState, *, today: date) -> Undoing:
    found = lookups.undoing_of(bringing)
    assert found
    found.state, found.decided_by_id, found.decided_on = state, actor.staff_id, today
    found.save(update_fields=["state", "decided_by", "decided_on"])
    return found


def _days(bringing: Bringing, today: date) -> int:
    """Days since the first row was taken."""
    return (
        (today - bringing.started_at.astimezone(timezone.get_current_timezone()).date()).days
        if bringing.started_at
        else 0
    )


def _locked(bringing: Bringing) -> Bringing:
    return Bringing.objects.select_for_update(of=("self",)).get(pk=bringing.pk)
