"""拠点の開所: hours set on the screen, from a day on, with what held before kept."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.urls import reverse

from norishiro.agencies.forms import HoursForm
from norishiro.agencies.models import Base, OpeningRule
from norishiro.agencies.rules import DaySpan, Exceptional, Hours, Span, may_set_hours
from tests.rooms.agencies.conftest import browser_of

TEN, NOON, FOUR = time(10), time(12), time(16)
MONDAY = {"from_on": "令和8年11月16日", "day0": "10:00〜16:00", "version": "1"}


def errors(**typed: str) -> dict[str, list[str]]:
    form = HoursForm({"from_on": "令和8年4月1日", **typed}, today=date(2026, 4, 1))
    form.is_valid()
    return {name: list(words) for name, words in form.errors.items()}


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("10:00〜16:00", (DaySpan(None, TEN, FOUR),)),
        ("１０：００～１６：００", (DaySpan(None, TEN, FOUR),)),
        ("10:00-12:00, 12:00-16:00", (DaySpan(None, TEN, NOON), DaySpan(None, NOON, FOUR))),
        ("10時から16時まで", (DaySpan(None, TEN, FOUR),)),
        ("第2・第4 10:00〜12:00", (DaySpan(2, TEN, NOON), DaySpan(4, TEN, NOON))),
        ("", ()),
    ],
)
def test_a_day_is_read_as_people_write_it(typed, spans):
    form = HoursForm({"from_on": "令和8年4月1日", "day2": typed}, today=date(2026, 4, 1))
    assert (form.is_valid(), form.cleaned_data["day2"]) == (True, spans)


def test_exceptions_are_read_one_a_line_and_shown_again_as_written():
    typed = "第3月曜 休み\n祝日　休み\n12月29日〜1月3日 休み\n第1日曜 10:00〜12:00"
    form = HoursForm({"from_on": "令和8年4月1日", "exceptions": typed}, today=date(2026, 4, 1))
    assert form.is_valid()
    read = form.cleaned_data["exceptions"]
    assert read == (
        Exceptional("第3月曜"),
        Exceptional("祝日"),
        Exceptional("12-29〜01-03"),
        Exceptional("第1日曜", TEN, NOON),
    )
    assert form.fields["exceptions"].prepare_value(read) == typed.replace("　", " ")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"day0": "朝から"}, "「朝から」を時間として読めませんでした。「10:00〜16:00」のように入力してください。2回あるときは「、」で区切ります。"),
        ({"day0": "16:00〜10:00"}, "「16:00〜10:00」は、終わりが始まりより後になっていません。"),
        ({"day0": "10:00〜26:00"}, "0:00から23:59までの時刻を入力してください。"),
        ({"exceptions": "2月30日 休み"}, "2月30日という日はありません。日付をお確かめください。"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_so(typed, message):
    assert errors(**typed) == {next(iter(typed)): [message]}


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"from_on": date(2020, 3, 31)}, ["from_on"]),
        ({"weekly": (Hours(0, None, TEN, FOUR), Hours(0, 2, NOON, time(13)))}, ["day0"]),
        ({"weekly": (Hours(0, 1, TEN, FOUR), Hours(0, 2, TEN, FOUR))}, []),
        ({"exceptions": (Exceptional("祝日"), Exceptional("祝日"))}, ["exceptions"]),
        ({"weekly": (), "exceptions": (Exceptional("祝日"),)}, ["exceptions"]),
    ],
)
def test_the_rule_names_every_reason(changed, codes):
    facts = {
        "base": Span(date(2020, 4, 1)), "from_on": date(2026, 4, 1), "weekly": (Hours(0, None, TEN, FOUR),), "exceptions": (),
    } | changed  # fmt: skip
    assert [reason.code for reason in may_set_hours(**facts).reasons] == codes


@pytest.fixture
def base(toshima) -> Base:
    return Base.objects.create(code="hand-one", name="みほんの家")


def hours_on(client, base: Base, day: str) -> str:
    rows = client.get(reverse("agencies:bases"), {"on": day}).context["rows"]
    return next(row["hours"] for row in rows if row["base"] == base)


@pytest.mark.django_db
def test_new_hours_hold_from_their_day_and_the_old_ones_before(toshima, base):
    client = browser_of(toshima.keeper("FUKUSHI_SOMU"))
    address = reverse("agencies:set_hours", args=[base.id])
    assert client.post(address, MONDAY).url == reverse("agencies:base", args=[base.id])
    later = {
        "from_on": "令和8年11月23日",
        "day0": "13:00〜16:30",
        "exceptions": "第5月曜 休み",
        "version": "2",
    }
    assert client.post(address, later).status_code == 302
    assert [hours_on(client, base, f"令和8年11月{day}日") for day in (15, 16, 23, 30)] == [
        "", "10:00–16:00", "13:00–16:30", "",
    ]  # fmt: skip
    assert OpeningRule.objects.filter(base=base).count() == 2


@pytest.mark.django_db
def test_a_slip_of_the_same_day_is_put_right_without_a_trace_in_the_hours(toshima, base):
    client = browser_of(toshima.keeper("FUKUSHI_SOMU"))
    address = reverse("agencies:set_hours", args=[base.id])
    client.post(address, MONDAY)
    client.post(address, {**MONDAY, "day0": "10:00〜15:00", "version": "2"})
    [row] = OpeningRule.objects.filter(base=base)
    assert (row.closes, row.until_on) == (time(15), None)


@pytest.mark.django_db
def test_the_form_shows_what_holds_and_keeps_what_is_the_same(toshima, base):
    client = browser_of(toshima.keeper("FUKUSHI_SOMU"))
    address = reverse("agencies:set_hours", args=[base.id])
    client.post(address, {**MONDAY, "exceptions": "祝日 休み"})
    form = client.get(address).context["form"]
    assert (form["day0"].value(), form["exceptions"].value()) == (
        "10:00〜16:00",
        "祝日 休み",
    )
    client.post(address, {**MONDAY, "from_on": "令和8年12月1日", "exceptions": "祝日 休み", "version": "2"})
    assert [row.from_on for row in OpeningRule.objects.filter(base=base)] == [date(2026, 11, 16)]


@pytest.mark.django_db
def test_overlapping_hours_are_refused_at_their_day(toshima, base):
    client = browser_of(toshima.keeper("FUKUSHI_SOMU"))
    response = client.post(
        reverse("agencies:set_hours", args=[base.id]), {**MONDAY, "day0": "10:00〜16:00、15:00〜17:00"}
    )
    assert (response.status_code, dict(response.context["form"].errors)) == (
        422,
        {"day0": ["時間が重なっています。重ならないように入力してください。"]},
    )
    assert not OpeningRule.objects.filter(base=base).exists()


@pytest.mark.django_db
def test_two_who_set_hours_at_once_meet_on_the_merge_page(toshima, base):
    client = browser_of(toshima.keeper("FUKUSHI_SOMU"))
    address = reverse("agencies:set_hours", args=[base.id])
    client.post(address, MONDAY)
    assert client.post(address, {**MONDAY, "day0": "9:00〜12:00"}).status_code == 409


@pytest.mark.django_db
def test_who_may_not_keep_agencies_does_not_open_it(toshima, base):
    csw = toshima.put("架空 CSW", "CSW", "KUMIN_HIROBA", area="ELD03")
    client = browser_of(csw)
    assert client.get(reverse("agencies:set_hours", args=[base.id])).status_code == 403
    missing = reverse("agencies:set_hours", args=["00000000-0000-0000-0000-000000000000"])
    assert browser_of(toshima.keeper("FUKUSHI_SOMU")).get(missing).status_code == 404


@pytest.mark.django_db
def test_the_form_asks_the_same_number_of_questions_at_any_number_of_hours(
    toshima, base, django_assert_num_queries
):
    client = browser_of(toshima.keeper("FUKUSHI_SOMU"))
    address = reverse("agencies:set_hours", args=[base.id])
    client.get(address)
    client.post(address, MONDAY)
    with django_assert_num_queries(28):
        client.get(address)
    client.post(address, {**MONDAY, "day1": "9:00〜12:00", "day2": "9:00〜12:00", "version": "2"})
    with django_assert_num_queries(28):
        client.get(address)
