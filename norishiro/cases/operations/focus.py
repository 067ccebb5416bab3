"""重点対象 of a case: brought from the entry door, or found out later."""

from __future__ import annotations

from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import FocusFound
from norishiro.agencies.models import FocusGroup
from norishiro.agencies.rules import may_mark_focus
from norishiro.cases import events, rules
from norishiro.cases.models import Case, CaseFocus
from norishiro.core.calendar import fiscal_year
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign


def bring_entry_focus(actor: Actor, case: Case) -> None:
    """What the entry door knew comes with the request; it is counted in the year of the door."""
    origin = case.origin
    if origin is not None and origin.entry_focus_id is not None:
        CaseFocus.objects.create(
            case=case, group_id=origin.entry_focus_id, found=FocusFound.ENTRY, found_on=case.opened_on,
            staff_id=actor.staff_id,
        )  # fmt: skip


@operation
def mark_case_focus(
    actor: Actor, /, *, case: Case, group: FocusGroup, found_on: date, how: str, today: date
) -> CaseFocus:
    """Say that the household was found to belong to a group; what the entry door knew stays as it was.

    Records ``case.focus_found``; refused by ``may_work_on`` and ``may_mark_focus``.
    """
    verdict = rules.may_work_on(status=case.status) & may_mark_focus(
        mine=True, group_year=group.fiscal_year, year_found=fiscal_year(found_on),
        withdrawn=group.withdrawn_on is not None, already=case.focuses.filter(group=group).exists(),
        found_on=found_on, earliest=case.opened_on, today=today,
    )  # fmt: skip
    verdict.or_refuse()
    mark = CaseFocus.objects.create(
        case=case, group=group, found=FocusFound.LATER, found_on=found_on, how=how, staff_id=actor.staff_id
    )
    sign(
        actor, events.FOCUS_FOUND, subjects=[case.id], changes={"group": (None, group.name)},
        changed_text=["how"],
    )  # fmt: skip
    return mark
