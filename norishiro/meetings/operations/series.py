"""定例: the rule of a body, the sittings made from it in one step, and the address of somebody's own calendar."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.core.verdict import when
from norishiro.ledger.operations import sign
from norishiro.meetings import events, lookups, rules
from norishiro.meetings.access import body_fact, convene_verdict
from norishiro.meetings.models import Body, CalendarFeed, Series, Sitting
from norishiro.meetings.operations.sittings import call_sitting

KEY_BYTES = 32


@operation
def keep_series(actor: Actor, /, *, body: Body, values: dict[str, Any], today: date) -> Series:
    """Keep how often a body sits. It calls nothing. Records ``series.kept``.

    Refused by ``may_keep_series`` and to those who may not convene the body.
    """
    (
        convene_verdict(actor, body)
        & rules.may_keep_series(
            rule=values["rule"], weeks=values["weeks"], months=values["months"],
            in_force=body_fact(body, on=today).in_force,
        )
    ).or_refuse()  # fmt: skip
    series = Series.objects.create(body=body, kept_by_id=actor.staff_id, **values)
    sign(actor, events.SERIES_KEPT, changes={"series": (None, series.id), "rule": (None, series.rule)})
    return series


@operation
def end_series(actor: Actor, /, *, series: Series, today: date) -> Series:
    """The rule holds no longer; sittings made from it stay. Records ``series.ended``.

    Refused when it has ended already, and to those who may not convene the body.
    """
    (
        convene_verdict(actor, series.body)
        & when(
            series.until_on is not None and series.until_on <= today, "series", "この決まりは、もう終わっています。"
        )
    ).or_refuse()  # fmt: skip
    if series.from_on >= today:
        sign(actor, events.SERIES_ENDED, changes={"series": (series.id, None)})
        series.delete()
        return series
    series.until_on = today
    series.save(update_fields=["until_on"])
    sign(actor, events.SERIES_ENDED, changes={"until_on": (None, today)})
    return series


@operation
def schedule_sittings(
    actor: Actor, /, *, series: Series, days: Collection[date], proposed: Collection[date], today: date
) -> list[Sitting]:
    """Make the chosen days sittings in one step: each with its number and its area, the roster called, and no case on it yet.

    Changes: one sitting and its invitations per day. Records ``sitting.called`` for each. Refused by ``may_schedule``,
    ``may_call``, and to those who may not convene the body.
    """
    taken = Sitting.objects.filter(body=series.body, area=series.area, held_on__in=list(days)).exclude(
        status="CANCELLED"
    )
    (
        convene_verdict(actor, series.body)
        & rules.may_schedule(days=days, proposed=proposed, taken=set(taken.values_list("held_on", flat=True)))
    ).or_refuse()
    return [
        call_sitting(
            actor, body=series.body, held_on=day, starts_at=series.starts_at, ends_at=series.ends_at, place=series.place,
            mode=series.mode, topics="", items=[], agency_ids=lookups.roster_agencies(series.body, on=day),
            staff_by_agency={}, today=today, scheduled=True,
            area_id=series.area_id,
        )
        for day in sorted(days)
    ]  # fmt: skip


@operation
def open_feed(actor: Actor, /, *, now: datetime) -> str:
    """Give oneself a new secret address for one's own calendar, and answer its key: it is shown once, only its print is
    kept. An earlier address stops at once. Records ``feed.opened``. Refuses nothing: it tells body, place and time."""
    key = secrets.token_urlsafe(KEY_BYTES)
    CalendarFeed.objects.filter(staff_id=actor.staff_id, revoked_at__isnull=True).update(revoked_at=now)
    CalendarFeed.objects.create(staff_id=actor.staff_id, key_print=print_of(key))
    sign(actor, events.FEED_OPENED)
    return key


@operation
def revoke_feed(actor: Actor, /, *, now: datetime) -> int:
    """Stop the address of one's own calendar. Records ``feed.revoked``; answers how many stopped. Refuses nothing."""
    stopped = CalendarFeed.objects.filter(staff_id=actor.staff_id, revoked_at__isnull=True).update(
        revoked_at=now
    )
    sign(actor, events.FEED_REVOKED, changes={"feeds": (stopped, 0)})
    return stopped


def print_of(key: str) -> str:
    return sha256(key.encode()).hexdigest()
