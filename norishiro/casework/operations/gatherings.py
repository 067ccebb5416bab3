"""Somebody who came to an event asks for advice: the event stays a number, the consultation stands by itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from norishiro.agencies.actor import Actor
from norishiro.casework import events
from norishiro.casework.rules.gatherings import may_receive_at
from norishiro.consultations.models import Consultation
from norishiro.consultations.operations import receive_consultation
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.outreach.models import Gathering


@operation
def receive_at_gathering(
    actor: Actor, /, *, gathering: Gathering, wished: bool, today: date, **received: Any
) -> Consultation:
    """Receive a visitor of the gathering as a consultation, by the person's own wish; it says where it began.

    ``received`` holds what ``receive_consultation`` takes. The number of visitors stays as it is. Records
    ``consultation.received`` and ``consultation.begun_at_gathering``; refused by ``may_receive_at`` and ``may_receive``.
    """
    may_receive_at(
        mine=gathering.agency_id in actor.agency_ids, wished=wished, held_on=gathering.held_on, today=today
    ).or_refuse()
    consultation = receive_consultation(actor, **received, today=today)
    consultation.gathering = gathering
    consultation.save(update_fields=["gathering"])
    sign(
        actor, events.BEGUN_AT_GATHERING, subjects=[consultation.person_id],
        changes={"gathering": (None, gathering.id), "wished": (None, True)},
    )  # fmt: skip
    return consultation
