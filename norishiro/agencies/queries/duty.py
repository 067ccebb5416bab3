"""当番: who is on duty now, and on the days to come. Public among staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import HalfDay, RoleKind
from norishiro.agencies.models import Agency, DutyChange, DutyRule, Staff, live_on
from norishiro.core.calendar import DateProblem, is_holiday

NOON = 12


@dataclass(frozen=True)
class OnDuty:
    """Who of an agency is on duty on one half day; without a person nobody is, and ``why`` may say more."""

    agency: Agency
    on: date
    half: HalfDay
    staff: Staff | None
    why: str = ""
    changed: bool = False

    @property
    def text(self) -> str:
        """For lines and choices: 今日の当番 午前 だれ."""
        return f"当番：{self.staff.name}" if self.staff else "当番はいません"


def coordinators(actor: Actor, *, on: date) -> QuerySet[Staff]:
    """相談支援包括化推進員 of the own agency on a day: who can be on duty."""
    return Staff.objects.filter(
        live_on(on, "appointments__"), appointments__agency_id=actor.agency_id,
        appointments__role__kind=RoleKind.COORDINATOR, is_active=True,
    ).distinct().order_by("kana", "name", "id")  # fmt: skip


def duty_days(
    actor: Actor, *, first: date, days: int, agency_id: UUID | None = None
) -> dict[Agency, list[tuple[date, list[OnDuty]]]]:
    """Per agency with a roster, each day with its two halves, from the first day on."""
    after = first + timedelta(days=days)
    mine = Q(agency_id=agency_id) if agency_id else Q()
    rules = DutyRule.objects.filter(mine, Q(until_on=None) | Q(until_on__gt=first), from_on__lt=after)
    changes = DutyChange.objects.filter(mine, on__gte=first, on__lt=after).order_by("made_at")
    weekly = list(rules.select_related("agency", "staff"))
    differing = {(one.agency_id, one.on, one.half): one for one in changes.select_related("agency", "staff")}
    agencies = {one.agency_id: one.agency for one in weekly}
    agencies |= {one.agency_id: one.agency for one in differing.values()}
    return {
        agency: [
            (day, [_half(agency, day, half, weekly, differing) for half in HalfDay])
            for day in (first + timedelta(days=number) for number in range(days))
        ]
        for agency in sorted(agencies.values(), key=lambda one: one.code)
    }


def _half(
    agency: Agency, day: date, half: HalfDay, weekly: list[DutyRule],
    differing: dict[tuple[UUID, date, str], DutyChange],
) -> OnDuty:  # fmt: skip
    change = differing.get((agency.id, day, half))
    if change is not None:
        return OnDuty(agency, day, half, change.staff, change.reason, changed=True)
    if _is_holiday(day):
        return OnDuty(agency, day, half, None, "祝日")
    rule = next(
        (
            one for one in weekly
            if one.agency_id == agency.id and one.weekday == day.weekday() and one.half == half
            and one.from_on <= day and (one.until_on is None or one.until_on > day)
        ),
        None,
    )  # fmt: skip
    return OnDuty(agency, day, half, rule.staff if rule else None)


def _is_holiday(day: date) -> bool:
    """Beyond the years whose holidays are known, every day counts as an ordinary one."""
    try:
        return is_holiday(day)
    except DateProblem:
        return False


def duty_on(actor: Actor, *, agency_id: UUID, on: date, half: str) -> Staff | None:
    """Who of an agency is on duty on one half day."""
    for days in duty_days(actor, first=on, days=1, agency_id=agency_id).values():
        return next(one.staff for one in days[0][1] if one.half == half)
    return None


def duty_at(actor: Actor, *, at: datetime) -> list[OnDuty]:
    """今日の当番: per agency with a roster, who is on duty at this moment."""
    half = HalfDay.AM if at.hour < NOON else HalfDay.PM
    found = duty_days(actor, first=at.date(), days=1)
    return [one for days in found.values() for one in days[0][1] if one.half == half]


def weekly_duty(actor: Actor, *, on: date) -> list[DutyRule]:
    """The weekly roster of the own agency as it stands on a day or is to come."""
    rows = DutyRule.objects.filter(Q(until_on=None) | Q(until_on__gt=on), agency_id=actor.agency_id)
    return list(rows.select_related("staff")[:100])
