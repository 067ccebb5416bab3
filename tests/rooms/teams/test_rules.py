"""What must hold before somebody works along, and before a case changes hands."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from norishiro.core.verdict import Verdict
from norishiro.teams import rules
from norishiro.teams.choices import Part, Settling

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)


def codes(verdict: Verdict) -> list[str]:
    return [reason.code for reason in verdict.reasons]


JOIN = {
    "status": "COORDINATING", "sees": True, "serves": True, "shut_out": False, "already": False, "part": Part.MEMBER,
    "from_on": TODAY, "until_on": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({}, []),
        ({"status": "CLOSED"}, ["staff"]),
        ({"sees": False}, ["staff"]),
        ({"serves": False}, ["staff"]),
        ({"shut_out": True}, ["staff"]),
        ({"already": True}, ["staff"]),
        ({"part": Part.FORMER}, ["part"]),
        ({"part": Part.ADVISER}, ["until_on"]),
        ({"part": Part.ADVISER, "until_on": TODAY + DAY}, []),
        ({"until_on": TODAY}, ["until_on"]),
        ({"sees": False, "serves": False, "until_on": TODAY}, ["staff", "staff", "until_on"]),
    ],
)
def test_who_may_work_along(changed, refused):
    assert codes(rules.may_join(**(JOIN | changed))) == refused


SETTLE = {
    "over": False, "choice": Settling.END, "from_on": TODAY - DAY, "until_on": TODAY + DAY, "new_until": None,
    "words": "できるようになった", "today": TODAY,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({}, []),
        ({"choice": Settling.TRANSFER}, []),
        ({"over": True}, ["choice"]),
        ({"words": " "}, ["words"]),
        ({"from_on": TODAY}, ["choice"]),
        ({"choice": Settling.EXTEND}, ["until_on"]),
        ({"choice": Settling.EXTEND, "new_until": TODAY + DAY}, ["until_on"]),
        ({"choice": Settling.EXTEND, "new_until": TODAY + 2 * DAY}, []),
        ({"choice": Settling.EXTEND, "until_on": None, "new_until": TODAY}, ["until_on"]),
        ({"choice": Settling.EXTEND, "from_on": TODAY, "new_until": TODAY + 2 * DAY}, []),
    ],
)
def test_how_a_period_may_be_settled(changed, refused):
    assert codes(rules.may_settle(**(SETTLE | changed))) == refused


@pytest.mark.parametrize(
    ("until_on", "settled", "told"),
    [
        (None, False, False),
        (TODAY + 15 * DAY, False, False),
        (TODAY + 14 * DAY, False, True),
        (TODAY - DAY, False, True),
        (TODAY, True, False),
    ],
)
def test_when_the_end_is_near(until_on, settled, told):
    assert rules.nears_end(until_on=until_on, settled=settled, today=TODAY, within=14 * DAY) is told


@pytest.mark.parametrize(
    ("from_on", "until_on"),
    [
        (date(2026, 11, 20), date(2027, 2, 20)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2026, 9, 1), date(2026, 12, 1)),
    ],
)
def test_three_months_end_on_the_same_day_or_the_last_of_the_month(from_on, until_on):
    assert rules.usual_end(from_on=from_on, months=3) == until_on


def fact(**changed) -> rules.Fact:
    given = {
        "key": "k", "title": "見本家", "led_by_giver": True, "ended": False, "pending": False, "same_person": False,
        "receiver_fits": True, "receiver_shut_out": False, "summary": "玄関で話せる", "next_known": True, "next_on": None,
        "next_what": "",
    }  # fmt: skip
    return rules.Fact(**(given | changed))


HAND = {"permitted": True, "from_on": TODAY, "overlap_until": None, "today": TODAY}


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({}, []),
        ({"led_by_giver": False}, ["take_k"]),
        ({"ended": True, "summary": ""}, ["take_k"]),
        ({"pending": True}, ["take_k"]),
        ({"same_person": True}, ["to_k"]),
        ({"receiver_fits": False}, ["to_k"]),
        ({"receiver_shut_out": True}, ["to_k"]),
        ({"summary": " "}, ["summary_k"]),
        ({"next_known": False}, ["next_what_k"]),
        ({"next_known": False, "next_on": TODAY, "next_what": "電話"}, []),
        ({"next_what": "電話"}, ["next_what_k"]),
        ({"next_on": TODAY}, ["next_what_k"]),
        ({"next_on": TODAY - DAY, "next_what": "電話"}, ["next_on_k"]),
        ({"summary": "", "next_known": False}, ["summary_k", "next_what_k"]),
    ],
)
def test_what_each_case_needs_before_it_goes(changed, refused):
    assert codes(rules.may_hand_over(facts=[fact(**changed)], **HAND)) == refused


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"permitted": False}, ["from_on"]),
        ({"from_on": TODAY - DAY}, ["from_on"]),
        ({"from_on": TODAY + 121 * DAY}, ["from_on"]),
        ({"from_on": TODAY + 120 * DAY}, []),
        ({"overlap_until": TODAY}, ["overlap_until"]),
        ({"overlap_until": TODAY + DAY}, []),
        ({"overlap_until": TODAY + 187 * DAY}, ["overlap_until"]),
    ],
)
def test_by_whom_from_when_and_how_long_together(changed, refused):
    assert codes(rules.may_hand_over(facts=[fact()], **(HAND | changed))) == refused


def test_without_a_case_nothing_is_handed_over():
    assert codes(rules.may_hand_over(facts=[], **HAND)) == ["from_on"]


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        ((True, True, False), []),
        ((False, True, False), ["confirm"]),
        ((True, False, False), ["confirm"]),
        ((True, True, True), ["confirm"]),
    ],
)
def test_who_confirms_what(facts, refused):
    mine, moved, confirmed = facts
    assert codes(rules.may_confirm(mine=mine, moved=moved, confirmed=confirmed)) == refused


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        ((True, False, False), []),
        ((False, False, False), ["withdraw"]),
        ((True, True, False), ["withdraw"]),
        ((True, False, True), ["withdraw"]),
    ],
)
def test_who_takes_a_later_takeover_back(facts, refused):
    mine, moved, withdrawn = facts
    assert codes(rules.may_withdraw(mine=mine, moved=moved, withdrawn=withdrawn)) == refused
