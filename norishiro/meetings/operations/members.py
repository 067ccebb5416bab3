"""構成員の指定: who is named to a body, from which day to which, by which document."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.meetings import events, lookups, rules
from norishiro.meetings.access import convene_verdict
from norishiro.meetings.models import Body, Designation, Seat


@operation
def name_member(
    actor: Actor, /, *, body: Body, staff_id: UUID, agency_id: UUID, kind: str, document: str, from_on: date,
    until_on: date | None,
) -> Designation:  # fmt: skip
    """Name one person to the body (構成員の指定・兼務発令・委嘱). It gives no sight of anything: seats do.

    Records ``member.named``. Refused to those who may not convene the body, and by ``may_name_member``.
    """
    periods = lookups.designations_of(body, staff_ids=[staff_id])[staff_id]
    (
        convene_verdict(actor, body)
        & rules.may_name_member(
            appointed=lookups.is_appointed(staff_id=staff_id, agency_id=agency_id, on=from_on), document=document,
            from_on=from_on, until_on=until_on,
            overlaps=any(
                (until_on is None or first < until_on) and (until is None or from_on < until)
                for first, until in periods
            ),
        )
    ).or_refuse()  # fmt: skip
    made = Designation.objects.create(
        body=body, staff_id=staff_id, agency_id=agency_id, kind=kind, document=document.strip(), from_on=from_on,
        until_on=until_on, named_by_id=actor.staff_id,
    )  # fmt: skip
    sign(
        actor, events.MEMBER_NAMED, reason=body.name,
        changes={"staff": (None, staff_id), "from_on": (None, from_on), "until_on": (None, until_on)},
    )  # fmt: skip
    return made


@operation
def end_designation(
    actor: Actor, /, *, designation: Designation, until_on: date, reason: str, today: date
) -> Designation:
    """End a designation on a day; the person's seats in this body see no further than that day.

    Changes: the designation's end, the ends of the person's live seats and what they let see. Records ``member.ended``.
    Refused to those who may not convene the body, and by ``may_end_designation``.
    """
    locked = Designation.objects.select_for_update(of=("self",)).select_related("body").get(pk=designation.pk)
    (
        convene_verdict(actor, locked.body)
        & rules.may_end_designation(
            from_on=locked.from_on, before=locked.until_on, until_on=until_on, today=today, reason=reason
        )
    ).or_refuse()
    before, locked.until_on, locked.end_reason = locked.until_on, until_on, reason
    locked.save(update_fields=["until_on", "end_reason"])
    _shorten_seats(locked, until_on=until_on)
    sign(actor, events.MEMBER_ENDED, changes={"until_on": (before, until_on)}, reason=reason)
    return locked


def _shorten_seats(designation: Designation, *, until_on: date) -> None:
    """Not those of somebody added for one item, or of an adviser: they sit for another reason, with an end of their own."""
    seats = Seat.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=until_on), staff_id=designation.staff_id, ended_at__isnull=True,
        item__body=designation.body_id, added_for_item=False, adviser=False,
    )  # fmt: skip
    ids = list(seats.values_list("id", flat=True))
    end = timezone.make_aware(datetime.combine(until_on, time.min))
    with connection.cursor() as cursor:
        cursor.execute("SELECT gate_shorten_seat(seat, %s) FROM unnest(%s::uuid[]) AS seat", [end, ids])
    Seat.objects.filter(id__in=ids).update(until_on=until_on)


@operation
def bind_members(actor: Actor, /, *, body: Body, names_members: bool) -> Body:
    """Say whether only named people take a seat in this body. Seats already taken stay.

    Records ``body.names_members``. Refused to those who may not convene the body.
    """
    convene_verdict(actor, body).or_refuse()
    before = body.names_members
    Body.objects.filter(id=body.id).update(names_members=names_members)
    sign(actor, events.MEMBERS_BOUND, changes={"names_members": (before, names_members)}, reason=body.name)
    body.refresh_from_db()
    return body
