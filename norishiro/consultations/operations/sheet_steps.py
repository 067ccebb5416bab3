"""What becomes of a つなぐシート: answered, reminded, given to somebody, reached, reported."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.consultations import access, events, rules
from norishiro.consultations.choices import SheetStatus
from norishiro.consultations.models import TsunaguSheet
from norishiro.consultations.operations.sheets import lock, save
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.sharing.choices import Ground
from norishiro.sharing.operations import own_work
from norishiro.sharing.operations import person as person_subject

RUNNING = (*access.WAITING_SHEETS, SheetStatus.ACCEPTED)


@operation
def answer_sheet(
    actor: Actor, /, *, sheet: TsunaguSheet, answer: SheetStatus, words: str, proposal: str = "",
    proposed_agency_id: UUID | None = None, answered_by_name: str = "", answered_on: date | None = None, today: date,
) -> TsunaguSheet:  # fmt: skip
    """Accept, propose something else, or decline: always in words, and a no with what could be done instead.

    Accepting opens the person to the receiving agency for its own work. For a receiver without an account the sender
    copies the reply slip: ``answered_by_name`` and ``answered_on`` say who answered and when, and the one who copied is
    kept. Records ``sheet.answered``; refused by ``may_answer_sheet``.
    """
    locked = lock(sheet)
    receives = locked.receiver_agency_id in actor.agency_ids
    on_paper = not receives and access.answers_on_paper(sheet=locked, on=today)
    answered = SheetStatus(answer)
    rules.may_answer_sheet(
        mine=access.acts_for_receiver(actor, sheet=locked, on=today), waiting=locked.status in access.WAITING_SHEETS,
        words=words, declines=answered == SheetStatus.DECLINED, proposal=proposal, on_paper=on_paper,
        answered_by=answered_by_name, answered_on=answered_on if on_paper else None, sent_on=locked.sent_on, today=today,
    ).or_refuse()  # fmt: skip
    before, on = locked.status, (answered_on if on_paper else None) or today
    locked.status, locked.answer, locked.answered_on = answered, words, on
    locked.proposal, locked.proposed_agency_id = proposal, proposed_agency_id
    locked.taken_on = locked.taken_on or on
    if on_paper:
        locked.answered_by_name, locked.copied_by_id = answered_by_name, actor.staff_id
    else:
        locked.receiver_id = locked.receiver_id or actor.staff_id
    if answered == SheetStatus.ACCEPTED and receives:
        own_work(actor, subjects=[person_subject(locked.person_id)], source_id=locked.id)
    save(
        locked, "status", "answer", "answered_on", "proposal", "proposed_agency", "receiver", "taken_on",
        "answered_by_name", "copied_by",
    )  # fmt: skip
    sign(
        actor, events.SHEET_ANSWERED, subjects=[locked.person_id], ground=Ground.CONSENT,
        changes={"status": (before, locked.status)}, changed_text=["answer", "proposal"],
    )  # fmt: skip
    sheet.refresh_from_db()
    return locked


@operation
def remind_sheet(actor: Actor, /, *, sheet: TsunaguSheet, today: date) -> TsunaguSheet:
    """Ask for the answer once more: it stands on the receiver's 今日 with how often it was asked.

    Records ``sheet.reminded``; refused by ``may_remind``.
    """
    locked = lock(sheet)
    rules.may_remind(
        mine=locked.agency_id in actor.agency_ids, waiting=locked.status in access.WAITING_SHEETS,
        reminded_today=locked.reminded_on == today,
    ).or_refuse()  # fmt: skip
    locked.reminded_on, locked.reminders = today, locked.reminders + 1
    save(locked, "reminded_on", "reminders")
    sign(
        actor, events.SHEET_REMINDED, subjects=[locked.person_id], ground=Ground.CONSENT,
        changes={"reminders": (locked.reminders - 1, locked.reminders)},
    )  # fmt: skip
    sheet.refresh_from_db()
    return locked


@operation
def assign_sheet(
    actor: Actor, /, *, sheet: TsunaguSheet, receiver_id: UUID | None, today: date
) -> TsunaguSheet:
    """Name who in the receiving agency sees to the sheet; also when the one before has left the post.

    Records ``sheet.assigned``; refused by ``may_assign``.
    """
    locked = lock(sheet)
    rules.may_assign(
        mine=locked.receiver_agency_id in actor.agency_ids, running=locked.status in RUNNING,
        belongs=access.works_at(staff_id=receiver_id, agency_id=locked.receiver_agency_id, on=today),
        chosen=receiver_id is not None,
    ).or_refuse()  # fmt: skip
    before = locked.receiver_id
    locked.receiver_id = receiver_id
    changed = ["receiver"]
    if locked.status == SheetStatus.SENT:
        locked.status, locked.taken_on = SheetStatus.RECEIVED, today
        changed += ["status", "taken_on"]
    save(locked, *changed)
    sign(
        actor, events.SHEET_ASSIGNED, subjects=[locked.person_id], ground=Ground.CONSENT,
        changes={"receiver": (before, receiver_id)},
    )  # fmt: skip
    sheet.refresh_from_db()
    return locked


@operation
def note_first_contact(
    actor: Actor, /, *, sheet: TsunaguSheet, first_contact_on: date, today: date
) -> TsunaguSheet:
    """Tell the sender that the person was reached, while the result is still to come.

    Records ``sheet.reached``; refused by ``may_note_first_contact``.
    """
    locked = lock(sheet)
    rules.may_note_first_contact(
        mine=access.acts_for_receiver(actor, sheet=locked, on=today),
        accepted=locked.status == SheetStatus.ACCEPTED, noted=locked.first_contact_on is not None,
        on=first_contact_on, sent_on=locked.sent_on, today=today,
    ).or_refuse()  # fmt: skip
    locked.first_contact_on = first_contact_on
    save(locked, "first_contact_on")
    sign(
        actor, events.SHEET_REACHED, subjects=[locked.person_id], ground=Ground.CONSENT,
        changes={"first_contact_on": (None, first_contact_on)},
    )  # fmt: skip
    sheet.refresh_from_db()
    return locked


@operation
def report_result(
    actor: Actor, /, *, sheet: TsunaguSheet, result: str, first_contact_on: date | None = None, today: date
) -> TsunaguSheet:
    """Tell the sender what became of it; for a receiver without an account the sender writes down what it was told.

    Records ``sheet.reported``; refused by ``may_report``.
    """
    locked = lock(sheet)
    rules.may_report(
        mine=access.acts_for_receiver(actor, sheet=locked, on=today),
        accepted=locked.status == SheetStatus.ACCEPTED,
        words=result, first_contact_on=first_contact_on, today=today,
    ).or_refuse()  # fmt: skip
    locked.status, locked.result, locked.result_on = SheetStatus.REPORTED, result, today
    locked.first_contact_on = first_contact_on or locked.first_contact_on
    save(locked, "status", "result", "result_on", "first_contact_on")
    sign(
        actor,
        events.SHEET_REPORTED,
        subjects=[locked.person_id],
        ground=Ground.CONSENT,
        changed_text=["result"],
    )
    sheet.refresh_from_db()
    return locked
