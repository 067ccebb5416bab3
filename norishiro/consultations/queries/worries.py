"""心配ごと and where they are handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency, Appointment, live_on
from norishiro.agencies.permissions import Permission
from norishiro.consultations.access import worry_windows as worry_windows_on
from norishiro.consultations.models import (
    Worry,
)
from norishiro.consultations.paging import cut
from norishiro.core.records import Unseen
from norishiro.core.tables import Page, Place


@dataclass(frozen=True)
class WorryWindow:
    """An agency at which worries are handed in; ``near`` when it works in the actor's own area."""

    agency: Agency
    near: bool


def worry_windows(actor: Actor, *, on: date) -> list[WorryWindow]:
    """Where a worry may be handed in, the windows of the actor's area first."""
    behind = Agency.objects.filter(id__in=worry_windows_on(on=on)).order_by("code")
    at_work = set(
        Appointment.objects.filter(live_on(on), area_id__in=actor.area_ids).values_list(
            "agency_id", flat=True
        )
    )
    found = [WorryWindow(one, one.area_id in actor.area_ids or one.id in at_work) for one in behind]
    return sorted(found, key=lambda one: not one.near)


def worries_visible_to(actor: Actor) -> QuerySet[Worry]:
    """What the actor handed in under this hat, and what was handed in at the actor's window."""
    at_window = Q(receiver_agency_id__in=actor.agency_ids) if actor.may(Permission.RECEIVE) else Q()
    own = Q(staff_id=actor.staff_id, agency_id__in=actor.agency_ids)
    rows = Worry.objects.filter(own | at_window if at_window else own)
    return rows.select_related("agency", "staff", "receiver_agency", "taken_by", "consultation")


def get_worry(actor: Actor, *, worry_id: UUID) -> Worry:
    worry = worries_visible_to(actor).filter(id=worry_id).first()
    if worry is None:
        raise Unseen(worry_id)
    return worry


def worry_rows(actor: Actor, *, sent: bool, place: Place | None = None) -> Page[Worry]:
    """Worries at the actor's window, or the ones the actor handed in, newest first."""
    mine = Q(staff_id=actor.staff_id) if sent else Q(receiver_agency_id__in=actor.agency_ids)
    return cut(worries_visible_to(actor).filter(mine), place=place or Place(), day="told_on")


def worries_waiting(actor: Actor) -> int:
    """How many worries at the actor's window nobody has taken."""
    return (
        worries_visible_to(actor)
        .filter(receiver_agency_id__in=actor.agency_ids, taken_on__isnull=True)
        .count()
    )
