"""重点対象 of a year, and windows opened for them, registered on the screen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid4

from norishiro.agencies import events
from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Programme, WindowSetting
from norishiro.agencies.models import Agency, FocusGroup, Window, WindowFocus, WindowOperator, WindowTable
from norishiro.agencies.rules import may_add_focus_group, may_change_focus_group
from norishiro.core.calendar import fiscal_year
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign


@operation
def add_focus_group(actor: Actor, /, *, year: int, name: str, source: str, today: date) -> FocusGroup:
    """Name a group for a fiscal year; one that was taken back is in force again.

    Records ``focus.added``; refused by ``may_add_focus_group``.
    """
    there = FocusGroup.objects.select_for_update().filter(fiscal_year=year, name=name).first()
    may_add_focus_group(
        year=year, this_year=fiscal_year(today), already=there is not None and there.withdrawn_on is None
    ).or_refuse()
    group = there or FocusGroup(fiscal_year=year, name=name, by_hand=True)
    group.order = FocusGroup.objects.filter(fiscal_year=year).count()
    group.source, group.withdrawn_on = source, None
    group.save()
    sign(actor, events.FOCUS_ADDED, subjects=[group.id], changes={"name": (None, name), "year": (None, year)})
    return group


@operation
def withdraw_focus_group(actor: Actor, /, *, group: FocusGroup, today: date) -> FocusGroup:
    """Take a group of this or a coming year back. What was marked with it stays counted.

    Records ``focus.withdrawn``; refused by ``may_change_focus_group``.
    """
    locked = FocusGroup.objects.select_for_update().get(pk=group.pk)
    may_change_focus_group(
        year=locked.fiscal_year, this_year=fiscal_year(today), withdrawn=locked.withdrawn_on is not None
    ).or_refuse()
    locked.withdrawn_on = today
    locked.save(update_fields=["withdrawn_on"])
    sign(actor, events.FOCUS_WITHDRAWN, subjects=[locked.id], changes={"withdrawn_on": (None, today)})
    return locked


@operation
def dedicate_windows(
    actor: Actor, /, *, group: FocusGroup, window_ids: Iterable[UUID], today: date
) -> FocusGroup:
    """Say which windows are there for a group, in place of those said before.

    Records ``focus.windows_set`` with the names before and after; refused by ``may_change_focus_group``.
    """
    may_change_focus_group(
        year=group.fiscal_year, this_year=fiscal_year(today), withdrawn=group.withdrawn_on is not None
    ).or_refuse()
    held = WindowFocus.objects.filter(group=group).select_related("window")
    before = "、".join(one.window.name for one in held)
    held.delete()
    wanted = list(Window.objects.filter(id__in=list(window_ids)))
    WindowFocus.objects.bulk_create(WindowFocus(window=one, group=group) for one in wanted)
    after = "、".join(one.name for one in wanted)
    sign(actor, events.FOCUS_WINDOWS_SET, subjects=[group.id], changes={"windows": (before, after)})
    return group


@operation
def add_window(
    actor: Actor, /, *, name: str, operator: Agency, contract_form: str, phone: str, place: str, from_on: date
) -> Window:
    """Register a window, or one more way to reach one, that the profile does not name; its hours follow with its guide.

    Changes: the window, its operator, and its line in the table of 包括的相談支援. Recorded: its name. Refuses nothing.
    """
    window = Window.objects.create(
        code=f"hand-{uuid4().hex[:12]}", name=name, contract_form=contract_form, setting=WindowSetting.UNSTATED,
        phone=phone, place=place, from_on=from_on, order=Window.objects.count(),
    )  # fmt: skip
    WindowOperator.objects.create(window=window, agency=operator, from_on=from_on)
    WindowTable.objects.create(window=window, programme=Programme.CONSULTATION, from_on=from_on)
    sign(actor, events.WINDOW_ADDED, subjects=[window.id, operator.id], changes={"name": (None, name)})
    return window
