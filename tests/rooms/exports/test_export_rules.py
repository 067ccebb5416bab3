"""The rules of taking a list out, without a database."""

from __future__ import annotations

from datetime import date

import pytest

from norishiro.exports import rules

LIMITS = rules.Limits(alone=20, hour=200, agency_day=1000, rows=5000)


def codes(verdict) -> list[str]:
    return [reason.code for reason in verdict.reasons]


@pytest.mark.parametrize(
    ("people", "before", "needs"),
    [(20, 0, False), (21, 0, True), (20, 180, False), (20, 181, True), (1, 200, True), (0, 0, False)],
)
def test_many_at_once_or_within_the_hour_need_a_second_person(people, before, needs):
    assert rules.needs_second_person(people=people, taken_last_hour=before, limits=LIMITS) is needs


def asked(**changed) -> list[str]:
    usual = {
        "reason": "係の打合せで見直すため。庁内だけ。", "columns": 1, "rows": 1, "people": 1, "from_on": None,
        "until_on": None, "bulk": False, "approvers": 1, "limits": LIMITS,
    }  # fmt: skip
    return codes(rules.may_ask(**{**usual, **changed}))


def test_asking_names_purpose_and_columns_and_stays_small():
    assert asked() == []
    assert asked(reason="会議で") == ["reason"]
    assert asked(reason="　" * 30, columns=0, rows=0) == ["reason", "columns", "empty"]
    assert asked(from_on=date(2026, 5, 1), until_on=date(2026, 4, 1)) == ["until_on"]
    assert [asked(rows=number) for number in (5000, 5001)] == [[], ["rows"]]
    assert [asked(people=number) for number in (1000, 1001)] == [[], ["many"]]
    assert [asked(bulk=bulk, approvers=0) for bulk in (False, True)] == [[], ["nobody"]]


def taken(**changed) -> list[str]:
    usual = {
        "own": True, "state_ready": True, "over": False, "proved_lately": True, "people": 5, "asked_people": 5,
        "approved": False, "taken_last_hour": 0, "agency_today": 0, "limits": LIMITS,
    }  # fmt: skip
    return codes(rules.may_take(**{**usual, **changed}))


def test_the_file_is_handed_over_once_fresh_and_no_larger_than_agreed():
    assert taken() == []
    assert taken(own=False, state_ready=False, over=True, proved_lately=False) == [
        "whose",
        "state",
        "over",
        "proof",
    ]
    assert [taken(people=number) for number in (4, 5, 6)] == [[], [], ["grown"]]
    assert [taken(taken_last_hour=number) for number in (195, 196)] == [[], ["hour"]]
    assert taken(taken_last_hour=196, approved=True) == []
    assert [taken(agency_today=number) for number in (995, 996)] == [[], ["day"]]


def test_the_second_person_is_another_and_a_no_has_words():
    assert codes(rules.may_decide(own=True, oversees=False, waiting=True, approve=True, words="")) == [
        "whose"
    ]
    assert codes(rules.may_decide(own=False, oversees=False, waiting=False, approve=False, words=" ")) == [
        "role",
        "waiting",
        "words",
    ]
    assert codes(rules.may_decide(own=False, oversees=True, waiting=True, approve=True, words="")) == []
    assert codes(rules.may_withdraw(own=False, open_still=False)) == ["whose", "over"]
