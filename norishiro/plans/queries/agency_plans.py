"""The agencies' own plans for eyes: member × agency × plan × progress."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.core.records import Unseen
from norishiro.people.models import Person
from norishiro.plans import defaults, rules
from norishiro.plans.models import AgencyPlan
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate


def agency_plans_of(actor: Actor, *, members: list[Person]) -> list[AgencyPlan]:
    """All agencies' plans for these people that the actor may see."""
    rows = through_gate(
        AgencyPlan.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True
    )
    return list(
        rows.filter(person__in=members)
        .select_related("agency", "person")
        .order_by("agency__code", "from_on", "id")
    )


def get_agency_plan(actor: Actor, *, agency_plan_id: UUID) -> AgencyPlan:
    rows = through_gate(
        AgencyPlan.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True
    )
    found = rows.select_related("agency", "person", "case").filter(id=agency_plan_id).first()
    if found is None:
        raise Unseen(agency_plan_id)
    return found


@dataclass(frozen=True)
class GridRow:
    """One member with the plans of the agencies for them, one list per agency column."""

    person: Person
    cells: tuple[tuple[AgencyPlan, ...], ...]
    uneven: bool


@dataclass(frozen=True)
class Grid:
    """The household's plans side by side."""

    agencies: tuple[str, ...]
    rows: tuple[GridRow, ...]
    uneven: bool


def progress_grid(members: list[Person], plans: list[AgencyPlan]) -> Grid:
    """Members in rows, agencies in columns; who moves at a very different speed is marked."""
    agencies = list(dict.fromkeys((plan.agency_id, plan.agency.name) for plan in plans))
    rows = tuple(
        GridRow(
            person=person,
            cells=tuple(
                tuple(plan for plan in plans if plan.person_id == person.id and plan.agency_id == agency_id)
                for agency_id, _name in agencies
            ),
            uneven=_uneven([plan for plan in plans if plan.person_id == person.id]),
        )
        for person in members
    )
    return Grid(agencies=tuple(name for _id, name in agencies), rows=rows, uneven=_uneven(plans))


def _uneven(plans: list[AgencyPlan]) -> bool:
    return rules.is_uneven([plan.percent for plan in plans], points=defaults.UNEVEN_POINTS)
