"""Gathers the facts the rules of this room ask for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Count

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import live_on
from norishiro.carers.models import Caring
from norishiro.people.models import Membership, Person


def newest_of(actor: Actor, *, carer: Person, basis: str) -> Caring | None:
    """The newest version the own agency wrote on this ground."""
    rows = Caring.objects.filter(carer=carer, agency_id=actor.agency_id, basis=basis)
    return rows.order_by("-number").first()


def all_known(*, person_ids: Collection[UUID]) -> bool:
    """Whether the actor knows every one of these people (the wall answers only with those)."""
    return Person.objects.filter(id__in=person_ids).count() == len(set(person_ids))


def shared_household(*, carer: Person, person_ids: Collection[UUID], on: date) -> UUID | None:
    """The household in which the carer and all of these people live that day, as far as the actor sees it."""
    if not person_ids:
        return None
    everybody = {carer.id, *person_ids}
    rows = Membership.objects.filter(live_on(on), person_id__in=everybody).order_by()
    counted = rows.values("household_id").annotate(people=Count("person_id", distinct=True))
    return next(
        (row["household_id"] for row in counted.order_by("household_id") if row["people"] == len(everybody)),
        None,
    )
