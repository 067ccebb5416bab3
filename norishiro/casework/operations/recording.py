"""A contact in a case: the contact stands in outreach, and the case has moved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from norishiro.agencies.actor import Actor
from norishiro.cases import operations as cases
from norishiro.cases.models import Case
from norishiro.outreach import operations as outreach
from norishiro.outreach.models import Contact
from norishiro.people.models import Person


def record_contact(
    actor: Actor, /, *, case: Case, person: Person | None, told: outreach.Told, basis: str, categories: int,
    companions: Iterable[tuple[UUID, str]] = (), today: date,
) -> Contact:  # fmt: skip
    """Write a contact of a case and remember that the case moved today. The contact's verb signs; it may refuse."""
    with transaction.atomic():
        contact = outreach.record_contact(
            actor, person=person, case_id=case.id, household=case.household, told=told, basis=basis,
            categories=categories, companions=companions, today=today,
        )  # fmt: skip
        cases.moved(case, today=today)
    return contact
