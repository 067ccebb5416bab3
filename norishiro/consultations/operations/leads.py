"""手がかり: somebody is named, what was done, what came of it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.consultations import access, events, rules
from norishiro.consultations.models import Lead, LeadStep, Notice, Worry
from norishiro.consultations.operations.worries import take_in
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.ledger.operations import sign


@operation
def take_lead(
    actor: Actor, /, *, notice: Notice | None = None, worry: Worry | None = None, owner_id: UUID, next_on: date | None,
    next_what: str = "", today: date,
) -> Lead:  # fmt: skip
    """Name who follows a notice or a worry up, and by when. A worry is received by it, so that who told it sees the day.

    Records ``lead.taken``; refused by ``may_take_lead``.
    """
    locked_notice = Notice.objects.select_for_update().get(pk=notice.pk) if notice else None
    locked_worry = Worry.objects.select_for_update().get(pk=worry.pk) if worry else None
    source = locked_notice or locked_worry
    agency_id = (
        locked_worry.receiver_agency_id
        if locked_worry
        else locked_notice.agency_id
        if locked_notice
        else None
    )
    rules.may_take_lead(
        mine=agency_id in actor.agency_ids, taken=Lead.objects.filter(notice=notice, worry=worry).exists(),
        became=source is not None and source.consultation_id is not None,
        owner_here=access.works_at(staff_id=owner_id, agency_id=actor.agency_id, on=today), next_on=next_on,
        today=today,
    ).or_refuse()  # fmt: skip
    if locked_worry:
        take_in(actor, locked_worry, today=today)
    lead = Lead.objects.create(
        notice=notice, worry=worry, agency_id=actor.agency_id, owner_id=owner_id, begun_on=today, touched_on=today,
        next_on=next_on, next_what=next_what,
    )  # fmt: skip
    subjects = [worry.id] if worry else []
    sign(
        actor,
        events.LEAD_TAKEN,
        subjects=subjects,
        changes={"owner": (None, owner_id), "next_on": (None, next_on)},
    )
    return lead


@operation
def note_lead(
    actor: Actor, /, *, lead: Lead, version: int, done_on: date, how: str, words: str = "", owner_id: UUID,
    next_on: date | None, next_what: str = "", today: date,
) -> Lead:  # fmt: skip
    """Write what was done, what comes next and who does it. Records ``lead.noted``; refused by ``may_note_lead``;
    StaleVersion where somebody was faster."""
    rules.may_note_lead(
        mine=lead.agency_id in actor.agency_ids, open_now=access.is_open_lead(lead), done_on=done_on,
        begun_on=lead.begun_on, next_on=next_on, today=today,
        owner_here=access.works_at(staff_id=owner_id, agency_id=lead.agency_id, on=today),
    ).or_refuse()  # fmt: skip
    values = {
        "owner_id": owner_id,
        "next_on": next_on,
        "next_what": next_what,
        "touched_on": max(lead.touched_on, done_on),
    }
    changes = change_fields(lead, version=version, values=values)
    LeadStep.objects.create(lead=lead, done_on=done_on, how=how, words=words, staff_id=actor.staff_id)
    told = {name: pair for name, pair in changes.items() if name in ("owner_id", "next_on")}
    sign(
        actor, events.LEAD_NOTED, subjects=[lead.worry_id] if lead.worry_id else [], changes=told, changed_text=["words"]
    )  # fmt: skip
    return lead


@operation
def end_lead(actor: Actor, /, *, lead: Lead, result: str, words: str, today: date) -> Lead:
    """Follow it up no more, with what came of it. Records ``lead.ended``; refused by ``may_end_lead``."""
    locked = Lead.objects.select_for_update(of=("self",)).get(pk=lead.pk)
    rules.may_end_lead(
        mine=locked.agency_id in actor.agency_ids, open_now=access.is_open_lead(locked), words=words
    ).or_refuse()
    locked.result, locked.result_words, locked.ended_on, locked.touched_on = result, words, today, today
    locked.next_on = None
    locked.version += 1
    locked.save(
        update_fields=["result", "result_words", "ended_on", "touched_on", "next_on", "version", "changed_at"]
    )
    sign(
        actor, events.LEAD_ENDED, subjects=[locked.worry_id] if locked.worry_id else [],
        changes={"result": (None, result)}, changed_text=["result_words"],
    )  # fmt: skip
    return locked
