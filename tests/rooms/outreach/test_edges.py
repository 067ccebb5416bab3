"""Where contact records could lose something: corrections, cases of others, inquiries to agencies."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from norishiro.cases import operations as cases
from norishiro.core.operation import announce
from norishiro.core.records import Unseen
from norishiro.core.verdict import Refused
from norishiro.outreach import operations, queries
from norishiro.outreach.operations import Told
from tests.factories import agencies, people

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)


def told(**said: Any) -> Told:
    return Told(**{"happened_on": TODAY, "method": "VISIT", "body": "玄関先で話した", **said})


def test_a_correction_keeps_who_came_along():
    mine, other = agencies.actor(), agencies.agency("架空社協")
    contact = operations.record_contact(
        mine, person=people.person(mine), told=told(), companions=[(other.id, "架空 次郎")], today=TODAY
    )
    corrected = operations.correct_contact(mine, contact=contact, told=told(body="訂正"), today=TODAY)
    assert [(one.agency_id, one.name) for one in corrected.companions.all()] == [(other.id, "架空 次郎")]


def test_a_correction_does_not_reopen_a_promise_that_was_kept():
    mine = agencies.actor()
    contact = operations.record_contact(
        mine, person=people.person(mine), told=told(next_on=TODAY), today=TODAY
    )
    operations.keep_promise(mine, contact=contact, today=TODAY)
    operations.correct_contact(mine, contact=contact, told=told(next_on=TODAY, body="訂正"), today=TODAY)
    announce(mine)
    assert queries.promises(mine, until=TODAY) == []


def test_a_record_is_corrected_once():
    mine = agencies.actor()
    contact = operations.record_contact(mine, person=people.person(mine), told=told(), today=TODAY)
    operations.correct_contact(mine, contact=contact, told=told(body="訂正"), today=TODAY)
    with pytest.raises(Refused) as refused:
        operations.correct_contact(mine, contact=contact, told=told(body="もう一度"), today=TODAY)
    assert [reason.code for reason in refused.value.verdict.reasons] == ["contact"]


def test_a_case_one_does_not_hold_does_not_exist():
    mine, other = agencies.actor("架空 一"), agencies.actor("架空 二")
    foreign = cases.open_case(
        other, title="架空家", household=None, people=[people.person(other)], operator_id=other.agency_id,
        lead_agency_id=other.agency_id, lead_side="COUNCIL", reason="関係づくり", today=TODAY,
    )  # fmt: skip
    someone = people.person(mine)
    with pytest.raises(Unseen):
        operations.record_contact(mine, person=someone, case_id=foreign.id, told=told(), today=TODAY)


def test_an_inquiry_names_the_agency_and_the_law():
    mine, asked = agencies.actor(), agencies.agency("架空病院")
    someone = people.person(mine)
    with pytest.raises(Refused) as refused:
        operations.record_contact(mine, person=someone, told=told(method="AGENCY_CALL"), today=TODAY)
    assert [reason.code for reason in refused.value.verdict.reasons] == ["asked_agency"]
    contact = operations.record_contact(
        mine,
        person=someone,
        told=told(method="AGENCY_CALL", asked_agency_id=asked.id, legal_basis="社会福祉法第106条の6第3項"),
        today=TODAY,
    )
    assert (contact.asked_agency_id, contact.legal_basis) == (asked.id, "社会福祉法第106条の6第3項")


def test_an_inquiry_without_a_law_rests_in_words_on_the_ground_of_the_record():
    mine, asked = agencies.actor(), agencies.agency("架空病院")
    contact = operations.record_contact(
        mine,
        person=people.person(mine),
        told=told(method="AGENCY_CALL", asked_agency_id=asked.id),
        today=TODAY,
    )
    assert contact.legal_basis == "自機関の業務として知った情報"


def test_a_promise_is_kept_once_and_only_where_one_was_made():
    mine = agencies.actor()
    someone = people.person(mine)
    promised = operations.record_contact(mine, person=someone, told=told(next_on=TODAY), today=TODAY)
    without = operations.record_contact(mine, person=someone, told=told(), today=TODAY)
    operations.keep_promise(mine, contact=promised, today=TODAY)
    for contact in (promised, without):
        with pytest.raises(Refused) as refused:
            operations.keep_promise(mine, contact=contact, today=TODAY)
        assert [reason.code for reason in refused.value.verdict.reasons] == ["next_on"]
