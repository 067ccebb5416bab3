"""構成員の指定: who is named to a body on a day, whose designation ends soon, whose has ended. The actor comes first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from norishiro.agencies.actor import Actor
from norishiro.core.records import Unseen
from norishiro.meetings import lookups, rules
from norishiro.meetings.models import Body, Designation, Sitting
from norishiro.meetings.queries.sittings import MOST


@dataclass(frozen=True)
class Members:
    """The designations of a body as they stand on a day."""

    live: list[Designation]
    soon: list[Designation]
    coming: list[Designation]
    ended: list[Designation]


def designations(actor: Actor, *, body: Body, on: date) -> Members:
    """Named on the day (those that end within two months also apart), named from later on, ended in the last two years."""
    rows = (
        Designation.objects.filter(
            Q(until_on__isnull=True) | Q(until_on__gt=on - timedelta(days=730)), body=body
        )
        .select_related("staff", "agency", "named_by")
        .order_by("agency__code", "staff__login_id", "from_on")[:MOST]
    )
    found = Members([], [], [], [])
    for one in rows:
        if one.until_on is not None and one.until_on <= on:
            found.ended.append(one)
        elif one.from_on > on:
            found.coming.append(one)
        else:
            found.live.append(one)
            if one.until_on is not None and one.until_on <= on + timedelta(days=rules.SOON_DAYS):
                found.soon.append(one)
    return found


def get_designation(actor: Actor, *, designation_id: UUID) -> Designation:
    found = Designation.objects.select_related("body", "staff", "agency").filter(id=designation_id).first()
    if found is None:
        raise Unseen(designation_id)
    return found


def standings(actor: Actor, *, sitting: Sitting, staff_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """How each stands with the body on the day of the sitting: LIVE, EXPIRED or NONE."""
    known = [one for one in staff_ids if one is not None]
    periods = lookups.designations_of(sitting.body, staff_ids=known)
    return {one: rules.standing_on(periods[one], on=sitting.held_on) for one in known}
