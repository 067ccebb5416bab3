"""重点対象: known at the entry door, or found out later."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import FocusFound
from norishiro.agencies.models import FocusGroup, WindowFocus
from norishiro.agencies.rules import may_mark_focus
from norishiro.consultations import events
from norishiro.consultations.models import Consultation, FocusMark
from norishiro.core.calendar import fiscal_year
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign


def mark_entry(actor: Actor, consultation: Consultation, *, group_id: UUID | None, today: date) -> None:
    """What the entry door knew: the group chosen there, else the one the window is dedicated to, if it is one."""
    group = FocusGroup.objects.filter(id=group_id).first() if group_id else _of_window(consultation)
    if group is None:
        return
    may_mark_focus(
        mine=True, group_year=group.fiscal_year, year_found=fiscal_year(consultation.received_on),
        withdrawn=group.withdrawn_on is not None, already=False, found_on=consultation.received_on,
        earliest=consultation.received_on, today=today,
    ).or_refuse()  # fmt: skip
    FocusMark.objects.create(
        consultation=consultation, group=group, found=FocusFound.ENTRY, found_on=consultation.received_on,
        staff_id=actor.staff_id,
    )  # fmt: skip


def _of_window(consultation: Consultation) -> FocusGroup | None:
    if consultation.window_id is None:
        return None
    held = WindowFocus.objects.filter(
        window_id=consultation.window_id, group__withdrawn_on=None,
        group__fiscal_year=fiscal_year(consultation.received_on),
    ).select_related("group")[:2]  # fmt: skip
    return held[0].group if len(held) == 1 else None


def entry_focus(consultation: Consultation | None) -> FocusGroup | None:
    """The group the entry door knew, for what is written from the consultation."""
    found = consultation.focus_marks.filter(found=FocusFound.ENTRY).first() if consultation else None
    return found.group if found else None


@operation
def mark_focus(
    actor: Actor, /, *, consultation: Consultation, group: FocusGroup, found_on: date, how: str, today: date
) -> FocusMark:
    """Say that the person was found to belong to a group after the entry door; what the door knew stays as it was.

    Records ``consultation.focus_found``; refused by ``may_mark_focus``.
    """
    may_mark_focus(
        mine=consultation.agency_id in actor.agency_ids, group_year=group.fiscal_year,
        year_found=fiscal_year(found_on), withdrawn=group.withdrawn_on is not None,
        already=consultation.focus_marks.filter(group=group).exists(), found_on=found_on,
        earliest=consultation.received_on, today=today,
    ).or_refuse()  # fmt: skip
    mark = FocusMark.objects.create(
        consultation=consultation, group=group, found=FocusFound.LATER, found_on=found_on, how=how,
        staff_id=actor.staff_id,
    )  # fmt: skip
    sign(
        actor, events.FOCUS_FOUND, subjects=[consultation.person_id], changes={"group": (None, group.name)},
        changed_text=["how"],
    )  # fmt: skip
    return mark
