"""Whom one reaches out of hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Weekday
from norishiro.agencies.models import OnCall, OnCallHours, live_on
from norishiro.agencies.rules import DaySpan
from norishiro.core.records import Unseen

LONGEST_LIST = 200


@dataclass(frozen=True)
class OnCallLine:
    """A contact with its hours in words."""

    row: OnCall
    hours: tuple[str, ...]


def on_call_list(actor: Actor, *, on: date) -> list[OnCallLine]:
    """Every contact in force on the day, the whole municipality last."""
    hours = Prefetch("hours", OnCallHours.objects.filter(live_on(on)), to_attr="hours_now")
    rows = OnCall.objects.filter(live_on(on)).select_related("area", "agency").prefetch_related(hours)
    return [OnCallLine(row, _words(row.hours_now)) for row in rows[:LONGEST_LIST]]


def _words(rows: list[OnCallHours]) -> tuple[str, ...]:
    return tuple(f"{Weekday(one.weekday).label} {DaySpan(one.week, one.opens, one.closes)}" for one in rows)


def get_on_call(actor: Actor, *, on_call_id: UUID) -> OnCall:
    row = OnCall.objects.select_related("area", "agency").filter(id=on_call_id).first()
    if row is None:
        raise Unseen(on_call_id)
    return row
