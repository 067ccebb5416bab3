"""Receiving a consultation, correcting it, and deciding what is done with it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, time
from typing import Any
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency
from norishiro.agencies.permissions import Permission
from norishiro.attachments.models import Scan
from norishiro.attachments.operations import keep_form_scan
from norishiro.consultations import access, events, rules
from norishiro.consultations.choices import (
    Channel,
    ConsultationStatus,
    GuideType,
    Mark,
    Outcome,
    OutsideAnswer,
    Urgency,
    Visitor,
)
from norishiro.consultations.concern_fields import fields_of
from norishiro.consultations.models import Call, Concern, Consultation, Notice, Screening, TsunaguSheet, Worry
from norishiro.consultations.operations.focus import mark_entry
from norishiro.consultations.operations.worries import take_in
from norishiro.consultations.reporters import FIELDS, TEXTS, is_named_in, reporter_of, set_apart
from norishiro.core.files import CleanFile
from norishiro.core.numbering import next_number
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.ledger.operations import sign
from norishiro.people.models import Person
from norishiro.people.operations import add_person
from norishiro.profiles.current import current_profile
from norishiro.profiles.schema.forms import IntakeForm
from norishiro.sharing.choices import Category, Ground
from norishiro.sharing.operations import own_work
from norishiro.sharing.operations import person as person_subject

# DV・虐待 in the national list of concerns.
VIOLENCE = "VIOLENCE"
MARKS = {"SOME": Mark.CIRCLE, "MOST": Mark.DOUBLE}
STATUS_AFTER = {
    Outcome.INFORM: ConsultationStatus.DONE,
    Outcome.STAY: ConsultationStatus.HERE,
    Outcome.REFER: ConsultationStatus.HANDED_ON,
    Outcome.MULTI_AGENCY: ConsultationStatus.HANDED_ON,
}


@operation
def note_notice(actor: Actor, /, *, text: str, place: str = "", noticed_on: date, today: date) -> Notice:
    """Keep one line of what was overheard, without a name. Only the own agency sees it.

    Records ``notice.noted``; refused by ``may_note``.
    """
    rules.may_note(text=text, noticed_on=noticed_on, today=today).or_refuse()
    notice = Notice.objects.create(
        agency_id=actor.agency_id, staff_id=actor.staff_id, noticed_on=noticed_on, place=place, text=text
    )
    sign(actor, events.NOTICE_NOTED)
    return notice


@operation
def note_call(
    actor: Actor, /, *, text: str, called_on: date, called_at: time | None = None,
    channel: str = Channel.PHONE, language: str = "", today: date,
) -> Call:  # fmt: skip
    """Keep one line of a call nobody gave a name for, so that it is counted. Only the own agency sees it.

    Records ``call.noted``; refused by ``may_note_call``.
    """
    rules.may_note_call(text=text, called_on=called_on, today=today).or_refuse()
    call = Call.objects.create(
        agency_id=actor.agency_id, staff_id=actor.staff_id, called_on=called_on, called_at=called_at,
        channel=channel, text=text, language=language,
    )  # fmt: skip
    sign(actor, events.CALL_NOTED)
    return call


@operation
def receive_consultation(
    actor: Actor, /, *, person: Person | None = None, newcomer: Mapping[str, Any] | None = None, received_on: date,
    channel: str, visitor: str, summary: str, concerns: Mapping[str, str] | None = None,
    details: Mapping[str, Any] | None = None, notice: Notice | None = None, sheet: TsunaguSheet | None = None,
    worry: Worry | None = None, window_id: UUID | None = None, focus_id: UUID | None = None, today: date,
) -> Consultation:  # fmt: skip
    """Receive a consultation about a known person, or about a newcomer who need not have a name.

    ``newcomer`` holds values of ``add_person``, ``concerns`` the town's codes with SOME (○) or MOST (◎), ``details`` the
    other columns. Opens the person to the actor's agency for its own work. A ``notice`` becomes this consultation; a
    ``sheet`` the agency accepted is received like whatever comes by any other way, and its person is the one meant; so is
    a ``worry`` handed in at the agency.
    ``window_id`` is where it was received, ``focus_id`` the 重点対象 known at the entry door (without it, the one the
    window is dedicated to).
    Records ``consultation.received``; refused by ``may_receive`` and ``may_mark_focus``.
    """
    given = dict(details or {})
    locked = Notice.objects.select_for_update().get(pk=notice.pk) if notice else None
    came_by = TsunaguSheet.objects.select_for_update().get(pk=sheet.pk) if sheet else None
    handed_in = Worry.objects.select_for_update().get(pk=worry.pk) if worry else None
    rules.may_receive(
        received_on=received_on,
        today=today,
        summary=summary,
        urgent=given.get("urgency", Urgency.UNCLEAR) != Urgency.UNCLEAR,
        urgency_reason=given.get("urgency_reason", ""),
        notice_used=locked is not None and locked.consultation_id is not None,
        sheet_open=came_by is None or access.may_be_received(actor, sheet=came_by),
        worry_open=handed_in is None or access.is_open_worry(actor, worry=handed_in),
    ).or_refuse()
    if came_by is not None:
        person = came_by.person
    form = current_profile(today).intake_form
    given |= {"visitor": visitor, "summary": summary}
    given["visitor_hidden"] = _is_hidden(given, concerns or {}, form)
    if not given.get("urgency_review_on"):
        given["urgency_review_on"] = rules.usual_review(given.get("urgency", ""), today=today)
    about = person or add_person(actor, **dict(newcomer or {}), today=today)
    new_id = uuid.uuid4()
    own_work(actor, subjects=[person_subject(about.id)], source_id=new_id)
    if given["visitor_hidden"]:
        given = set_apart(given, consultation_id=new_id, person_id=about.id, agency_id=actor.agency_id)
    consultation = Consultation.objects.create(
        id=new_id, subject_id=about.id, basis=Ground.OWN, agency_id=actor.agency_id,
        categories=int(Category.LIFE_HISTORY), number=next_number("相", "consultations_number", today=today),
        person=about, received_on=received_on, staff_id=actor.staff_id, channel=channel, form_code=form.code, form_version=form.version, window_id=window_id, **given,
    )  # fmt: skip
    mark_entry(actor, consultation, group_id=focus_id, today=today)
    _write_concerns(actor, consultation, concerns=concerns or {}, form=form)
    if locked is not None:
        locked.consultation = consultation
        locked.save(update_fields=["consultation"])
    if came_by is not None:
        came_by.received_as = consultation
        came_by.save(update_fields=["received_as"])
    if handed_in is not None:
        take_in(actor, handed_in, today=today)
        handed_in.consultation = consultation
        handed_in.save(update_fields=["consultation"])
    sign(
        actor,
        events.CONSULTATION_RECEIVED,
        subjects=[about.id],
        changes={"channel": (None, channel), "visitor": (None, consultation.visitor)},
    )
    return consultation


def _is_hidden(given: Mapping[str, Any], concerns: Mapping[str, str], form: IntakeForm) -> bool:
    """Whether who told us is set apart; refused while the words of the consultation name them."""
    violence = any(one.code in concerns and one.national == VIOLENCE for one in form.concerns)
    hidden = rules.hides_reporter(
        asked=given.get("visitor_hidden"), violence=violence, is_the_person=given["visitor"] == Visitor.SELF
    )
    texts = [str(given.get(name) or "") for name in TEXTS]
    rules.may_keep_reporter_apart(named_in_text=hidden and is_named_in(texts, dict(given))).or_refuse()
    return hidden


@operation
def look_at_reporter(actor: Actor, /, *, consultation: Consultation, purpose: str) -> list[tuple[str, str]]:
    """Show who told us, for one look. Records ``reporter.seen`` with the purpose; refused by ``may_look_at_reporter``."""
    rules.may_look_at_reporter(
        hidden=consultation.visitor_hidden, mine=consultation.agency_id in actor.agency_ids,
        permitted=actor.may(Permission.SEE_REPORTER), purpose=purpose,
    ).or_refuse()  # fmt: skip
    found = reporter_of(consultation.id)
    sign(actor, events.REPORTER_SEEN, subjects=[consultation.person_id], reason=purpose)
    return found


def _write_concerns(
    actor: Actor, consultation: Consultation, *, concerns: Mapping[str, str], form: IntakeForm
) -> None:
    field = Agency.objects.values_list("field", flat=True).get(id=actor.agency_id)
    decided = {one.code: (one.outside_answer, one.outside_decided_on) for one in consultation.concerns.all()}
    answers = {code: decided.get(code, ("", None)) for code in concerns}
    Concern.objects.filter(consultation=consultation).delete()
    Concern.objects.bulk_create(
        Concern(
            consultation=consultation, code=one.code, label=one.label, national_code=one.national,
            mark=MARKS[concerns[one.code]],
            outside_field=rules.is_outside(agency_field=field, concern_fields=fields_of(one.national)),
            outside_answer=answers[one.code][0], outside_decided_on=answers[one.code][1],
        )
        for one in form.concerns
        if one.code in concerns
    )  # fmt: skip


@operation
def change_consultation(
    actor: Actor, /, *, consultation: Consultation, version: int, values: Mapping[str, Any],
    concerns: Mapping[str, str] | None = None, today: date,
) -> Consultation:  # fmt: skip
    """Correct or complete the form; ``concerns`` given replace those that were marked.

    Records ``consultation.changed`` with the names of the fields. Refused by ``may_change``; raises StaleVersion when
    somebody was faster.
    """
    wanted = dict(values)
    urgency = wanted.get("urgency", consultation.urgency)
    rules.may_change(
        mine=consultation.agency_id in actor.agency_ids,
        received_on=wanted.get("received_on", consultation.received_on),
        today=today,
        urgent=urgency != Urgency.UNCLEAR,
        urgency_reason=wanted.get("urgency_reason", consultation.urgency_reason),
    ).or_refuse()
    if "urgency" in wanted and not wanted.get("urgency_review_on"):
        wanted["urgency_review_on"] = rules.usual_review(wanted["urgency"], today=today)
    wanted = _set_apart_again(consultation, wanted, concerns, form=current_profile(today).intake_form)
    changes = change_fields(consultation, version=version, values=wanted)
    changed = list(changes)
    if concerns is not None:
        _write_concerns(actor, consultation, concerns=concerns, form=current_profile(today).intake_form)
        changed.append("concerns")
    sign(actor, events.CONSULTATION_CHANGED, subjects=[consultation.person_id], changed_text=changed)
    return consultation


def _set_apart_again(
    consultation: Consultation,
    wanted: dict[str, Any],
    concerns: Mapping[str, str] | None,
    *,
    form: IntakeForm,
) -> dict[str, Any]:
    """What the correction says of who told us goes where it belongs; what was set apart stays there."""
    told = {name: wanted.get(name, getattr(consultation, name)) for name in (*FIELDS, *TEXTS)}
    marked = concerns if concerns is not None else {one.code: "SOME" for one in consultation.concerns.all()}
    asked = wanted.get("visitor_hidden", consultation.visitor_hidden)
    hidden = _is_hidden(told | {"visitor_hidden": asked}, marked, form)
    if not hidden:
        return wanted | {"visitor_hidden": False}
    apart = set_apart(
        told,
        consultation_id=consultation.id,
        person_id=consultation.person_id,
        agency_id=consultation.agency_id,
    )
    return wanted | {name: apart[name] for name in (*FIELDS, "visitor_hidden")}


@operation
def decide_outside(
    actor: Actor, /, *, consultation: Consultation, answers: Mapping[str, OutsideAnswer | str], today: date
) -> int:
    """Say per concern outside the window's field whether it is shared, referred, brought up, or kept; how many were.

    ``answers`` goes from the code of the concern to the answer; empty ones leave it open. Records
    ``consultation.outside_decided``; refused by ``may_decide_outside``.
    """
    given = {code: OutsideAnswer(answer) for code, answer in answers.items() if answer}
    chosen = consultation.concerns.select_for_update().filter(code__in=given, outside_field=True)
    rules.may_decide_outside(
        mine=consultation.agency_id in actor.agency_ids, answered=len(chosen)
    ).or_refuse()
    for concern in chosen:
        concern.outside_answer, concern.outside_decided_on = given[concern.code], today
        concern.save(update_fields=["outside_answer", "outside_decided_on"])
    sign(
        actor, events.CONSULTATION_OUTSIDE_DECIDED, subjects=[consultation.person_id],
        changes={one.code: (None, one.outside_answer) for one in chosen},
    )  # fmt: skip
    return len(chosen)


@operation
def share_consultation(actor: Actor, /, *, consultation: Consultation, today: date) -> Consultation:
    """Open the form to the agencies the person consented to, the partners at the counter among them.

    Its basis becomes the consent (C0): who is named in it reads it, as long as the consent lives. Records
    ``consultation.shared``; refused by ``may_share``.
    """
    locked = Consultation.objects.select_for_update().get(pk=consultation.pk)
    before = locked.basis
    rules.may_share(
        mine=locked.agency_id in actor.agency_ids, shared=before == Ground.CONSENT,
        readers=len(access.readers_of(actor, consultation=locked)),
    ).or_refuse()  # fmt: skip
    locked.basis = Ground.CONSENT
    locked.version += 1
    locked.save(update_fields=["basis", "version", "changed_at"])
    sign(
        actor, events.CONSULTATION_SHARED, subjects=[locked.person_id], ground=Ground.CONSENT,
        changes={"basis": (before, Ground.CONSENT)},
    )  # fmt: skip
    consultation.refresh_from_db()
    return locked


@operation
def attach_form(actor: Actor, /, *, consultation: Consultation, file: CleanFile) -> Scan:
    """Keep the agency's own form as a scan with the consultation, instead of typing it again.

    Records ``consultation.form_attached`` and ``scan.kept``; refused by ``may_keep_form``.
    """
    scan = keep_form_scan(
        actor,
        subject_id=consultation.person_id,
        agency_id=consultation.agency_id,
        about_id=consultation.id,
        file=file,
    )
    sign(actor, events.FORM_ATTACHED, subjects=[consultation.person_id])
    return scan


@operation
def screen_consultation(
    actor: Actor, /, *, consultation: Consultation, outcome: Outcome, guide_type: GuideType | str = "", reason: str,
    lead_agency_id: UUID | None = None, next_staff_id: UUID | None = None, first_goal: str = "", today: date,
) -> Screening:  # fmt: skip
    """Decide what is done with the consultation, with a reason. The four types are a guide one chooses, or leaves.
    ``lead_agency_id`` names the one agency that is to take the matter in the main, ``next_staff_id`` who sees to it next
    and ``first_goal`` what the first contact is for, also where only the family has come so far.

    Earlier decisions stay. Records ``consultation.screened``; refused by ``may_screen``.
    """
    locked = Consultation.objects.select_for_update().get(pk=consultation.pk)
    rules.may_screen(
        mine=locked.agency_id in actor.agency_ids, in_case=access.in_case(locked), ends=outcome == Outcome.INFORM,
        waiting=access.waiting_for(locked), reason=reason, goal=first_goal, worker_named=next_staff_id is not None,
    ).or_refuse()  # fmt: skip
    screening = Screening.objects.create(
        consultation=locked, decided_on=today, staff_id=actor.staff_id, outcome=outcome, guide_type=guide_type,
        lead_agency_id=lead_agency_id, next_staff_id=next_staff_id, first_goal=first_goal, reason=reason,
    )  # fmt: skip
    before = locked.status
    locked.status = STATUS_AFTER[Outcome(outcome)]
    locked.version += 1
    locked.save(update_fields=["status", "version", "changed_at"])
    sign(
        actor, events.CONSULTATION_SCREENED, subjects=[locked.person_id],
        changes={"status": (before, locked.status), "outcome": (None, outcome), "guide_type": (None, guide_type)},
        changed_text=["reason"],
    )  # fmt: skip
    consultation.refresh_from_db()
    return screening


def handed_on(consultation: Consultation | None) -> None:
    """A sheet or a request went out from this consultation."""
    if consultation is not None:
        Consultation.objects.filter(pk=consultation.pk).update(status=ConsultationStatus.HANDED_ON)
