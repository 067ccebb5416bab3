"""Flags: what waits to be judged, what stood behind it, what the one who looked is asked."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from norishiro.agencies.actor import Actor
from norishiro.core.records import Unseen
from norishiro.watching.choices import FlagState
from norishiro.watching.models import Flag, FlagLine, Look, StaffHome

PAGE = 50


def flags_to_judge(actor: Actor) -> list[Flag]:
    """Not yet settled, the most urgent first; never one's own."""
    rows = Flag.objects.exclude(staff_id=actor.staff_id).exclude(state=FlagState.SETTLED)
    return _with_lines(rows.order_by("due_on", "day", "id"))


def settled_flags(actor: Actor) -> list[Flag]:
    """The newest that were settled; never one's own."""
    rows = Flag.objects.exclude(staff_id=actor.staff_id).filter(state=FlagState.SETTLED)
    return _with_lines(rows.order_by("-judged_at", "id"))


def _with_lines(rows: QuerySet[Flag]) -> list[Flag]:
    return list(rows.select_related("staff", "agency", "judged_by").prefetch_related("lines")[:PAGE])


def get_flag(actor: Actor, *, flag_id: UUID) -> Flag:
    found = Flag.objects.filter(id=flag_id).select_related("staff", "agency", "judged_by").first()
    if found is None:
        raise Unseen(flag_id)
    return found


def lines_of(actor: Actor, *, flag: Flag) -> list[FlagLine]:
    return list(flag.lines.all()[:200])


def looks_behind(actor: Actor, *, flag: Flag, subject_ids: Iterable[UUID]) -> list[Look]:
    """What this member of staff opened of these people on the flag's day, in the order it happened."""
    lines = [one for one in flag.lines.all() if one.first_at and one.last_at]
    if not lines:
        return []
    rows = Look.objects.filter(
        staff_id=flag.staff_id,
        at__gte=min(one.first_at for one in lines if one.first_at),
        at__lte=max(one.last_at for one in lines if one.last_at),
    )
    wanted = set(subject_ids)
    if wanted:
        rows = rows.filter(subject_id__in=wanted)
    return list(rows.order_by("at", "id")[:100])


def earlier_flags(actor: Actor, *, flag: Flag) -> list[Flag]:
    """Other flags of the same member of staff, the newest first."""
    rows = Flag.objects.filter(staff_id=flag.staff_id).exclude(id=flag.id)
    return _with_lines(rows.order_by("-day", "id"))


def flags_about_me(actor: Actor) -> list[Flag]:
    """What somebody asked the actor about, and what became of it."""
    rows = Flag.objects.filter(staff_id=actor.staff_id).exclude(state=FlagState.OPEN)
    return _with_lines(rows.order_by("-day", "id"))


def flags_waiting_for_me(actor: Actor) -> list[Flag]:
    """Questions about the actor's looks that wait for an answer, the oldest first."""
    rows = Flag.objects.filter(staff_id=actor.staff_id, state=FlagState.ASKED, stated_at=None)
    return list(rows.select_related("agency").only("agency__name", "day").order_by("asked_at")[:PAGE])


def home_of(actor: Actor) -> str:
    """The block the actor told, or nothing."""
    found = StaffHome.objects.filter(staff_id=actor.staff_id).first()
    return found.block if found else ""
