"""Before somebody is registered anew: also on entering a household, and on writing a つなぐシート with the person."""

from __future__ import annotations

import pytest
from django.urls import reverse

from norishiro.consultations.models import TsunaguSheet
from norishiro.core.operation import announce
from norishiro.people.models import Membership, Person
from norishiro.people.operations import join_household, make_household
from tests.rooms.consultations import town as towns
from tests.rooms.consultations.town import TODAY, client_of, received, token

pytestmark = pytest.mark.django_db


def offered(response) -> list[str]:
    return [key for key, _words in response.context["form"].fields["same_as"].choices]


def test_who_enters_a_household_may_be_somebody_already_known():
    town = towns.town()
    known = received(town.window).person
    home = make_household(town.window, label="架空家", today=TODAY)
    head = received(town.window, newcomer={"name": "架空　花子"}).person
    client = client_of(town.window)
    url = reverse("people:join_household", args=[_home_of(town, home, head)])
    sent = {
        **token(), "person": "", "name": "架空　太郎", "kana": "かくう たろう", "alias": "", "relation": "CHILD",
        "living_together": "on", "from_on": TODAY.isoformat(),
    }  # fmt: skip
    asked = client.post(url, sent)
    assert (asked.status_code, offered(asked)[0], offered(asked)[-1]) == (422, str(known.id), "NEW")
    assert client.post(url, {**sent, "same_as": str(known.id)}).status_code == 302
    announce(town.window)
    assert (
        Membership.objects.filter(person=known).count(),
        Person.objects.filter(name="架空　太郎").count(),
    ) == (1, 1)


def test_somebody_else_of_the_same_name_is_registered_anew():
    town = towns.town()
    received(town.window)
    home = make_household(town.window, label="架空家", today=TODAY)
    head = received(town.window, newcomer={"name": "架空　花子"}).person
    sent = {
        **token(), "person": "", "name": "架空　太郎", "kana": "", "alias": "", "relation": "CHILD",
        "from_on": TODAY.isoformat(), "same_as": "NEW",
    }  # fmt: skip
    url = reverse("people:join_household", args=[_home_of(town, home, head)])
    assert client_of(town.window).post(url, sent).status_code == 302
    announce(town.window)
    assert Person.objects.filter(name="架空　太郎").count() == 2


def _home_of(town, home, head):
    """The household, with somebody in it whom the window sees."""
    join_household(town.window, household=home, person=head, relation="HEAD", from_on=TODAY, today=TODAY)
    return home.id


def test_a_sheet_written_with_the_person_goes_to_the_record_there_is():
    town = towns.town()
    known = received(town.window).person
    sent = {
        **token(), "name": "架空　太郎", "worry": "家賃が払えない。", "receiver_agency": str(town.care.agency_id),
        "agreed": "on", "method": "ELECTRONIC", "witness": "",
    }  # fmt: skip
    client = client_of(town.window)
    asked = client.post(reverse("consultations:write_sheet"), sent)
    assert (asked.status_code, offered(asked)) == (422, [str(known.id), "NEW"])
    assert (
        client.post(reverse("consultations:write_sheet"), {**sent, "same_as": str(known.id)}).status_code
        == 302
    )
    announce(town.window)
    assert ([one.person_id for one in TsunaguSheet.objects.all()], Person.objects.count()) == ([known.id], 1)


def test_whoever_sees_nobody_is_offered_nobody():
    town = towns.town()
    received(town.window)
    sent = {
        **token(), "name": "架空　太郎", "worry": "家賃が払えない。", "receiver_agency": str(town.care.agency_id),
        "agreed": "on", "method": "ELECTRONIC", "witness": "",
    }  # fmt: skip
    assert client_of(town.stranger).post(reverse("consultations:write_sheet"), sent).status_code == 302
