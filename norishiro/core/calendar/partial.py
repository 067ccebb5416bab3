"""Dates that are only half known: kept exactly as far as somebody said them."""

import calendar as month_lengths
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from norishiro.core.calendar.eras import (
    FIRST_YEAR,
    SOLAR_CALENDAR_FROM,
    DateProblem,
    Era,
    era_of,
    era_with,
    eras_between,
    wareki,
    wareki_year,
)

CODE_MAX_LENGTH = 24
LAST_YEAR = 2999


class Precision(StrEnum):
    """How much of a date is known."""

    DAY = "DAY"
    MONTH = "MONTH"
    YEAR = "YEAR"
    AGE_ABOUT = "AGE_ABOUT"
    DECADE = "DECADE"
    UNKNOWN = "UNKNOWN"


class AgeRange(NamedTuple):
    """Both ends are possible ages."""

    youngest: int
    oldest: int


# How far "ごろ・くらい" reaches to each side when a search needs bounds. Ours, not a law's: wide enough to find,
# narrow enough to be of use.
_MARGIN = {
    Precision.DAY: relativedelta(months=1),
    Precision.MONTH: relativedelta(months=3),
    Precision.YEAR: relativedelta(years=2),
    Precision.AGE_ABOUT: relativedelta(years=5),
    Precision.DECADE: relativedelta(years=5),
}
_NO_MARGIN = relativedelta()

_CODE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?|(?P<decade>\+9))?(?P<era>[MTSHR])?(?P<about>~)?"
    r"|age(?P<low>\d{1,3})(?:-(?P<high>\d{1,3}))?(?P<age_about>~)?@(?P<as_of>\d{4}-\d\d-\d\d)"
    r"|(?P<unknown>\?)",
    re.ASCII,
)


@dataclass(frozen=True)
class PartialDate:
    """A date known as far as somebody said it.

    DAY, MONTH and YEAR use ``year``, ``month``, ``day``. DECADE is ten years from ``year`` (昭和20年代), or an
    age span such as 80代. AGE_ABOUT and age spans keep the age and the day on which it was said (``as_of``),
    because "80歳くらい" means another year of birth ten years later. ``approximate`` is "ごろ・くらい".
    ``era`` is kept only where it narrows: 令和元年 is May to December of 2019.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    precision: Precision = Precision.UNKNOWN
    approximate: bool = False
    age_low: int | None = None
    age_high: int | None = None
    as_of: date | None = None
    era: str | None = None

    def __str__(self) -> str:
        return self.label()

    @classmethod
    def of_day(cls, day: date) -> "PartialDate":
        return cls(day.year, day.month, day.day, Precision.DAY)

    @classmethod
    def unknown(cls) -> "PartialDate":
        return cls()

    @classmethod
    def from_code(cls, code: str) -> "PartialDate":
        """The value that ``to_code`` wrote; refuses anything else."""
        found = _CODE.fullmatch(code)
        if not found:
            raise DateProblem("保存されている日付の形が正しくありません。情報担当に連絡してください。")
        if found["unknown"]:
            return cls.unknown()
        try:
            return _age_from_code(found) if found["low"] else _date_from_code(found)
        except ValueError as error:
            raise DateProblem("保存されている日付が暦にありません。情報担当に連絡してください。") from error

    def to_code(self) -> str:
        """The storage form: ``1945-04-01``, ``1945-04~``, ``1945+9``, ``2019R``, ``age80~@2026-01-15``, ``age80-89@…``, ``?``."""
        if self.precision is Precision.UNKNOWN:
            return "?"
        about = "~" if self.approximate else ""
        if self.as_of:
            span = f"{self.age_low}" if self.age_low == self.age_high else f"{self.age_low}-{self.age_high}"
            return f"age{span}{about}@{self.as_of.isoformat()}"
        parts = [f"{self.year:04d}"] + [f"{part:02d}" for part in (self.month, self.day) if part]
        decade = "+9" if self.precision is Precision.DECADE else ""
        return "-".join(parts) + decade + (self.era or "") + about

    def exact_day(self) -> date | None:
        """The date itself when the day is known and not "ごろ", else None."""
        if self.precision is Precision.DAY and not self.approximate:
            return self.first_day()
        return None

    def earliest(self) -> date | None:
        """The first day it can have been; None when unknown. "ごろ" widens the span (a search aid, not a fact)."""
        first = self.first_day()
        return first and first - self._margin()

    def latest(self) -> date | None:
        """The last day it can have been; None when unknown."""
        last = self.last_day()
        return last and last + self._margin()

    def age_on(self, day: date) -> int | AgeRange | None:
        """Full years on a day: one number when it is certain, a range when it is not, None when unknown or unborn.

        Counted as people do, from birthday to birthday; a claim that law ties to the eve of the birthday
        (年齢計算ニ関スル法律) must subtract that day itself.
        """
        earliest, latest = self.earliest(), self.latest()
        if earliest is None or latest is None:
            return None
        youngest, oldest = max(_age(latest, day), 0), _age(earliest, day)
        if oldest < 0:
            return None
        return youngest if youngest == oldest else AgeRange(youngest, oldest)

    def label(self) -> str:
        """As shown to staff: 昭和20年4月ごろ, 80歳くらい（令和8年1月15日時点）, 不明."""
        if self.precision is Precision.UNKNOWN:
            return "不明"
        if self.as_of:
            return f"{self._age_words()}（{wareki(self.as_of)}時点）"
        return self._date_words() + ("ごろ" if self.approximate else "")

    def _date_words(self) -> str:
        first, last = self.first_day(), self.last_day()
        assert first is not None and last is not None and self.year is not None
        if self.precision is Precision.DAY:
            return wareki(first)
        if self.precision is Precision.DECADE:
            return self._decade_words(self.year)
        month = f"{self.month}月" if self.month else ""
        if month and first < SOLAR_CALENDAR_FROM:
            return f"{self.year}年{month}"
        named = (era_with(self.era),) if self.era else eras_between(first, last)
        return "・".join(era.year_label(self.year) + month for era in named)

    def _decade_words(self, year: int) -> str:
        era = era_with(self.era) if self.era else era_of(date(year, 12, 31))
        if era.year_of(year) % 10 == 0:
            return f"{era.name}{era.year_of(year)}年代"
        return f"{year}年代（{wareki_year(year)}から{wareki_year(year + 9)}まで）"

    def _age_words(self) -> str:
        about = "くらい" if self.approximate else ""
        if self.age_low == self.age_high:
            return f"{self.age_low}歳{about}"
        assert self.age_low is not None and self.age_high is not None
        part = {9: "", 4: "前半" if self.age_low % 10 == 0 else "後半"}[self.age_high - self.age_low]
        return f"{self.age_low // 10 * 10}代{part}{about}"

    def first_day(self) -> date | None:
        """The first day of what was said, "ごろ" left aside."""
        if self.as_of and self.age_high is not None:
            return _years_before(self.as_of, self.age_high + 1) + timedelta(days=1)
        if not self.year:
            return None
        first = date(self.year, self.month or 1, self.day or 1)
        return max(first, era_with(self.era).first_on) if self.era else first

    def last_day(self) -> date | None:
        """The last day of what was said, "ごろ" left aside."""
        if self.as_of and self.age_low is not None:
            return _years_before(self.as_of, self.age_low)
        if not self.year:
            return None
        year = self.year + 9 if self.precision is Precision.DECADE else self.year
        month = self.month or 12
        last = date(year, month, self.day or month_lengths.monthrange(year, month)[1])
        return min(last, era_with(self.era).last_on or last) if self.era else last

    def _is_empty(self) -> bool:
        first, last = self.first_day(), self.last_day()
        return first is not None and last is not None and first > last

    def _margin(self) -> relativedelta:
        return _MARGIN[self.precision] if self.approximate else _NO_MARGIN


def within_era(found: PartialDate, era: Era) -> PartialDate:
    """The same date bound to the era that was said, where the bare year or month would mean more days."""
    first, last = found.first_day(), found.last_day()
    if found.precision is Precision.DAY or first is None or last is None:
        return found
    inside = era.first_on <= first and (era.last_on or last) >= last
    return found if inside else replace(found, era=era.letter)


def _date_from_code(found: re.Match[str]) -> PartialDate:
    year, month, day = (int(found[name]) if found[name] else None for name in ("year", "month", "day"))
    date(year or 0, month or 1, day or 1)
    if not FIRST_YEAR <= (year or 0) <= LAST_YEAR:
        raise ValueError("year out of reach")
    if found["decade"]:
        precision = Precision.DECADE
    else:
        precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
    bare = PartialDate(year, month, day, precision, bool(found["about"]))
    if not found["era"]:
        return bare
    bound = within_era(bare, era_with(found["era"]))
    if bound == bare or bound._is_empty():
        raise ValueError("an era that does not narrow the date")
    return bound


def _age_from_code(found: re.Match[str]) -> PartialDate:
    low = int(found["low"])
    high = int(found["high"]) if found["high"] else low
    as_of = date.fromisoformat(found["as_of"])
    if not FIRST_YEAR <= as_of.year <= LAST_YEAR:
        raise ValueError("year out of reach")
    return of_age(low, high, as_of=as_of, approximate=bool(found["age_about"]))


def of_age(low: int, high: int, *, as_of: date, approximate: bool) -> PartialDate:
    """An age (low = high) or an age span of five or ten years, as said on ``as_of``."""
    if high - low not in (0, 4, 9) or (high != low and low % 5) or high - low == 9 and low % 10:
        raise ValueError("not an age span that staff can type")
    precision = Precision.AGE_ABOUT if low == high else Precision.DECADE
    return PartialDate(precision=precision, approximate=approximate, age_low=low, age_high=high, as_of=as_of)


def _age(birth: date, day: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def _years_before(day: date, years: int) -> date:
    """The latest birthday by which somebody is ``years`` old on ``day``."""
    year = day.year - years
    if (day.month, day.day) == (2, 29) and not month_lengths.isleap(year):
        return date(year, 2, 28)
    return day.replace(year=year)
