"""時間外の連絡先: registered and ended on the screen, found by date and time, and kept when a profile is adopted."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.urls import reverse

from norishiro.agencies.models import OnCall
from norishiro.agencies.rules import Span, may_end_on_call
from norishiro.casework.operations.adopt import adopt
from norishiro.profiles.loader import PRESETS
from tests.rooms.agencies.conftest import browser_of

pytestmark = pytest.mark.django_db


def contact(town, **changed):
    return {
        "agency": str(town.agency("FUKUSHI_SOMU").id), "area": "", "contact": "夜間の緊急連絡", "from_on": "令和8年11月1日",
        "day4": "17:15〜8:30", **changed,
    }  # fmt: skip


def listed(client, day: str) -> list[tuple[str, tuple[str, ...]]]:
    lines = client.get(reverse("agencies:on_call"), {"on": day}).context["lines"]
    return [(line.row.contact, line.hours) for line in lines]


def test_a_contact_is_registered_shown_by_hour_and_ended(toshima):
    client = browser_of(toshima.keeper("FUKUSHI_SOMU"))
    assert client.post(reverse("agencies:add_on_call"), contact(toshima)).url == reverse("agencies:on_call")
    assert listed(client, "令和8年10月31日") == []
    assert listed(client, "令和8年11月1日") == [("夜間の緊急連絡", ("金 17:15〜8:30",))]

    area = reverse("agencies:area", args=[toshima.area("ELD01").id])
    for day, clock, reached in (("令和8年11月6日", "20:00", True), ("令和8年11月7日", "9:00", False)):
        [found] = client.get(area, {"on": day, "at": clock}).context["contacts"]
        assert found.reached is reached

    row = OnCall.objects.get()
    assert (
        client.post(reverse("agencies:end_on_call", args=[row.id]), {"end_on": "令和8年11月20日"}).status_code
        == 302
    )
    assert (listed(client, "令和8年11月19日") != [], listed(client, "令和8年11月20日")) == (True, [])


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"day4": ""}, {"always": ["「いつでも」に印を付けるか、曜日ごとの時間を入力してください。"]}),
        ({"always": "on"}, {"always": ["「いつでも」のときは、曜日ごとの時間を空にしてください。"]}),
        ({"day4": "17:00〜17:00"}, {"day4": ["「17:00〜17:00」は、終わりが始まりより後になっていません。"]}),
        ({"day4": "17:00〜8:00、17:00〜9:00"}, {"day4": ["同じ時刻に始まる時間が2つあります。1つにまとめてください。"]}),
        ({"contact": ""}, {"contact": ["連絡先が空です。入力してください。"]}),
    ],
)  # fmt: skip
def test_what_is_missing_or_double_is_said_at_its_field(toshima, changed, wrong):
    client = browser_of(toshima.keeper("FUKUSHI_SOMU"))
    response = client.post(reverse("agencies:add_on_call"), contact(toshima, **changed))
    assert (response.status_code, dict(response.context["form"].errors), OnCall.objects.count()) == (
        422,
        wrong,
        0,
    )


def test_the_same_contact_twice_is_refused(toshima):
    client = browser_of(toshima.keeper("FUKUSHI_SOMU"))
    client.post(reverse("agencies:add_on_call"), contact(toshima))
    again = client.post(reverse("agencies:add_on_call"), contact(toshima, from_on="令和8年11月5日"))
    assert (again.status_code, list(again.context["form"].errors), OnCall.objects.count()) == (
        422,
        ["contact"],
        1,
    )


def test_a_contact_made_by_hand_outlives_a_newer_profile(toshima):
    client = browser_of(toshima.keeper("FUKUSHI_SOMU"))
    client.post(reverse("agencies:add_on_call"), contact(toshima))
    text = (PRESETS / "toshima.toml").read_text(encoding="utf-8")
    adopt(f"{text}\n# 直した版\n", name="toshima", today=date(2026, 11, 20))
    assert OnCall.objects.get().until_on is None


def test_who_may_not_keep_agencies_sees_but_does_not_change(toshima):
    keeper = browser_of(toshima.keeper("FUKUSHI_SOMU"))
    keeper.post(reverse("agencies:add_on_call"), contact(toshima))
    client = browser_of(toshima.put("架空 CSW", "CSW", "KUMIN_HIROBA", area="ELD03"))
    assert client.get(reverse("agencies:on_call")).status_code == 200
    assert client.get(reverse("agencies:add_on_call")).status_code == 403
    assert client.get(reverse("agencies:end_on_call", args=[OnCall.objects.get().id])).status_code == 403
    assert keeper.get(reverse("agencies:end_on_call", args=[UUID(int=1)])).status_code == 404


@pytest.mark.parametrize(
    ("span", "end_on", "codes"),
    [
        (Span(date(2026, 4, 1)), date(2026, 4, 2), []),
        (Span(date(2026, 4, 1)), date(2026, 4, 1), ["end_on"]),
        (Span(date(2026, 4, 1), date(2026, 5, 1)), date(2026, 5, 1), ["end_on"]),
    ],
)
def test_an_end_comes_after_the_start_and_once(span, end_on, codes):
    assert [reason.code for reason in may_end_on_call(span=span, end_on=end_on).reasons] == codes


def test_the_list_asks_the_same_at_one_and_at_three(toshima, django_assert_num_queries):
    client = browser_of(toshima.keeper("FUKUSHI_SOMU"))
    client.post(reverse("agencies:add_on_call"), contact(toshima))
    with django_assert_num_queries(12):
        client.get(reverse("agencies:on_call"))
    for name in ("二つ目", "三つ目"):
        client.post(reverse("agencies:add_on_call"), contact(toshima, contact=name))
    with django_assert_num_queries(12):
        client.get(reverse("agencies:on_call"))
