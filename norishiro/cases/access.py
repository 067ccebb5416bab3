"""Gathers the facts the rules of this room ask for."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency, Appointment, live_on
from norishiro.agencies.queries import supporters_of_area
from norishiro.cases.models import Case, CaseMember
from norishiro.people.models import Person
from norishiro.sharing.queries import bases_open_to, consented_agencies


def is_live(*, agency_id: UUID, on: date) -> bool:
    return Agency.objects.filter(live_on(on), id=agency_id).exists()


def may_own(*, staff_id: UUID | None, agency_id: UUID, on: date) -> bool:
    """Whether this member of staff may lead a case for this agency (without a person, the agency leads)."""
    if staff_id is None:
        return True
    return Appointment.objects.filter(
        live_on(on), staff_id=staff_id, agency_id=agency_id, role__may_own_case=True
    ).exists()


def works_at(*, staff_id: UUID | None, agency_id: UUID, on: date) -> bool:
    return (
        staff_id is None
        or Appointment.objects.filter(live_on(on), staff_id=staff_id, agency_id=agency_id).exists()
    )


def member_ids(case: Case) -> list[UUID]:
    """The present members whom the actor of this transaction knows by name: nobody hands on more than that."""
    members = CaseMember.objects.filter(case=case, until_on__isnull=True)
    return list(Person.objects.filter(id__in=members.values("person_id")).values_list("id", flat=True))


def backs_from_within(actor: Actor, *, case: Case, agency_id: UUID, on: date) -> bool:
    """Whether the agency has somebody, other than the actor, who backs the workers of the case's area."""
    supporters = supporters_of_area(actor, area=case.area, on=on)
    return any(one.agency_id == agency_id and one.staff_id != actor.staff_id for one in supporters)


def has_consent(actor: Actor, *, case: Case, person_id: UUID | None, agency_id: UUID) -> bool:
    """Whether the person (or, for the household, any member) consented to sharing with this agency."""
    people = [person_id] if person_id else member_ids(case)
    return any(agency_id in consented_agencies(actor, person_id=one) for one in people)


def writes_under(actor: Actor, *, subject_id: UUID, basis: str) -> bool:
    return basis in bases_open_to(actor, subject_id=subject_id)
