"""The receiver says: it has arrived, I have read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.core.verdict import YES
from norishiro.ledger.operations import sign
from norishiro.teams import events, rules
from norishiro.teams.models import Takeover


@operation
def confirm_takeovers(actor: Actor, /, *, takeovers: Sequence[Takeover], today: date) -> int:
    """Confirm one or many cases that came to the actor.

    Changes: the day of confirmation. Records one ``takeover.confirmed`` with all the cases; refused by ``may_confirm``.
    """
    ids = [one.id for one in takeovers]
    locked = list(Takeover.objects.select_for_update(of=("self",)).filter(id__in=ids))
    verdict = YES
    for one in locked:
        verdict &= rules.may_confirm(
            mine=one.receiver_id == actor.staff_id, moved=one.moved_on is not None,
            confirmed=one.confirmed_on is not None,
        )  # fmt: skip
    verdict.or_refuse()
    Takeover.objects.filter(id__in=ids).update(confirmed_on=today)
    sign(actor, events.TAKEOVER_CONFIRMED, subjects=[one.case_id for one in locked])
    return len(locked)
