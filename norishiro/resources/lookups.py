"""Reads without an actor, for the facts and verbs of this room."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from norishiro.resources.models import OpeningLine, Place
from norishiro.resources.opening import Holidays, Kind, Rule


def rules_in(place: Place) -> tuple[Rule, ...]:
    """The lines of a place, as the pure rules know them."""
    return tuple(_rule(row) for row in place.opening.all())


def _rule(row: OpeningLine) -> Rule:
    season = None if row.season_from is None or row.season_to is None else (row.season_from, row.season_to)
    return Rule(
        kind=Kind(row.kind), weekday=row.weekday, week=row.week, month_day=row.month_day, season=season,
        holidays=Holidays(row.holidays), opens=row.opens, closes=row.closes,
    )  # fmt: skip


def stopped_on(day: date) -> Q:
    """Stops that cover the day."""
    return Q(from_on__lte=day) & (Q(until_on__isnull=True) | Q(until_on__gt=day))
