"""Cases as the house opens them."""

from __future__ import annotations

from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.cases import operations
from norishiro.cases.models import Case
from norishiro.people.models import Household, Person

TODAY = date(2026, 11, 20)


def case(
    actor: Actor,
    *people: Person,
    household: Household | None = None,
    title: str = "架空家",
    today: date = TODAY,
) -> Case:
    """A case the actor's agency operates and the actor leads."""
    return operations.open_case(
        actor, title=title, household=household, people=people, operator_id=actor.agency_id,
        lead_agency_id=actor.agency_id, lead_staff_id=actor.staff_id, lead_side="COUNCIL", reason="時間をかけて関わる",
        today=today,
    )  # fmt: skip
