"""地域づくり, the rules: each reason by itself, and the day before and after."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from norishiro.community import kinds, rules
from norishiro.outreach.choices import GatheringKind

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)


def codes(verdict) -> list[str]:
    return [one.code for one in verdict.reasons]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []), ({"taken": True}, ["name"]), ({"stage_on": TODAY + DAY}, ["stage_on"]), ({"mine": False}, ["agency"]),
        ({"supporter_fits": False}, ["supporter"]),
        ({"taken": True, "mine": False, "supporter_fits": False}, ["name", "agency", "supporter"]),
    ],
)  # fmt: skip
def test_a_group_stands_once_in_its_area_and_is_put_right_by_who_supports_it(change, found):
    assert (
        codes(rules.may_keep_group(**{"taken": False, "stage_on": TODAY, "today": TODAY} | change)) == found
    )


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []), ({"happened_on": TODAY + DAY}, ["happened_on"]), ({"mine": False}, ["stage"]),
        ({"mine": False, "stage": ""}, []), ({"mine": False, "stage": "IDEA"}, []),
        ({"happened_on": TODAY - 31 * DAY}, ["happened_on"]), ({"happened_on": TODAY - 31 * DAY, "stage": ""}, []),
        ({"request_open": False}, ["request"]),
    ],
)  # fmt: skip
def test_a_step_moves_the_stage_only_forward_in_time_and_by_who_supports_the_group(change, found):
    given = {
        "happened_on": TODAY, "today": TODAY, "stage": "TRIAL", "current": "IDEA", "since": TODAY - 30 * DAY, "mine": True,
    }  # fmt: skip
    assert codes(rules.may_note_support(**given | change)) == found


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []), ({"closed": True}, ["result"]), ({"closed_on": TODAY + DAY}, ["closed_on"]),
        ({"closed_on": TODAY - 11 * DAY}, ["closed_on"]), ({"closed_on": TODAY - 10 * DAY}, []),
    ],
)  # fmt: skip
def test_a_request_is_closed_once_and_after_it_was_asked(change, found):
    given = {"closed": False, "closed_on": TODAY, "asked_on": TODAY - 10 * DAY, "today": TODAY}
    assert codes(rules.may_answer_group_help(**given | change)) == found
    assert codes(rules.may_ask_group_help(asked_on=TODAY + DAY, today=TODAY)) == ["asked_on"]


def test_ages_may_be_unknown_but_never_more_than_came():
    def asked(people: int, *ages: int, starts=None, ends=None) -> list[str]:
        heads = rules.Heads(people, ages)
        return codes(rules.may_record_activity(heads=heads, starts_at=starts, ends_at=ends))

    assert [asked(5), asked(5, 2, 3), asked(5, 2, 4)] == [[], [], ["people"]]
    assert rules.Heads(5, (1, 2)).unknown == 2
    assert asked(1, starts=time(14), ends=time(14)) == ["ends_at"]
    assert asked(1, starts=time(14), ends=None) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []), ({"raised_on": TODAY + DAY}, ["raised_on"]), ({"due_on": TODAY - DAY}, ["due_on"]),
        ({"due_on": TODAY}, []), ({"origins": 2}, ["course"]),
    ],
)  # fmt: skip
def test_a_proposal_is_raised_on_a_day_and_due_after_it(change, found):
    given = {"raised_on": TODAY, "due_on": None, "today": TODAY, "origins": 1}
    assert codes(rules.may_raise_proposal(**given | change)) == found


def test_a_proposal_is_closed_only_with_what_became_of_it():
    def moved(**change) -> list[str]:
        given = {"status": "STARTED", "result": "", "due_on": None, "raised_on": TODAY, "mine": True}
        return codes(rules.may_change_proposal(**given | change))

    assert [moved(), moved(status="DONE"), moved(status="DONE", result="はじまった"), moved(status="DROPPED")] == [
        [], ["result"], [], ["result"]
    ]  # fmt: skip
    assert [moved(mine=False), moved(due_on=TODAY - DAY)] == [["status"], ["due_on"]]


def test_what_follows_a_proposal_comes_after_it_and_is_late_after_its_day():
    assert codes(rules.may_note_action(done_on=TODAY - DAY, raised_on=TODAY, today=TODAY)) == ["done_on"]
    assert codes(rules.may_note_action(done_on=TODAY + DAY, raised_on=TODAY, today=TODAY)) == ["done_on"]
    late = [rules.is_late(due_on=due, status="OPEN", today=TODAY) for due in (None, TODAY, TODAY - DAY)]
    assert late == [False, False, True]
    assert not rules.is_late(due_on=TODAY - DAY, status="DONE", today=TODAY)


def test_a_year_of_silence_is_seen_and_areas_without_records_keep_their_order():
    days = (TODAY - 365 * DAY, TODAY - 366 * DAY, None)
    assert [rules.talked_lately(last_on=one, today=TODAY) for one in days] == [True, False, False]
    assert rules.without_records(areas=["c", "a", "b"], recorded={"a"}) == ["c", "b"]


def test_every_kind_is_counted_by_the_reports_under_a_kind_there_is():
    assert {one.counted_as for one in kinds.ACTIVITIES} - set(GatheringKind.values) == set()
    for listed in (kinds.GROUPS, kinds.ACTIVITIES, kinds.AGES):
        assert len({one.code for one in listed}) == len(listed)
    assert [kinds.group_label("SALON"), kinds.group_label("GONE")] == ["サロン・居場所", "GONE"]
