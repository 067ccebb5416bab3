"""Unscoped reads of accounts, for verbs and the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, Q
from django.utils import timezone

from norishiro.agencies import rules
from norishiro.agencies.accounts import limits
from norishiro.agencies.models import Appointment, Staff, live_on
from norishiro.agencies.permissions import PERMISSIONS, Permission


@dataclass(frozen=True)
class Unused:
    """An open account that is awake, when it was last used, and the day it falls asleep if nobody uses it."""

    id: UUID
    name: str
    login_id: str
    last_seen: date | None
    sleeps_on: date


def unused(*, today: date) -> list[Unused]:
    """Every account that is awake. Its days count from the latest of: made, appointed, last seen, woken."""
    lasting = Q(appointments__until_on=None) | Q(appointments__until_on__gt=today)
    rows = Staff.objects.filter(is_active=True, asleep_on=None).annotate(
        appointed=Max("appointments__from_on", filter=lasting)
    )
    return [_unused(one) for one in rows]


def _unused(staff: Staff) -> Unused:
    seen = day_of(staff.last_login) if staff.last_login else None
    appointed: date | None = staff.appointed  # type: ignore[attr-defined]
    began = [day_of(staff.made_at), *([appointed] if appointed else [])]
    day = rules.sleeps_on(
        last_seen=seen, began=began, woken=staff.woken_on, after_days=limits().sleep_after_days
    )
    return Unused(staff.id, staff.name, staff.login_id, seen, day)


def day_of(moment: datetime) -> date:
    return moment.astimezone(timezone.get_default_timezone()).date()


def keepers(*, on: date) -> set[UUID]:
    """Whoever is awake and could wake somebody."""
    kinds = [kind for kind, opened in PERMISSIONS.items() if Permission.KEEP_AGENCIES in opened]
    held = Appointment.objects.filter(
        live_on(on),
        live_on(on, "agency__"),
        role__kind__in=kinds,
        staff__is_active=True,
        staff__asleep_on=None,
    )
    return set(held.values_list("staff_id", flat=True))
