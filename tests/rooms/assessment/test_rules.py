"""The rules, without a database: each no with its reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from norishiro.assessment import rules

TODAY = date(2026, 11, 20)
LATER = TODAY + timedelta(days=1)
OPEN = "COORDINATING"


def codes(verdict) -> list[str]:
    return [one.code for one in verdict.reasons]


def fill(**changed):
    usual = {
        "status": OPEN, "newest": True, "known_item": True, "member": True, "basis_open": True, "changed": 1,
        "known_on": TODAY, "today": TODAY,
    }  # fmt: skip
    return rules.may_fill(**(usual | changed))


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"status": "CLOSED"}, "status"), ({"newest": False}, "sheet"), ({"known_item": False}, "item"),
        ({"member": False}, "person"), ({"basis_open": False}, "basis"), ({"changed": 0}, "changed"),
        ({"known_on": LATER}, "known_on"),
    ],
)  # fmt: skip
def test_each_reason_not_to_fill_is_told(changed, reason):
    assert codes(fill()) == []
    assert codes(fill(**changed)) == [reason]


def test_all_reasons_are_told_at_once():
    assert codes(fill(status="CLOSED", changed=0, member=False)) == ["status", "person", "changed"]


@pytest.mark.parametrize(
    ("source", "basis", "allowed"),
    [
        ("OWN", "OWN", True), ("OWN", "C0", True), ("OWN", "J6", True), ("C0", "C0", True), ("J6", "J6", True),
        ("J6", "C0", False), ("C0", "J6", False), ("J6", "OWN", False), ("C0", "OWN", False),
    ],
)  # fmt: skip
def test_what_was_learnt_on_one_ground_is_not_carried_to_another(source, basis, allowed):
    assert rules.may_carry_over(source=source, basis=basis).allowed is allowed


def test_a_sheet_is_begun_once_a_day_and_not_in_an_ended_case():
    assert codes(rules.may_start_sheet(status=OPEN, begun_today=False)) == []
    assert codes(rules.may_start_sheet(status=OPEN, begun_today=True)) == ["begun_on"]
    assert codes(rules.may_start_sheet(status="COORDINATED", begun_today=False)) == ["status"]


def test_a_body_is_invited_once_and_sees_the_case():
    usual = {"status": OPEN, "newest": True, "already": False, "sees_case": True}
    assert codes(rules.may_invite_party(**usual)) == []
    assert codes(rules.may_invite_party(**usual | {"already": True})) == ["agency"]
    assert codes(rules.may_invite_party(**usual | {"sees_case": False})) == ["agency"]
    assert codes(rules.may_invite_party(**usual | {"newest": False})) == ["sheet"]


def test_only_a_body_that_assesses_confirms_once_what_is_written():
    assert codes(rules.may_confirm(party=True, already=False, answers=1)) == []
    assert codes(rules.may_confirm(party=False, already=False, answers=1)) == ["agency"]
    assert codes(rules.may_confirm(party=True, already=True, answers=1)) == ["agency"]
    assert codes(rules.may_confirm(party=True, already=False, answers=0)) == ["answers"]


def test_a_level_needs_its_reason_its_decider_and_its_review():
    usual = {
        "status": OPEN, "known_level": True, "reason": "薬が止まっている", "decided_by": "係長", "decided_on": TODAY,
        "review_on": LATER, "today": TODAY,
    }  # fmt: skip
    assert codes(rules.may_decide_level(**usual)) == []
    assert codes(rules.may_decide_level(**usual | {"known_level": False})) == ["level"]
    assert codes(rules.may_decide_level(**usual | {"reason": " "})) == ["reason"]
    assert codes(rules.may_decide_level(**usual | {"decided_by": ""})) == ["decided_by"]
    assert codes(rules.may_decide_level(**usual | {"review_on": TODAY})) == ["review_on"]
    assert codes(
        rules.may_decide_level(**usual | {"decided_on": LATER, "review_on": LATER + timedelta(days=1)})
    ) == ["decided_on"]


def test_refusals_acceptance_and_risk_are_of_members_up_to_today():
    assert codes(rules.may_note_refusal(status=OPEN, member=True, noted_on=TODAY, today=TODAY)) == []
    assert codes(rules.may_note_refusal(status=OPEN, member=False, noted_on=LATER, today=TODAY)) == [
        "person",
        "noted_on",
    ]
    assert codes(rules.may_ease_refusal(eased=False, how="猫の話")) == []
    assert codes(rules.may_ease_refusal(eased=True, how="")) == ["eased", "how"]
    usual = {
        "status": OPEN,
        "member": True,
        "known_step": True,
        "seen_on": TODAY,
        "first_met_on": None,
        "today": TODAY,
    }
    assert codes(rules.may_note_acceptance(**usual)) == []
    assert codes(rules.may_note_acceptance(**usual | {"known_step": False})) == ["step"]
    assert codes(rules.may_note_acceptance(**usual | {"seen_on": LATER, "member": False})) == [
        "person",
        "seen_on",
    ]
    assert codes(rules.may_note_acceptance(**usual | {"first_met_on": LATER})) == ["first_met_on"]
    assert codes(rules.may_fill_risk(status=OPEN, member=True, filled_on=LATER, today=TODAY)) == ["filled_on"]
    assert codes(rules.may_fill_risk(status="CLOSED", member=False, filled_on=TODAY, today=TODAY)) == [
        "status",
        "person",
    ]


def test_an_own_form_is_of_a_member_and_not_of_tomorrow():
    usual = {"status": OPEN, "newest": True, "member": True, "written_on": TODAY, "today": TODAY}
    assert codes(rules.may_attach_form(**usual)) == []
    assert codes(rules.may_attach_form(**usual | {"newest": False, "member": False, "written_on": LATER})) == [
        "sheet", "person", "written_on",
    ]  # fmt: skip


def test_an_issue_of_a_district_is_taken_up_before_it_is_closed():
    up = {"state": "OPEN", "is_issue": True, "on": TODAY, "found_on": TODAY, "today": TODAY}
    assert codes(rules.may_take_up(**up)) == []
    assert codes(rules.may_take_up(**up | {"is_issue": False})) == ["kind"]
    assert codes(rules.may_take_up(**up | {"state": "CLOSED"})) == ["state"]
    assert codes(rules.may_take_up(**up | {"on": LATER})) == ["taken_up_on"]
    assert codes(rules.may_take_up(**up | {"found_on": LATER})) == ["taken_up_on"]
    close = {
        "state": "TAKEN_UP",
        "outcome": "配達が始まった",
        "on": TODAY,
        "taken_up_on": TODAY,
        "today": TODAY,
    }
    assert codes(rules.may_close_finding(**close)) == []
    assert codes(rules.may_close_finding(**close | {"state": "OPEN"})) == ["state"]
    assert codes(rules.may_close_finding(**close | {"state": "CLOSED", "outcome": ""})) == [
        "state",
        "outcome",
    ]
    assert codes(rules.may_close_finding(**close | {"taken_up_on": LATER})) == ["closed_on"]
    assert codes(rules.may_study_district(studied_on=LATER, today=TODAY)) == ["studied_on"]
