"""The rules by themselves: every reason at once, and what is proposed to whom."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from norishiro.rights import rules

DAY = date(2026, 11, 20)


def codes(verdict) -> list[str]:
    return [one.code for one in verdict.reasons]


@pytest.mark.parametrize(
    ("kind", "basis", "asker", "danger", "law", "locked"),
    [
        ("SAID", "OWN", "SELF", False, "", False),
        ("DONE", "J6", "SELF", False, "", False),
        ("VIEW", "J6", "SELF", False, "7", False),
        ("COURSE", "OWN", "SELF", False, "6", False),
        ("THIRD", "OWN", "SELF", False, "2", False),
        ("REPORTER", "OWN", "SELF", False, "2", True),
        ("PROTECTED", "OWN", "LEGAL", True, "2", True),
        ("SAID", "OWN", "LEGAL", True, "1", False),
        ("SAID", "OWN", "LEGAL", False, "", False),
        ("SAID", "OWN", "SELF", True, "", False),
        ("UNSORTED", "OWN", "SELF", False, "7", False),
    ],
)
def test_what_is_proposed(kind, basis, asker, danger, law, locked):
    found = rules.proposal(kind=kind, basis=basis, asker=asker, danger=danger)
    assert (found.withheld, found.locked) == (law, locked)


def test_a_name_in_the_text_withholds_and_a_protected_word_locks():
    common = {"kind": "SAID", "basis": "OWN", "asker": "SELF", "danger": False}
    assert rules.proposal(**common, names_other=True).withheld == "2"
    assert rules.proposal(**common, names_protected=True).locked is True


@pytest.mark.parametrize(
    ("found", "basis", "asker", "danger", "hidden"),
    [
        ("OWN", "OWN", "SELF", False, False), ("OWN", "J6", "SELF", True, False), ("OWN", "J6", "LEGAL", False, False),
        ("OWN", "J6", "LEGAL", True, True), ("OTHER", "OWN", "SELF", False, True), ("MENTION", "OWN", "SELF", False, True),
    ],
)  # fmt: skip
def test_where_even_existence_is_unsaid(found, basis, asker, danger, hidden):
    assert rules.hides_existence(found=found, basis=basis, asker=asker, danger=danger) is hidden


def test_mending_does_not_count_and_the_extension_does():
    assert rules.due_on(received_on=DAY, days=30) == DAY + timedelta(days=30)
    assert rules.due_on(received_on=DAY, days=15, mending_days=5, extended_days=30) == DAY + timedelta(
        days=50
    )


def test_an_ordinance_shortens_and_never_lengthens():
    common = {"received_on": DAY, "today": DAY, "longest": 30, "asker": "SELF", "kind": "DISCLOSE"}
    assert codes(rules.may_receive(**common, days=15)) == []
    assert codes(rules.may_receive(**common, days=31)) == ["days"]
    assert codes(rules.may_receive(**{**common, "received_on": DAY + timedelta(days=1), "asker": "BEREAVED", "kind": "STOP"}, days=0)) == [
        "received_on", "days", "asker",
    ]  # fmt: skip


def test_the_extension_is_one_with_a_reason_and_told_in_time():
    late = rules.may_extend(
        closed=False, extended=True, more=31, longest=30, reason="", on=DAY + timedelta(days=1), due=DAY
    )
    assert codes(late) == ["extended_days", "extended_days", "extension_reason", "extended_on"]


def test_two_weeks_lie_between_decision_and_disclosure_against_a_will():
    common = {"decided": True, "delivered": False, "how": "手渡し", "decided_on": DAY, "discloses": True}
    soon, late = DAY + timedelta(days=13), DAY + timedelta(days=14)
    assert codes(rules.may_deliver(**common, on=soon, opposed=True)) == ["delivered_on"]
    assert codes(rules.may_deliver(**common, on=late, opposed=True)) == []
    assert codes(rules.may_deliver(**common, on=soon, opposed=False)) == []


def test_the_law_lets_in_for_hours_by_another_hand():
    assert codes(rules.may_let_see(lifted=True, law="", reason="", hours=73, oneself=True)) == [
        "stop", "law", "reason", "hours", "staff",
    ]  # fmt: skip
