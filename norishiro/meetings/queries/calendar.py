"""予定: rules and the days they propose, a month on one page, and what a person's own calendar fetches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db.models import Q

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Appointment, live_on
from norishiro.core.calendar import is_business_day, is_holiday
from norishiro.core.records import Unseen
from norishiro.meetings import rules
from norishiro.meetings.choices import SittingStatus
from norishiro.meetings.models import Body, CalendarFeed, Invitation, Series, Sitting
from norishiro.meetings.queries.sittings import LIST_LENGTH, MOST, visible_to

MONTHS_AHEAD = 12
MONTHS_BACK = 3
SATURDAY = 5


def series_of(actor: Actor, *, body: Body, on: date) -> list[Series]:
    """The rules of a body that hold on the day or begin later."""
    rows = Series.objects.filter(Q(until_on__isnull=True) | Q(until_on__gt=on), body=body)
    return list(rows.select_related("body", "kept_by", "area")[:LIST_LENGTH])


def get_series(actor: Actor, *, series_id: UUID) -> Series:
    found = Series.objects.select_related("body", "area").filter(id=series_id).first()
    if found is None:
        raise Unseen(series_id)
    return found


@dataclass(frozen=True)
class ProposedRow:
    """A day the rule proposes, and whether the body (in the rule's area) sits on it already."""

    proposed: rules.Proposed
    taken: bool


def proposed_rows(actor: Actor, *, series: Series, today: date) -> list[ProposedRow]:
    """The days of the year ahead, in order."""
    last = today + relativedelta(months=MONTHS_AHEAD)
    last = min(last, series.until_on - timedelta(days=1)) if series.until_on else last
    days = rules.proposed_days(
        rule=series.rule, weekday=series.weekday, weeks=series.weeks, months=series.months, anchor=series.from_on,
        first=max(today, series.from_on), last=last, holiday=series.holiday, is_holiday=_is_closed,
    )  # fmt: skip
    sat = Sitting.objects.filter(body=series.body, area=series.area, held_on__gte=today)
    taken = set(sat.exclude(status=SittingStatus.CANCELLED).values_list("held_on", flat=True)[:MOST])
    return [ProposedRow(one, one.day in taken) for one in days]


def _is_closed(day: date) -> bool:
    """A holiday, or another day on which the office is closed (the turn of the year); a weekend by itself is none."""
    return is_holiday(day) or (day.weekday() < SATURDAY and not is_business_day(day))


@dataclass(frozen=True)
class Day:
    """One square of the month."""

    on: date
    inside: bool
    holiday: bool
    sittings: tuple[Sitting, ...]


@dataclass(frozen=True)
class Month:
    """A month in whole weeks, Monday first."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]
    before: date
    after: date


def month_of(actor: Actor, *, on: date) -> Month:
    """The sittings one calls, prepares or is called to, in the month of the day."""
    first = on.replace(day=1)
    after = first + relativedelta(months=1)
    monday = first - timedelta(days=first.weekday())
    sunday = after + timedelta(days=(7 - after.weekday()) % 7)
    rows = visible_to(actor).filter(held_on__gte=monday, held_on__lt=sunday).select_related("body", "area")
    by_day: dict[date, list[Sitting]] = {}
    for sitting in rows.order_by("held_on", "starts_at", "id")[:MOST]:
        by_day.setdefault(sitting.held_on, []).append(sitting)
    days = [_day(monday + timedelta(days=step), first, by_day) for step in range((sunday - monday).days)]
    weeks = tuple(tuple(days[start : start + 7]) for start in range(0, len(days), 7))
    return Month(first, weeks, first - relativedelta(months=1), after)


def _day(on: date, first: date, by_day: dict[date, list[Sitting]]) -> Day:
    return Day(on, on.month == first.month, is_holiday(on), tuple(by_day.get(on, ())))


def my_feed(actor: Actor) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(staff_id=actor.staff_id, revoked_at__isnull=True).first()


def feed_sittings(key: str, *, today: date) -> Sequence[Sitting] | None:
    """The sittings somebody is called to, by the secret address of their calendar; None where it opens nothing (unknown,
    stopped, or its holder no longer works here). A sitting itself knows no resident."""
    feed = CalendarFeed.objects.filter(
        key_print=sha256(key.encode()).hexdigest(), revoked_at__isnull=True, staff__is_active=True
    ).first()
    posts = (
        Appointment.objects.filter(live_on(today), staff_id=feed.staff_id)
        if feed
        else Appointment.objects.none()
    )
    agency_ids = list(posts.values_list("agency_id", flat=True))
    if feed is None or not agency_ids:
        return None
    called = Invitation.objects.filter(
        Q(staff_id=feed.staff_id) | Q(staff__isnull=True, agency_id__in=agency_ids)
    )
    rows = Sitting.objects.filter(
        id__in=called.values("sitting_id"), held_on__gte=today - relativedelta(months=MONTHS_BACK)
    )
    return list(rows.select_related("body", "area").order_by("held_on", "starts_at", "id")[:MOST])
