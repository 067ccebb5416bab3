"""The rules of visits, alone: every reason by itself, and the yes beside it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from norishiro.core.verdict import Verdict
from norishiro.visits import rules

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def codes(verdict: Verdict) -> list[str]:
    return [one.code for one in verdict.reasons]


def plan(**said: Any) -> list[str]:
    usual: dict[str, Any] = {"day": TODAY, "today": TODAY, "from_at": None, "until_at": None, "goers": 1}
    return codes(rules.may_plan_visit(**(usual | said)))


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ({}, []),
        ({"day": TODAY - timedelta(days=1)}, ["day"]),
        ({"from_at": time(10), "until_at": time(11)}, []),
        ({"from_at": time(10), "until_at": time(10)}, ["until_at"]),
        ({"from_at": time(10), "until_at": time(9)}, ["until_at"]),
        ({"goers": 0}, ["goers"]),
        ({"goers": 2, "gone": 1}, ["goers"]),
        ({"goers": 2, "shut_out": 1}, ["goers"]),
        ({"pair": True}, ["goers"]),
        ({"pair": True, "goers": 2}, []),
        ({"pair": True, "company": True}, []),
        ({"pair": True, "alone": True}, []),
        ({"twice": True}, ["day"]),
        ({"fullest": 59, "most": 60}, []),
        ({"fullest": 60, "most": 60}, ["day"]),
        ({"basis_allowed": False}, ["basis"]),
        ({"day": TODAY - timedelta(days=1), "goers": 0, "basis_allowed": False}, ["day", "goers", "basis"]),
    ],
)
def test_a_visit_is_planned_ahead_by_people_who_may_go(said, reasons):
    assert plan(**said) == reasons


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ({}, []),
        ({"own": False}, ["agency"]),
        ({"promised": False}, ["next_on"]),
        ({"kept": True}, ["next_on"]),
        ({"planned": True}, ["next_on"]),
    ],
)
def test_a_promise_becomes_one_visit(said, reasons):
    usual = {"own": True, "promised": True, "kept": False, "planned": False}
    assert codes(rules.may_plan_promise(**(usual | said))) == reasons


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ({}, []),
        ({"mine": False}, ["agency"]),
        ({"cancelled": True}, ["visit"]),
        ({"written": True}, ["visit"]),
    ],
)
def test_what_is_over_is_not_changed(said, reasons):
    assert (
        codes(rules.still_planned(**({"mine": True, "cancelled": False, "written": False} | said))) == reasons
    )


def test_calling_off_needs_a_reason_and_nobody_inside():
    assert codes(rules.may_cancel_visit(inside=False, because="都合")) == []
    assert codes(rules.may_cancel_visit(inside=True, because=" ")) == ["because", "visit"]


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ({}, []),
        ({"goes": False}, ["goers"]),
        ({"day": TODAY + timedelta(days=1)}, ["day"]),
        ({"entered": True}, ["entered"]),
        ({"expected_at": NOW}, ["expected_at"]),
    ],
)
def test_going_in_is_said_once_on_the_day_with_an_end_to_come(said, reasons):
    usual = {
        "goes": True, "day": TODAY, "today": TODAY, "entered": False, "now": NOW, "expected_at": NOW + HOUR,
    }  # fmt: skip
    assert codes(rules.may_enter_visit(**(usual | said))) == reasons


@pytest.mark.parametrize(
    ("said", "reasons"),
    [({}, []), ({"goes": False}, ["goers"]), ({"entered": False}, ["entered"]), ({"left": True}, ["left"])],
)
def test_coming_out_is_said_once_by_who_went_in(said, reasons):
    assert codes(rules.may_leave_visit(**({"goes": True, "entered": True, "left": False} | said))) == reasons


def test_overdue_begins_with_the_last_minute_of_grace():
    grace = timedelta(minutes=15)

    def late(now: datetime, **said: Any) -> bool:
        return rules.is_overdue(**({"expected_at": NOW, "left": False, "now": now, "grace": grace} | said))

    assert [late(NOW), late(NOW + timedelta(minutes=14, seconds=59)), late(NOW + grace)] == [
        False,
        False,
        True,
    ]
    assert late(NOW + HOUR, left=True) is False
    assert late(NOW + HOUR, expected_at=None) is False


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ({}, []),
        ({"mine": False}, ["agency"]),
        ({"overdue": False}, ["visit"]),
        ({"words": " "}, ["words"]),
        ({"words": "", "reached": False}, []),
        ({"expected_at": NOW}, ["expected_at"]),
        ({"expected_at": NOW + HOUR}, []),
    ],
)
def test_a_colleague_answers_for_who_has_not_come_out(said, reasons):
    usual = {
        "mine": True, "overdue": True, "reached": True, "words": "電話に出た", "now": NOW, "expected_at": None,
    }  # fmt: skip
    assert codes(rules.may_answer_overdue(**(usual | said))) == reasons


def test_the_report_of_going_alone_is_read_once_by_a_leader():
    assert codes(rules.may_see_alone(leader=True, reported=True, seen=False)) == []
    assert codes(rules.may_see_alone(leader=False, reported=False, seen=True)) == ["agency", "visit", "visit"]


@pytest.mark.parametrize(
    ("today", "latest"),
    [
        (date(2026, 11, 20), date(2027, 5, 20)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2026, 6, 30), date(2026, 12, 30)),
    ],
)
def test_six_months_end_on_a_day_that_exists(today, latest):
    assert rules.latest_review(today=today, months=6) == latest


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ({}, []),
        ({"kinds": 0}, ["kinds"]),
        ({"heard_on": TODAY + timedelta(days=1)}, ["heard_on"]),
        ({"told_words": " "}, ["told_words"]),
        ({"review_on": TODAY}, ["review_on"]),
        ({"review_on": date(2027, 5, 20)}, []),
        ({"review_on": date(2027, 5, 21)}, ["review_on"]),
        ({"basis_allowed": False}, ["basis"]),
    ],
)
def test_a_note_names_what_and_when_it_is_looked_at_again(said, reasons):
    usual = {
        "kinds": 1, "heard_on": TODAY, "told_words": "口頭で", "review_on": TODAY + timedelta(days=90), "today": TODAY,
        "months": 6, "basis_allowed": True,
    }  # fmt: skip
    assert codes(rules.may_note_safety(**(usual | said))) == reasons


def test_a_note_is_reviewed_and_ended_by_who_wrote_it_while_it_stands():
    ahead = TODAY + timedelta(days=30)
    assert (
        codes(rules.may_review_safety(mine=True, ended=False, review_on=ahead, today=TODAY, months=6)) == []
    )
    assert codes(rules.may_review_safety(mine=False, ended=True, review_on=TODAY, today=TODAY, months=6)) == [
        "agency", "note", "review_on",
    ]  # fmt: skip
    assert codes(rules.may_end_safety(mine=True, ended=False, because="犬はもういない")) == []
    assert codes(rules.may_end_safety(mine=False, ended=True, because="")) == ["agency", "note", "because"]


def test_a_way_in_says_something():
    assert codes(rules.may_keep_way_in(written=True, basis_allowed=True)) == []
    assert codes(rules.may_keep_way_in(written=False, basis_allowed=False)) == ["entry", "basis"]
