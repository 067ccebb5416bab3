"""Corporations are asked for something, answer, and what came of it is kept."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.consultations.access import nobody_named
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.corporations import events, rules
from norishiro.corporations.models import Corporation, Need, NeedAnswer
from norishiro.ledger.operations import sign


@operation
def send_need(
    actor: Actor, /, *, text: str, asked: Collection[Corporation], kind: str = "", area_id: UUID | None = None, due_on: date,
    today: date,
) -> Need:  # fmt: skip
    """Ask these corporations for such a place. Records ``corporation_need.sent``; refused by ``may_send_need`` and a name
    that is known."""
    (
        rules.may_send_need(asked=len(asked), due_on=due_on, today=today)
        & nobody_named(actor, text, field="text")
    ).or_refuse()
    need = Need.objects.create(
        text=text, kind=kind, area_id=area_id, asked_on=today, due_on=due_on, agency_id=actor.agency_id,
        staff_id=actor.staff_id,
    )  # fmt: skip
    NeedAnswer.objects.bulk_create(NeedAnswer(need=need, corporation=one) for one in asked)
    sign(
        actor, events.NEED_SENT,
        changes={"need": (None, need.id), "asked": (None, len(asked)), "due_on": (None, due_on)}, changed_text=["text"],
    )  # fmt: skip
    return need


@operation
def answer_need(
    actor: Actor, /, *, answer: NeedAnswer, version: int, reply: str, answered_on: date, words: str = "", outcome: str = "",
    today: date,
) -> NeedAnswer:  # fmt: skip
    """Keep what a corporation answered, and later what came of it. Records ``corporation_need.answered``; refused by
    ``may_answer_need`` and a name that is known; StaleVersion."""
    need = answer.need
    (
        rules.may_answer_need(
            mine=need.agency_id in actor.agency_ids, closed=need.closed_on is not None, reply=reply, words=words,
            answered_on=answered_on, asked_on=need.asked_on, today=today,
        )
        & nobody_named(actor, words, field="words")
        & nobody_named(actor, outcome, field="outcome")
    ).or_refuse()  # fmt: skip
    changes = change_fields(
        answer, version=version,
        values={"reply": reply, "answered_on": answered_on, "words": words, "outcome": outcome},
    )  # fmt: skip
    written = [name for name in ("words", "outcome") if changes.pop(name, None)]
    sign(
        actor, events.NEED_ANSWERED, changes={"answer": (answer.id, answer.id), **changes}, changed_text=written
    )  # fmt: skip
    return answer


@operation
def close_need(actor: Actor, /, *, need: Need, outcome: str, today: date) -> Need:
    """Close it with what came of it; who did not answer stays without an answer. Records ``corporation_need.closed``;
    refused by ``may_touch_need`` and a name that is known."""
    locked = Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
    (
        rules.may_touch_need(mine=locked.agency_id in actor.agency_ids, closed=locked.closed_on is not None)
        & nobody_named(actor, outcome, field="outcome")
    ).or_refuse()
    change_fields(locked, version=locked.version, values={"closed_on": today, "outcome": outcome})
    sign(actor, events.NEED_CLOSED, changes={"need": (need.id, need.id)}, changed_text=["outcome"])
    return locked
