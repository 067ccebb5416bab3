"""Visits by contractors to those who did not answer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.evacuation import events, lookups, rules
from norishiro.evacuation.choices import AnswerWay, LetterState, VisitResult
from norishiro.evacuation.models import Letter, Mailing, Visit
from norishiro.ledger.operations import sign

# Somebody is going, or went and wrote what the office has not taken over yet.
GOING = [one for one in VisitResult.values if one != VisitResult.UNREACHED]


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
    rows = list(waiting.exclude(visits__result__in=GOING).select_related("entry__target"))
    rules.may_assign_visits(
        number=len(rows), asked_on=asked_on, due_on=due_on, sent_on=mailing.sent_on, today=today
    ).or_refuse()
    lookups.as_told([one.entry for one in rows])
    Visit.objects.bulk_create(
        Visit(
            letter=one,
            contractor_id=contractor_id,
            asked_on=asked_on,
            due_on=due_on,
            staff_id=actor.staff_id,
            **_told(one),
        )
        for one in rows
    )
    sign(
        actor, events.VISITS_ASSIGNED, subjects=[one.entry.target.seen_as for one in rows],
        changes={"mailing": (None, mailing.id), "contractor": (None, contractor_id), "visits": (None, len(rows))},
    )  # fmt: skip
    return len(rows)


def _told(letter: Letter) -> dict[str, Any]:
    """What the contractor needs to go there, and nothing of why somebody is on the list."""
    entry = letter.entry
    return {
        "subject_id": entry.target.seen_as, "number": letter.number, "name": entry.name, "kana": entry.kana,
        "address": entry.address, "phone": entry.phone,
    }  # fmt: skip


@operation
def write_result(
    actor: Actor, /, *, visit: Visit, version: int, result: str, result_on: date, visitor: str, note: str, today: date
) -> Visit:  # fmt: skip
    """Write, as the contractor, what came of a visit that was asked of one's own agency. The notice stays as it is until the
    office takes it over. Records ``evacuation.visit_noted``; refused by ``may_note_visit``; StaleVersion."""
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
    sign(
        actor, events.VISIT_NOTED, subjects=[visit.subject_id] if visit.subject_id else [],
        changes={"visit": (visit.id, visit.id), "result": ("", result)}, changed_text=["note"] if note else [],
    )  # fmt: skip
    return visit


@operation
def take_results(actor: Actor, /, *, mailing: Mailing) -> int:
    """Take what the contractors wrote over into the answers of the notices. Records ``evacuation.results_taken`` with whose;
    refused by ``may_take_results``."""
    rows = Visit.objects.filter(letter__mailing=mailing, letter__state=LetterState.SENT)
    written = [
        one for one in rows.select_related("letter__entry__target") if rules.state_after_visit(one.result)
    ]
    rules.may_take_results(number=len(written)).or_refuse()
    for one in written:
        change_fields(
            one.letter, version=one.letter.version,
            values={"state": rules.state_after_visit(one.result), "answered_on": one.result_on, "way": AnswerWay.VISIT},
        )  # fmt: skip
    sign(
        actor, events.RESULTS_TAKEN, subjects=[one.letter.entry.target.seen_as for one in written],
        changes={"mailing": (None, mailing.id), "results": (None, len(written))},
    )  # fmt: skip
    return len(written)


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
