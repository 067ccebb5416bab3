"""The time a report is about: a day, a month, a fiscal year; and the months inside a year. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from norishiro.core.calendar import era_of, fiscal_year, fiscal_year_label, fiscal_year_span, wareki
from norishiro.reports.choices import Span

WEEKS = ((1, 7), (8, 14), (15, 21), (22, 28), (29, 31))
WEEKDAYS = "月火水木金土日"


@dataclass(frozen=True)
class Period:
    """From ``first`` up to the day before ``after``."""

    span: str
    first: date
    after: date

    @property
    def label(self) -> str:
        if self.span == Span.DAY:
            return f"{wareki(self.first)}（{WEEKDAYS[self.first.weekday()]}）"
        if self.span == Span.MONTH:
            return f"{era_of(self.first).year_label(self.first.year)}{self.first.month}月"
        return fiscal_year_label(fiscal_year(self.first))

    @property
    def last(self) -> date:
        return self.after - timedelta(days=1)

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=nth) for nth in range((self.after - self.first).days)]

    @property
    def months(self) -> list[date]:
        return [day for day in self.days if day.day == 1]

    @property
    def before(self) -> Period:
        return period_of(self.first - timedelta(days=1), span=self.span)

    @property
    def next(self) -> Period:
        return period_of(self.after, span=self.span)


def period_of(day: date, *, span: str) -> Period:
    """The day itself, or the month or fiscal year it lies in."""
    if span == Span.DAY:
        return Period(span, day, day + timedelta(days=1))
    if span == Span.MONTH:
        first = day.replace(day=1)
        return Period(span, first, (first + timedelta(days=31)).replace(day=1))
    return Period(span, *fiscal_year_span(fiscal_year(day)))


def until_now(today: date) -> Period:
    """All time up to today: for asking whether something ever was."""
    return Period(Span.YEAR, date.min, today + timedelta(days=1))


def day_label(day: date) -> str:
    """``3日（火）``"""
    return f"{day.day}日（{WEEKDAYS[day.weekday()]}）"


def over_time(period: Period, parts: Mapping[str, int]) -> list[tuple[str, int]]:
    """By month in a year; in a month by weeks of seven days, because thirty bars say less than five."""
    if period.span == Span.YEAR:
        return [(f"{month.month}月", parts.get(month.isoformat(), 0)) for month in period.months]
    last = period.last.day
    return [
        (
            f"{first}～{min(end, last)}日",
            sum(parts.get(day.isoformat(), 0) for day in period.days if first <= day.day <= end),
        )
        for first, end in WEEKS
        if first <= last
    ]
