"""Opening a letter, answering it, proposing another window, noting that it became a consultation."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.core.sealing import keepers
from norishiro.ledger.operations import sign
from norishiro.letterbox import events, rules
from norishiro.letterbox.models import Letter
from norishiro.letterbox.receipts import box_of, day_of


@operation
def take_letter(actor: Actor, /, *, letter: Letter, now: datetime) -> Letter:
    """Open the seal and read; from then on the sender sees that it was read. Records ``letter.taken``; refused by
    ``may_take``."""
    locked = _lock(letter)
    rules.may_take(mine=_is_mine(actor, locked), taken=locked.taken_at is not None).or_refuse()
    locked.taken_at, locked.taken_by_id = now, actor.staff_id
    locked.save(update_fields=["taken_at", "taken_by"])
    sign(actor, events.LETTER_TAKEN, subjects=[locked.id])
    return locked


@operation
def answer_letter(actor: Actor, /, *, letter: Letter, words: str, now: datetime) -> Letter:
    """Tell the sender what may be told, sealed until they ask with their number and word. Records
    ``letter.answered``; refused by ``may_answer``."""
    locked = _lock(letter)
    rules.may_answer(
        mine=_is_mine(actor, locked), taken=locked.taken_at is not None, answered=locked.answered_at is not None,
        words=words,
    ).or_refuse()  # fmt: skip
    _answer(actor, locked, words=words, now=now, declined=False)
    sign(actor, events.LETTER_ANSWERED, subjects=[locked.id], changed_text=["answer"])
    return locked


@operation
def decline_letter(actor: Actor, /, *, letter: Letter, proposal: str, now: datetime) -> Letter:
    """Mark it as not for this window, and propose where to turn. Records ``letter.declined``; refused by
    ``may_decline``."""
    locked = _lock(letter)
    rules.may_decline(
        mine=_is_mine(actor, locked), taken=locked.taken_at is not None, answered=locked.answered_at is not None,
        proposal=proposal,
    ).or_refuse()  # fmt: skip
    _answer(actor, locked, words=proposal, now=now, declined=True)
    sign(actor, events.LETTER_DECLINED, subjects=[locked.id], changed_text=["answer"])
    return locked


def mark_received(actor: Actor, /, *, letter: Letter, consultation_id: UUID, person_id: UUID) -> Letter:
    """Part of ``casework.receive_letter``: note which consultation it became, with its consent. Records ``letter.received`` for the person;
    refused by ``may_receive``."""
    locked = _lock(letter)
    rules.may_receive(
        mine=_is_mine(actor, locked),
        taken=locked.taken_at is not None,
        received=locked.consultation_id is not None,
    ).or_refuse()
    locked.consultation_id = consultation_id
    locked.save(update_fields=["consultation_id"])
    sign(
        actor, events.LETTER_RECEIVED, subjects=[person_id, locked.id],
        changes={"consent": (None, locked.wording_version), "number": (None, locked.number)},
    )  # fmt: skip
    return locked


def _answer(actor: Actor, letter: Letter, *, words: str, now: datetime, declined: bool) -> None:
    box = box_of(agency_id=letter.receiver_agency_id, on=day_of(letter.posted_at))
    letter.answer = keepers.seal_text(words, subject=box, at=keepers.place(letter, "answer"))
    letter.answered_at, letter.answered_by_id, letter.declined = now, actor.staff_id, declined
    letter.save(update_fields=["answer", "answered_at", "answered_by", "declined"])


def _lock(letter: Letter) -> Letter:
    return Letter.objects.select_for_update().get(pk=letter.pk)


def _is_mine(actor: Actor, letter: Letter) -> bool:
    return letter.receiver_agency_id in actor.agency_ids
