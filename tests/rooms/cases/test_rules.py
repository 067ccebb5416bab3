"""What is refused, and with which reasons, without any database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from norishiro.cases import rules

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)

GOOD: dict[str, dict[str, Any]] = {
    "may_write_under": {"basis_open": True},
    "may_change_issue": {"status": "SUPPORTED", "same": False},
    "may_answer_unknown": {"answered": False, "answer": "年金はある"},
    "may_note_wish": {"status": "SUPPORTED", "member": True, "said_on": TODAY, "today": TODAY},
    "may_follow_up_help": {"status": "ANSWERED", "mine": True, "words": "会えるようになった"},
    "may_check_handover": {"status": "ACCEPTED", "checked": False, "mine": True},
}


@pytest.mark.parametrize("rule", GOOD)
def test_what_is_right_is_allowed(rule):
    assert getattr(rules, rule)(**GOOD[rule]).allowed


@pytest.mark.parametrize(
    ("rule", "wrong", "codes"),
    [
        ("may_write_under", {"basis_open": False}, ["basis"]),
        ("may_change_issue", {"status": "CLOSED"}, ["status"]),
        ("may_change_issue", {"same": True}, ["status"]),
        ("may_answer_unknown", {"answered": True, "answer": " "}, ["answer", "answer"]),
        (
            "may_note_wish",
            {"status": "CLOSED", "said_on": TODAY + DAY, "member": False},
            ["status", "said_on", "person"],
        ),
        ("may_follow_up_help", {"status": "ASKED"}, ["status"]),
        ("may_follow_up_help", {"mine": False, "words": " "}, ["status", "follow_up"]),
        ("may_check_handover", {"status": "OFFERED"}, ["status"]),
        ("may_check_handover", {"checked": True, "mine": False}, ["status", "status"]),
    ],
)
def test_what_is_wrong_is_refused_with_every_reason(rule, wrong, codes):
    verdict = getattr(rules, rule)(**{**GOOD[rule], **wrong})
    assert [reason.code for reason in verdict.reasons] == codes
