"""ひとこと記録 on a phone: from 今日 and from a person's page, counted against the budget; a whole household in one visit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from norishiro.agencies.actor import Actor, actor_for
from norishiro.agencies.choices import RoleKind as Kind
from norishiro.outreach import operations as outreach
from norishiro.outreach.operations import Told
from norishiro.people import operations as people
from norishiro.people.models import Person
from tests.journeys.burden import Budget, task
from tests.journeys.stage import Player

pytestmark = pytest.mark.journey

PHONE = {"width": 390, "height": 844}
WORDS = "玄関先で十分話せた。"


def acting(by: Player) -> Actor:
    actor = actor_for(staff_id=by.staff.id, agency_id=by.agency.id, today=timezone.localdate())
    assert actor is not None
    return actor


def mother_and_son(mine: Actor) -> tuple[Person, Person]:
    """A household of two; the son was telephoned yesterday."""
    today = timezone.localdate()
    mother = people.add_person(mine, name="見本　冬美", kana="みほん ふゆみ", today=today)
    son = people.add_person(mine, name="見本　夏樹", kana="みほん なつき", today=today)
    home = people.make_household(mine, label="見本家", head=mother, today=today)
    people.join_household(
        mine, household=home, person=son, relation="CHILD", living_together=True, from_on=today - timedelta(days=9), today=today,
    )  # fmt: skip
    yesterday = today - timedelta(days=1)
    told = Told(happened_on=yesterday, method="PHONE", body="電話した。")
    outreach.record_contact(mine, person=son, told=told, today=today)
    return mother, son


def type_body(by: Player, words: str) -> None:
    by.page.locator("textarea[name=body]").fill(words)
    by.taps, by.keys = by.taps + 1, by.keys + len(words)


def test_a_contact_is_recorded_on_a_phone_within_its_budget(raise_curtain):
    stage = raise_curtain("toshima")
    csw = stage.enter("架空 ひろば", agency="KUMIN_HIROBA", kinds=(Kind.CSW, Kind.WINDOW), **PHONE)
    mother, _son = mother_and_son(acting(csw))

    csw.open("/")
    with task(csw, "ひとこと記録（電話の画面、今日から）", budget=Budget(taps=6, seconds=30)):
        csw.follow("ひとこと記録", exact=True)
        csw.follow("見本　夏樹", exact=True)
        type_body(csw, WORDS)
        csw.press("記録する")
        csw.sees("記録しました。")
    assert csw.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    csw.open(f"/people/{mother.id}/")
    with task(csw, "親子二人に会った記録（電話の画面、人の頁から）", budget=Budget(taps=6, seconds=30)):
        csw.follow("ひとこと記録", exact=True)
        type_body(csw, "二人と話せた。")
        csw.unfold("ほかにいた人")
        csw.tick("見本　夏樹")
        csw.press("記録する")
        csw.sees("同じ訪問：見本　冬美、見本　夏樹")


def test_yesterdays_round_is_taken_up_on_a_phone(raise_curtain):
    stage = raise_curtain("toshima")
    csw = stage.enter("架空 ひろば", agency="KUMIN_HIROBA", kinds=(Kind.CSW, Kind.WINDOW), **PHONE)
    mother_and_son(acting(csw))

    csw.open("/")
    with task(csw, "きのうの回りを写して一人目を書く", budget=Budget(taps=8, seconds=60)):
        csw.follow("ひとこと記録", exact=True)
        csw.follow("きのうの回りを写す")
        csw.press("書きかけにする")
        csw.follow("見本　夏樹の記録を書く")
        type_body(csw, WORDS)
        csw.press("記録する")
        csw.sees("記録しました。")


def test_the_sent_page_shown_again_and_written_otherwise_loses_nothing(raise_curtain):
    """Some browsers show the very page that was sent. Other words in it stay, and both ways on are one press away (ADR 0108)."""
    stage = raise_curtain("toshima")
    csw = stage.enter("架空 ひろば", agency="KUMIN_HIROBA", kinds=(Kind.CSW, Kind.WINDOW), **PHONE)
    mother, _son = mother_and_son(acting(csw))
    number = csw.page.locator("main input[name=form_token]")

    csw.open(f"/people/{mother.id}/")
    csw.follow("ひとこと記録", exact=True)
    sent = number.input_value()
    type_body(csw, "はじめの一言。")
    csw.press("記録する")
    csw.sees("記録しました。")
    csw.follow("ひとこと記録", exact=True)
    number.evaluate("(field, sent) => { field.value = sent }", sent)
    type_body(csw, "あとの一言。")
    csw.press("記録する")
    csw.sees("前に一度登録されています", "前に登録したものを開く")
    assert csw.page.locator("textarea[name=body]").input_value() == "あとの一言。"
    assert csw.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    csw.press("記録する")
    csw.sees("はじめの一言。", "あとの一言。")
