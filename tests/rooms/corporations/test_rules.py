"""Every reason of the rules of 法人連携, without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from norishiro.corporations import kinds, rules
from norishiro.resources.catalogue import catalogue, names
from norishiro.resources.choices import OrganisationKind
from norishiro.resources.rules import may_call_off

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
ANSWER = {
    "mine": True, "closed": False, "reply": "YES", "words": "", "answered_on": TODAY, "asked_on": TODAY - DAY, "today": TODAY
}  # fmt: skip
OFFER = {"first_on": TODAY, "last_on": TODAY, "capacity": 2, "present": 2, "closed": False, "today": TODAY}
JOIN = {"member": False, "from_on": TODAY, "today": TODAY, "before": TODAY}
LEAVE = {"left": False, "from_on": TODAY - DAY, "until_on": TODAY, "today": TODAY}


def codes(verdict) -> list[str]:
    return [one.code for one in verdict.reasons]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, []),
        ({"mine": False}, ["mine"]),
        ({"closed": True}, ["closed"]),
        ({"answered_on": TODAY + DAY}, ["answered_on"]),
        ({"answered_on": TODAY - 2 * DAY}, ["answered_on"]),
        ({"reply": "CONDITIONAL"}, ["words"]),
        ({"reply": "NO", "words": " "}, ["words"]),
        ({"reply": "NO", "words": "人手がない"}, []),
        ({"mine": False, "closed": True, "answered_on": TODAY + DAY, "reply": "NO"}, ["mine", "closed", "answered_on", "words"]),
    ],
)  # fmt: skip
def test_an_answer_comes_in_its_time_and_a_no_says_why(told, expected):
    assert codes(rules.may_answer_need(**ANSWER | told)) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, []),
        ({"last_on": None, "capacity": None, "present": None}, []),
        ({"first_on": TODAY + DAY}, ["last_on"]),
        ({"first_on": TODAY - 2 * DAY, "last_on": TODAY - DAY}, ["last_on"]),
        ({"present": 3}, ["present"]),
        ({"capacity": None, "present": 3}, []),
        ({"closed": True}, ["closed"]),
    ],
)
def test_an_offer_has_its_days_in_order_and_no_more_people_than_seats(told, expected):
    assert codes(rules.may_keep_offer(**OFFER | told)) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, []), ({"member": True}, ["network"]), ({"from_on": TODAY + DAY}, ["from_on"]),
        ({"before": TODAY + DAY}, ["from_on"]), ({"before": None}, []),
    ],
)  # fmt: skip
def test_a_network_is_joined_once(told, expected):
    assert codes(rules.may_join_network(**JOIN | told)) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, []), ({"left": True}, ["until_on"]), ({"until_on": TODAY + DAY}, ["until_on"]),
        ({"from_on": TODAY}, ["until_on"]),
    ],
)  # fmt: skip
def test_a_network_is_left_after_it_was_joined(told, expected):
    assert codes(rules.may_leave_network(**LEAVE | told)) == expected


def test_the_short_rules_say_each_reason():
    assert codes(rules.may_send_need(asked=0, due_on=TODAY - DAY, today=TODAY)) == ["asked", "due_on"]
    assert codes(rules.may_send_need(asked=1, due_on=TODAY, today=TODAY)) == []
    assert codes(rules.may_add_corporation(taken=True, contact=False, contact_told=True)) == [
        "name",
        "contact_name",
    ]
    assert codes(rules.may_add_corporation(taken=False, contact=True, contact_told=True)) == []
    assert codes(rules.may_end_contact(ended=True, ended_on=TODAY + DAY, today=TODAY)) == [
        "ended_on",
        "ended_on",
    ]
    assert codes(rules.may_end_contact(ended=False, ended_on=TODAY, today=TODAY)) == []
    assert codes(rules.may_close_offer(closed=True, closed_on=TODAY + DAY, today=TODAY)) == [
        "outcome",
        "closed_on",
    ]
    assert codes(rules.may_close_offer(closed=False, closed_on=TODAY, today=TODAY)) == []
    assert codes(rules.may_join_project(open_still=False, left=True, joined=False)) == ["corporation", "left"]
    assert codes(rules.may_join_project(open_still=True, left=True, joined=True)) == []
    assert [codes(may_call_off(from_on=day, today=TODAY)) for day in (TODAY, TODAY + DAY)] == [
        ["from_on"],
        [],
    ]


def test_one_or_two_people_are_never_told_as_a_number():
    assert [rules.told_number(number) for number in (0, 1, 2, 3, 12)] == [
        "0人", "3人より少ない", "3人より少ない", "3人", "12人"
    ]  # fmt: skip


def test_every_kind_stands_in_the_registry_of_places_as_well():
    assert {kinds.registered_as(code) for code in kinds.KINDS} <= set(OrganisationKind.values)
    assert {kinds.place_kind(code) for code in kinds.OFFERS} <= set(names(catalogue().kinds))
    assert [kinds.kind_label("OLD"), kinds.strength_label("OLD"), kinds.offer_label("OLD")] == ["OLD"] * 3
