"""When a base is open. Pure: the day and the holidays are handed in."""

import datetime
from collections.abc import Collection

from norishiro.profiles.choices import Weekday
from norishiro.profiles.schema.places import Base, OpeningException, OpeningRule

WEEKDAYS = tuple(Weekday)
Hours = tuple[datetime.time, datetime.time]


def open_hours(
    base: Base, on: datetime.date, *, holidays: Collection[datetime.date] = frozenset()
) -> list[Hours]:
    """The spans in which the base is open that day, earliest first; an empty list means closed."""
    if not _exists(base, on):
        return []
    hours = sorted((rule.from_time, rule.until_time) for rule in base.opening if _applies(rule, on))
    exceptions = [one for one in base.exceptions if one.holds_on(on) and _falls_on(one, on, holidays)]
    if not hours or not exceptions:
        return hours
    if any(one.closed for one in exceptions):
        return []
    return sorted((one.from_time, one.until_time) for one in exceptions if one.from_time and one.until_time)


def _exists(base: Base, on: datetime.date) -> bool:
    if base.opened_on is None:
        return base.holds_on(on)
    first = datetime.date.fromisoformat(
        base.opened_on if len(base.opened_on) == 10 else f"{base.opened_on}-01"
    )
    return first <= on and base.holds_on(on)


def _week_of_month(on: datetime.date) -> int:
    return (on.day - 1) // 7 + 1


def _applies(rule: OpeningRule, on: datetime.date) -> bool:
    in_week = not rule.weeks or _week_of_month(on) in rule.weeks
    return rule.holds_on(on) and in_week and WEEKDAYS[on.weekday()] in rule.days


def _falls_on(exception: OpeningException, on: datetime.date, holidays: Collection[datetime.date]) -> bool:
    rule = exception.rule
    if rule == "祝日":
        return on in holidays
    if rule.startswith("第"):
        return rule == f"第{_week_of_month(on)}{WEEKDAYS[on.weekday()].label}曜"
    first, last = rule.split("〜")
    day = f"{on:%m-%d}"
    return first <= day <= last if first <= last else day >= first or day <= last
