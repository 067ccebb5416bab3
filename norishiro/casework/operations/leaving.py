"""Somebody leaves: the account, and everything that still worked in their name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from allauth.usersessions.models import UserSession
from django.db import connection

from norishiro.agencies import operations as agencies
from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Staff
from norishiro.casework import events
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign


@dataclass(frozen=True)
class Left:
    """What ended with the account."""

    sessions: int
    grants: int
    exports: int


@operation
def let_go(actor: Actor, /, *, staff: Staff, end_on: date) -> Left:
    """Close an account and all that lived by it: signed-in devices, grants to the person, exports not yet taken.

    Changes: the account and appointments (``end_staff``), sessions at once, seats and emergency uses in the person's own
    name, waiting exports. Recorded: ``staff.let_go`` with the three numbers. Refuses what ``end_staff`` refuses.
    """
    locked = agencies.end_staff(actor, staff=staff, end_on=end_on)
    sessions = list(UserSession.objects.filter(user=locked))
    for one in sessions:
        one.end()
    with connection.cursor() as cursor:
        cursor.execute("SELECT leaving_end_grants(%s), leaving_end_exports(%s)", [locked.id, locked.id])
        grants, exports = cursor.fetchone()
    left = Left(len(sessions), grants, exports)
    sign(
        actor, events.STAFF_LET_GO, subjects=[locked.id],
        changes={"sessions": (left.sessions, 0), "grants": (left.grants, 0), "exports": (left.exports, 0)},
    )  # fmt: skip
    return left
