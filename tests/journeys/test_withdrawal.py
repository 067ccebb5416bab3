"""撤回: consent is taken back while another agency's page is open. Their next click is refused in words; their text stays."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor, actor_for
from norishiro.agencies.choices import RoleKind as Kind
from norishiro.cases import operations as cases
from norishiro.core.operation import announce
from norishiro.people import operations as people
from norishiro.rights import operations as rights
from norishiro.rights.models import StopOrder
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import ALL_CATEGORIES, ConsentGiver, ConsentMethod
from tests.journeys.stage import Player

pytestmark = pytest.mark.journey

HALF_WRITTEN = "玄関先で話せた。来週、通院のことを一緒に考える約束をした。"
REASON = "本人の同意にもとづいて見られる期間が、"


def acting(player: Player, today: date) -> Actor:
    actor = actor_for(staff_id=player.staff.id, agency_id=player.agency.id, today=today)
    assert actor is not None
    return actor


def household(by: Actor, *, to: UUID, today: date) -> tuple[Any, Any]:
    """One person in one case, who agreed that one other agency may know."""
    someone = people.add_person(by, name="見本　冬美", kana="みほん ふゆみ", today=today)
    case = cases.open_case(
        by, title="川べりの家の暮らし", household=None, people=[someone], operator_id=by.agency_id,
        lead_agency_id=by.agency_id, lead_staff_id=by.staff_id, lead_side="COUNCIL", reason="近い", today=today,
    )  # fmt: skip
    sharing.take_consent(
        by, person=someone, case_id=case.id, recipient_ids=[to], categories=ALL_CATEGORIES, asked_on=today, until_on=None,
        method=ConsentMethod.WRITTEN, witness="", giver=ConsentGiver.SELF, giver_name="", wording_version="1",
        purpose="介護の相談", today=today,
    )  # fmt: skip
    return someone, case


def test_a_consent_is_taken_back_while_the_others_are_writing(raise_curtain):
    stage = raise_curtain("toshima")
    today = timezone.localdate()
    csw = stage.enter("架空 ひろば", agency="KUMIN_HIROBA", kinds=(Kind.CSW,))
    elderly = stage.enter("架空 高齢", agency="KOREI_FUKUSHI", kinds=(Kind.COORDINATOR,))
    stranger = stage.enter("架空 よそ", agency="JIDO_SODAN", kinds=(Kind.COORDINATOR,))
    someone, case = household(acting(csw, today), to=elderly.agency.id, today=today)
    at_case, at_person = reverse("cases:show", args=[case.id]), reverse("people:show", args=[someone.id])
    writing = reverse("outreach:record_person_contact", args=[someone.id])

    elderly.can_open(at_case)
    elderly.sees("川べりの家の暮らし", "見本　冬美")
    elderly.can_open(writing)
    elderly.page.locator("textarea").first.fill(HALF_WRITTEN)

    csw.open(at_case)
    csw.taps = 0
    csw.follow("同意あり")
    csw.follow("撤回を受ける")
    csw.press("撤回を登録する")
    csw.sees("同意の撤回を登録しました")
    assert csw.taps == 3

    with elderly.page.expect_navigation() as sent:
        elderly.page.locator("main form button[type=submit]").last.click()
    assert sent.value is not None
    assert sent.value.status == 404
    elderly.sees("この記録は、もう見られません", REASON, "書いた文章は残っています")
    elderly.does_not_see("冬美", "川べり")

    elderly.follow("書きかけの文章を読む", within="body")
    elderly.sees(HALF_WRITTEN)
    elderly.cannot_open(at_case)
    elderly.sees(REASON)
    elderly.cannot_open(at_person)
    elderly.sees(REASON)

    stranger.cannot_open(at_case)
    stranger.does_not_see(REASON)
    stranger.sees("アドレスがちがうか、あなたが見られる画面ではありません。")
    for other in (csw, stranger):
        other.open(reverse("sharing:kept_words"))
        other.does_not_see(HALF_WRITTEN)
    csw.open(at_person)
    csw.does_not_see(HALF_WRITTEN)


def test_a_consent_is_taken_back_while_nobody_may_use_anything(raise_curtain):
    """利用停止 first, the withdrawal after: who took the consent hears it, and sees nothing else of the person."""
    stage = raise_curtain("toshima")
    today = timezone.localdate()
    csw = stage.enter("架空 ひろば", agency="KUMIN_HIROBA", kinds=(Kind.CSW,))
    elderly = stage.enter("架空 高齢", agency="KOREI_FUKUSHI", kinds=(Kind.COORDINATOR,))
    clerks = [
        stage.enter(name, agency="FUKUSHI_SOMU", kinds=(Kind.RECORDS,)) for name in ("架空 文書", "架空 課長")
    ]
    someone, case = household(acting(csw, today), to=elderly.agency.id, today=today)
    order = stopped(someone, *(acting(one, today) for one in clerks), today=today)
    elderly.can_open(reverse("cases:show", args=[case.id]))
    csw.cannot_open(reverse("people:show", args=[someone.id]))

    csw.open(reverse("sharing:consent_dates"))
    csw.follow("使うのを止めている人が、同意をやめたいと言ったとき")
    csw.sees("架空 ひろば")
    csw.does_not_see("冬美")
    csw.follow("撤回を受ける")
    csw.write("同意した本人の氏名", "みほん　ふゆこ")
    csw.press("撤回を登録する")
    csw.sees("同意をした人の名前と合いません", "まだ何も変わっていません")
    csw.does_not_see("冬美", "ふゆこ")
    csw.write("同意した本人の氏名", "みほん　ふゆみ")
    csw.press("撤回を登録する")
    csw.sees("同意の撤回を登録しました", "撤回を受けられる同意はありません")

    elderly.cannot_open(reverse("cases:show", args=[case.id]))
    elderly.sees(REASON)
    clerks[0].open(reverse("rights:request", args=[order.request_id]))
    clerks[0].does_not_see("まだ生きている同意")


def stopped(someone: Any, clerk: Actor, second: Actor, *, today: date) -> StopOrder:
    """The person asks that nothing be used any more, and two of the office decide it."""
    asked = rights.receive_request(
        clerk, kind="STOP", asker="SELF", asker_name="見本　冬美", asker_address="", subject_name="見本　冬美",
        subject_kana="みほん　ふゆみ", subject_birth=None, wanted="もう使わないでほしい", danger=False, received_on=today,
        days=30, fee=None, today=today,
    )  # fmt: skip
    rights.identify_requester(
        clerk, request=asked, how="マイナンバーカード", on=today, mending_days=0, today=today
    )
    rights.link_person(clerk, request=asked, person_id=someone.id)
    rights.propose_decision(clerk, request=asked, outcome="STOP", reason="求めのとおり")
    rights.decide_request(second, request=asked, now=timezone.now(), today=today)
    with transaction.atomic():
        announce(clerk)
        return StopOrder.objects.get(request=asked)
