"""When a record written without network goes in by itself, and what its time of writing is taken to be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from norishiro.casework.rules.offline import may_go_straight, may_take_up, moment_written

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ISSUED = NOW - timedelta(hours=3)


def codes(**facts: object) -> list[str]:
    given = {"whole": True, "named": True, "issued_at": ISSUED, "now": NOW, **facts}
    return [reason.code for reason in may_go_straight(**given).reasons]  # type: ignore[arg-type]


def test_a_whole_record_of_somebody_goes_straight():
    assert codes() == []


def test_every_reason_is_told_at_once():
    late = ISSUED + timedelta(hours=24, seconds=1)
    assert codes(whole=False, named=False, now=late) == ["whole", "person", "late"]


def test_a_day_is_still_in_time():
    assert codes(now=ISSUED + timedelta(hours=24)) == []


def test_nothing_begun_is_written_over():
    assert (may_take_up(begun=False).allowed, may_take_up(begun=True).allowed) == (True, False)


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        (NOW - timedelta(hours=1), NOW - timedelta(hours=1)),
        (NOW + timedelta(days=1), NOW),
        (ISSUED - timedelta(days=400), ISSUED),
        (NOW - timedelta(hours=1) + timedelta(microseconds=7), NOW - timedelta(hours=1)),
    ],
    ids=["in between", "clock ahead", "clock behind", "to the second"],
)
def test_the_time_of_writing_lies_between_the_key_and_the_arrival(said: datetime, taken: datetime):
    assert moment_written(said=said, issued_at=ISSUED, now=NOW) == taken
