"""Reads of this room, for eyes: the wall opens an incident to those who review looks there, and to whoever told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q

from norishiro.agencies.actor import Actor
from norishiro.core.records import Unseen
from norishiro.incidents import access
from norishiro.incidents.choices import State
from norishiro.incidents.models import Affected, Incident, Span
from norishiro.incidents.rules import Due

PAGE = 100


@dataclass(frozen=True)
class Counted:
    """How many people it is about: those in the spans, those told, and those outside of the spans."""

    in_spans: int
    told: int
    others: int

    @property
    def people(self) -> int:
        return self.in_spans + self.others

    @property
    def untold(self) -> int:
        return self.in_spans - self.told


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    incident: Incident
    due: Due
    late: bool


def listed(actor: Actor, *, closed: bool, today: date) -> list[Row]:
    """Those being looked into, the most urgent first; or those that are over, the newest first."""
    over = Q(state__in=access.CLOSED)
    rows = Incident.objects.filter(over if closed else ~over).select_related("agency", "told_by")
    return [
        Row(one, clocks := access.clocks(one), _late(one, clocks, today))
        for one in rows.order_by("-known_on" if closed else "known_on", "id")[:PAGE]
    ]


def _late(incident: Incident, clocks: Due, today: date) -> bool:
    if access.is_closed(incident):
        return False
    return today > (clocks.first_on if incident.state == State.OPEN else clocks.final_on)


def get_incident(actor: Actor, *, incident_id: UUID) -> Incident:
    found = Incident.objects.filter(id=incident_id).select_related("agency", "told_by", "settled_by").first()
    if found is None:
        raise Unseen(incident_id)
    return found


def counted(actor: Actor, *, incident: Incident) -> Counted:
    found = Affected.objects.filter(incident=incident).aggregate(
        every=Count("id"), told=Count("id", filter=Q(told_on__isnull=False))
    )
    return Counted(found["every"], found["told"], incident.others)


def spans_of(actor: Actor, *, incident: Incident) -> list[Span]:
    return list(incident.spans.select_related("staff", "counted_by")[:PAGE])


def affected(actor: Actor, *, incident: Incident, page: int) -> tuple[list[Affected], int]:
    """One page of those to be told, who are still to be told first; and how many pages there are."""
    rows = Affected.objects.filter(incident=incident).select_related("told_by")
    ordered = rows.order_by(F("told_on").asc(nulls_first=True), "first_at", "id")
    pages = max(1, -(-rows.count() // PAGE))
    start = (min(max(page, 1), pages) - 1) * PAGE
    return list(ordered[start : start + PAGE]), pages


def chosen(actor: Actor, *, incident: Incident, ids: list[UUID]) -> list[Affected]:
    """Those of this incident whose line was ticked."""
    return list(Affected.objects.filter(incident=incident, id__in=ids[: PAGE * 2]))


def told_by_me(actor: Actor) -> list[Incident]:
    """What the actor told of, the newest first."""
    return list(
        Incident.objects.filter(told_by_id=actor.staff_id).select_related("agency").order_by("-told_at")[:20]
    )


def to_report(actor: Actor, *, today: date) -> list[Row]:
    """For 今日: what waits for a report."""
    return listed(actor, closed=False, today=today)
