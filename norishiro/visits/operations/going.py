"""Somebody goes in, comes out, or does not; the record of what was found closes the visit."""

from __future__ import annotations

from datetime import date, datetime

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.outreach.models import Contact
from norishiro.visits import access, events, rules
from norishiro.visits.choices import AnswerKind
from norishiro.visits.models import Answer, Visit
from norishiro.visits.values import GRACE


@operation
def enter_visit(actor: Actor, /, *, visit: Visit, expected_at: datetime, today: date, now: datetime) -> Visit:
    """「いま入ります」: from now until the expected end the office knows where the actor is.

    Records ``visit.entered``; refused by ``still_planned`` and ``may_enter_visit``.
    """
    locked = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    entering = rules.may_enter_visit(
        goes=access.goes(actor, visit=locked), day=locked.day, today=today,
        entered=locked.entered_at is not None, now=now, expected_at=expected_at,
    )  # fmt: skip
    (access.may_change(actor, visit=locked) & entering).or_refuse()
    locked.entered_at, locked.entered_by_id, locked.expected_at = now, actor.staff_id, expected_at
    locked.save(update_fields=["entered_at", "entered_by", "expected_at"])
    sign(actor, events.VISIT_ENTERED, subjects=[locked.subject_id])
    return locked


@operation
def leave_visit(actor: Actor, /, *, visit: Visit, now: datetime) -> Visit:
    """「終わりました」. Records ``visit.left``; refused by ``may_leave_visit``."""
    locked = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    rules.may_leave_visit(
        goes=access.goes(actor, visit=locked), entered=locked.entered_at is not None,
        left=locked.left_at is not None,
    ).or_refuse()  # fmt: skip
    locked.left_at = now
    locked.save(update_fields=["left_at"])
    sign(actor, events.VISIT_LEFT, subjects=[locked.subject_id])
    return locked


@operation
def answer_overdue(
    actor: Actor, /, *, visit: Visit, kind: str, words: str = "", expected_at: datetime | None = None, now: datetime
) -> Visit:  # fmt: skip
    """Say what became of somebody who has not come out. Who was reached and stays gets a new end (``expected_at``); reached
    without one, the visit is over. 駆けつける leaves it open, so that the others see it goes on.

    Records ``visit.overdue_answered``; refused by ``may_answer_overdue``.
    """
    locked = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    reached = kind == AnswerKind.REACHED
    rules.may_answer_overdue(
        mine=locked.agency_id in actor.agency_ids,
        overdue=locked.is_inside
        and rules.is_overdue(expected_at=locked.expected_at, left=False, now=now, grace=GRACE),
        reached=reached, words=words, now=now, expected_at=expected_at if reached else None,
    ).or_refuse()  # fmt: skip
    Answer.objects.create(visit=locked, kind=kind, words=words, staff_id=actor.staff_id, answered_at=now)
    if reached and expected_at is not None:
        locked.expected_at = expected_at
    elif reached:
        locked.left_at = now
    locked.save(update_fields=["expected_at", "left_at"])
    sign(actor, events.OVERDUE_ANSWERED, subjects=[locked.subject_id], changes={"kind": (None, kind)})
    return locked


@operation
def see_alone(actor: Actor, /, *, visit: Visit, today: date) -> Visit:
    """The leader has read that somebody goes alone, and why. Records ``visit.alone_seen``; refused by ``may_see_alone``."""
    locked = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    rules.may_see_alone(
        leader=access.is_leader(actor) and locked.agency_id in actor.agency_ids,
        reported=bool(locked.alone_because), seen=locked.alone_seen_on is not None,
    ).or_refuse()  # fmt: skip
    locked.alone_seen_by_id, locked.alone_seen_on = actor.staff_id, today
    locked.save(update_fields=["alone_seen_by", "alone_seen_on"])
    sign(actor, events.ALONE_SEEN, subjects=[locked.subject_id])
    return locked


@operation
def fulfil_visit(actor: Actor, /, *, visit: Visit, contact: Contact) -> Visit:
    """The record of the visit is written: the visit points to it, and whoever was still inside has come out by then.

    Records ``visit.fulfilled``; refused by ``still_planned``.
    """
    locked = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    access.may_change(actor, visit=locked).or_refuse()
    locked.contact = contact
    if locked.is_inside:
        locked.left_at = contact.made_at
    locked.save(update_fields=["contact", "left_at"])
    sign(actor, events.VISIT_FULFILLED, subjects=[locked.subject_id])
    return locked
