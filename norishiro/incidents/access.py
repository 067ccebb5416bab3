"""The facts the rules of this room ask for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from norishiro.incidents.choices import State
from norishiro.incidents.models import Incident
from norishiro.incidents.rules import ITEMS, Due, due, why_reported
from norishiro.incidents.terms import terms_on

EXTENT = "SELECT person, looks, first_at, last_at FROM incident_extent(%s, %s, %s)"
CLOSED = (State.FINAL, State.WITHOUT)


@dataclass(frozen=True)
class Seen:
    """One person whose record, or whose case, was seen within a span."""

    person_id: UUID
    looks: int
    first_at: datetime
    last_at: datetime


def extent(*, staff_id: UUID, from_at: datetime, until_at: datetime) -> list[Seen]:
    """Whom this member of staff saw from one moment on, before another; the database answers those who may review alone."""
    with connection.cursor() as cursor:
        cursor.execute(EXTENT, [staff_id, from_at, until_at])
        return [Seen(*row) for row in cursor.fetchall()]


def is_closed(incident: Incident) -> bool:
    return incident.state in CLOSED


def clocks(incident: Incident) -> Due:
    """By which days this one is reported."""
    terms = terms_on(incident.known_on)
    return due(
        known_on=incident.known_on, malicious=incident.malicious, first_early_days=terms.first_early_days,
        first_days=terms.first_days, final_days=terms.final_days, final_days_malicious=terms.final_days_malicious,
    )  # fmt: skip


def reasons(incident: Incident, *, people: int) -> tuple[str, ...]:
    """Why the commission must be told of this one."""
    return why_reported(
        sensitive=incident.sensitive, harm=incident.harm, malicious=incident.malicious, people=people,
        people_more_than=terms_on(incident.known_on).people_more_than,
    )  # fmt: skip


def missing(incident: Incident) -> list[str]:
    """The items of the report that nobody has written yet; 「そのほか」 may stay empty."""
    return [label for name, label in _needed() if not getattr(incident, name).strip()]


def _needed() -> Iterable[tuple[str, str]]:
    return ((name, label) for name, label in ITEMS.items() if name != "other")
