"""Visits by contractors to those who did not answer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.evacuation import events, rules
from norishiro.evacuation.choices import AnswerWay, LetterState
from norishiro.evacuation.models import Letter, Mailing, Visit
from norishiro.ledger.operations import sign


@operation
def assign_visits(
    actor: Actor, /, *, mailing: Mailing, letter_ids: Collection[UUID], contractor_id: UUID, asked_on: date,
    due_on: date, today: date,
) -> int:  # fmt: skip
    """Ask a contractor to go to these people; only to those who were written to, did not answer, and to whom nobody is going.

    Records ``evacuation.visits_assigned`` with whose; refused by ``may_assign_visits``.
    """
    waiting = Letter.objects.select_for_update(of=("self",)).filter(
        mailing=mailing, id__in=list(letter_ids), state=LetterState.SENT
    )
    rows = list(waiting.exclude(visits__result="").select_related("entry__target"))
    rules.may_assign_visits(
        number=len(rows), asked_on=asked_on, due_on=due_on, sent_on=mailing.sent_on, today=today
    ).or_refuse()
    Visit.objects.bulk_create(
        Visit(
            letter=one, contractor_id=contractor_id, asked_on=asked_on, due_on=due_on, staff_id=actor.staff_id
        )
        for one in rows
    )
    sign(
        actor, events.VISITS_ASSIGNED, subjects=[one.entry.target.seen_as for one in rows],
        changes={"mailing": (None, mailing.id), "contractor": (None, contractor_id), "visits": (None, len(rows))},
    )  # fmt: skip
    return len(rows)


@operation
def note_visit(
    actor: Actor, /, *, visit: Visit, version: int, result: str, result_on: date, visitor: str, note: str, today: date
) -> Visit:  # fmt: skip
    """Write what came of a visit; the notice follows it (agreed, refused, gone), and stays waiting where nobody was met.

    Records ``evacuation.visit_noted``; refused by ``may_note_visit``; StaleVersion.
    """
    rules.may_note_visit(
        result=result,
        is_open=not visit.result,
        result_on=result_on,
        asked_on=visit.asked_on,
        today=today,
        note=note,
    ).or_refuse()
    change_fields(
        visit,
        version=version,
        values={"result": result, "result_on": result_on, "visitor": visitor, "note": note},
    )
    letter = Letter.objects.select_for_update(of=("self",)).get(pk=visit.letter_id)
    state = rules.state_after_visit(result)
    if state is not None and letter.state == LetterState.SENT:
        change_fields(
            letter, version=letter.version,
            values={"state": state, "answered_on": result_on, "way": AnswerWay.VISIT},
        )  # fmt: skip
    sign(
        actor, events.VISIT_NOTED, subjects=[visit.letter.entry.target.seen_as],
        changes={"visit": (visit.id, visit.id), "result": ("", result)}, changed_text=["note"] if note else [],
    )  # fmt: skip
    return visit
