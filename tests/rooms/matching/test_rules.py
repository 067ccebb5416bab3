"""What may be written of somebody who takes part, and when it is asked how it goes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from norishiro.core.verdict import Verdict
from norishiro.matching import rules, tracks

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)


def codes(verdict: Verdict) -> list[str]:
    return [one.code for one in verdict.reasons]


def begin(**given: Any) -> list[str]:
    usual: dict[str, Any] = {
        "member": True,
        "on": TODAY,
        "today": TODAY,
        "standing": "OPEN",
        "already": False,
    }
    return codes(rules.may_begin(**{**usual, **given}))


def test_beginning() -> None:
    assert begin() == []
    assert begin(member=False) == ["person"]
    assert begin(on=TODAY + DAY) == ["on"]
    assert [begin(standing=one) for one in ("PAUSED", "CLOSED", "NOT_YET")] == [["place"]] * 3
    assert begin(already=True) == ["place"]
    assert begin(role_fits=False) == ["role"]
    assert begin(stage_known=False) == ["stage"]
    assert begin(asks_eligibility=True) == ["eligibility"]
    assert begin(asks_eligibility=True, eligible=True) == []
    assert begin(member=False, on=TODAY + DAY, standing="CLOSED") == ["person", "on", "place"]


def test_writing_is_for_the_agency_that_keeps_it_while_it_goes_on() -> None:
    assert codes(rules.may_write(mine=True, ended=False)) == []
    assert codes(rules.may_write(mine=False, ended=True)) == ["mine", "ended"]


def move(**given: Any) -> list[str]:
    usual: dict[str, Any] = {"known": True, "same": False, "on": TODAY, "since": TODAY - DAY, "today": TODAY}
    return codes(rules.may_move(**{**usual, "standing": "OPEN", **given}))


def test_moving_to_a_stage() -> None:
    assert move() == []
    assert move(since=TODAY) == []
    assert move(known=False) == ["stage"]
    assert move(same=True) == ["stage"]
    assert move(on=TODAY + DAY) == ["on"]
    assert move(since=TODAY + DAY) == ["on"]
    assert move(standing="CLOSED") == ["stage"]
    assert move(standing="PAUSED") == ["stage"]
    assert move(standing="NOT_YET") == []


def check(**given: Any) -> list[str]:
    usual: dict[str, Any] = {
        "joined": True, "open_months": [3, 6], "months": 3, "on": TODAY, "joined_on": TODAY, "today": TODAY,
    }  # fmt: skip
    return codes(rules.may_check(**{**usual, **given}))


def test_asking_how_it_goes() -> None:
    assert check() == []
    assert check(joined=False, joined_on=None) == ["months"]
    assert check(months=1) == ["months"]
    assert check(on=TODAY + DAY) == ["on"]
    assert check(joined_on=TODAY + DAY) == ["on"]


def test_hosts_and_days() -> None:
    host = {"on": TODAY, "next_on": None, "begun_on": TODAY, "today": TODAY}
    assert codes(rules.may_note_host(**host)) == []
    assert codes(rules.may_note_host(**{**host, "next_on": TODAY})) == ["next_on"]
    assert codes(rules.may_note_host(**{**host, "next_on": TODAY + DAY})) == []
    assert codes(rules.may_note_host(**{**host, "on": TODAY - DAY})) == ["on"]
    assert codes(rules.may_note_host(**{**host, "on": TODAY + DAY})) == ["on"]
    day = {"on": TODAY, "begun_on": TODAY, "today": TODAY, "noted": False}
    assert codes(rules.may_note_attendance(**day)) == []
    assert codes(rules.may_note_attendance(**{**day, "noted": True})) == ["on"]
    assert codes(rules.may_note_attendance(**{**day, "on": TODAY - DAY})) == ["on"]
    assert codes(rules.may_note_attendance(**{**day, "on": TODAY + DAY})) == ["on"]


def end(**given: Any) -> list[str]:
    usual: dict[str, Any] = {
        "on": TODAY, "since": TODAY, "today": TODAY, "reason_known": True, "asks_words": False, "words": "",
    }  # fmt: skip
    return codes(rules.may_end(**{**usual, **given}))


def test_ending_asks_for_a_reason() -> None:
    assert end() == []
    assert end(reason_known=False) == ["reason"]
    assert end(asks_words=True, words=" ") == ["words"]
    assert end(asks_words=True, words="引っ越した") == []
    assert end(on=TODAY + DAY) == ["on"]
    assert end(on=TODAY - DAY) == ["on"]


@pytest.mark.parametrize(
    ("done", "left", "next_on"),
    [
        ([], [1, 3, 6], date(2026, 2, 28)),
        ([1], [3, 6], date(2026, 4, 30)),
        ([3], [6], date(2026, 7, 31)),
        ([1, 3, 6], [], None),
    ],
)
def test_the_next_look_is_counted_from_the_day_of_joining(
    done: list[int], left: list[int], next_on: date | None
) -> None:
    assert rules.open_months(months=[1, 3, 6], done=done) == left
    assert rules.next_check(joined_on=date(2026, 1, 31), months=[1, 3, 6], done=done) == next_on
    assert rules.next_check(joined_on=None, months=[1, 3, 6], done=done) is None


def test_the_lists_can_be_read_and_what_they_no_longer_know_keeps_its_code() -> None:
    assert tracks.lists().settle_months == (1, 3, 6)
    assert [one.code for one in tracks.track("PLACE").stages if one.settles] == ["JOINED", "ROLE"]
    assert len(tracks.track("WORK_PREP").stages) == 3
    assert [one.code for one in tracks.lists().ends if one.asks_words] == ["OTHER"]
    assert (
        tracks.track("GONE").name,
        tracks.stage_name(track_code="GONE", stage="X"),
        tracks.end_name("Y"),
    ) == (
        "GONE",
        "X",
        "Y",
    )
    assert tracks.stage_name(track_code="PLACE", stage="CANDIDATE") == "候補"
