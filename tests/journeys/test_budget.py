"""手間の予算: what the daily tasks cost on the screens, from 今日 on, held against what they may cost.

Taps and keys are counted; a person's own typing and reading come on top of the machine's seconds.
"""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from norishiro.agencies.actor import actor_for
from norishiro.agencies.choices import RoleKind as Kind
from norishiro.cases import operations as cases
from norishiro.outreach import operations as outreach
from norishiro.outreach.operations import Told
from norishiro.people import operations as people
from tests.journeys.burden import Budget, task
from tests.journeys.stage import Player

pytestmark = pytest.mark.journey

MEETS = "民生委員と訪ねた。玄関先で十分話せた。"
WORRY = "郵便受けがあふれ、夜も明かりがつかない。"


def known_household(by: Player, today: date) -> None:
    actor = actor_for(staff_id=by.staff.id, agency_id=by.agency.id, today=today)
    assert actor is not None
    someone = people.add_person(actor, name="見本　冬美", kana="みほん ふゆみ", today=today)
    cases.open_case(
        actor, title="川べりの家の暮らし", household=None, people=[someone], operator_id=actor.agency_id,
        lead_agency_id=actor.agency_id, lead_staff_id=actor.staff_id, lead_side="COUNCIL", reason="近い", today=today,
    )  # fmt: skip


def test_daily_tasks_cost_no_more_than_they_may(raise_curtain):
    stage = raise_curtain("toshima")
    today = timezone.localdate()
    csw = stage.enter("架空 ひろば", agency="KUMIN_HIROBA", kinds=(Kind.CSW, Kind.WINDOW))
    elderly = stage.enter("架空 高齢", agency="KOREI_FUKUSHI", kinds=(Kind.COORDINATOR, Kind.WINDOW))
    stranger = stage.enter("架空 よそ", agency="JIDO_SODAN", kinds=(Kind.COORDINATOR,))
    known_household(csw, today)

    csw.open("/")
    with task(csw, "名前の半分から世帯の一枚まで", budget=Budget(seconds=5)):
        csw.follow("人をさがす", within="header")
        csw.write("名前・よみ・住所・電話の一部", "冬美")
        csw.press("さがす")
        csw.follow("見本　冬美")
        csw.follow("川べりの家の暮らし")
        csw.sees("川べりの家の暮らし")
    stranger.cannot_open(csw.path)

    with task(csw, "ひとこと記録", budget=Budget(taps=6, seconds=30)):
        csw.page.get_by_role("textbox", name="ひとこと", exact=True).fill(MEETS)
        csw.taps, csw.keys = csw.taps + 1, csw.keys + len(MEETS)
        csw.press("記録する")
        csw.sees(MEETS)

    csw.open("/")
    with task(csw, "つなぐシートを書いて送る", budget=Budget(taps=12, seconds=60)):
        csw.follow("相談", within="header", exact=True)
        csw.follow("つなぐシート", exact=True)
        csw.follow("つなぐシートを書く")
        csw.write("お名前", "架空 川子")
        csw.write("気になること", WORRY)
        csw.choose("つなぐ先", elderly.agency.name)
        csw.tick("本人が言いました")
        csw.press("送る")
        csw.sees("つなぐシート", elderly.agency.name)
    sent = csw.path
    stranger.cannot_open(sent)

    elderly.open("/")
    with task(elderly, "届いたつなぐシートを読んで返事をする", budget=Budget(taps=12, seconds=60)):
        elderly.follow("つなぐシートへの返事")
        elderly.follow("返事をする")
        elderly.sees(WORRY)
        elderly.tick("引き受けた")
        elderly.write("返事の内容", "あす、地区の担当が訪ねます。")
        elderly.press("返事をする")
        elderly.sees("引き受け")
    csw.open("/")
    with task(csw, "返事を読む（送った人）", budget=Budget(taps=3, seconds=10)):
        csw.follow(f"{elderly.agency.name}からの返事")
        csw.sees("あす、地区の担当が訪ねます。")


def test_a_months_report_costs_no_entry(raise_curtain):
    stage = raise_curtain("toshima")
    today = timezone.localdate()
    csw = stage.enter("架空 ひろば", agency="KUMIN_HIROBA", kinds=(Kind.CSW, Kind.WINDOW))
    actor = actor_for(staff_id=csw.staff.id, agency_id=csw.agency.id, today=today)
    assert actor is not None
    someone = people.add_person(actor, name="見本　春人", kana="みほん はると", today=today)
    outreach.record_contact(
        actor,
        person=someone,
        told=Told(happened_on=today, method="VISIT", body=MEETS, met="MET"),
        today=today,
    )

    csw.open("/")
    with task(csw, "月報を見る（書きこみ0）", budget=Budget(taps=2, seconds=10)) as cost:
        csw.follow("今日の日報を見る")
        csw.follow("月報", exact=True)
        csw.sees("月報", "支援の回数")
    assert cost.keys == 0
