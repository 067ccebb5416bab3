"""Opening a letter, answering it, proposing another window, noting that it became a consultation."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency, live_on
from norishiro.core.operation import operation
from norishiro.core.records import Unseen
from norishiro.core.sealing import keepers
from norishiro.ledger.operations import sign
from norishiro.letterbox import events, rules
from norishiro.letterbox.models import Letter, Passing
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


@operation
def pass_on_letter(
    actor: Actor, /, *, letter: Letter, receiver_agency_id: UUID, ground: str, words: str, now: datetime
) -> Passing:
    """Give the letter to another window, sealed anew for it; here stays a line that it went, and no word of it.

    The sender is told where it is. Records ``letter.passed_on`` with the ground; refused by ``may_pass_on``.
    """
    locked = _lock(letter)
    to_agency = Agency.objects.filter(live_on(day_of(now)), id=receiver_agency_id).first()
    rules.may_pass_on(
        mine=_is_mine(actor, locked), taken=locked.taken_at is not None, answered=locked.answered_at is not None,
        received=locked.consultation_id is not None, ground=ground, words=words,
        elsewhere=to_agency is not None and to_agency.id != locked.receiver_agency_id,
    ).or_refuse()  # fmt: skip
    passing = Passing.objects.create(
        letter=locked, number=locked.number, from_agency_id=locked.receiver_agency_id, to_agency_id=receiver_agency_id,
        ground=ground, words=words, passed_at=now, staff_id=actor.staff_id,
    )  # fmt: skip
    _hand_over(locked, receiver_agency_id=receiver_agency_id)
    sign(
        actor, events.LETTER_PASSED_ON, subjects=[locked.id],
        changes={"receiver_agency": (passing.from_agency_id, receiver_agency_id), "ground": (None, ground)},
    )  # fmt: skip
    return passing


def _hand_over(letter: Letter, *, receiver_agency_id: UUID) -> None:
    """Seal it for the other window's post, and let the one door in the wall through which a letter may leave."""
    box = box_of(agency_id=receiver_agency_id, on=day_of(letter.posted_at))
    sealed = []
    for name, held in (("content", letter.content), ("photo", letter.photo)):
        at = keepers.place(letter, name)
        sealed.append(keepers.seal(keepers.unseal(held, at=at), subject=box, at=at) if held else None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT letter_pass_on(%s, %s, %s, %s)", [letter.id, receiver_agency_id, *sealed])
        if cursor.fetchone() != (1,):
            raise Unseen(letter.id)


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
