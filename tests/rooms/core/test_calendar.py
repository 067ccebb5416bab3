"""和暦, 年度, 営業日 and half-known dates: read as typed, never guessed, refused in words."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from norishiro.core.calendar import (
    CODE_MAX_LENGTH,
    AgeRange,
    DateProblem,
    PartialDate,
    Precision,
    add_business_days,
    business_days_between,
    era_of,
    fiscal_year,
    fiscal_year_label,
    fiscal_year_span,
    is_business_day,
    is_holiday,
    next_business_day,
    parse_date,
    parse_day,
    wareki,
    wareki_short,
    wareki_year,
    western,
)

TODAY = date(2026, 1, 15)
ASKED = "「令和5年4月1日」「R5.4.1」「2023-04-01」のように入力してください。"
MODERN = st.dates(date(1873, 1, 1), date(2055, 12, 31))


def read(text: str) -> str:
    return parse_date(text, today=TODAY).to_code()


def refused(text: str, *, must_be_past: bool = False) -> str:
    with pytest.raises(DateProblem) as caught:
        parse_date(text, today=TODAY, must_be_past=must_be_past)
    return caught.value.message


# --- eras and 年度 ---


@pytest.mark.parametrize(
    ("day", "long", "short"),
    [
        (date(1873, 1, 1), "明治6年1月1日", "M6.1.1"),
        (date(1912, 7, 29), "明治45年7月29日", "M45.7.29"),
        (date(1912, 7, 30), "大正元年7月30日", "T1.7.30"),
        (date(1926, 12, 24), "大正15年12月24日", "T15.12.24"),
        (date(1926, 12, 25), "昭和元年12月25日", "S1.12.25"),
        (date(1989, 1, 7), "昭和64年1月7日", "S64.1.7"),
        (date(1989, 1, 8), "平成元年1月8日", "H1.1.8"),
        (date(2019, 4, 30), "平成31年4月30日", "H31.4.30"),
        (date(2019, 5, 1), "令和元年5月1日", "R1.5.1"),
        (date(2023, 4, 1), "令和5年4月1日", "R5.4.1"),
        (date(1870, 5, 1), "1870年5月1日", "1870.5.1"),
    ],
)
def test_wareki(day: date, long: str, short: str) -> None:
    assert (wareki(day), wareki_short(day)) == (long, short)


def test_other_forms() -> None:
    assert western(date(2023, 4, 1)) == "2023/4/1"
    assert [wareki_year(year) for year in (1868, 1912, 1926, 1989, 2019, 2023)] == [
        "明治元年",
        "明治45年・大正元年",
        "大正15年・昭和元年",
        "昭和64年・平成元年",
        "平成31年・令和元年",
        "令和5年",
    ]


def test_days_before_meiji_have_no_era() -> None:
    with pytest.raises(DateProblem) as caught:
        era_of(date(1868, 1, 24))
    assert caught.value.message == "1868年（明治元年）より前の日付は扱えません。西暦の年をお確かめください。"


def test_fiscal_years() -> None:
    assert [fiscal_year(day) for day in (date(2024, 3, 31), date(2024, 4, 1))] == [2023, 2024]
    assert [fiscal_year_label(year) for year in (1988, 1989, 2018, 2019, 2023)] == [
        "昭和63年度",
        "平成元年度",
        "平成30年度",
        "令和元年度",
        "令和5年度",
    ]
    assert fiscal_year_span(2023) == (date(2023, 4, 1), date(2024, 4, 1))


@given(MODERN)
def test_a_day_lies_in_its_fiscal_year(day: date) -> None:
    start, end = fiscal_year_span(fiscal_year(day))
    assert start <= day < end


# --- 営業日 ---


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2026, 1, 5), True),
        (date(2025, 12, 26), True),
        (date(2025, 12, 29), False),
        (date(2025, 12, 31), False),
        (date(2026, 1, 2), False),
        (date(2028, 1, 3), False),
        (date(2028, 1, 4), True),
        (date(2026, 5, 6), False),
        (date(2026, 5, 7), True),
        (date(2026, 9, 22), False),
        (date(2026, 11, 21), False),
        (date(2019, 5, 1), False),
        (date(2019, 4, 30), False),
        (date(2020, 7, 24), False),
        (date(2020, 10, 12), True),
    ],
)
def test_open_days(day: date, is_open: bool) -> None:
    assert is_business_day(day) is is_open


def test_a_municipality_may_close_more_days() -> None:
    memorial = date(2026, 6, 23)
    assert is_business_day(memorial)
    assert not is_business_day(memorial, also_closed=frozenset({memorial}))
    assert next_business_day(memorial, also_closed=frozenset({memorial})) == date(2026, 6, 24)


def test_counting_over_the_new_year() -> None:
    assert add_business_days(date(2025, 12, 26), 1) == date(2026, 1, 5)
    assert add_business_days(date(2026, 1, 5), -1) == date(2025, 12, 26)
    assert business_days_between(date(2025, 12, 26), date(2026, 1, 6)) == 2
    assert business_days_between(date(2026, 1, 6), date(2025, 12, 26)) == -2
    assert next_business_day(date(2025, 12, 27)) == date(2026, 1, 5)
    assert add_business_days(date(2025, 12, 27), 0) == date(2025, 12, 27)


@pytest.mark.parametrize("year", [1948, 2100])
def test_years_without_holiday_data_are_refused(year: int) -> None:
    with pytest.raises(DateProblem) as caught:
        is_holiday(date(year, 1, 1))
    assert caught.value.message == (
        f"{year}年の祝日の資料がないため、開庁日を数えられません。1949年から2099年までの日付を入力してください。"
    )


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(1, 40))
def test_adding_and_counting_agree(start: date, count: int) -> None:
    end = add_business_days(start, count)
    assert is_business_day(end)
    assert business_days_between(start, end) == count
    assert business_days_between(start, end - timedelta(days=1)) == count - 1


# --- reading ---


@pytest.mark.parametrize(
    "typed",
    [
        "令和5年4月1日", "R5.4.1", "r5/4/1", "r5-4-1", "令5.4.1", "R050401", "Ｒ５．４．１", "令和５年４月１日", "令和五年四月一日",
        " 令和 5 年 4 月 1 日 ", "㋿5年4月1日", "2023-04-01", "2023/4/1", "2023.4.1", "2023 4 1", "20230401", "２０２３年４月１日",
        "西暦2023年4月1日", "2023−04−01", "令和5年4月1日(土)", "令和5年4月1日（土）", "令和5年4月1日土曜日", "2023年4月1日生まれ", "令和5年4月1日生",
    ],
)  # fmt: skip
def test_one_day_in_many_writings(typed: str) -> None:
    assert parse_date(typed, today=TODAY) == PartialDate.of_day(date(2023, 4, 1))
    assert parse_day(typed, today=TODAY) == date(2023, 4, 1)


@pytest.mark.parametrize(
    ("typed", "code", "label"),
    [
        ("昭和40年", "1965", "昭和40年"),
        ("S40.1.8", "1965-01-08", "昭和40年1月8日"),
        ("昭和四十年一月八日", "1965-01-08", "昭和40年1月8日"),
        ("明治40年1月1日", "1907-01-01", "明治40年1月1日"),
        ("明治45年7月30日", "1912-07-30", "大正元年7月30日"),
        ("大正15年12月25日", "1926-12-25", "昭和元年12月25日"),
        ("昭和64年1月7日", "1989-01-07", "昭和64年1月7日"),
        ("令和元年5月1日", "2019-05-01", "令和元年5月1日"),
        ("R元.5.1", "2019-05-01", "令和元年5月1日"),
        ("令和元年", "2019R", "令和元年"),
        ("平成31年", "2019H", "平成31年"),
        ("2019年", "2019", "平成31年・令和元年"),
        ("昭和64年1月", "1989-01S", "昭和64年1月"),
        ("1989年1月", "1989-01", "昭和64年1月・平成元年1月"),
        ("1989年2月", "1989-02", "平成元年2月"),
        ("昭和20年4月", "1945-04", "昭和20年4月"),
        ("1945-04", "1945-04", "昭和20年4月"),
        ("昭和20年ごろ", "1945~", "昭和20年ごろ"),
        ("1945年4月頃生まれ", "1945-04~", "昭和20年4月ごろ"),
        ("昭和20年代", "1945+9", "昭和20年代"),
        ("昭和60年代", "1985+9S", "昭和60年代"),
        ("1940年代", "1940+9", "1940年代（昭和15年から昭和24年まで）"),
        ("80歳", "age80@2026-01-15", "80歳（令和8年1月15日時点）"),
        ("80歳くらい", "age80~@2026-01-15", "80歳くらい（令和8年1月15日時点）"),
        ("約８０才", "age80~@2026-01-15", "80歳くらい（令和8年1月15日時点）"),
        ("80代", "age80-89@2026-01-15", "80代（令和8年1月15日時点）"),
        ("八十歳代", "age80-89@2026-01-15", "80代（令和8年1月15日時点）"),
        ("80代前半", "age80-84@2026-01-15", "80代前半（令和8年1月15日時点）"),
        ("推定80代後半", "age85-89~@2026-01-15", "80代後半くらい（令和8年1月15日時点）"),
        ("明治3年", "1870", "明治3年"),
        ("1870年5月1日", "1870-05-01", "1870年5月1日"),
        ("1870年5月", "1870-05", "1870年5月"),
        ("不明", "?", "不明"),
        ("年齢不詳", "?", "不明"),
        ("今日", "2026-01-15", "令和8年1月15日"),
        ("昨日", "2026-01-14", "令和8年1月14日"),
        ("2024年2月29日", "2024-02-29", "令和6年2月29日"),
    ],
)
def test_as_much_as_was_typed(typed: str, code: str, label: str) -> None:
    found = parse_date(typed, today=TODAY)
    assert (found.to_code(), str(found)) == (code, label)
    assert PartialDate.from_code(code) == found
    assert len(code) <= CODE_MAX_LENGTH


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("令和99年", "令和99年は91年も先の日付です。年の数字と元号をお確かめください。"),
        ("9999年", "9999年は先の年すぎて扱えません。年の数字をお確かめください。"),
        ("2023年2月30日", "2023年2月30日はありません。この月は28日までです。日の数字をお確かめください。"),
        ("令和5年2月29日", "2023年2月29日はありません。この月は28日までです。日の数字をお確かめください。"),
        ("2023/4/0", "2023年4月0日はありません。この月は30日までです。日の数字をお確かめください。"),
        ("2023/13/1", "13月はありません。月は1から12までの数字で入力してください。"),
        (
            "平成32年",
            "平成は平成31年4月30日までです。「令和2年」のことでしたら、そのように入力し直してください。",
        ),
        (
            "平成32年3月31日",
            "平成は平成31年4月30日までです。「令和2年3月31日」のことでしたら、そのように入力し直してください。",
        ),
        (
            "平成31年5月1日",
            "平成は平成31年4月30日までです。「令和元年5月1日」のことでしたら、そのように入力し直してください。",
        ),
        (
            "昭和64年1月8日",
            "昭和は昭和64年1月7日までです。「平成元年1月8日」のことでしたら、そのように入力し直してください。",
        ),
        ("S65", "昭和は昭和64年1月7日までです。「平成2年」のことでしたら、そのように入力し直してください。"),
        (
            "令和元年4月30日",
            "令和は2019年5月1日からです。「平成31年4月30日」のことでしたら、そのように入力し直してください。",
        ),
        (
            "令和元年4月ごろ",
            "令和は2019年5月1日からです。「平成31年4月ごろ」のことでしたら、そのように入力し直してください。",
        ),
        (
            "平成元年1月7日",
            "平成は1989年1月8日からです。「昭和64年1月7日」のことでしたら、そのように入力し直してください。",
        ),
        ("令和0年", "令和0年はありません。最初の年は「令和元年」と入力してください。"),
        (
            "1867年",
            "1867年は1868年（明治元年）より前のため扱えません。西暦は4けたで、年の数字をお確かめください。",
        ),
        ("慶応3年", "1868年（明治元年）より前の日付は扱えません。年をお確かめください。"),
        (
            "明治元年9月8日",
            "明治5年までは旧暦のため、月日を今の暦に直せません。「明治元年」と年だけを入力するか、西暦の年月日で入力してください。",
        ),
        ("昭和", "「昭和」だけでは年が分かりません。「昭和20年」「昭和20年代」のように入力してください。"),
        ("4月1日", f"年が入っていません。{ASKED}"),
        ("40.1.8", f"元号か西暦4けたの年を付けてください。{ASKED}"),
        ("40年1月8日", f"元号か西暦4けたの年を付けてください。{ASKED}"),
        ("400108", f"数字の区切りが分かりません。{ASKED}"),
        ("150歳", "150歳という年齢は扱えません。年齢の数字をお確かめください。"),
        ("2023年4月1日(日)", "令和5年4月1日は土曜日です。日付と曜日のどちらが正しいかお確かめください。"),
        ("  ", f"日付が入力されていません。{ASKED}分からないときは「不明」と入力してください。"),
        (
            "去年の春",
            f"「去年の春」を日付として読めませんでした。{ASKED}"
            "分かるところまでで構いません（例: 昭和20年、80歳くらい、80代、不明）。",
        ),
    ],
)
def test_what_cannot_be_taken_is_said(typed: str, message: str) -> None:
    assert refused(typed) == message


def test_the_future_is_refused_only_where_it_cannot_be() -> None:
    message = "令和8年1月16日は、今日（令和8年1月15日）より先の日付です。今日までの日付を入力してください。"
    assert refused("R8.1.16", must_be_past=True) == message
    assert read("R8.1.16") == "2026-01-16"
    assert parse_date("R8.1.15", today=TODAY, must_be_past=True).to_code() == "2026-01-15"
    assert parse_date("R8.1", today=TODAY, must_be_past=True).to_code() == "2026-01"
    assert read("令和38年") == "2056"
    assert refused("令和39年") == "令和39年は31年も先の日付です。年の数字と元号をお確かめください。"


@pytest.mark.parametrize("typed", ["令和5年4月", "令和5年", "80歳", "不明", "令和5年4月1日ごろ"])
def test_a_whole_date_is_asked_for_where_needed(typed: str) -> None:
    with pytest.raises(DateProblem) as caught:
        parse_day(typed, today=TODAY)
    assert caught.value.message == f"ここでは年・月・日のすべてが必要です。{ASKED}"


@given(
    MODERN,
    st.sampled_from([wareki, wareki_short, western, date.isoformat, lambda day: day.strftime("%Y%m%d")]),
)
def test_every_written_form_is_read_back(day: date, write: object) -> None:
    assert callable(write)
    assert parse_day(write(day), today=TODAY) == day


@given(
    st.text(max_size=20)
    | st.text("令和平成昭大明治元RHSTM0123456789年月日歳代頃./-(土)約〇十百", max_size=12)
)
def test_no_text_raises_anything_else(text: str) -> None:
    try:
        found = parse_date(text, today=TODAY)
    except DateProblem as problem:
        assert problem.message[-1] in "。）"
    else:
        assert PartialDate.from_code(found.to_code()) == found
        assert len(found.to_code()) <= CODE_MAX_LENGTH
        assert found.label()


# --- half-known dates ---


@pytest.mark.parametrize(
    ("typed", "precision", "earliest", "latest", "age"),
    [
        ("昭和20年4月10日", Precision.DAY, date(1945, 4, 10), date(1945, 4, 10), 80),
        ("昭和20年4月", Precision.MONTH, date(1945, 4, 1), date(1945, 4, 30), 80),
        ("昭和20年", Precision.YEAR, date(1945, 1, 1), date(1945, 12, 31), AgeRange(80, 81)),
        ("昭和20年ごろ", Precision.YEAR, date(1943, 1, 1), date(1947, 12, 31), AgeRange(78, 83)),
        ("昭和20年代", Precision.DECADE, date(1945, 1, 1), date(1954, 12, 31), AgeRange(71, 81)),
        ("80歳", Precision.AGE_ABOUT, date(1945, 1, 16), date(1946, 1, 15), 80),
        ("80歳くらい", Precision.AGE_ABOUT, date(1940, 1, 16), date(1951, 1, 15), AgeRange(75, 85)),
        ("80代", Precision.DECADE, date(1936, 1, 16), date(1946, 1, 15), AgeRange(80, 89)),
        ("昭和64年", Precision.YEAR, date(1989, 1, 1), date(1989, 1, 7), 37),
        ("令和元年", Precision.YEAR, date(2019, 5, 1), date(2019, 12, 31), 6),
        ("令和12年", Precision.YEAR, date(2030, 1, 1), date(2030, 12, 31), None),
        ("不明", Precision.UNKNOWN, None, None, None),
    ],
)
def test_bounds_and_age(
    typed: str, precision: Precision, earliest: date | None, latest: date | None, age: int | AgeRange | None
) -> None:
    found = parse_date(typed, today=TODAY)
    assert (found.precision, found.earliest(), found.latest()) == (precision, earliest, latest)
    assert found.age_on(TODAY) == age


def test_an_age_that_was_said_grows_with_time() -> None:
    found = parse_date("80歳", today=TODAY)
    assert found.age_on(date(2027, 1, 15)) == 81
    assert found.age_on(date(2026, 12, 31)) == AgeRange(80, 81)


def test_a_leap_day_birthday_falls_on_the_first_of_march() -> None:
    born = PartialDate.of_day(date(2000, 2, 29))
    assert [born.age_on(day) for day in (date(2023, 2, 28), date(2023, 3, 1), date(2024, 2, 29))] == [
        22,
        23,
        24,
    ]


@given(st.integers(0, 130), st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_an_age_said_today_is_that_age_today(age: int, today: date) -> None:
    assert parse_date(f"{age}歳", today=today).age_on(today) == age


@given(st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"]))
def test_bounds_hold_the_day_they_came_from(day: date, form: str) -> None:
    found = PartialDate.from_code(day.strftime(form))
    earliest, latest = found.earliest(), found.latest()
    assert earliest is not None
    assert latest is not None
    assert earliest <= day <= latest


@pytest.mark.parametrize(
    "code",
    [
        "", "2023-4-1", "2023-02-30", "1867", "3000", "0000", "2023R", "2019S", "2019-04R", "age80", "age80-83@2026-01-15",
        "age81-90@2026-01-15", "age80@2026-02-30", "age80@0001-01-01", "2023-04-01R", "?~", "2023~~", "２０２３",
    ],
)  # fmt: skip
def test_foreign_codes_are_refused(code: str) -> None:
    with pytest.raises(DateProblem):
        PartialDate.from_code(code)
