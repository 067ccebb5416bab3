"""Contacts out of hours, registered on the screen. A profile that is adopted later leaves them alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from norishiro.agencies import events
from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency, Area, OnCall, OnCallHours
from norishiro.agencies.rules import Hours, Span, may_add_on_call, may_end_on_call
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign


@operation
def add_on_call(
    actor: Actor,
    /,
    *,
    agency: Agency,
    area: Area | None,
    contact: str,
    always: bool,
    hours: Sequence[Hours],
    from_on: date,
) -> OnCall:
    """Register whom one reaches out of hours. Changes: one contact with its hours. Recorded: contact and agency.
    Refuses: neither always nor hours, both, the same contact twice, an agency that is not there on that day."""
    same = OnCall.objects.filter(agency=agency, area=area, contact=contact)
    already = same.filter(Q(until_on=None) | Q(until_on__gt=from_on) | Q(from_on=from_on)).exists()
    may_add_on_call(
        agency=Span(agency.from_on, agency.until_on), from_on=from_on, always=always, hours=hours, already=already
    ).or_refuse()  # fmt: skip
    row = OnCall.objects.create(
        agency=agency, area=area, contact=contact, always=always, from_on=from_on, by_hand=True
    )
    OnCallHours.objects.bulk_create(
        OnCallHours(
            on_call=row, weekday=one.weekday, week=one.week, opens=one.opens, closes=one.closes, from_on=from_on
        )
        for one in hours
    )  # fmt: skip
    sign(actor, events.ON_CALL_ADDED, subjects=[row.id, agency.id], changes={"contact": (None, contact)})
    return row


@operation
def end_on_call(actor: Actor, /, *, on_call: OnCall, end_on: date) -> OnCall:
    """End a contact on a day. Changes: its end. Recorded: the day. Refuses: an end before its start, one already
    ended."""
    may_end_on_call(span=Span(on_call.from_on, on_call.until_on), end_on=end_on).or_refuse()
    before, on_call.until_on = on_call.until_on, end_on
    on_call.save(update_fields=["until_on"])
    sign(actor, events.ON_CALL_ENDED, subjects=[on_call.id], changes={"until_on": (before, end_on)})
    return on_call
