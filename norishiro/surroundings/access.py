"""Gathers the facts the rules of this room ask for."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q

from norishiro.agencies.models import Agency, live_on
from norishiro.cases.access import member_ids
from norishiro.cases.models import Case
from norishiro.people.choices import WithheldField
from norishiro.people.models import Person, Withheld
from norishiro.surroundings.models import NineSheet, Place, Tie

# Whoever knows the places around a home knows the home. The function of 0003_whereabouts names the same.
TELLING = (
    WithheldField.ADDRESS,
    WithheldField.AREA,
    WithheldField.SHELTER,
    WithheldField.SCHOOL,
    WithheldField.WORKPLACE,
)


def is_member(case: Case, *, person_id: UUID | None) -> bool:
    """The household as a whole, or a present member the actor knows."""
    return person_id is None or person_id in member_ids(case)


def withheld_by(case: Case) -> str:
    """Whom to ask where the whereabouts of somebody of this household are withheld; empty where nobody's are.

    The database answers the question itself, because it must be the same for who may not see that person. They are led
    to the lead agency; who may see the person, to the office that keeps it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT surroundings_withheld(%s)", [case.id])
        if not cursor.fetchone()[0]:
            return ""
    rows = Withheld.objects.filter(
        Q(person_id__in=member_ids(case)) | Q(household_id=case.household_id, household__isnull=False),
        field__in=TELLING, until_on=None,
    )  # fmt: skip
    found = rows.select_related("office").order_by("id").first()
    return found.office.name if found else case.lead_agency.name


def is_around(*, agency_id: UUID | None, person_id: UUID | None, on: date) -> bool:
    """Whether the chosen other side stands in the directory, or is a person the actor knows."""
    if agency_id is not None:
        return Agency.objects.filter(live_on(on), id=agency_id).exists()
    return person_id is None or Person.objects.filter(id=person_id).exists()


def live_ties(case: Case) -> list[Tie]:
    """The ties that go on, as far as the actor sees them."""
    return list(Tie.objects.filter(case=case, until_on__isnull=True)[:200])


def live_places(case: Case) -> int:
    return Place.objects.filter(case=case, until_on__isnull=True).count()


def versions(case: Case, *, basis: str) -> list[NineSheet]:
    """The nine-cell sheets of this ground the actor sees, the newest first."""
    rows = NineSheet.objects.filter(case=case, basis=basis)
    return list(rows.prefetch_related("cells").order_by("-number", "-made_at")[:50])
