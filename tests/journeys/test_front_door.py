"""受けとめて、つないで、返事が来るまで: a request that is not needed comes back with a proposal and is made again; and a
worry of two fields nobody hands on is found by others on the board before it is too late."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor, actor_for
from norishiro.agencies.choices import RoleKind as Kind
from norishiro.agencies.models import Agency
from norishiro.consultations import operations
from norishiro.profiles.current import current_profile
from tests.journeys.burden import Budget, task
from tests.journeys.stage import Player

pytestmark = pytest.mark.journey

WORRY = "母の介護と、家賃の滞納が重なって眠れない。"
PROPOSAL = "まず地域包括の担当者と一度いっしょに訪ね、その結果を見てから再申込してください。"
SINCE_TRIED = "提案のとおり包括と二度訪ねた。母は会えたが、息子には会えない。"


def acting(player: Player, today: date) -> Actor:
    actor = actor_for(staff_id=player.staff.id, agency_id=player.agency.id, today=today)
    assert actor is not None
    return actor


def codes() -> tuple[str, str, str]:
    """A window, the operator that answers, and an agency with nothing to do with it, from the profile itself."""
    flow = current_profile(timezone.localdate()).flow
    operator = (flow.request.answered_by or flow.operators)[0]
    others = Agency.objects.exclude(code__in=flow.operators).order_by("code").values_list("code", flat=True)
    return others[0], operator, others[1]


def test_an_application_is_not_needed_comes_back_with_a_proposal_and_is_made_again(raise_curtain):
    stage = raise_curtain("nishitokyo")
    window_code, operator_code, stranger_code = codes()
    window = stage.enter("架空 窓口", agency=window_code, kinds=(Kind.WINDOW,))
    operator = stage.enter("架空 多機関", agency=operator_code, kinds=(Kind.COORDINATOR,))
    stranger = stage.enter("架空 よそ", agency=stranger_code, kinds=(Kind.COORDINATOR,))

    window.open("/")
    with task(window, "相談を受け付ける（窓口）", budget=Budget(taps=8, seconds=90)):
        window.follow("相談を受け付ける")
        window.tick("窓口に来た")
        window.page.locator("main").get_by_label("本人", exact=True).first.check()
        window.taps += 1
        window.write("相談の内容", WORRY)
        window.press("受け付ける")
        window.sees("相談を受け付けました")

    window.follow("多機関協働へ申し込む")
    window.write("世帯の状況と課題", "高齢の母と息子の二人暮らし。")
    window.write("これまでに取り組んだこと", "窓口で二度話を聞いた。")
    window.write("行き詰まっているところ", "息子に会えない。")
    window.tick("本人とまだ会えていない")
    window.press("申し込む")
    window.sees("要否の回答待ち")
    first = window.path
    stranger.cannot_open(first)

    operator.open("/")
    operator.follow("多機関協働の要否の回答")
    operator.follow("調整のみ・不要と回答する")
    operator.tick("不要")
    operator.write("回答の理由", "包括と一緒に動けば進む見込みがある。")
    operator.press("回答する")
    operator.sees("代わりにできることの提案を書いてください")
    operator.write("提案（提案シート）", PROPOSAL)
    operator.press("回答する")
    operator.sees("不要（提案を返した）")

    window.open(first)
    window.sees("不要（提案を返した）", PROPOSAL)
    window.follow("もう一度申し込む")
    window.write("これまでに取り組んだこと", SINCE_TRIED)
    window.tick("本人とまだ会えていない")
    window.press("申し込む")
    window.sees("要否の回答待ち", "前の申込", PROPOSAL)
    assert window.path != first

    operator.open("/")
    operator.follow("多機関協働の要否の回答")
    operator.sees(SINCE_TRIED, PROPOSAL, "窓口で二度話を聞いた。")
    stranger.cannot_open(window.path)


def test_a_worry_nobody_hands_on_appears_on_the_board_after_its_days(raise_curtain):
    stage = raise_curtain("nishitokyo")
    window_code, operator_code, _other = codes()
    today = timezone.localdate()
    window = stage.enter("架空 窓口", agency=window_code, kinds=(Kind.WINDOW,))
    operator = stage.enter("架空 多機関", agency=operator_code, kinds=(Kind.COORDINATOR,))
    measure = current_profile(today).held
    form = current_profile(today).intake_form.concerns
    two = {one.code: "SOME" for one in form if one.national in ("CARE", "RENT")}
    for days in (measure.hand_on_days - 1, measure.hand_on_days):
        on = today - timedelta(days=days)
        operations.receive_consultation(
            acting(window, today), newcomer={"alias": f"{days}日前の人"}, received_on=on, channel="WINDOW", visitor="SELF",
            summary=WORRY, concerns=two, today=on,
        )  # fmt: skip

    window.open(reverse("consultations:list"))
    window.follow("抱え込みの一覧")
    window.sees("動きの止まっているもの：1件", f"{measure.hand_on_days}日前の人")
    window.does_not_see(f"{measure.hand_on_days - 1}日前の人")

    operator.open(reverse("casework:held"))
    operator.sees("うち1件は、あなたには中身が見えません", window.agency.name)
    operator.does_not_see("日前の人")

    window.page.locator("main").get_by_role("link", name=re.compile("^相R")).first.click()
    window.follow("どうするか決める")
    window.tick("情報提供・助言で終える")
    window.write("理由", "窓口で必要な手続きを一緒に済ませた。")
    window.press("決める")
    operator.open(reverse("casework:held"))
    operator.sees("動きの止まっているものはありません")
