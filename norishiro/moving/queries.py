"""Reads of this room. A request for everything names nobody; it is read by those who may make one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.core.records import Unseen
from norishiro.core.verdict import Verdict
from norishiro.moving import access, rules
from norishiro.moving.choices import OPEN, DepartureState
from norishiro.moving.models import Departure

MOST = 50


def departures(actor: Actor) -> list[Departure]:
    """Every request there was, the newest first."""
    if not access.looking(actor).allowed:
        return []
    return list(Departure.objects.select_related("staff", "agency", "decided_by")[:MOST])


def get_departure(actor: Actor, *, departure_id: UUID) -> Departure:
    found = Departure.objects.select_related("staff", "agency", "decided_by").filter(id=departure_id).first()
    if found is None or not access.looking(actor).allowed:
        raise Unseen(departure_id)
    return found


def first_half_verdict(actor: Actor, *, departure: Departure) -> Verdict:
    return rules.may_draw_first(
        own=departure.staff_id == actor.staff_id, open_still=departure.state in OPEN,
        drawn=departure.first_drawn_at is not None,
    )  # fmt: skip


def second_half_verdict(actor: Actor, *, departure: Departure, now: datetime) -> Verdict:
    return rules.may_draw_second(
        decided=departure.decided_by_id == actor.staff_id, agreed=departure.state == DepartureState.AGREED,
        first=departure.first_drawn_at is not None, drawn=departure.second_drawn_at is not None,
        over=departure.is_over(now),
    )  # fmt: skip
