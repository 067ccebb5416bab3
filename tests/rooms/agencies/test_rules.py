"""Appointments, cover, staffing marks and on-call hours, without a database."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from norishiro.agencies.rules import (
    Cover,
    Holding,
    Hours,
    Span,
    answers_at,
    covered,
    may_appoint,
    may_cover,
    may_end,
    may_end_staff,
    overloaded,
)

FROM, LATER = date(2026, 4, 1), date(2027, 4, 1)


def holding(role="csw", agency="council", place=None, *, span=None, owns=True, sees_all=False) -> Holding:
    return Holding(role, agency, place, span or Span(FROM), owns, sees_all)


def codes(new: Holding, *held: Holding, agency=None, role=None, active=True) -> list[str]:
    verdict = may_appoint(
        new=new,
        held=held,
        agency=agency or Span(date(2020, 4, 1)),
        role=role or Span(date(2020, 4, 1)),
        staff_active=active,
    )
    return [reason.code for reason in verdict.reasons]


def test_several_roles_at_once_are_usual():
    assert codes(holding("coordinator"), holding("csw"), holding("life_support", place="area1")) == []


def test_the_same_post_twice_is_a_slip_but_another_area_or_time_is_not():
    assert codes(holding(), holding()) == ["twice"]
    assert codes(holding(place="area1"), holding(place="area2")) == []
    assert codes(holding(span=Span(LATER)), holding(span=Span(FROM, LATER))) == []


def test_who_supports_all_bases_owns_no_case_in_the_same_agency():
    chief = holding("chief", owns=False, sees_all=True)
    assert codes(holding("csw"), chief) == ["supporter"]
    assert codes(chief, holding("csw")) == ["supporter"]
    assert codes(holding("csw", "other"), chief) == []


def test_all_reasons_are_told_at_once():
    past = Span(date(2020, 4, 1), date(2021, 4, 1))
    new = holding(span=Span(LATER, FROM))
    assert codes(new, agency=past, role=past, active=False) == ["until", "staff", "agency", "role"]


@pytest.mark.parametrize(
    ("until", "end", "expected"),
    [
        (None, LATER, []),
        (None, FROM, ["before_start"]),
        (LATER, LATER, ["ended"]),
        (LATER, date(2026, 10, 1), []),
    ],
)
def test_ending(until, end, expected):
    assert [reason.code for reason in may_end(span=Span(FROM, until), end_on=end).reasons] == expected


def test_cover_needs_two_people_who_serve():
    verdict = may_cover(same_person=True, span=Span(FROM, FROM), staff_serves=False, covering_serves=False)
    assert [reason.code for reason in verdict.reasons] == ["same", "until", "staff", "covering"]
    assert may_cover(
        same_person=False, span=Span(FROM, LATER), staff_serves=True, covering_serves=True
    ).allowed


def test_nobody_closes_their_own_account():
    assert [reason.code for reason in may_end_staff(own=True, active=False).reasons] == ["own", "inactive"]


@pytest.mark.parametrize(
    ("count", "expected", "state"),
    [
        (0, None, Cover.NONE), (0, 2, Cover.NONE), (1, 2, Cover.SHORT), (1, None, Cover.SINGLE), (1, 1, Cover.SINGLE),
        (2, 2, Cover.ENOUGH), (3, None, Cover.ENOUGH),
    ],
)  # fmt: skip
def test_how_a_place_is_covered(count, expected, state):
    assert covered(count=count, expected=expected) is state


NIGHT = Hours(weekday=0, week=None, opens=time(17, 15), closes=time(8, 30))


@pytest.mark.parametrize(
    ("at", "reached"),
    [
        (datetime(2026, 11, 16, 17, 14), False),
        (datetime(2026, 11, 16, 17, 15), True),
        (datetime(2026, 11, 17, 8, 29), True),
        (datetime(2026, 11, 17, 8, 30), False),
        (datetime(2026, 11, 18, 3, 0), False),
    ],
)
def test_a_night_duty_runs_past_midnight(at, reached):
    assert answers_at(always=False, hours=(NIGHT,), at=at) is reached
    assert answers_at(always=True, hours=(), at=at) is True


def test_a_duty_only_in_the_third_week():
    third = (Hours(weekday=0, week=3, opens=time(9), closes=time(12)),)
    assert [answers_at(always=False, hours=third, at=datetime(2026, 11, day, 10)) for day in (9, 16, 23)] == [
        False,
        True,
        False,
    ]


def test_overload_is_marked_only_above_a_set_level():
    assert overloaded(area_cases=21, multi_agency_cases=5, level=(20, 5)) == (True, False)
    assert overloaded(area_cases=99, multi_agency_cases=99, level=None) == (False, False)
