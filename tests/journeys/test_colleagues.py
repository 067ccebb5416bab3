"""Forty cases go to the next colleague on one screen, and nobody else learns of them."""

from __future__ import annotations

import pytest
from django.utils import timezone

from norishiro.agencies.actor import actor_for
from norishiro.agencies.choices import RoleKind as Kind
from norishiro.cases import operations as cases
from norishiro.outreach.operations import Told, record_contact
from norishiro.people import operations as people
from tests.journeys.burden import Budget, task
from tests.journeys.stage import Player

pytestmark = pytest.mark.journey

CASES = 40


def forty_households(by: Player) -> None:
    today = timezone.localdate()
    actor = actor_for(staff_id=by.staff.id, agency_id=by.agency.id, today=today)
    assert actor is not None
    for number in range(CASES):
        someone = people.add_person(actor, name=f"見本　{number}", kana="みほん", today=today)
        case = cases.open_case(
            actor, title=f"川べりの家{number:02}", household=None, people=[someone], operator_id=actor.agency_id,
            lead_agency_id=actor.agency_id, lead_staff_id=actor.staff_id, lead_side="COUNCIL", reason="近い", today=today,
        )  # fmt: skip
        record_contact(
            actor, person=someone, case_id=case.id,
            told=Told(happened_on=today, method="VISIT", met="MET", body="玄関先で話せた。", next_on=today, next_what="また訪ねる"),
            today=today,
        )  # fmt: skip


def test_forty_cases_are_taken_over_on_one_screen(raise_curtain):
    stage = raise_curtain("toshima")
    giver = stage.enter("架空 前任", agency="KOREI_FUKUSHI", kinds=(Kind.COORDINATOR,))
    taker = stage.enter("架空 後任", agency="KOREI_FUKUSHI", kinds=(Kind.COORDINATOR,))
    stranger = stage.enter("架空 よそ", agency="JIDO_SODAN", kinds=(Kind.COORDINATOR,))
    forty_households(giver)

    giver.open("/cases/")
    with task(giver, "40件のケースを同僚に引き継ぐ", budget=Budget(taps=6, seconds=60)):
        giver.follow("引き継いだケース")
        giver.follow("わたしのケースを引き継ぐ")
        giver.choose("引き継ぐ相手", "架空 後任")
        giver.press("引き継ぐ")
        giver.sees("引き継ぎました。", "確かめ待ち")
    stranger.cannot_open(giver.path)

    taker.open("/")
    with task(taker, "引き継がれた40件の申し送りを読んで確かめる", budget=Budget(taps=3, seconds=60)):
        taker.sees("また訪ねる")
        taker.follow("引き継いだケース（40件）")
        taker.sees("玄関先で話せた。")
        taker.press("40件すべて確かめた")
        taker.sees("40件を確かめました。")

    giver.open("/")
    giver.does_not_see("また訪ねる")
