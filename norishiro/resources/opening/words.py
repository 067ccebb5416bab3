"""The lines in words. What is written here can be read back by ``reading`` into the same lines."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import time

from norishiro.resources.opening.rule import LAST_WEEK, Holidays, Kind, Rule, Span, Special

WEEKDAYS = "月火水木金土日"
OFFICE_DAYS = frozenset(range(5))


def words_of(rules: Sequence[Rule]) -> list[str]:
    """One line for each kind of day and hours, in the order of the week; what is closed comes last."""
    order = (Kind.OPEN, Kind.INSTEAD, Kind.CLOSED)
    groups: dict[Rule, set[tuple[int | None, int | None]]] = {}
    for rule in rules:
        groups.setdefault(replace(rule, weekday=None, week=None), set()).add((rule.weekday, rule.week))
    lines = [line for base, days in groups.items() for line in _lines(base, days)]
    return [words for _key, words in sorted(lines, key=lambda line: (order.index(line[0][0]), line[0][1:]))]


def _lines(
    base: Rule, days: set[tuple[int | None, int | None]]
) -> Iterable[tuple[tuple[Kind, int, int, time], str]]:
    by_weeks: dict[tuple[bool, frozenset[int | None]], set[int | None]] = {}
    for weekday in {one for one, _week in days}:
        weeks = frozenset(week for one, week in days if one == weekday)
        for part in ({None}, weeks - {None}):
            if weeks & part:
                by_weeks.setdefault((weekday is None, frozenset(weeks & part)), set()).add(weekday)
    for (_every, weeks), weekdays in by_weeks.items():
        first = min((one for one in weekdays if one is not None), default=7)
        key = (base.kind, min(one or 0 for one in weeks), first, base.opens or time.min)
        yield (
            key,
            _line(
                base, sorted(one for one in weekdays if one is not None), sorted(one or 0 for one in weeks)
            ),
        )


def _line(base: Rule, weekdays: list[int], weeks: list[int]) -> str:
    parts = [
        "ただし " if base.kind is Kind.INSTEAD else "",
        season_words(base.season),
        _days(base, weekdays, weeks),
        "休み" if base.kind is Kind.CLOSED else hours_words(base.span),
    ]
    return " ".join(part.strip() for part in parts if part)


def _days(base: Rule, weekdays: list[int], weeks: list[int]) -> str:
    nth = "毎週" if weeks == [0] else _nth(weeks)
    not_holiday = "祝日でない" if base.holidays is Holidays.NOT else ""
    if base.month_day is not None:
        return f"{not_holiday}毎月{base.month_day}日"
    if weekdays:
        if base.holidays is Holidays.NOT and set(weekdays) == OFFICE_DAYS and weeks == [0]:
            return "平日"
        return not_holiday + nth + _weekdays(weekdays)
    if base.holidays is Holidays.ONLY:
        return "祝日"
    if base.kind is Kind.CLOSED and base.season is not None and base.holidays is Holidays.ANY:
        return ""
    return f"{not_holiday}毎日"


def _weekdays(weekdays: list[int]) -> str:
    """火曜・木曜; 月曜～金曜 where three or more follow each other."""
    names = [f"{WEEKDAYS[one]}曜" for one in weekdays]
    in_a_row = len(weekdays) > 2 and weekdays[-1] - weekdays[0] == len(weekdays) - 1
    return f"{names[0]}～{names[-1]}" if in_a_row else "・".join(names)


def _nth(weeks: list[int]) -> str:
    numbers = [str(one) for one in weeks if one != LAST_WEEK]
    named = ["第" + "・".join(numbers)] if numbers else []
    return "・".join([*named, *(["最終"] if LAST_WEEK in weeks else [])])


def season_words(season: tuple[int, int] | None) -> str:
    """8月, 4月～9月, or 12月29日～1月3日."""
    if season is None:
        return ""
    (first, last) = season
    whole = first % 100 == 1 and last % 100 == monthrange(2024, last // 100)[1]
    if whole:
        return f"{first // 100}月" if first // 100 == last // 100 else f"{first // 100}月～{last // 100}月"
    start = f"{first // 100}月{first % 100}日"
    return start if first == last else f"{start}～{last // 100}月{last % 100}日"


def hours_words(span: Span) -> str:
    """11:00～16:00, 13:00～; empty where no hours are known."""
    if span.opens is None and span.closes is None:
        return ""
    return f"{clock(span.opens)}～{clock(span.closes)}"


def clock(at: time | None) -> str:
    return "" if at is None else f"{at.hour}:{at.minute:02d}"


def rule_words(rule: Rule) -> str:
    """A single line."""
    return words_of([rule])[0]


def special_words(special: Special) -> str:
    """What that day says: closed or its hours, and the reason."""
    said = "休み" if special.closed else (hours_words(special.span) or "開く")
    return f"{said}（{special.reason}）" if special.reason else said
