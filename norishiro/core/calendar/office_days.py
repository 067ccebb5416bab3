"""営業日: the days on which a town hall is open."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from holidays.countries.japan import Japan

from norishiro.core.calendar.eras import DATA, DateProblem

HOLIDAYS_FIRST_YEAR, HOLIDAYS_LAST_YEAR = Japan.start_year, Japan.end_year


@dataclass(frozen=True)
class ClosedSpan:
    """Days of every year on which offices are closed, such as 12-29 to 01-03, and since when."""

    first: tuple[int, int]
    last: tuple[int, int]
    from_on: date
    until_on: date | None

    def covers(self, day: date) -> bool:
        if day < self.from_on or (self.until_on and day >= self.until_on):
            return False
        spot = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= spot <= self.last
        return spot >= self.first or spot <= self.last


@cache
def closed_spans() -> tuple[ClosedSpan, ...]:
    """The usual closing days around the new year (data/office_closed_days.csv)."""
    with (DATA / "office_closed_days.csv").open(encoding="utf-8", newline="") as source:
        return tuple(
            ClosedSpan(
                _month_day(row["first"]),
                _month_day(row["last"]),
                date.fromisoformat(row["from_on"]),
                date.fromisoformat(row["until_on"]) if row["until_on"] else None,
            )
            for row in csv.DictReader(source)
        )


def is_holiday(day: date) -> bool:
    """Whether the day is a 国民の祝日 or 振替休日. 根拠: 国民の祝日に関する法律第2条・第3条"""
    if not HOLIDAYS_FIRST_YEAR <= day.year <= HOLIDAYS_LAST_YEAR:
        raise DateProblem(
            f"{day.year}年の祝日の資料がないため、開庁日を数えられません。"
            f"{HOLIDAYS_FIRST_YEAR}年から{HOLIDAYS_LAST_YEAR}年までの日付を入力してください。"
        )
    return day in _holidays_of(day.year)


def is_business_day(day: date, *, also_closed: frozenset[date] = frozenset()) -> bool:
    """Whether the office is open. ``also_closed``: days a municipality closes by its own 条例.

    根拠: 地方自治法第4条の2第1項・第2項
    """
    if day.weekday() >= 5 or day in also_closed:
        return False
    return not is_holiday(day) and not any(span.covers(day) for span in closed_spans())


def next_business_day(day: date, *, also_closed: frozenset[date] = frozenset()) -> date:
    """The day itself when the office is open, else the first open day after it.

    根拠: 地方自治法第4条の2第4項（期限が休日に当たるときは翌日とみなす）
    """
    while not is_business_day(day, also_closed=also_closed):
        day += timedelta(days=1)
    return day


def add_business_days(day: date, count: int, *, also_closed: frozenset[date] = frozenset()) -> date:
    """The ``count``-th open day after ``day`` (before it, when negative); 0 gives the day itself."""
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_business_day(day, also_closed=also_closed):
            day += step
    return day


def business_days_between(start: date, end: date, *, also_closed: frozenset[date] = frozenset()) -> int:
    """Open days after ``start`` up to and including ``end``; negative when ``end`` is earlier."""
    if end < start:
        return -business_days_between(end, start, also_closed=also_closed)
    days = (start + timedelta(days=step) for step in range(1, (end - start).days + 1))
    return sum(is_business_day(day, also_closed=also_closed) for day in days)


@cache
def _holidays_of(year: int) -> frozenset[date]:
    return frozenset(Japan(years=year).keys())


def _month_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)
