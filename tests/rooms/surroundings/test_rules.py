"""What is refused, and with which reasons, without any database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from norishiro.surroundings import rules

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)

GOOD: dict[str, dict[str, Any]] = {
    "may_add_tie": {
        "status": "SUPPORTED", "member": True, "named": True, "known": True, "there": False, "ties": 29,
        "from_on": TODAY, "today": TODAY,
    },
    "may_draw_team": {"status": "SUPPORTED", "wanted": 3, "ties": 27, "known": True},
    "may_change_tie": {
        "status": "SUPPORTED", "ended": False, "same": False, "began_on": TODAY - DAY, "from_on": TODAY,
        "today": TODAY,
    },
    "may_end_tie": {
        "status": "SUPPORTED", "ended": False, "began_on": TODAY, "until_on": TODAY, "today": TODAY,
    },
    "may_keep_place": {
        "status": "SUPPORTED", "member": True, "withheld_by": "", "places": 39, "from_on": TODAY, "until_on": TODAY,
        "today": TODAY,
    },
    "may_start_nine": {"status": "SUPPORTED", "empty": False},
    "may_fill_cell": {"status": "SUPPORTED", "newest": True},
    "may_keep_event": {"status": "SUPPORTED", "member": True, "first": TODAY, "today": TODAY},
}  # fmt: skip


@pytest.mark.parametrize("rule", GOOD)
def test_what_is_right_is_allowed(rule: str) -> None:
    assert getattr(rules, rule)(**GOOD[rule]).allowed


@pytest.mark.parametrize(
    ("rule", "wrong", "codes"),
    [
        ("may_add_tie", {"status": "CLOSED"}, ["status"]),
        ("may_add_tie", {"member": False, "named": False}, ["person", "name"]),
        ("may_add_tie", {"known": False}, ["around"]),
        ("may_add_tie", {"there": True, "ties": 30}, ["around", "around"]),
        ("may_add_tie", {"from_on": TODAY + DAY}, ["from_on"]),
        ("may_draw_team", {"status": "CLOSED", "wanted": 0}, ["status", "around"]),
        ("may_draw_team", {"ties": 28, "known": False}, ["around", "around"]),
        ("may_change_tie", {"status": "CLOSED", "ended": True}, ["status", "from_on"]),
        ("may_change_tie", {"same": True}, ["strength"]),
        ("may_change_tie", {"from_on": TODAY - 2 * DAY}, ["from_on"]),
        ("may_change_tie", {"from_on": TODAY + DAY}, ["from_on"]),
        ("may_end_tie", {"ended": True, "status": "COORDINATED"}, ["status", "until_on"]),
        ("may_end_tie", {"until_on": TODAY - DAY}, ["until_on"]),
        ("may_end_tie", {"until_on": TODAY + DAY}, ["until_on"]),
        ("may_keep_place", {"member": False, "withheld_by": "人権担当課"}, ["person", "person"]),
        ("may_keep_place", {"places": 40, "status": "CLOSED"}, ["status", "name"]),
        ("may_keep_place", {"from_on": TODAY + DAY, "until_on": None}, ["from_on"]),
        ("may_keep_place", {"until_on": TODAY - DAY}, ["until_on"]),
        ("may_start_nine", {"empty": True, "status": "CLOSED"}, ["status", "version"]),
        ("may_fill_cell", {"newest": False}, ["text"]),
        ("may_keep_event", {"member": False, "first": None}, ["person", "happened"]),
        ("may_keep_event", {"first": TODAY + DAY}, ["happened"]),
    ],
)
def test_what_is_wrong_is_refused_with_all_its_reasons(
    rule: str, wrong: dict[str, Any], codes: list[str]
) -> None:
    verdict = getattr(rules, rule)(**GOOD[rule] | wrong)
    assert [reason.code for reason in verdict.reasons] == codes


def test_the_office_to_ask_is_named() -> None:
    verdict = rules.may_keep_place(**GOOD["may_keep_place"] | {"withheld_by": "人権担当課"})
    assert verdict.reasons[0].message == (
        "住所を伏せている人がいるので、生活圏の場は書けません（家の場所が分かってしまうため）。問い合わせ先は人権担当課です。"
    )
