"""和暦 and 年度.

Before 1873 Japan used a lunisolar calendar, so days of those years are shown in western years, as they are stored.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from norishiro.core.text import InputProblem

DATA = Path(__file__).parent.parent / "data"
FIRST_YEAR = 1868
SOLAR_CALENDAR_FROM = date(1873, 1, 1)


class DateProblem(InputProblem):
    """A date that cannot be taken; the message says what is wrong and what to type instead."""


@dataclass(frozen=True)
class Era:
    name: str
    letter: str
    first_on: date
    last_on: date | None

    def year_of(self, western: int) -> int:
        return western - self.first_on.year + 1

    def western_of(self, year: int) -> int:
        return self.first_on.year + year - 1

    def year_label(self, western: int) -> str:
        year = self.year_of(western)
        return f"{self.name}{'元' if year == 1 else year}年"


@cache
def eras() -> tuple[Era, ...]:
    """The five eras since 1868, oldest first. 根拠: 元号法、data/eras.csv"""
    with (DATA / "eras.csv").open(encoding="utf-8", newline="") as source:
        return tuple(
            Era(
                row["name"],
                row["letter"],
                date.fromisoformat(row["first_on"]),
                date.fromisoformat(row["last_on"]) if row["last_on"] else None,
            )
            for row in csv.DictReader(source)
        )


def era_of(day: date) -> Era:
    """The era in force on a day; on the two days shared by two eras, the newer one."""
    for era in reversed(eras()):
        if day >= era.first_on:
            return era
    raise DateProblem(f"{FIRST_YEAR}年（明治元年）より前の日付は扱えません。西暦の年をお確かめください。")


def era_with(letter: str) -> Era:
    """The era of a letter (M T S H R)."""
    return next(era for era in eras() if era.letter == letter)


def eras_between(first: date, last: date) -> tuple[Era, ...]:
    """Every era with at least one day in the span; a changing day belongs to both of its eras."""
    return tuple(era for era in eras() if era.first_on <= last and (era.last_on or date.max) >= first)


def wareki(day: date) -> str:
    """``令和5年4月1日``. Days of the old calendar (before 1873) are shown in western years, as they are stored."""
    if day < SOLAR_CALENDAR_FROM:
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{era_of(day).year_label(day.year)}{day.month}月{day.day}日"


def wareki_short(day: date) -> str:
    """``R5.4.1``, for narrow columns."""
    if day < SOLAR_CALENDAR_FROM:
        return f"{day.year}.{day.month}.{day.day}"
    era = era_of(day)
    return f"{era.letter}{era.year_of(day.year)}.{day.month}.{day.day}"


def western(day: date) -> str:
    """``2023/4/1``, the small form set beside the 和暦."""
    return f"{day.year}/{day.month}/{day.day}"


def wareki_year(year: int) -> str:
    """``令和5年``; a year with two eras names both (``平成31年・令和元年``), because a bare year cannot choose."""
    return "・".join(era.year_label(year) for era in eras_between(date(year, 1, 1), date(year, 12, 31)))


def fiscal_year(day: date) -> int:
    """The fiscal year a day belongs to. 根拠: 地方自治法第208条第1項（会計年度は4月1日から翌年3月31日まで）"""
    return day.year if day.month >= 4 else day.year - 1


def fiscal_year_label(year: int) -> str:
    """``令和5年度``; a year with a change of era takes the era of its greater part (2019 is 令和元年度).

    根拠: 改元に伴う元号による年表示の取扱いについて（平成31年4月2日 新元号への円滑な移行に向けた関係省庁連絡会議申合せ）
    """
    return f"{era_of(date(year, 10, 1)).year_label(year)}度"


def fiscal_year_span(year: int) -> tuple[date, date]:
    """First day of the year and first day after it (until is exclusive). 根拠: 地方自治法第208条第1項"""
    return date(year, 4, 1), date(year + 1, 4, 1)
