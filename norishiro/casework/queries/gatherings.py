"""One's own events: how many came, and, apart from that, how many consultations began there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count

from norishiro.agencies.actor import Actor
from norishiro.consultations.models import Consultation
from norishiro.outreach import queries as outreach_queries
from norishiro.outreach.models import Gathering


@dataclass(frozen=True)
class GatheringLine:
    """One event. ``people`` came and are nobody; ``begun`` wished to be received."""

    gathering: Gathering
    begun: int


@dataclass(frozen=True)
class Sums:
    """Visits and consultations, never added to one another."""

    times: int
    people: int
    begun: int

    @classmethod
    def of(cls, lines: list[GatheringLine]) -> Sums:
        return cls(len(lines), sum(one.gathering.people for one in lines), sum(one.begun for one in lines))


def begun_at(actor: Actor, *, gathering_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many consultations of the own agency began at each of these events."""
    rows = Consultation.objects.filter(agency_id__in=actor.agency_ids, gathering__in=gathering_ids)
    return dict(rows.order_by().values_list("gathering_id").annotate(Count("id")))


def gathering_lines(actor: Actor, *, first: date, after: date) -> list[GatheringLine]:
    """The events of the agencies acted for in a time, with the consultations of the own agency that began there."""
    held = outreach_queries.gatherings_held(actor, first=first, after=after)
    begun = begun_at(actor, gathering_ids=[one.id for one in held])
    return [GatheringLine(one, begun.get(one.id, 0)) for one in held]
