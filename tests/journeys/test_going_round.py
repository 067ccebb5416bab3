"""A promise becomes a visit; who went in does not come out; a colleague sees it; the record closes everything."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from norishiro.agencies.actor import Actor, actor_for
from norishiro.agencies.choices import RoleKind as Kind
from norishiro.core.operation import announce
from norishiro.outreach import operations as outreach
from norishiro.outreach.operations import Told
from norishiro.people import operations as people
from norishiro.visits.models import Visit
from tests.journeys.burden import Budget, task
from tests.journeys.stage import Player

pytestmark = pytest.mark.journey

PHONE = {"width": 390, "height": 844}


def acting(by: Player) -> Actor:
    actor = actor_for(staff_id=by.staff.id, agency_id=by.agency.id, today=timezone.localdate())
    assert actor is not None
    return actor


def promised(mine: Actor) -> None:
    today = timezone.localdate()
    someone = people.add_person(
        mine, name="見本　冬美", kana="みほん ふゆみ", today=today, address="豊島区みほん一丁目"
    )
    told = Told(
        happened_on=today - timedelta(days=3),
        method="PHONE",
        body="話せた。",
        next_on=today,
        next_what="書類を届ける",
    )
    outreach.record_contact(mine, person=someone, told=told, today=today)


def two_hours_pass(mine: Actor) -> None:
    """As if it had all begun two hours earlier."""
    with transaction.atomic():
        announce(mine)
        visit = Visit.objects.get()
        assert visit.entered_at is not None and visit.expected_at is not None
        visit.entered_at -= timedelta(hours=2)
        visit.expected_at = timezone.now() - timedelta(minutes=20)
        visit.save(update_fields=["entered_at", "expected_at"])


def test_who_does_not_come_out_is_seen_and_the_record_closes_it(raise_curtain):
    stage = raise_curtain("toshima")
    csw = stage.enter("架空 ひろば", agency="KUMIN_HIROBA", kinds=(Kind.CSW,), **PHONE)
    colleague = stage.enter("架空 同僚", agency="KUMIN_HIROBA", kinds=(Kind.CSW,))
    stranger = stage.enter("架空 よそ", agency="JIDO_SODAN", kinds=(Kind.COORDINATOR,))
    promised(acting(csw))

    csw.open("/")
    with task(csw, "次の約束を訪問の予定にする（電話の画面、今日から）", budget=Budget(taps=2, seconds=15)):
        csw.follow("書類を届ける")
        csw.press("訪問の予定にする")
        csw.sees("訪問を予定しました。", "豊島区みほん一丁目")
    where = csw.path
    stranger.cannot_open(where)

    csw.open("/")
    csw.follow("日の回り")
    csw.sees("書類を届ける", "豊島区みほん一丁目")
    csw.follow("見本　冬美さん")
    with task(csw, "いま入ります（電話の画面、訪問の画面から）", budget=Budget(taps=1, seconds=10)):
        csw.press("いま入ります")
        csw.sees("終わったら「終わりました」を押してください。")

    two_hours_pass(acting(csw))
    colleague.open("/")
    colleague.sees("訪問から戻っていません")
    with task(colleague, "戻っていない同僚に連絡がついたと残す", budget=Budget(taps=4, seconds=30)):
        colleague.follow("終わりの予定を過ぎても戻っていません")
        colleague.tick("駆けつける")
        colleague.press("残す")
        colleague.sees("同僚に伝わるように残しました。")
    colleague.open("/")
    colleague.sees("架空 同僚が駆けつけています")

    csw.open(where)
    csw.follow("ひとこと記録を書く")
    csw.page.locator("textarea[name=body]").fill("玄関先で受け取ってもらえた。長く話せた。")
    csw.press("記録する")
    csw.sees("記録しました。")
    csw.open(where)
    csw.sees("済み", "この訪問の記録を読む")
    csw.open("/")
    csw.does_not_see("書類を届ける")
    colleague.open("/")
    colleague.does_not_see("訪問から戻っていません")
