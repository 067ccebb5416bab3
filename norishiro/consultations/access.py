"""Gathers the facts the rules of this room ask for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import CharField, Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Replace

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency, Appointment, WindowOperator, live_on
from norishiro.agencies.permissions import Permission
from norishiro.consultations import rules
from norishiro.consultations.choices import RequestStatus, SheetStatus, Urgency
from norishiro.consultations.models import Consultation, Lead, SupportRequest, TsunaguSheet, Worry
from norishiro.core.calendar import wareki
from norishiro.core.names_in_text import names_in
from norishiro.core.verdict import Verdict
from norishiro.people.choices import Sex
from norishiro.people.models import Household, Membership
from norishiro.people.queries import visible_to as people_visible_to
from norishiro.profiles.current import current_profile
from norishiro.profiles.lookups import version_on
from norishiro.sharing.choices import Category, ConsentState, Depth, Ground
from norishiro.sharing.models import Consent, ConsentRecipient
from norishiro.sharing.queries import viewers_of

# So many people of one family name are looked at; a text that names more is a list, and no story.
MOST_NAMES = 2000

USUAL_FORM = "相談受付・申込票"
WAITING_SHEETS = (SheetStatus.SENT, SheetStatus.RECEIVED)


def names_known_in(actor: Actor, *, texts: Collection[str]) -> set[str]:
    """Which names and readings of people the actor knows of stand in the texts. The database looks for whoever shares
    a family name, a whole name or a reading with them; whether it stands there as a name is then read closely."""
    text = " ".join(texts)
    plain = text.replace(" ", "").replace("\u3000", "")
    spaced = Replace(F("name"), Value("\u3000"), Value(" "))
    rows = people_visible_to(actor).annotate(
        told=Value(plain, output_field=CharField()),
        family=Func(spaced, Value(" "), Value(1), function="split_part", output_field=CharField()),
        whole=Replace(spaced, Value(" "), Value("")),
        reading=Replace(Replace(F("kana"), Value("\u3000"), Value(" ")), Value(" "), Value("")),
    )  # fmt: skip
    standing = (Q(told__contains=F("family")) & ~Q(name="")) | (Q(told__contains=F("reading")) & ~Q(kana=""))
    found = rows.filter(standing).values_list("name", "kana")[:MOST_NAMES]
    return names_in(text, {name for pair in found for name in pair if name})


def nobody_named(actor: Actor, *texts: str, field: str) -> Verdict:
    """``names_nobody`` of these texts; asked of the database only where something was written."""
    told = [one for one in texts if one.strip()]
    return rules.names_nobody(names=names_known_in(actor, texts=told) if told else set(), field=field)


def only_sends(actor: Actor) -> bool:
    """Whoever hands worries in (連絡員, 民生委員) and works at no counter: the own ones and their days, nothing more."""
    return not (actor.may(Permission.RECEIVE) or actor.may(Permission.ANSWER_SHEET))


def consent_for(actor: Actor, *, person_id: UUID, agency_id: UUID, today: date) -> Consent | None:
    """The person's live consent that names this agency; the newest one that shows the name comes first. Its
    ``categories`` and ``until_on`` are those that hold for this agency. Not to be saved."""
    rows = (
        ConsentRecipient.objects.filter(
            Q(until_on__isnull=True) | Q(until_on__gt=today), consent__person_id=person_id,
            consent__state=ConsentState.GIVEN, agency_id=agency_id, categories__gt=0,
        ).select_related("consent").order_by("-consent__asked_on", "-consent__made_at")
    )  # fmt: skip
    consents = []
    for row in rows:
        row.consent.categories, row.consent.until_on = row.categories, row.until_on
        consents.append(row.consent)
    return next((one for one in consents if shows_name(one)), consents[0] if consents else None)


def shows_name(consent: Consent | None) -> bool:
    """Whether the consent covers who the person is at all."""
    return consent is not None and bool(consent.categories & Category.ATTRIBUTES)


def is_live(*, agency_id: UUID, on: date) -> bool:
    return Agency.objects.filter(live_on(on), id=agency_id).exists()


def works_at(*, staff_id: UUID | None, agency_id: UUID, on: date) -> bool:
    if staff_id is None:
        return False
    return Appointment.objects.filter(live_on(on), staff_id=staff_id, agency_id=agency_id).exists()


def has_accounts(*, agency_id: UUID, on: date) -> bool:
    """Whether anybody of the agency can sign in; where nobody can, paper goes to and fro."""
    return Appointment.objects.filter(live_on(on), agency_id=agency_id, staff__is_active=True).exists()


def answers_on_paper(*, sheet: TsunaguSheet, on: date) -> bool:
    """Whether the receiver has no account, so that its answer comes on the reply slip."""
    return is_live(agency_id=sheet.receiver_agency_id, on=on) and not has_accounts(
        agency_id=sheet.receiver_agency_id, on=on
    )


def acts_for_receiver(actor: Actor, *, sheet: TsunaguSheet, on: date) -> bool:
    """Whoever receives it; and the sender, for a receiver that answers on paper."""
    if sheet.receiver_agency_id in actor.agency_ids:
        return True
    return sheet.agency_id in actor.agency_ids and answers_on_paper(sheet=sheet, on=on)


def still_there(staff: str, agency: str, *, on: date) -> Exists:
    """Whether the person in the column still works at the agency in the other."""
    return Exists(
        Appointment.objects.filter(
            live_on(on), staff_id=OuterRef(staff), agency_id=OuterRef(agency), staff__is_active=True
        )
    )


def lives_in(*, person_id: UUID, household: Household, on: date) -> bool:
    return Membership.objects.filter(live_on(on), person_id=person_id, household=household).exists()


def sheet_waiting_with(actor: Actor, *, person_id: UUID, agency_id: UUID) -> str:
    """The number of the sheet about this person that the agency still owes the actor's an answer to."""
    rows = TsunaguSheet.objects.filter(
        person_id=person_id,
        agency_id=actor.agency_id,
        receiver_agency_id=agency_id,
        status__in=WAITING_SHEETS,
    )
    return rows.order_by("sent_on").values_list("number", flat=True).first() or ""


def waiting_for(consultation: Consultation) -> int:
    """How many sheets and requests of this consultation still wait for their answer."""
    sheets = TsunaguSheet.objects.filter(consultation=consultation, status__in=WAITING_SHEETS).count()
    return (
        sheets
        + SupportRequest.objects.filter(consultation=consultation, status=RequestStatus.APPLIED).count()
    )


def in_case(consultation: Consultation) -> bool:
    """A consultation is in a case once a request about it was found to need one."""
    return SupportRequest.objects.filter(consultation=consultation, status=RequestStatus.NEEDED).exists()


def operators_on(day: date) -> list[Agency]:
    """The agencies that run 多機関協働 under the profile in force."""
    codes = current_profile(day).flow.operators
    return list(Agency.objects.filter(live_on(day), code__in=codes).order_by("code"))


def answer_days(day: date) -> int:
    return current_profile(day).flow.request.answer_days


def may_be_received(actor: Actor, *, sheet: TsunaguSheet) -> bool:
    """Whether the sheet was accepted by the actor's agency and has not become a consultation there yet."""
    accepted = (SheetStatus.ACCEPTED, SheetStatus.REPORTED)
    return (
        sheet.receiver_agency_id in actor.agency_ids
        and sheet.status in accepted
        and sheet.received_as_id is None
    )


def readers_of(actor: Actor, *, consultation: Consultation) -> list[str]:
    """Other agencies whose consent grant on the person reaches as far as a consultation does."""
    needed = consultation.categories | Category.ATTRIBUTES
    return [
        one.name for one in viewers_of(actor, subject_id=consultation.person_id)
        if one.ground == Ground.CONSENT and not one.mine and one.depth >= Depth.PROGRESS
        and one.categories & needed == needed
    ]  # fmt: skip


def entries_waiting(consultation: Consultation, *, receiver_ids: Iterable[UUID]) -> tuple[str, ...]:
    """The chosen agencies at which an entry of this consultation is open and unanswered."""
    waiting = TsunaguSheet.objects.filter(
        consultation=consultation, receiver_agency_id__in=list(receiver_ids), status__in=WAITING_SHEETS
    )
    return tuple(waiting.order_by("receiver_agency__name").values_list("receiver_agency__name", flat=True))


def worry_windows(*, on: date) -> set[UUID]:
    """The agencies at which a worry may be handed in: those behind a window, else whoever runs 多機関協働."""
    behind = WindowOperator.objects.filter(live_on(on), live_on(on, "window__"), live_on(on, "agency__"))
    return set(behind.values_list("agency_id", flat=True)) or {one.id for one in operators_on(on)}


def bound_to_secrecy(actor: Actor) -> bool:
    """民生委員 and the staff of counters may by law say a name among themselves; shops and halls may not simply."""
    return actor.may(Permission.RECEIVE) or RoleKind.COMMISSIONER in actor.role_kinds


def is_open_worry(actor: Actor, *, worry: Worry) -> bool:
    return worry.receiver_agency_id in actor.agency_ids and worry.consultation_id is None


def is_open_lead(lead: Lead) -> bool:
    """A lead goes on until it is ended, or what was noticed became a consultation."""
    source = lead.notice or lead.worry
    return lead.ended_on is None and source is not None and source.consultation_id is None


def still_days(day: date) -> int:
    """After how many days without anything done a lead is listed as untouched."""
    return current_profile(day).leads.still_days


def form_in_words(consultation: Consultation) -> str:
    """Which form was filled in, by its Japanese name, with its version and the day since when it is used."""
    adopted = version_on(consultation.received_on)
    if adopted is None:
        return USUAL_FORM
    form = current_profile(consultation.received_on).intake_form
    if (form.code, form.version) != (consultation.form_code, consultation.form_version):
        return USUAL_FORM
    return f"{form.name}（第{form.version}版・{wareki(adopted.valid_from)}から）"


def filled_in(consultation: Consultation, *, concerns: bool, screened: bool) -> set[str]:
    """The names of the items of the form that hold something."""
    person = consultation.person
    given: dict[str, object] = {
        "received_on": consultation.received_on, "channel": consultation.channel, "visitor": consultation.visitor,
        "person": person.name or person.alias, "summary": consultation.summary, "concerns": concerns,
        "address": person.address, "birth": person.birth, "sex": person.sex != Sex.UNKNOWN,
        "already_consulted": consultation.already_consulted, "wishes": consultation.wishes,
        "urgency": consultation.urgency != Urgency.UNCLEAR, "screening": screened,
    }  # fmt: skip
    return {name for name, value in given.items() if value}
