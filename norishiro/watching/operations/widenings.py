"""Asking to see more people in an hour, and opening it."""

from __future__ import annotations

from datetime import datetime, timedelta

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.watching import events
from norishiro.watching.models import Widening
from norishiro.watching.rules import reviewing

OPEN_FOR = timedelta(hours=1)


@operation
def ask_widening(actor: Actor, /, *, reason: str, now: datetime) -> Widening:
    """Ask a second person. Records ``look_widening.asked``; refused by ``may_ask_widening``."""
    waiting = Widening.objects.filter(
        staff_id=actor.staff_id, answered_at=None, asked_at__gt=now - timedelta(hours=8)
    ).exists()
    reviewing.may_ask_widening(reason=reason, waiting=waiting).or_refuse()
    made = Widening.objects.create(
        staff_id=actor.staff_id, agency_id=actor.agency_id, reason=reason, asked_at=now
    )
    sign(actor, events.WIDENING_ASKED, reason=reason)
    return made


@operation
def answer_widening(
    actor: Actor, /, *, widening: Widening, opens: bool, words: str, now: datetime
) -> Widening:
    """Open it for one hour from now, or say why not. Records ``look_widening.answered``; refused by
    ``may_answer_widening``."""
    locked = Widening.objects.select_for_update().get(pk=widening.pk)
    reviewing.may_answer_widening(
        oneself=locked.staff_id == actor.staff_id, answered=locked.answered_at is not None, opens=opens, words=words
    ).or_refuse()  # fmt: skip
    locked.answered_at, locked.answered_by_id, locked.words = now, actor.staff_id, words
    locked.until_at = now + OPEN_FOR if opens else None
    locked.save()
    sign(
        actor, events.WIDENING_ANSWERED, reason=words,
        changes={"staff": (None, str(locked.staff_id)), "opens": (None, opens)},
    )  # fmt: skip
    return locked
