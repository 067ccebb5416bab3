"""What must hold of a version, who is asked what, and what changed. Without a database."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from norishiro.carers import asking, care, rules
from norishiro.carers.changes import Change, changes

TODAY = date(2026, 11, 20)


def codes(**given: Any) -> list[str]:
    usual = {
        "cared_for": 1, "known": True, "itself": False, "tasks": 1, "ongoing": True, "hours": None, "since": None,
        "today": TODAY,
    }  # fmt: skip
    return [one.code for one in rules.may_write_caring(**{**usual, **given}).reasons]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"cared_for": 0}, ["cared_for"]),
        ({"known": False}, ["cared_for"]),
        ({"itself": True}, ["cared_for"]),
        ({"tasks": 0}, ["tasks"]),
        ({"tasks": 0, "ongoing": False}, []),
        ({"hours": 168}, []),
        ({"hours": 169}, ["hours"]),
        ({"since": TODAY}, []),
        ({"since": date(2026, 11, 21)}, ["since"]),
        (
            {"cared_for": 0, "tasks": 0, "hours": 200, "since": date(2027, 1, 1)},
            ["cared_for", "tasks", "hours", "since"],
        ),
    ],
)
def test_what_must_hold_of_a_version(given: dict[str, Any], expected: list[str]) -> None:
    assert codes(**given) == expected


def test_one_thread_for_each_agency_and_ground_and_a_change_must_be_one() -> None:
    assert [one.code for one in rules.may_begin_caring(already=True).reasons] == ["basis"]
    assert rules.may_begin_caring(already=False).allowed
    assert [one.code for one in rules.may_change_caring(mine=False, same=True).reasons] == ["mine", "source"]
    assert rules.may_change_caring(mine=True, same=False).allowed


@pytest.mark.parametrize(
    ("earliest", "latest", "asked", "minor"),
    [
        (date(2010, 5, 5), date(2010, 5, 5), ["SCHOOL", "WORK", "LIFE"], True),
        (date(2020, 11, 20), date(2020, 11, 20), ["SCHOOL", "LIFE"], True),
        (date(2020, 11, 21), date(2020, 11, 21), ["LIFE"], True),
        (date(2008, 11, 20), date(2008, 11, 20), ["SCHOOL", "WORK", "LIFE"], False),
        (date(2003, 11, 20), date(2003, 11, 20), ["WORK", "LIFE"], False),
        (date(1960, 1, 1), date(1969, 12, 31), ["WORK", "LIFE"], False),
        (date(2000, 1, 1), date(2009, 12, 31), ["SCHOOL", "WORK", "LIFE"], None),
        (None, None, ["SCHOOL", "WORK", "LIFE"], None),
    ],
)
def test_school_is_asked_by_age_and_everything_where_the_age_is_unknown(
    earliest: date | None, latest: date | None, asked: list[str], minor: bool | None
) -> None:
    span = asking.age_span(earliest=earliest, latest=latest, today=TODAY)
    assert [
        one.code for one in care.AREAS if asking.is_asked(span=span, from_age=one.from_age, below=one.below)
    ] == asked
    assert asking.is_minor(span=span) is minor


def test_not_asked_and_nothing_heard_fall_away_beside_an_answer() -> None:
    assert asking.without_unknown(["UNKNOWN"]) == ["UNKNOWN"]
    assert asking.without_unknown(["UNKNOWN", "HOUSEWORK", "HOUSEWORK"]) == ["HOUSEWORK"]
    assert asking.without_none(["SCHOOL_NONE", "SCHOOL_LATE", "WORK_NONE"]) == ["SCHOOL_LATE", "WORK_NONE"]


def test_what_changed_is_told_label_by_label() -> None:
    before = (("だれのケアか", "母"), ("いつから", "令和5年"), ("くわしく", ""))
    after = (
        ("だれのケアか", "母、祖母"),
        ("いつから", ""),
        ("くわしく", ""),
        ("学校のこと", "遅刻・早退がある"),
    )
    assert changes(before=before, after=after) == (
        Change("だれのケアか", "母", "母、祖母"),
        Change("いつから", "令和5年", "書かれていない"),
        Change("学校のこと", "書かれていない", "遅刻・早退がある"),
    )


def test_the_table_says_that_it_is_a_proposal() -> None:
    assert (care.VERSION, care.MARK, care.SOURCE[:8]) == ("2026-04-01", "P", "このソフトの提案")
    codes_of = [one.code for one in care.TASKS] + [one.code for area in care.AREAS for one in area.effects]
    assert len(codes_of) == len(set(codes_of))
