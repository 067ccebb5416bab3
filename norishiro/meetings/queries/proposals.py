"""Whom to invite: staff decide, the records propose. The actor comes first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Field
from norishiro.agencies.models import Agency, Appointment, Staff, live_on
from norishiro.agencies.permissions import PERMISSIONS, Permission
from norishiro.cases.models import Case
from norishiro.cases.queries import roles_visible_to
from norishiro.cases.queries import visible_to as cases_visible_to
from norishiro.consultations.models import Concern
from norishiro.consultations.queries import requests_visible_to, sheets_visible_to
from norishiro.consultations.queries import visible_to as consultations_visible_to
from norishiro.meetings import lookups, rules
from norishiro.meetings.access import people_of
from norishiro.meetings.models import (
    Body,
    Item,
)
from norishiro.outreach.queries import visible_to as contacts_visible_to

MOST = 40


@dataclass(frozen=True)
class Proposal:
    """An agency that might be called, and why."""

    agency: Agency
    why: str


def proposed_agencies(actor: Actor, *, case: Case, today: date) -> list[Proposal]:
    """Past agencies out of what the actor may see of the household, then fields its concerns call for. Staff decide."""
    person_ids = [person.id for person in people_of(actor, case, today=today).members]
    subjects = [case.id, *person_ids]
    why: dict[UUID, str] = {}
    _note(why, [case.lead_agency_id], "主担当")
    _note(why, [case.operator_id], "多機関協働事業者")
    _note(
        why,
        requests_visible_to(actor).filter(cases=case).values_list("agency_id", flat=True),
        "申込をした機関（最初の窓口）",
    )
    consultations = consultations_visible_to(actor).filter(person_id__in=person_ids).order_by("received_on")
    _note(why, consultations.values_list("agency_id", flat=True), "最初に相談を受けた窓口")
    _note(
        why,
        sheets_visible_to(actor)
        .filter(person_id__in=person_ids)
        .values_list("receiver_agency_id", flat=True),
        "つなぐシートを受けた",
    )
    _note(why, roles_visible_to(actor).filter(case=case).values_list("bearer_id", flat=True), "役割を担った")
    _note(
        why,
        contacts_visible_to(actor)
        .filter(subject_id__in=subjects)
        .values_list("agency_id", flat=True)
        .distinct(),
        "関わりの記録がある",
    )
    past = Agency.objects.filter(live_on(today), id__in=why).order_by("code")[:MOST]
    concerns = Concern.objects.filter(consultation__in=consultations).values_list("national_code", flat=True)
    fields = rules.fields_for(dict.fromkeys(concerns))
    later = Agency.objects.filter(live_on(today), field__in=fields).exclude(id__in=why).order_by("code")[:12]
    return [Proposal(one, why[one.id]) for one in past] + [
        Proposal(one, f"課題に合う分野（{Field(one.field).label}）") for one in later
    ]


def _note(why: dict[UUID, str], agency_ids: Iterable[UUID], reason: str) -> None:
    for agency_id in agency_ids:
        why.setdefault(agency_id, reason)


def invitable(actor: Actor, *, body: Body, items: Sequence[Item], today: date) -> list[Proposal]:
    """For the call: the roster of the body, and the agency each waiting item came from."""
    why: dict[UUID, str] = {}
    _note(why, lookups.roster_agencies(body, on=today), "名簿")
    _note(why, (item.agency_id for item in items), "付議した機関")
    origins = cases_visible_to(actor).filter(
        id__in=[item.case_id for item in items if not item.anonymous_label]
    )
    _note(
        why,
        requests_visible_to(actor).filter(cases__in=origins).values_list("agency_id", flat=True),
        "申込をした機関（最初の窓口）",
    )
    _note(why, origins.values_list("lead_agency_id", flat=True), "主担当")
    found = Agency.objects.filter(live_on(today)).in_bulk(why)
    return [Proposal(found[agency_id], reason) for agency_id, reason in why.items() if agency_id in found]


def contact_names(actor: Actor, *, agency_ids: Iterable[UUID], today: date) -> dict[UUID, str]:
    """The one contact person per agency, by name."""
    return {key: one.name for key, one in lookups.contacts_of(list(agency_ids), on=today).items()}


def attending_staff(actor: Actor, *, on: date) -> list[tuple[Agency, list[Staff]]]:
    """Everybody in post who may attend meetings, by agency: for adding a member."""
    kinds = [kind for kind, opened in PERMISSIONS.items() if Permission.ATTEND_MEETING in opened]
    rows = (
        Appointment.objects.filter(
            live_on(on), live_on(on, "agency__"), role__kind__in=kinds, staff__is_active=True
        )
        .select_related("agency", "staff")
        .order_by("agency__code", "staff__login_id")
    )
    found: dict[Agency, list[Staff]] = {}
    for row in rows:
        staff = found.setdefault(row.agency, [])
        if row.staff not in staff:
            staff.append(row.staff)
    return list(found.items())
