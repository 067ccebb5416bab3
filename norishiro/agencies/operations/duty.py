"""当番 of 相談支援包括化推進員: every week, for one half day, and two who change places."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from norishiro.agencies import events
from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import HalfDay, Weekday
from norishiro.agencies.models import DutyChange, DutyRule, Staff
from norishiro.agencies.queries.duty import coordinators, duty_on
from norishiro.agencies.rules import may_change_duty, may_set_duty, may_swap_duty
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign


def _serves(actor: Actor, staff: Staff | None, on: date) -> bool:
    return staff is None or coordinators(actor, on=on).filter(id=staff.id).exists()


@operation
def set_duty(
    actor: Actor, /, *, weekday: int, halves: Iterable[str], staff: Staff | None, from_on: date, today: date
) -> list[DutyRule]:
    """Say who of the own agency is on duty on a weekday from a day on (nobody: none); who was, ends on that day.

    Records ``duty.set``; refused by ``may_set_duty``.
    """
    may_set_duty(serves=_serves(actor, staff, from_on), from_on=from_on, today=today).or_refuse()
    made, wanted = [], list(halves)
    held = DutyRule.objects.select_for_update().filter(
        agency_id=actor.agency_id, weekday=weekday, half__in=wanted, until_on=None
    )
    for one in held:
        if one.from_on >= from_on:
            one.delete()
        else:
            one.until_on = from_on
            one.save(update_fields=["until_on"])
    if staff is not None:
        made = [
            DutyRule.objects.create(
                agency_id=actor.agency_id, staff=staff, weekday=weekday, half=half, from_on=from_on
            )
            for half in wanted
        ]
    words = "・".join([Weekday(weekday).label, *(HalfDay(half).label for half in wanted)])
    sign(
        actor, events.DUTY_SET, subjects=[actor.agency_id],
        changes={"when": (None, words), "staff": (None, staff.id if staff else None), "from_on": (None, from_on)},
    )  # fmt: skip
    return made


@operation
def change_duty(
    actor: Actor, /, *, on: date, half: str, staff: Staff | None, reason: str, today: date
) -> DutyChange:
    """Put another person, or nobody, on duty for one half day of the own agency.

    Records ``duty.changed`` with who was and who is; refused by ``may_change_duty``.
    """
    before = duty_on(actor, agency_id=actor.agency_id, on=on, half=half)
    may_change_duty(
        on=on, today=today, serves=_serves(actor, staff, on),
        same=(before.id if before else None) == (staff.id if staff else None),
    ).or_refuse()  # fmt: skip
    change = _put(actor, on=on, half=half, staff=staff, reason=reason)
    sign(
        actor, events.DUTY_CHANGED, subjects=[actor.agency_id], reason=reason,
        changes={"on": (None, on), "staff": (before.id if before else None, staff.id if staff else None)},
    )  # fmt: skip
    return change


def _put(actor: Actor, *, on: date, half: str, staff: Staff | None, reason: str) -> DutyChange:
    return DutyChange.objects.create(
        agency_id=actor.agency_id, on=on, half=half, staff=staff, reason=reason, changed_by_id=actor.staff_id
    )


@operation
def swap_duty(
    actor: Actor,
    /,
    *,
    first_on: date,
    first_half: str,
    second_on: date,
    second_half: str,
    reason: str,
    today: date,
) -> tuple[DutyChange, DutyChange]:
    """Let the two on duty on two half days of the own agency change places.

    Records ``duty.swapped`` with both; refused by ``may_swap_duty``.
    """
    first = duty_on(actor, agency_id=actor.agency_id, on=first_on, half=first_half)
    second = duty_on(actor, agency_id=actor.agency_id, on=second_on, half=second_half)
    may_swap_duty(
        first_on=first_on, second_on=second_on, today=today, both_held=first is not None and second is not None,
        same_person=first is not None and first == second,
        both_serve=_serves(actor, first, second_on) and _serves(actor, second, first_on),
    ).or_refuse()  # fmt: skip
    done = (
        _put(actor, on=first_on, half=first_half, staff=second, reason=reason),
        _put(actor, on=second_on, half=second_half, staff=first, reason=reason),
    )
    sign(
        actor, events.DUTY_SWAPPED, subjects=[actor.agency_id], reason=reason,
        changes={"first_on": (None, first_on), "second_on": (None, second_on)},
    )  # fmt: skip
    return done
