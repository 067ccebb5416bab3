"""The sheet as the place itself opens it, by its address and without signing in: look, and answer. Nothing else can be done here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from norishiro.ledger.operations import LedgerClosed, sign_system
from norishiro.surveys import events, lookups, rules
from norishiro.surveys.choices import AnswerState, AnswerWay
from norishiro.surveys.models import Answer, Invitation

__all__ = ["LedgerClosed", "is_accepted", "is_answered", "post", "sheet_of"]


def sheet_of(key: UUID) -> Invitation | None:
    return lookups.invitation_with(key)


def is_answered(invitation: Invitation) -> bool:
    return hasattr(invitation, "answer")


def is_accepted(invitation: Invitation) -> bool:
    return is_answered(invitation) and invitation.answer.state != AnswerState.WAITING


@transaction.atomic
def post(
    *,
    invitation_id: UUID,
    said: Mapping[str, Any],
    unchanged: bool,
    stopped: bool,
    told_by: str,
    note: str,
    today: date,
) -> None:
    """Keep the answer for somebody of the staff to look at; a newer one takes its place while it waits. Records
    ``survey.answered`` in the program's own name; refused by ``may_answer``."""
    found = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("round", "answer")
        .get(id=invitation_id)
    )
    rules.may_answer(is_open=found.round.closed_on is None, accepted=is_accepted(found)).or_refuse()
    Answer.objects.update_or_create(
        invitation=found,
        defaults={
            "answered_on": today, "way": AnswerWay.WEB, "told_by": told_by, "unchanged": unchanged, "stopped": stopped,
            "said": {} if unchanged or stopped else dict(said), "note": note, "typed_by": None,
        },
    )  # fmt: skip
    sign_system(events.ANSWERED, changes={"invitation": (None, found.id), "unchanged": (None, unchanged)})
