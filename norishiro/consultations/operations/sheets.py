"""つなぐシート: sent on consent, taken, answered, reported."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.consultations import access, events, rules
from norishiro.consultations.choices import SheetStatus
from norishiro.consultations.models import Consultation, TsunaguSheet
from norishiro.consultations.operations.consultations import handed_on
from norishiro.core.numbering import next_number
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.people.models import Household, Person
from norishiro.people.operations import add_person
from norishiro.sharing.choices import Category, ConsentGiver, ConsentMethod, Depth, Ground, SourceKind
from norishiro.sharing.operations import agency, grant, own_work, take_consent
from norishiro.sharing.operations import person as person_subject
from norishiro.sharing.queries import wording_on

FEW_CATEGORIES = int(Category.ATTRIBUTES | Category.LIFE_HISTORY)


@operation
def send_sheet(
    actor: Actor, /, *, person: Person, receiver_agency_id: UUID, worry: str, wish: str = "",
    consultation: Consultation | None = None, handed_on_the_spot: bool = False, receiver_id: UUID | None = None,
    spot_words: str = "", household: Household | None = None, household_count: int | None = None, today: date,
) -> TsunaguSheet:  # fmt: skip
    """Hand one worry to another agency, on the person's consent that names it.

    The consent already opened the person to the receiver; the sheet carries the same categories. ``household`` says
    that the worry is the whole household's; who else of it the receiver may know rests on each one's own consent.
    Handed over on the spot it is accepted at once, by name, with what was settled there. Records ``sheet.sent``; refused by ``may_send``.
    """
    consent = access.consent_for(actor, person_id=person.id, agency_id=receiver_agency_id, today=today)
    rules.may_send(
        consented=consent is not None, shows_name=access.shows_name(consent),
        to_self=receiver_agency_id == actor.agency_id,
        receiver_live=access.is_live(agency_id=receiver_agency_id, on=today), worry=worry,
        on_the_spot=handed_on_the_spot, receiver_named=receiver_id is not None,
        receiver_belongs=access.works_at(staff_id=receiver_id, agency_id=receiver_agency_id, on=today),
        waiting_number=access.sheet_waiting_with(actor, person_id=person.id, agency_id=receiver_agency_id),
        household_known=household is None or access.lives_in(person_id=person.id, household=household, on=today),
    ).or_refuse()  # fmt: skip
    assert consent is not None
    sheet = TsunaguSheet(
        id=uuid.uuid4(), subject_id=person.id, basis=Ground.CONSENT, agency_id=actor.agency_id,
        categories=consent.categories, number=next_number("つ", "consultations_sheet_number", today=today),
        person=person, consultation=consultation, consent=consent, sender_id=actor.staff_id,
        receiver_agency_id=receiver_agency_id, receiver_id=receiver_id, handed_on_the_spot=handed_on_the_spot,
        sent_on=today, due_on=rules.due_after(sent_on=today, answer_days=access.answer_days(today)), worry=worry,
        wish=wish, household=household, household_count=household_count if household else None,
    )  # fmt: skip
    if handed_on_the_spot:
        sheet.status, sheet.taken_on, sheet.answered_on = SheetStatus.ACCEPTED, today, today
        sheet.answer = spot_words.strip() or "その場で引き継ぎました。"
    own_work(actor, subjects=[person_subject(person.id)], source_id=sheet.id)
    if handed_on_the_spot:
        _open_for_work(actor, sheet=sheet)
    sheet.save(force_insert=True)
    handed_on(consultation)
    sign(
        actor, events.SHEET_SENT, subjects=[person.id], ground=Ground.CONSENT,
        changes={"receiver_agency": (None, receiver_agency_id), "due_on": (None, sheet.due_on)},
    )  # fmt: skip
    return sheet


@operation
def write_sheet(
    actor: Actor, /, *, person: Person | None = None, newcomer: Mapping[str, Any], agreed: bool, method: ConsentMethod, witness: str = "",
    categories: int = FEW_CATEGORIES, receiver_agency_id: UUID, worry: str, wish: str = "", today: date,
) -> TsunaguSheet:  # fmt: skip
    """Write the sheet together with the person, for whoever knows no case data: person, consent and sheet in one act.

    ``person`` is somebody already known, where it was said to be them. The consent names the receiver and nobody else. Records ``sheet.written`` and what its parts
    record, ``consent.taken`` and ``sheet.sent`` among them; refused by ``may_write_sheet``, ``may_take_consent`` and ``may_send``.
    """
    rules.may_write_sheet(agreed=agreed).or_refuse()
    someone = person or add_person(actor, **dict(newcomer), today=today)
    take_consent(
        actor, person=someone, case_id=None, recipient_ids=[receiver_agency_id],
        categories=categories | Category.ATTRIBUTES, asked_on=today, until_on=None, method=method, witness=witness,
        giver=ConsentGiver.SELF, giver_name="", wording_version=wording_on(actor, on=today).version,
        purpose="つなぐシートで相談をつなぐため", today=today,
    )  # fmt: skip
    sheet = send_sheet(
        actor, person=someone, receiver_agency_id=receiver_agency_id, worry=worry, wish=wish, today=today
    )
    sign(
        actor, events.SHEET_WRITTEN, subjects=[someone.id], ground=Ground.CONSENT,
        changes={"method": (None, method)},
    )  # fmt: skip
    return sheet


@operation
def open_entries(
    actor: Actor, /, *, consultation: Consultation, receiver_ids: Iterable[UUID], worry: str, today: date
) -> list[TsunaguSheet]:
    """One visit, several functions of the counter: a sheet to each of them, all or none.

    Records ``consultation.entries_opened`` and ``sheet.sent`` for each; refused by ``may_open_entries`` and ``may_send``.
    """
    wanted = list(dict.fromkeys(receiver_ids))
    rules.may_open_entries(
        mine=consultation.agency_id in actor.agency_ids, chosen=len(wanted),
        already=access.entries_waiting(consultation, receiver_ids=wanted),
    ).or_refuse()  # fmt: skip
    opened = [
        send_sheet(
            actor, person=consultation.person, receiver_agency_id=one, worry=worry, consultation=consultation,
            today=today,
        )
        for one in wanted
    ]  # fmt: skip
    sign(
        actor, events.CONSULTATION_ENTRIES_OPENED, subjects=[consultation.person_id], ground=Ground.CONSENT,
        changes={"entries": (None, len(opened))},
    )  # fmt: skip
    return opened


def _open_for_work(actor: Actor, *, sheet: TsunaguSheet) -> None:
    """Whoever takes the matter over has business of its own with the person."""
    grant(
        actor, subjects=[person_subject(sheet.person_id)], recipients=[agency(sheet.receiver_agency_id)],
        ground=Ground.OWN, depth=Depth.PROGRESS, source=SourceKind.OWN_WORK, source_id=sheet.id,
    )  # fmt: skip


@operation
def take_sheet(actor: Actor, /, *, sheet: TsunaguSheet, today: date) -> TsunaguSheet:
    """Take the sheet in hand: the sender sees it arrived, and with whom. Records ``sheet.taken``; ``may_take``."""
    locked = lock(sheet)
    rules.may_take(
        mine=locked.receiver_agency_id in actor.agency_ids, sent=locked.status == SheetStatus.SENT
    ).or_refuse()
    locked.status, locked.receiver_id, locked.taken_on = SheetStatus.RECEIVED, actor.staff_id, today
    save(locked, "status", "receiver", "taken_on")
    sign(actor, events.SHEET_TAKEN, subjects=[locked.person_id], ground=Ground.CONSENT)
    sheet.refresh_from_db()
    return locked


@operation
def withdraw_sheet(actor: Actor, /, *, sheet: TsunaguSheet, reason: str = "", today: date) -> TsunaguSheet:
    """Take an unanswered sheet back; it stays on record. Records ``sheet.withdrawn``; refused by ``may_withdraw``."""
    locked = lock(sheet)
    rules.may_withdraw(
        mine=locked.agency_id in actor.agency_ids, waiting=locked.status in access.WAITING_SHEETS
    ).or_refuse()
    locked.status, locked.withdrawn_reason = SheetStatus.WITHDRAWN, reason
    save(locked, "status", "withdrawn_reason")
    sign(actor, events.SHEET_WITHDRAWN, subjects=[locked.person_id], ground=Ground.CONSENT, reason=reason)
    sheet.refresh_from_db()
    return locked


def lock(sheet: TsunaguSheet) -> TsunaguSheet:
    """The row for this transaction alone."""
    return TsunaguSheet.objects.select_for_update().get(pk=sheet.pk)


def save(sheet: TsunaguSheet, *fields: str) -> None:
    """The named fields, and one version more."""
    sheet.version += 1
    sheet.save(update_fields=[*fields, "version", "changed_at"])
