"""Gathers the facts the rules of this room ask for."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency, Appointment, live_on
from norishiro.consultations.choices import RequestStatus, SheetStatus
from norishiro.consultations.models import Consultation, SupportRequest, TsunaguSheet
from norishiro.core.calendar import fiscal_year
from norishiro.profiles.current import current_profile
from norishiro.sharing.choices import Category, ConsentState
from norishiro.sharing.models import Consent

REIWA_BEGAN = 2018
WAITING_SHEETS = (SheetStatus.SENT, SheetStatus.RECEIVED)


def consent_for(actor: Actor, *, person_id: UUID, agency_id: UUID, today: date) -> Consent | None:
    """The person's live consent that names this agency; the newest one that shows the name comes first."""
    found = (
        Consent.objects.filter(
            Q(until_on__isnull=True) | Q(until_on__gt=today),
            person_id=person_id, state=ConsentState.GIVEN, recipients__agency_id=agency_id,
        ).order_by("-asked_on", "-made_at")
    )  # fmt: skip
    consents = list(found)
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


def next_number(mark: str, sequence: str, *, today: date) -> str:
    """相R8-00012: what it is, the fiscal year in 令和, and a running number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s::regclass)", [sequence])
        running = cursor.fetchone()[0]
    return f"{mark}R{fiscal_year(today) - REIWA_BEGAN}-{running:05d}"
