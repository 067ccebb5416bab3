"""A letter from outside becomes a consultation: the box is below, the consultations above it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.consultations.models import Consultation
from norishiro.consultations.operations import receive_consultation
from norishiro.core.operation import operation
from norishiro.letterbox.models import Letter
from norishiro.letterbox.operations import mark_received
from norishiro.people.models import Person


@operation
def receive_letter(
    actor: Actor, /, *, letter: Letter, person: Person | None = None, newcomer: Mapping[str, Any] | None = None,
    received_on: date, channel: str, visitor: str, summary: str, concerns: Mapping[str, str] | None = None,
    details: Mapping[str, Any] | None = None, window_id: UUID | None = None, focus_id: UUID | None = None, today: date,
) -> Consultation:  # fmt: skip
    """Receive the letter as a consultation of the window's own work; the consent it came with stays noted beside it.

    Records ``consultation.received`` and ``letter.received``; refused by ``letterbox.may_receive`` and ``may_receive``.
    """
    received = receive_consultation(
        actor, person=person, newcomer=newcomer, received_on=received_on, channel=channel, visitor=visitor,
        summary=summary, concerns=concerns, details=details, window_id=window_id, focus_id=focus_id, today=today,
    )  # fmt: skip
    mark_received(actor, letter=letter, consultation_id=received.id, person_id=received.person_id)
    return received
