"""The facts the rules of this room ask for."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Max

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Appointment, live_on
from norishiro.agencies.permissions import Permission
from norishiro.core.verdict import Verdict
from norishiro.moving import rules
from norishiro.moving.choices import OPEN, DepartureState
from norishiro.moving.models import Departure


def looking(actor: Actor) -> Verdict:
    return rules.may_look(may=actor.may(Permission.EXPORT_ALL), body=actor.agency_body)


def asking(actor: Actor, *, reason: str, today: date) -> Verdict:
    return rules.may_ask(
        may=actor.may(Permission.EXPORT_ALL), body=actor.agency_body, reason=reason,
        one_open=Departure.objects.filter(state__in=OPEN).exists(), deciders=deciders(but=actor.staff_id, on=today),
    )  # fmt: skip


def deciding(actor: Actor, *, departure: Departure, agree: bool, words: str) -> Verdict:
    return rules.may_decide(
        may=actor.may(Permission.EXPORT_ALL), body=actor.agency_body, head=RoleKind.MANAGER in actor.role_kinds,
        own=departure.staff_id == actor.staff_id, waiting=departure.state == DepartureState.ASKED, agree=agree,
        words=words,
    )  # fmt: skip


def withdrawing(actor: Actor, *, departure: Departure) -> Verdict:
    return rules.may_withdraw(
        concerned=actor.staff_id in (departure.staff_id, departure.decided_by_id),
        open_still=departure.state in OPEN,
    )


def deciders(*, but: UUID, on: date) -> int:
    """How many others could agree: heads of the municipality's own offices."""
    held = Appointment.objects.filter(
        live_on(on), live_on(on, "agency__"), role__kind=RoleKind.MANAGER, staff__is_active=True,
        agency__body=rules.ADMINISTRATION,
    )  # fmt: skip
    return held.exclude(staff_id=but).values("staff_id").distinct().count()


def next_number() -> int:
    return (Departure.objects.aggregate(newest=Max("number"))["newest"] or 0) + 1
