"""重点対象 by fiscal year, with the windows dedicated to them. Public among staff."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import FocusGroup, Window, WindowFocus, live_on
from norishiro.core.calendar import fiscal_year
from norishiro.core.records import Unseen


def focus_groups(actor: Actor, *, year: int) -> list[FocusGroup]:
    """Every group of the year, those taken back last, each with its windows (``windows_now``)."""
    windows = Prefetch("windows", WindowFocus.objects.select_related("window"), to_attr="windows_now")
    rows = FocusGroup.objects.filter(fiscal_year=year).prefetch_related(windows)
    return sorted(rows, key=lambda one: (one.withdrawn_on is not None, one.order))


def focus_groups_on(actor: Actor, *, on: date) -> QuerySet[FocusGroup]:
    """The groups in force in the fiscal year of a day: what can be chosen."""
    return FocusGroup.objects.filter(fiscal_year=fiscal_year(on), withdrawn_on=None).order_by(
        "order", "made_at"
    )


def focus_years(actor: Actor) -> list[int]:
    """The fiscal years for which groups are named, the newest first."""
    return list(FocusGroup.objects.order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct())


def get_focus_group(actor: Actor, *, group_id: UUID) -> FocusGroup:
    row = FocusGroup.objects.filter(id=group_id).first()
    if row is None:
        raise Unseen(group_id)
    return row


def own_windows(actor: Actor, *, on: date) -> list[Window]:
    """The windows at which the actor's own agencies receive that day, the dedicated ones with their groups."""
    rows = Window.objects.filter(
        live_on(on), live_on(on, "operators__"), operators__agency_id__in=actor.agency_ids
    )
    groups = WindowFocus.objects.filter(
        group__fiscal_year=fiscal_year(on), group__withdrawn_on=None
    ).select_related("group")
    return list(rows.distinct().prefetch_related(Prefetch("focuses", groups, to_attr="focuses_now")))
