"""The rules of this room, without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from norishiro.consultations import rules
from norishiro.consultations.concern_fields import fields_of

TODAY = date(2026, 5, 1)
TOMORROW = TODAY + timedelta(days=1)


def codes(verdict) -> list[str]:
    return [reason.code for reason in verdict.reasons]


@pytest.mark.parametrize(
    ("field", "concern", "outside"),
    [
        ("ELDERLY", "CARE", False),
        ("ELDERLY", "JOB_SEEKING", True),
        ("GENERAL", "JOB_SEEKING", False),
        ("ELDERLY", "OTHER", False),
    ],
)
def test_a_concern_lies_outside_the_field_of_a_specialised_window_only(field, concern, outside):
    assert rules.is_outside(agency_field=field, concern_fields=fields_of(concern)) is outside


def test_the_due_day_skips_weekends_and_holidays():
    assert rules.due_after(sent_on=date(2026, 5, 1), answer_days=1) == date(2026, 5, 7)


def test_a_notice_needs_its_line_and_a_day_that_has_come():
    assert codes(rules.may_note(text="　", noticed_on=TOMORROW, today=TODAY)) == ["text", "noticed_on"]
    assert rules.may_note(text="ひとこと", noticed_on=TODAY, today=TODAY).allowed


def test_only_who_received_corrects_and_an_urgency_has_its_reason():
    verdict = rules.may_change(mine=False, received_on=TOMORROW, today=TODAY, urgent=True, urgency_reason=" ")
    assert codes(verdict) == ["mine", "received_on", "urgency_reason"]


def test_a_case_is_not_screened_again():
    verdict = rules.may_screen(mine=True, in_case=True, ends=False, waiting=3, reason="続ける")
    assert codes(verdict) == ["in_case"]


def sending(**given):
    facts = {
        "consented": True, "shows_name": True, "to_self": False, "receiver_live": True, "worry": "仕事",
        "on_the_spot": False, "receiver_named": False, "receiver_belongs": False,
    } | given  # fmt: skip
    return codes(rules.may_send(**facts))


@pytest.mark.parametrize(
    ("given", "reasons"),
    [
        ({}, []),
        ({"consented": False, "shows_name": False}, ["consent"]),
        ({"shows_name": False}, ["consent_name"]),
        ({"to_self": True}, ["receiver_agency"]),
        ({"receiver_live": False, "worry": "\n"}, ["receiver_agency", "worry"]),
        ({"on_the_spot": True}, ["receiver"]),
        ({"receiver_named": True}, ["receiver"]),
        ({"on_the_spot": True, "receiver_named": True, "receiver_belongs": True}, []),
    ],
)
def test_a_sheet_goes_out_only_complete(given, reasons):
    assert sending(**given) == reasons


def test_a_sheet_is_taken_once_by_its_receiver():
    assert codes(rules.may_take(mine=False, sent=False)) == ["mine", "status"]
    assert rules.may_take(mine=True, sent=True).allowed


def test_a_result_is_told_by_who_accepted_in_words():
    verdict = rules.may_report(mine=True, accepted=False, words=" ", first_contact_on=TOMORROW, today=TODAY)
    assert codes(verdict) == ["status", "result", "first_contact_on"]


@pytest.mark.parametrize(
    ("refuses", "proposal", "reasons"), [(True, " ", ["proposal"]), (True, "同行", []), (False, "", [])]
)
def test_a_no_carries_a_proposal(refuses, proposal, reasons):
    verdict = rules.may_answer_request(
        mine=True, waiting=True, refuses=refuses, reason="理由", proposal=proposal
    )
    assert codes(verdict) == reasons


def test_a_reapplication_follows_a_no_where_the_town_allows_it():
    assert codes(rules.may_reapply(mine=False, refused=False, allowed=False)) == ["mine", "status", "allowed"]
    assert rules.may_reapply(mine=True, refused=True, allowed=True).allowed


def test_every_rule_names_what_it_rests_on():
    named = [getattr(rules, name) for name in dir(rules) if name.startswith(("may_", "is_", "due_"))]
    assert [one.__name__ for one in named if "根拠: " not in one.__doc__] == []


def test_a_name_is_told_so_that_it_can_be_taken_out():
    refused = rules.names_nobody(names={"架空 太郎"}, field="note")
    assert [(one.code, "架空 太郎" in one.message) for one in refused.reasons] == [("note", True)]
    assert rules.names_nobody(names=(), field="note").allowed
