"""One line of 開く日の決まり, and one day on which the lines do not hold."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

# The last such weekday of the month; 1 to 5 are the others.
LAST_WEEK = 9


class Kind(StrEnum):
    """What a line says. 休み comes before ただし, ただし before the usual days."""

    OPEN = "OPEN"
    INSTEAD = "INSTEAD"
    CLOSED = "CLOSED"


class Holidays(StrEnum):
    ANY = "ANY"
    ONLY = "ONLY"
    NOT = "NOT"


@dataclass(frozen=True)
class Span:
    """From when until when, as far as it is known."""

    opens: time | None
    closes: time | None


@dataclass(frozen=True)
class Rule:
    """A line: every day that fits all it names. ``season`` is month and day, first and last (1229 to 103), every year."""

    kind: Kind = Kind.OPEN
    weekday: int | None = None
    week: int | None = None
    month_day: int | None = None
    season: tuple[int, int] | None = None
    holidays: Holidays = Holidays.ANY
    opens: time | None = None
    closes: time | None = None

    @property
    def span(self) -> Span:
        return Span(self.opens, self.closes)

    def fits(self, day: date, *, is_holiday: bool) -> bool:
        """Whether the line speaks of this day."""
        return (
            self.weekday in (None, day.weekday())
            and self._in_week(day)
            and self.month_day in (None, day.day)
            and self._in_season(day)
            and self.holidays in (Holidays.ANY, Holidays.ONLY if is_holiday else Holidays.NOT)
        )

    def _in_week(self, day: date) -> bool:
        return self.week is None or self.week in weeks_of(day)

    def _in_season(self, day: date) -> bool:
        if self.season is None:
            return True
        (first, last), spot = self.season, day.month * 100 + day.day
        return first <= spot <= last if first <= last else spot >= first or spot <= last


def weeks_of(day: date) -> tuple[int, ...]:
    """Which of its weekday in the month the day is: the third, and perhaps the last as well."""
    number = (day.day - 1) // 7 + 1
    is_last = day.day + 7 > monthrange(day.year, day.month)[1]
    return (number, LAST_WEEK) if is_last else (number,)


@dataclass(frozen=True)
class Special:
    """その日だけ: from the first day to the last (both within), closed or with other hours. The later one entered holds."""

    first: date
    last: date
    closed: bool
    opens: time | None = None
    closes: time | None = None
    reason: str = ""

    @property
    def span(self) -> Span:
        return Span(self.opens, self.closes)

    def fits(self, day: date) -> bool:
        return self.first <= day <= self.last
