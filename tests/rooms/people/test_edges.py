"""Where people's verbs could go wrong: dates out of order, empty searches, addresses that name an area."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from norishiro.agencies.models import AreaTown, Staff
from norishiro.core.calendar import PartialDate
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.people import operations, queries
from tests.factories import agencies, people

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refused.value.verdict.reasons]


def test_the_area_follows_the_address():
    mine, area = agencies.actor(), agencies.area()
    AreaTown.objects.create(area=area, name="錦町")
    person = operations.add_person(mine, name="架空 太郎", address="錦町1丁目2-3", today=TODAY)
    assert person.area_id == area.id


def test_a_move_changes_the_area():
    mine, area = agencies.actor(), agencies.area()
    AreaTown.objects.create(area=area, name="錦町")
    person = operations.add_person(mine, name="架空 太郎", address="別の町1", today=TODAY)
    moved = operations.change_person(mine, person=person, version=1, values={"address": "錦町9"}, today=TODAY)
    assert moved.area_id == area.id


@pytest.mark.parametrize("text", ["", "　", "・", " ー "])
def test_a_search_without_a_word_finds_nobody(text):
    mine = agencies.actor()
    people.person(mine)
    announce(mine)
    assert queries.search_people(mine, text=text, today=TODAY) == []


def test_nobody_is_born_tomorrow():
    mine = agencies.actor()
    with pytest.raises(Refused) as refused:
        operations.add_person(
            mine, name="架空 太郎", birth=PartialDate.of_day(TODAY + timedelta(days=1)), today=TODAY
        )
    assert codes(refused) == ["birth"]


def test_a_relation_does_not_end_before_it_began():
    mine = agencies.actor()
    one, other = people.person(mine, "架空 一"), people.person(mine, "架空 二")
    relation = operations.add_relation(mine, person=one, other=other, kind="SPOUSE", from_on=TODAY)
    with pytest.raises(Refused) as refused:
        operations.end_relation(mine, relation=relation, until_on=TODAY - timedelta(days=1))
    assert codes(refused) == ["until_on"]


def test_the_address_is_filled_in_without_a_script_and_nothing_is_saved_yet(client):
    mine = agencies.actor()
    person = people.person(mine)
    client.force_login(Staff.objects.get(id=mine.staff_id))
    address = reverse("people:change_person", args=[person.id])
    sent = {"name": "架空 別名", "postal_code": "190-0022", "address": "", "fill_address": "postal_code"}
    response = client.post(address, {**sent, "version": str(person.version)})
    form = response.context["form"]
    assert (response.status_code, form["address"].value(), form["name"].value()) == (
        200,
        "東京都立川市錦町",
        "架空 別名",
    )
    announce(mine)
    assert queries.get_person(mine, person_id=person.id).version == person.version
