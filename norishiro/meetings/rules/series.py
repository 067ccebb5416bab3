"""定例: the days a rule proposes, and whether they may become sittings."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.rrule import MONTHLY, WEEKLY, rrule
from dateutil.rrule import weekday as on_weekday

from norishiro.core.verdict import Verdict, when

ALL_MONTHS = tuple(range(1, 13))
MOST_DAYS = 60


WEEKDAYS = "月火水木金土日"
_MONTHS = re.compile(r"((?:[0-9]{1,2}月?[・、])*[0-9]{1,2})月")
_EVEN, _ODD = tuple(range(2, 13, 2)), tuple(range(1, 13, 2))


@dataclass(frozen=True)
class Read:
    """What a town's own words tell of a rule; what they leave open is empty."""

    rule: str
    weekday: int | None
    weeks: tuple[int, ...]
    months: tuple[int, ...]


def read_frequency(words: str) -> Read:
    """The rule that stands in words like 「原則偶数月の第1日曜」; only proposed, a person looks it over.

    根拠: 社会福祉法第106条の6第6項（運営は会議が定める）
    """
    text = words.translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    weeks = tuple(int(one) for one in re.findall(r"第([1-4])", text))
    named = re.search(rf"([{WEEKDAYS}])曜", text)
    months = _months_in(text)
    rule = "ALTERNATE" if re.search(r"隔週|一週おき|1週おき", text) else "MONTHS" if months else "MONTHLY"
    return Read(rule, WEEKDAYS.index(named.group(1)) if named else None, weeks, months)


def _months_in(text: str) -> tuple[int, ...]:
    if "偶数月" in text or "奇数月" in text:
        return _EVEN if "偶数月" in text else _ODD
    listed = _MONTHS.search(text)
    return tuple(int(one) for one in re.findall(r"[0-9]+", listed.group(1))) if listed else ()


@dataclass(frozen=True)
class Proposed:
    """One day a rule proposes, and the holiday it was moved away from, if it was."""

    day: date
    instead_of: date | None = None


def proposed_days(
    *, rule: str, weekday: int, weeks: Sequence[int], months: Sequence[int], anchor: date, first: date, last: date,
    holiday: str, is_holiday: Callable[[date], bool],
) -> list[Proposed]:  # fmt: skip
    """The days from ``first`` to ``last`` that a rule proposes: weeks of the month, or every other week from ``anchor``. A day
    that is a holiday is kept, left out, or moved to the nearest day before or after that is none.

    根拠: 社会福祉法第106条の6第6項（運営は会議が定める）
    """
    begin, end = datetime.combine(anchor, time()), datetime.combine(last, time())
    if rule == "ALTERNATE":
        days = rrule(WEEKLY, interval=2, byweekday=[on_weekday(weekday)], dtstart=begin, until=end)
    else:
        wanted = [on_weekday(weekday)(-1 if week == 5 else week) for week in weeks]
        chosen = list(months) if rule == "MONTHS" else list(ALL_MONTHS)
        days = rrule(MONTHLY, bymonth=chosen, byweekday=wanted, dtstart=begin, until=end)
    moved = (_moved(one.date(), holiday, is_holiday) for one in days)
    found = [one for one in moved if one is not None and first <= one.day <= last]
    return found[:MOST_DAYS]


def _moved(day: date, holiday: str, is_holiday: Callable[[date], bool]) -> Proposed | None:
    if holiday == "KEEP" or not is_holiday(day):
        return Proposed(day)
    if holiday == "SKIP":
        return None
    step, other = timedelta(days=1 if holiday == "AFTER" else -1), day
    while is_holiday(other) or other.weekday() >= 5 > day.weekday():
        other += step
    return Proposed(other, day)


def may_keep_series(*, rule: str, weeks: Collection[int], months: Collection[int], in_force: bool) -> Verdict:
    """Does the rule say when the body sits?

    根拠: 社会福祉法第106条の6第6項
    """
    return (
        when(not in_force, "body", "この会議体は、いま置かれていません。")
        & when(rule != "ALTERNATE" and not weeks, "weeks", "第何週に開くかを、一つ以上選んでください。")
        & when(rule == "MONTHS" and not months, "months", "開く月を、一つ以上選んでください。")
    )


def may_schedule(*, days: Collection[date], proposed: Collection[date], taken: Collection[date]) -> Verdict:
    """May these days become sittings? Only days the rule proposes, each once.

    根拠: 社会福祉法第106条の6第6項
    """
    return (
        when(not days, "days", "会議にする日に印を付けてください。")
        & when(
            bool(set(days) - set(proposed)),
            "days",
            "決まりにない日があります。画面を開きなおして、もう一度選んでください。",
        )
        & when(bool(set(days) & set(taken)), "days", "もう招集した日があります。画面を開きなおしてください。")
    )
