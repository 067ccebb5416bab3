"""Accounts nobody uses: put to sleep by the clock, woken by somebody who answers for them; and each log-in's line."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from norishiro.agencies import events, lookups, rules
from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Staff
from norishiro.core.operation import operation
from norishiro.ledger.operations import System, sign


def put_to_sleep(*, today: date) -> int:
    """For the clock: accounts without a log-in for as long as the rule says cannot log in until somebody wakes them.

    Changes ``asleep_on``. Records ``staff.asleep`` once for each, in the program's name. Spares those who could wake the
    others where nobody of them would be left. Answers how many fell asleep.
    """
    with transaction.atomic():
        due = {one.id for one in lookups.unused(today=today) if one.sleeps_on <= today}
        keepers = lookups.keepers(on=today)
        if keepers and keepers <= due:
            due -= keepers
        found = list(Staff.objects.select_for_update().filter(id__in=due, is_active=True, asleep_on=None))
        for staff in found:
            staff.asleep_on = today
            staff.save(update_fields=["asleep_on"])
            sign(System(), events.STAFF_ASLEEP, subjects=[staff.id], changes={"asleep_on": (None, today)})
    return len(found)


@operation
def wake_staff(actor: Actor, /, *, staff: Staff, today: date) -> Staff:
    """起こす: the account can log in again, and its days are counted anew from today.

    Changes: the account. Recorded: since when it slept. Refuses: one's own, one that is awake or closed.
    """
    locked = Staff.objects.select_for_update().get(id=staff.id)
    rules.may_wake(
        own=locked.id == actor.staff_id, asleep=locked.asleep_on is not None, active=locked.is_active
    ).or_refuse()
    before, locked.asleep_on, locked.woken_on = locked.asleep_on, None, today
    locked.save(update_fields=["asleep_on", "woken_on"])
    sign(actor, events.STAFF_WOKEN, subjects=[locked.id], changes={"asleep_on": (before, None)})
    return locked


def note_log_in(*, staff_id: UUID, ways: tuple[str, ...]) -> None:
    """Record, in the program's name, that somebody logged in and by which proofs (password, mfa, …)."""
    sign(System(), events.LOGGED_IN, subjects=[staff_id], changes={"by": (None, "+".join(ways))})
