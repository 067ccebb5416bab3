"""Open or closed, and the hours, for any day."""

import datetime

import pytest

from norishiro.profiles.loader import load_preset
from norishiro.profiles.opening import open_hours
from norishiro.profiles.schema.places import Base


def span(start: str, end: str) -> tuple[datetime.time, datetime.time]:
    return datetime.time.fromisoformat(start), datetime.time.fromisoformat(end)


def base(**keys: object) -> Base:
    return Base.model_validate({"code": "B", "name": "家", "evidence": "要綱"} | keys)


LONG = [span("11:00", "16:00")]
SHORT = [span("13:00", "16:30")]


@pytest.mark.parametrize(
    ("code", "week"),
    [
        ("KYOJIMA", [[], LONG, [], LONG, [], [], []]),
        ("YAHIRO", [[], LONG, [], LONG, [], [], []]),
        ("HONJO", [LONG, [], LONG, [], [], [], []]),
        ("SUMIDA", [SHORT, [], SHORT, [], [], [], []]),
    ],
)
def test_the_four_bases_of_sumida_through_a_week(code: str, week: list[list[object]]) -> None:
    monday = datetime.date(2024, 1, 8)
    found = load_preset("sumida").base(code)
    assert [open_hours(found, monday + datetime.timedelta(days=day)) for day in range(7)] == week


def test_honjo_is_closed_on_the_third_monday_only() -> None:
    honjo = load_preset("sumida").base("HONJO")
    mondays = [datetime.date(2024, 1, day) for day in (1, 8, 15, 22, 29)]
    assert [open_hours(honjo, day) for day in mondays] == [LONG, LONG, [], LONG, LONG]


def test_the_third_monday_of_a_month_that_begins_on_monday() -> None:
    honjo = load_preset("sumida").base("HONJO")
    assert [open_hours(honjo, datetime.date(2024, 4, day)) for day in (8, 15, 22)] == [LONG, [], LONG]


def test_the_other_monday_base_stays_open_on_the_third_monday() -> None:
    assert open_hours(load_preset("sumida").base("SUMIDA"), datetime.date(2024, 1, 15)) == SHORT


def test_a_base_without_rules_is_never_open() -> None:
    assert open_hours(base(), datetime.date(2026, 6, 2)) == []


def test_rules_change_on_their_day() -> None:
    changed = base(
        opening=[
            {"days": ["TUE"], "from": "10:00", "until": "12:00", "valid_until": datetime.date(2026, 6, 9)},
            {"days": ["TUE"], "from": "13:00", "until": "15:00", "valid_from": datetime.date(2026, 6, 9)},
        ]
    )
    assert open_hours(changed, datetime.date(2026, 6, 2)) == [span("10:00", "12:00")]
    assert open_hours(changed, datetime.date(2026, 6, 9)) == [span("13:00", "15:00")]


def test_two_spans_come_in_order() -> None:
    twice = base(
        opening=[
            {"days": ["WED"], "from": "14:00", "until": "16:00"},
            {"days": ["WED"], "from": "10:00", "until": "12:00"},
        ]
    )
    assert open_hours(twice, datetime.date(2026, 6, 3)) == [span("10:00", "12:00"), span("14:00", "16:00")]


def test_only_some_weeks_of_the_month() -> None:
    first_and_third = base(opening=[{"days": ["SAT"], "weeks": [1, 3], "from": "10:00", "until": "12:00"}])
    saturdays = [datetime.date(2026, 8, day) for day in (1, 8, 15, 22, 29)]
    open_days = [day.day for day in saturdays if open_hours(first_and_third, day)]
    assert open_days == [1, 15]


def test_holidays_are_handed_in() -> None:
    rested = base(
        opening=[{"days": ["MON"], "from": "10:00", "until": "12:00"}],
        exceptions=[{"rule": "祝日", "closed": True}],
    )
    day = datetime.date(2026, 7, 20)
    assert open_hours(rested, day) == [span("10:00", "12:00")]
    assert open_hours(rested, day, holidays={day}) == []


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (datetime.date(2026, 12, 28), True),
        (datetime.date(2026, 12, 29), False),
        (datetime.date(2027, 1, 3), False),
        (datetime.date(2027, 1, 4), True),
    ],
)
def test_the_turn_of_the_year(day: datetime.date, is_open: bool) -> None:
    every_day = base(
        opening=[
            {"days": ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"], "from": "10:00", "until": "12:00"}
        ],
        exceptions=[{"rule": "12-29〜01-03", "closed": True}],
    )
    assert bool(open_hours(every_day, day)) is is_open


def test_other_hours_replace_the_usual_ones_but_open_no_closed_day() -> None:
    shorter = base(
        opening=[{"days": ["FRI"], "from": "10:00", "until": "16:00"}],
        exceptions=[
            {"rule": "第1金曜", "closed": False, "from": "10:00", "until": "12:00"},
            {"rule": "第1土曜", "closed": False, "from": "10:00", "until": "12:00"},
        ],
    )
    assert open_hours(shorter, datetime.date(2026, 6, 5)) == [span("10:00", "12:00")]
    assert open_hours(shorter, datetime.date(2026, 6, 6)) == []
    assert open_hours(shorter, datetime.date(2026, 6, 12)) == [span("10:00", "16:00")]


@pytest.mark.parametrize(
    ("opened_on", "day", "is_open"),
    [
        ("2026-06", datetime.date(2026, 5, 26), False),
        ("2026-06", datetime.date(2026, 6, 2), True),
        ("2026-06-09", datetime.date(2026, 6, 2), False),
        ("2026-06-09", datetime.date(2026, 6, 9), True),
    ],
)
def test_not_before_it_opened(opened_on: str, day: datetime.date, is_open: bool) -> None:
    new = base(opened_on=opened_on, opening=[{"days": ["TUE"], "from": "10:00", "until": "12:00"}])
    assert bool(open_hours(new, day)) is is_open


def test_not_after_it_closed_for_good() -> None:
    gone = base(
        valid_until=datetime.date(2026, 6, 9), opening=[{"days": ["TUE"], "from": "10:00", "until": "12:00"}]
    )
    assert open_hours(gone, datetime.date(2026, 6, 2)) == [span("10:00", "12:00")]
    assert open_hours(gone, datetime.date(2026, 6, 9)) == []
