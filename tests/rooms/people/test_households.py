"""Households by date: making, joining, leaving, and that a household shows only to whoever may see a member."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.people import operations, queries
from norishiro.people.choices import RelationToHead
from norishiro.people.models import Household
from tests.factories import agencies, people

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refused.value.verdict.reasons]


def relations_in(actor, home: Household, *, on: date = TODAY) -> list[str]:
    return sorted(member.relation for member in queries.members_of(actor, household=home, on=on))


def test_a_household_begins_with_its_head_and_takes_others_in():
    mine = agencies.actor()
    head, child = people.person(mine, "架空 太郎"), people.person(mine, "架空 さくら")
    home = operations.make_household(mine, label="架空家", head=head, today=TODAY)
    operations.join_household(
        mine, household=home, person=child, relation=RelationToHead.CHILD, from_on=TODAY, today=TODAY
    )
    assert relations_in(mine, home) == ["CHILD", "HEAD"]


def test_a_person_may_belong_to_two_households_but_not_twice_to_one():
    mine = agencies.actor()
    child = people.person(mine)
    first = operations.make_household(mine, label="父の家", head=child, today=TODAY)
    second = operations.make_household(mine, label="母の家", head=child, today=TODAY)
    assert [relations_in(mine, home) for home in (first, second)] == [["HEAD"], ["HEAD"]]
    with pytest.raises(Refused) as refused:
        operations.join_household(
            mine, household=first, person=child, relation=RelationToHead.CHILD, from_on=TODAY, today=TODAY
        )
    assert codes(refused) == ["person"]


def test_nobody_joins_tomorrow():
    mine = agencies.actor()
    home = operations.make_household(mine, label="架空家", head=people.person(mine), today=TODAY)
    with pytest.raises(Refused) as refused:
        operations.join_household(
            mine, household=home, person=people.person(mine, "架空 次郎"), relation=RelationToHead.SIBLING,
            from_on=TODAY + timedelta(days=1), today=TODAY,
        )  # fmt: skip
    assert codes(refused) == ["from_on"]


def test_leaving_keeps_the_past_and_the_day_itself_no_longer_counts():
    mine = agencies.actor()
    head, child = people.person(mine, "架空 太郎"), people.person(mine, "架空 さくら")
    began = TODAY - timedelta(days=30)
    home = operations.make_household(mine, label="架空家", head=head, today=began)
    membership = operations.join_household(
        mine, household=home, person=child, relation=RelationToHead.CHILD, from_on=began, today=TODAY
    )
    operations.leave_household(
        mine, membership=membership, until_on=TODAY, reason="就職して独立", today=TODAY
    )
    assert relations_in(mine, home, on=TODAY - timedelta(days=1)) == ["CHILD", "HEAD"]
    assert relations_in(mine, home) == ["HEAD"]


def test_nobody_leaves_twice_or_before_coming():
    mine = agencies.actor()
    began = TODAY - timedelta(days=30)
    home = operations.make_household(mine, label="架空家", today=began)
    membership = operations.join_household(
        mine,
        household=home,
        person=people.person(mine),
        relation=RelationToHead.HEAD,
        from_on=began,
        today=TODAY,
    )
    with pytest.raises(Refused) as refused:
        operations.leave_household(mine, membership=membership, until_on=began, reason="", today=TODAY)
    assert codes(refused) == ["until_on"]
    operations.leave_household(mine, membership=membership, until_on=TODAY, reason="", today=TODAY)
    with pytest.raises(Refused) as again:
        operations.leave_household(mine, membership=membership, until_on=TODAY, reason="", today=TODAY)
    assert codes(again) == ["until_on"]


def test_a_household_shows_only_to_whoever_sees_a_member():
    mine, other = agencies.actor("架空 一"), agencies.actor("架空 二")
    operations.make_household(mine, label="架空家", head=people.person(mine), today=TODAY)
    seen = []
    for one in (mine, other):
        announce(one)
        seen.append(Household.objects.count())
    assert seen == [1, 0]
