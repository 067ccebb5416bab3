"""見る人数を増やす頼み."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection

from norishiro.agencies.actor import Actor
from norishiro.core.records import Unseen
from norishiro.watching.models import Widening


def seen_this_hour(actor: Actor, *, now: datetime) -> int:
    """How many different people the actor saw in the last hour; one indexed question."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT look_tally(%s, %s)", [actor.staff_id, now])
        return int(cursor.fetchone()[0])


def my_widenings(actor: Actor) -> list[Widening]:
    rows = Widening.objects.filter(staff_id=actor.staff_id).select_related("answered_by")
    return list(rows.order_by("-asked_at")[:20])


def widenings_waiting(actor: Actor) -> list[Widening]:
    """Asked for by others and not answered, the oldest first."""
    rows = Widening.objects.filter(answered_at=None).exclude(staff_id=actor.staff_id)
    return list(rows.select_related("staff", "agency").order_by("asked_at")[:50])


def get_widening(actor: Actor, *, widening_id: UUID) -> Widening:
    found = Widening.objects.filter(id=widening_id).select_related("staff", "agency", "answered_by").first()
    if found is None:
        raise Unseen(widening_id)
    return found
