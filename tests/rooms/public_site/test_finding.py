"""相談先をさがす: by one tap or one sentence to a window with its hours, telephone, place and what to bring; no account,
no cookie, nothing kept of what was written."""

from __future__ import annotations

import re
from datetime import date, datetime, time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import operations
from norishiro.agencies.choices import ContractForm, Field, RoleKind, WindowSetting
from norishiro.agencies.models import Staff, Window, WindowOperator
from norishiro.agencies.rules import Exceptional, Hours
from norishiro.casework.demo.windows import guide_windows
from tests.factories import agencies

pytestmark = pytest.mark.django_db

URL = "public_site:find"
TUESDAY = datetime.fromisoformat("2026-11-17T10:00:00+09:00")
HOLIDAY = datetime.fromisoformat("2026-11-23T10:00:00+09:00")  # a Monday


@pytest.fixture(autouse=True)
def at_ten_on_a_tuesday(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: TUESDAY)


def window(name: str, field: Field, *, is_public: bool = True, **guide: str) -> Window:
    made = Window.objects.create(
        code=name, name=name, contract_form=ContractForm.DIRECT, setting=WindowSetting.UNSTATED
    )
    WindowOperator.objects.create(window=made, agency=agencies.agency(f"{name}の機関", field=field))
    values = {"phone": "03-0000-1234", "place": "架空庁舎2階", "way": "東口を出る\n右へ2分", "bring": "届いた書類",
              "map_url": "https://example.jp/map", "plain": "おかねの ことを はなす ところ"}  # fmt: skip
    return operations.set_window_guide(
        agencies.actor("架空 管理", kinds=(RoleKind.MANAGER,)), window=made, version=made.version,
        guide=values | {"is_public": is_public} | guide, from_on=date(2026, 4, 1),
        weekly=[Hours(day, None, time(9), time(17)) for day in range(5)], exceptions=[Exceptional("祝日")],
    )  # fmt: skip


def get(**query: str):
    return Client().get(reverse(URL), query)


def names(page) -> list[str]:
    return [one.window.name for one in (*page.context["first"], *page.context["more"])]


def words_on(page) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def test_three_taps_lead_from_the_front_page_to_the_telephone():
    window("くらしの窓口", Field.POVERTY)
    window("障害の窓口", Field.DISABILITY)
    front = Client().get(reverse("public_site:front")).content.decode()
    assert f'href="{reverse(URL)}"' in front
    (tap,) = re.findall(r'href="(\?topic=MONEY)#found"', get().content.decode())
    page = Client().get(reverse(URL) + tap)
    text = page.content.decode()
    assert (names(page), re.findall(r'href="tel:(03[^"]+)"', text)) == (["くらしの窓口"], ["03-0000-1234"])
    told = ("いま開いています", "9:00〜17:00", "架空庁舎2階", "届いた書類", "くらしの窓口の機関", "祝日 休み")
    assert [one in words_on(page) for one in told] == [True] * len(told)
    assert re.findall(r"<li>(東口を出る|右へ2分)</li>", text) == ["東口を出る", "右へ2分"]
    assert "example.jp" not in text


def test_on_a_holiday_the_next_open_day_is_told(monkeypatch):
    window("くらしの窓口", Field.POVERTY)
    monkeypatch.setattr(timezone, "now", lambda: HOLIDAY)
    shown = words_on(get(topic="MONEY"))
    told = ("いまは閉まっています", "お休み（祝日）", "11月24日（火） 9:00〜17:00")
    assert [one in shown for one in told] == [True, True, True]


def test_one_sentence_leads_there_and_is_kept_nowhere():
    window("くらしの窓口", Field.POVERTY)
    client = Client()
    with CaptureQueriesContext(connection) as asked:
        page = client.post(reverse(URL), {"q": "おかねがなくて\0、はらえない"})
    assert (page.status_code, names(page), page["Cache-Control"], dict(client.cookies)) == (
        200, ["くらしの窓口"], "no-store", {}
    )  # fmt: skip
    assert page.context["sentence"] == "おかねがなくて、はらえない"
    assert {one["sql"].split()[0] for one in asked} == {"SELECT"}


@pytest.mark.parametrize(
    "sentence", ["なんとなく", "あ" * 3000, "\ud800".encode("utf-8", "replace").decode(), "<b>"]
)
def test_words_that_name_nothing_lead_to_the_windows_for_anything(sentence):
    window("丸ごと窓口", Field.GENERAL)
    window("くらしの窓口", Field.POVERTY)
    page = Client().post(reverse(URL), {"q": sentence})
    assert (names(page), "どんなことでも受けとめる窓口" in words_on(page)) == (["丸ごと窓口"], True)
    assert len(page.context["sentence"]) <= 120


@pytest.mark.parametrize("query", [{}, {"topic": "NONE"}, {"topic": ""}, {"words": "x"}])
def test_nothing_asked_shows_only_what_to_choose(query):
    page = get(**query)
    assert (page.status_code, page.context["asked"], "相談できるところ" in words_on(page)) == (
        200,
        False,
        False,
    )


def test_what_is_not_public_stays_inside():
    window("内部の窓口", Field.POVERTY, is_public=False)
    page = get(topic="MONEY")
    assert (names(page), "窓口の案内は、いま準備中です" in words_on(page)) == ([], True)


def test_plain_japanese_all_through():
    window("くらしの窓口", Field.POVERTY)
    page = get(topic="MONEY", words="plain")
    shown = words_on(page)
    told = ("おかねの ことを はなす ところ", "いま あいています", "もっていく もの", "おかね・くらし")
    assert [one in shown for one in told] == [True] * 4
    assert re.findall(r'href="(\?topic=HOME[^"#]*)', page.content.decode()) == ["?topic=HOME&amp;words=plain"]


def test_who_is_in_danger_is_told_whom_to_call_at_once():
    page = get(topic="VIOLENCE")
    found = re.findall(r'href="tel:([^"]+)"', page.content.decode())
    assert found == ["110", "#8008", "189", "119", "110"]
    assert "いますぐ話したいとき" not in words_on(get(topic="MONEY"))


def test_it_may_be_kept_for_a_minute_but_never_with_a_cookie():
    client = Client()
    page = client.get(reverse(URL), {"topic": "MONEY"})
    assert (page["Cache-Control"], dict(client.cookies)) == ("public, max-age=60", {})
    assert re.findall(r"<script|https?://", page.content.decode()) == []
    chief = agencies.actor("架空 職員")
    client.force_login(Staff.objects.get(id=chief.staff_id))
    mine = client.get(reverse(URL), {"topic": "MONEY"})
    assert (mine["Cache-Control"], "架空 職員" in mine.content.decode()) == ("no-store", False)


def test_every_window_of_the_demo_can_be_called_visited_and_found():
    made = [
        Window.objects.create(code=f"W{number}", name=f"窓口{number}", contract_form=ContractForm.DIRECT,
                              setting=WindowSetting.UNSTATED)
        for number in range(7)
    ]  # fmt: skip
    guide_windows(agencies.actor("架空 管理"), since=date(2026, 4, 1), today=date(2026, 11, 17))
    page = get(topic="ANYTHING")
    ways = [*page.context["first"], *page.context["more"]]
    lacking = [
        one
        for one in ways
        if not (one.phone and one.place and one.steps and one.window.bring and one.hours is not None)
    ]
    assert (len(ways), lacking, len({one.phone for one in ways})) == (len(made), [], 7)
    assert "ほかの窓口も見る（1か所）" in words_on(page)


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_the_same_at_one_window_and_at_three(rows, django_assert_num_queries):
    for number in range(rows):
        window(f"窓口{number}", Field.POVERTY)
    with django_assert_num_queries(6):
        get(topic="MONEY")
