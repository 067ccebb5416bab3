"""The facts the rules of this room ask for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Body
from norishiro.core import calendar
from norishiro.watching.limits import Watch
from norishiro.watching.models import Hold
from norishiro.watching.rules.snooping import Odd, Tally
from norishiro.watching.rules.telling import Held

ODD = "SELECT * FROM look_facts(%s, %s, %s, %s, %s, %s, %s, %s, %s)"
TALLIES = "SELECT * FROM look_counts(%s, %s, %s)"


def city_office(actor: Actor) -> bool:
    """Whether the actor acts for the municipality itself, which answers to the person."""
    return actor.agency_body == Body.ADMINISTRATION


def undecided(held: Iterable[Held], holds: Sequence[Hold]) -> list[Held]:
    """What is kept back without the word of two people."""
    decided = {
        (one.agency_id, one.code) for one in holds if one.approved_at is not None and one.released_at is None
    }
    return [one for one in held if (one.agency_id, one.code) not in decided]


def overdue(holds: Iterable[Hold], *, today: date) -> list[Hold]:
    """Decisions in force whose day to look again has come."""
    return [one for one in holds if one.released_at is None and one.recheck_on and one.recheck_on <= today]


def in_force(holds: Iterable[Hold], *, agency_id: UUID, code: str) -> bool:
    return any(one.agency_id == agency_id and one.code == code and one.released_at is None for one in holds)


def odd_looks(watch: Watch, *, since: date, until: date) -> list[Odd]:
    """Every look without a relation from one day on, before another."""
    params: list[Any] = [
        _start(since), _start(until), watch.alone, watch.near_days, watch.referral_days, watch.closed_days,
        watch.night_from, watch.night_until, days_off(since, until),
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(ODD, params)
        return [Odd(*row) for row in cursor.fetchall()]


def tallies(watch: Watch, *, since: date, until: date) -> list[Tally]:
    with connection.cursor() as cursor:
        cursor.execute(TALLIES, [_start(since), _start(until), list(watch.emergencies)])
        return [Tally(*row) for row in cursor.fetchall()]


def days_off(since: date, until: date) -> list[date]:
    """Weekends and holidays in this time."""
    days = (since + timedelta(days=number) for number in range((until - since).days))
    return [day for day in days if not calendar.is_business_day(day)]


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
