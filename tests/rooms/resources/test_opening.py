"""開く日: the rules against a slow and obvious counter, and what is read against what is written."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule, weekday
from hypothesis import given, settings
from hypothesis import strategies as st

from norishiro.core.calendar import is_holiday
from norishiro.resources.opening import (
    LAST_WEEK,
    Holidays,
    Kind,
    Rule,
    Span,
    Special,
    answer_on,
    days_a_week,
    next_opening,
    read_opening,
    words_of,
)

YEAR = [date(2028, 1, 1) + timedelta(days=number) for number in range(366)]
ELEVEN, SIXTEEN = time(11), time(16)

months_and_days = st.sampled_from([101, 131, 229, 331, 401, 801, 831, 930, 1229, 1231])
hours = st.sampled_from(
    [(None, None), (time(9), None), (time(10), time(12)), (time(13), time(15, 30)), (time(18), time(20))]
)


@st.composite
def rules(draw, kinds=tuple(Kind)):
    kind = draw(st.sampled_from(kinds))
    day = draw(st.sampled_from(["EVERY", "WEEKDAY", "NTH", "MONTH_DAY", "HOLIDAY"]))
    opens, closes = (None, None) if kind is Kind.CLOSED else draw(hours)
    return Rule(
        kind=kind,
        weekday=draw(st.integers(0, 6)) if day in ("WEEKDAY", "NTH") else None,
        week=draw(st.sampled_from([1, 2, 3, 4, 5, LAST_WEEK])) if day == "NTH" else None,
        month_day=draw(st.integers(1, 31)) if day == "MONTH_DAY" else None,
        season=draw(st.none() | st.tuples(months_and_days, months_and_days)),
        holidays=Holidays.ONLY if day == "HOLIDAY" else draw(st.sampled_from([Holidays.ANY, Holidays.NOT])),
        opens=opens, closes=closes,
    )  # fmt: skip


def dates_of(rule: Rule) -> set[date]:
    """Every day of the year of which the line speaks, laid out by dateutil, then struck out one by one."""
    span = {"dtstart": YEAR[0], "until": YEAR[-1]}
    if rule.month_day is not None:
        found = rrule(MONTHLY, bymonthday=rule.month_day, **span)
    elif rule.week is not None:
        found = rrule(
            MONTHLY, byweekday=weekday(rule.weekday)(-1 if rule.week == LAST_WEEK else rule.week), **span
        )
    elif rule.weekday is not None:
        found = rrule(WEEKLY, byweekday=rule.weekday, **span)
    else:
        found = rrule(DAILY, **span)
    days = {one.date() for one in found}
    if rule.season:
        first, last = ((number // 100, number % 100) for number in rule.season)
        if first <= last:
            days = {
                day for day in days if not (day.month, day.day) < first and not (day.month, day.day) > last
            }
        else:
            days = {day for day in days if (day.month, day.day) >= first or (day.month, day.day) <= last}
    if rule.holidays is Holidays.ONLY:
        days = {day for day in days if is_holiday(day)}
    if rule.holidays is Holidays.NOT:
        days = {day for day in days if not is_holiday(day)}
    return days


@settings(max_examples=60, deadline=None)
@given(
    st.lists(rules(), min_size=1, max_size=5),
    st.lists(st.tuples(st.integers(0, 360), st.integers(0, 9), st.booleans()), max_size=2),
)
def test_every_day_of_a_year_is_as_the_slow_counter_says(lines, own):
    specials = [
        Special(YEAR[start], YEAR[start] + timedelta(days=more), closed) for start, more, closed in own
    ]
    open_days = set().union(*(dates_of(one) for one in lines if one.kind is not Kind.CLOSED))
    open_days -= set().union(*(dates_of(one) for one in lines if one.kind is Kind.CLOSED))
    for one in specials:
        stretch = {one.first + timedelta(days=number) for number in range((one.last - one.first).days + 1)}
        open_days = open_days - stretch if one.closed else open_days | stretch
    found = {day for day in YEAR if answer_on(day, lines, specials, is_holiday=is_holiday).is_open}
    assert found == open_days & set(YEAR)


@settings(max_examples=150, deadline=None)
@given(st.lists(rules(), min_size=1, max_size=5))
def test_what_is_put_into_words_is_read_back_as_the_same_lines(lines):
    text = "\n".join(words_of(lines))
    read = read_opening(text)
    assert (read.unread, set(read.rules)) == ((), set(lines)), text


@settings(max_examples=200, deadline=None)
@given(
    st.text(
        alphabet="毎週第1234一二・、,月火水木金土日曜祝休み除く以外（）ただし11:00～16時半午後最終から 平8/",
        max_size=40,
    )
)
def test_nothing_that_is_typed_is_swallowed(text):
    """Whatever is typed: either every line can be said again, or something is named as not understood; never a crash."""
    read = read_opening(text)
    assert read.rules or read.unread or not any(one in text for one in "火水木金土祝")
    assert set(read_opening("\n".join(words_of(read.rules))).rules) == set(read.rules)


def lines(text: str) -> list[str]:
    read = read_opening(text)
    assert read.unread == ()
    return words_of(read.rules)


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("毎週火・木 11:00～16:00", ["毎週火曜・木曜 11:00～16:00"]),
        ("第2・4火 13時～(8月休)", ["第2・4火曜 13:00～", "8月 休み"]),
        ("第３月曜休み", ["第3月曜 休み"]),
        ("月～金（祝日除く）10時から17時まで", ["毎週月曜～金曜 10:00～17:00", "祝日 休み"]),
        ("月～金（祝日除く）", ["毎週月曜～金曜", "祝日 休み"]),
        ("毎週火木11–16時、第3月曜休み", ["毎週火曜・木曜 11:00～16:00", "第3月曜 休み"]),
        ("第一・第三土曜日 午後1時～3時半", ["第1・3土曜 13:00～15:30"]),
        ("毎日（月曜休み）9:00-17:00", ["毎日 9:00～17:00", "毎週月曜 休み"]),
        ("月曜以外 10:00~16:00", ["毎日 10:00～16:00", "毎週月曜 休み"]),
        ("平日10時～17時、土日祝 10時～15時", ["平日 10:00～17:00", "毎週土曜・日曜 10:00～15:00", "祝日 10:00～15:00"]),
        ("毎月15日 10時～正午", ["毎月15日 10:00～12:00"]),
        ("最終金曜 18時～20時", ["最終金曜 18:00～20:00"]),
        ("火 10～12時・13～15時", ["毎週火曜 10:00～12:00", "毎週火曜 13:00～15:00"]),
        ("11:00～16:00 火・木", ["毎週火曜・木曜 11:00～16:00"]),
        ("4月～9月 火 10時～17時\n10月～3月 火 10時～16時", ["4月～9月 毎週火曜 10:00～17:00", "10月～3月 毎週火曜 10:00～16:00"]),
        ("毎週月 11:00～16:00\nただし 第3月 13:00～16:30", ["毎週月曜 11:00～16:00", "ただし 第3月曜 13:00～16:30"]),
        ("火・木・土（第3土曜を除く）10:00～15:00", ["毎週火曜・木曜・土曜 10:00～15:00", "第3土曜 休み"]),
        ("12/29～1/3 休み\n毎日 9時～17時", ["毎日 9:00～17:00", "12月29日～1月3日 休み"]),
    ],
)  # fmt: skip
def test_what_people_write_is_understood(text, understood):
    assert lines(text) == understood


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("隔週水曜 10時～12時", ["隔週"]),
        ("不定期", ["不定期"]),
        ("年末年始休み", ["年末年始"]),
        ("毎週火曜 10時～12時 要予約", ["要予約"]),
        ("子ども食堂 第3水曜 17時～19時", ["子ども食堂"]),
        ("火、水休み", ["火、水休み"]),
        ("1時～3時 火", ["1時~3時"]),
        ("火 13時", ["13時"]),
        ("13時～15時", ["13時~15時"]),
        ("第1火、木 10時～", ["木"]),
        ("火 16時～10時", ["16時~10時"]),
        ("13月 休み", ["13月"]),
        ("2月30日 休み", ["2月30日"]),
        ("月1回", ["月1回"]),
        ("休日 10時～15時", ["休日"]),
    ],
)
def test_what_cannot_be_understood_is_named_and_never_guessed(text, unread):
    found = read_opening(text)
    assert [one.text for one in found.unread] == unread
    assert all(one.hint for one in found.unread if one.text != "子ども食堂")


def test_four_bases_answer_any_date_with_their_own_hours():
    """Two bases on Tuesday and Thursday, one closed every third Monday, one with hours of its own."""
    first = read_opening("毎週火・木 11:00～16:00").rules
    third = read_opening("毎週月・水・金 11:00～16:00、第3月曜休み").rules
    fourth = read_opening("毎週月・水・金 13:00～16:30").rules

    def said(lines, day):
        found = answer_on(day, lines, is_holiday=is_holiday)
        return found.is_open, found.spans, words_of(found.because)

    monday, third_monday = date(2026, 11, 9), date(2026, 11, 16)
    assert said(first, monday) == (False, (), [])
    assert said(third, monday) == (True, (Span(ELEVEN, SIXTEEN),), ["毎週月曜 11:00～16:00"])
    assert said(third, third_monday) == (False, (), ["第3月曜 休み"])
    assert said(fourth, third_monday) == (True, (Span(time(13), time(16, 30)),), ["毎週月曜 13:00～16:30"])


def test_a_day_of_its_own_comes_before_everything_and_the_later_one_holds():
    lines = read_opening("毎週火 10時～12時、8月 休み").rules
    august = date(2026, 8, 4)
    opened = Special(august, august, False, time(9), time(10), "夏まつり")
    closed = Special(august, august, True, reason="台風")
    assert answer_on(august, lines, [opened], is_holiday=is_holiday).spans == (Span(time(9), time(10)),)
    assert answer_on(august, lines, [opened, closed], is_holiday=is_holiday).because == (closed,)
    assert next_opening(date(2026, 7, 29), lines, is_holiday=is_holiday)[0] == date(2026, 9, 1)
    assert next_opening(august, read_opening("2月29日 休み").rules, is_holiday=is_holiday) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("毎日 9時～17時\n月 休み", 6),
        ("平日 9時～17時", 5),
        ("火・木 9時～", 2),
        ("第1・2火 9時～\n土 9時～", 1),
        ("祝日 9時～", 0),
    ],
)
def test_on_how_many_weekdays_it_opens(text, days):
    assert days_a_week(read_opening(text).rules) == days
