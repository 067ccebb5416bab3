"""Shutting a relative or neighbour out by name: on screen, in the list, lifted again, and 404 for the one shut out."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Staff
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.people.models import Person
from norishiro.sharing import operations, rules
from norishiro.sharing.models import Exclusion
from tests.factories import agencies, cases, people

pytestmark = pytest.mark.django_db


class Place:
    """An office with an officer and a relative of somebody the office knows."""

    def __init__(self) -> None:
        office = agencies.agency("みなと相談センター")
        self.officer = agencies.actor("架空 係長", agency=office)
        self.relative = agencies.actor("架空 いとこ", agency=office, kinds=(RoleKind.WINDOW,))
        self.someone = people.person(self.officer, "架空 太郎")

    @property
    def staff(self) -> Staff:
        return Staff.objects.get(id=self.relative.staff_id)

    def exclude(self) -> None:
        operations.exclude_staff(
            self.officer, subjects=[operations.person(self.someone.id)], shut_out=self.staff, reason="いとこ"
        )

    def url(self, name: str, *more: object) -> str:
        return reverse(f"sharing:{name}", args=[self.someone.id, *more])


@pytest.fixture
def place() -> Place:
    return Place()


def client_of(actor) -> Client:
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return client


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refused.value.verdict.reasons]


def person_page(place: Place, actor) -> int:
    return client_of(actor).get(reverse("people:show", args=[place.someone.id])).status_code


def test_the_excluded_gets_404_from_the_next_click_and_nobody_else(place):
    assert [person_page(place, one) for one in (place.officer, place.relative)] == [200, 200]
    answer = client_of(place.officer).post(
        place.url("exclude_staff"),
        {"form_token": str(uuid4()), "staff": str(place.staff.id), "subjects": [f"person:{place.someone.id}"], "reason": "いとこ"},
    )  # fmt: skip
    assert (answer.status_code, answer.url) == (302, place.url("exclusions"))
    assert [person_page(place, one) for one in (place.officer, place.relative)] == [200, 404]


def test_excluding_from_a_case_shuts_out_of_everybody_in_it(place):
    sister = people.person(place.officer, "架空 花子")
    case = cases.case(place.officer, place.someone, sister)
    client_of(place.officer).post(
        place.url("exclude_staff"),
        {"form_token": str(uuid4()), "staff": str(place.staff.id), "subjects": [f"case:{case.id}"], "reason": "隣人"},
    )  # fmt: skip
    announce(place.relative)
    assert Person.objects.count() == 0
    assert client_of(place.relative).get(reverse("cases:show", args=[case.id])).status_code == 404
    announce(place.officer)
    assert Person.objects.count() == 2


def test_the_list_says_who_why_and_by_whom(place):
    place.exclude()
    page = client_of(place.officer).get(place.url("exclusions")).content.decode()
    assert ["架空 いとこ" in page, "いとこ" in page, "架空 係長" in page, "外している" in page] == [True] * 4


def test_the_empty_list_says_so(place):
    page = client_of(place.officer).get(place.url("exclusions")).content.decode()
    assert "外した職員はいません。" in page


def test_lifting_opens_again_and_the_line_stays(place):
    place.exclude()
    found = Exclusion.objects.get()
    answer = client_of(place.officer).post(
        place.url("readmit_staff", found.id), {"form_token": str(uuid4()), "reason": "引っ越した"}
    )
    assert (answer.status_code, answer.url) == (302, place.url("exclusions"))
    assert person_page(place, place.relative) == 200
    page = client_of(place.officer).get(place.url("exclusions")).content.decode()
    assert "戻した" in page


def test_somebody_readmitted_can_be_shut_out_again(place):
    place.exclude()
    operations.readmit_staff(place.officer, exclusion=Exclusion.objects.get(), reason="引っ越した")
    place.exclude()
    announce(place.officer)
    assert [one.until_at for one in Exclusion.objects.all()] == [None]
    assert person_page(place, place.relative) == 404


def test_nobody_shuts_out_twice_themselves_or_without_a_reason(place):
    place.exclude()
    with pytest.raises(Refused) as twice:
        place.exclude()
    assert codes(twice) == ["staff"]
    myself = Staff.objects.get(id=place.officer.staff_id)
    with pytest.raises(Refused) as oneself:
        operations.exclude_staff(
            place.officer, subjects=[operations.person(place.someone.id)], shut_out=myself, reason=" "
        )
    assert codes(oneself) == ["staff", "reason"]


def test_nobody_lifts_twice_or_for_themselves():
    assert rules.may_readmit_staff(over=False, oneself=False, reason="引っ越した").allowed
    refused = rules.may_readmit_staff(over=True, oneself=True, reason="")
    assert [reason.code for reason in refused.reasons] == ["exclusion", "exclusion", "reason"]


@pytest.mark.parametrize("screen", ["exclusions", "exclude_staff"])
def test_without_the_role_the_door_is_shut(place, screen):
    assert client_of(place.relative).get(place.url(screen)).status_code == 403


@pytest.mark.parametrize("screen", ["exclusions", "exclude_staff"])
def test_of_somebody_unseen_nothing_is_said(place, screen):
    stranger = agencies.actor("架空 他人")
    assert client_of(stranger).get(place.url(screen)).status_code == 404


def test_an_exclusion_one_may_not_see_is_404(place):
    place.exclude()
    stranger = agencies.actor("架空 他人")
    own = people.person(stranger)
    announce(place.officer)
    found = Exclusion.objects.get()
    url = reverse("sharing:readmit_staff", args=[own.id, found.id])
    assert client_of(stranger).get(url).status_code == 404
    assert client_of(place.officer).get(place.url("readmit_staff", uuid4())).status_code == 404


def test_a_form_with_nothing_filled_in_comes_back(place):
    answer = client_of(place.officer).post(place.url("exclude_staff"), {"form_token": str(uuid4())})
    assert answer.status_code == 422
    announce(place.officer)
    assert Exclusion.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_questions_at_every_length(place, rows, django_assert_num_queries):
    for number in range(rows):
        other = agencies.actor(f"架空 隣人{number}")
        operations.exclude_staff(
            place.officer, subjects=[operations.person(place.someone.id)], reason="隣人",
            shut_out=Staff.objects.get(id=other.staff_id),
        )  # fmt: skip
    client = client_of(place.officer)
    client.get(place.url("exclusions"))
    with django_assert_num_queries(14):
        client.get(place.url("exclusions"))


def test_a_consent_is_taken_back_once():
    assert rules.may_withdraw_consent(given=True).allowed
    assert [reason.code for reason in rules.may_withdraw_consent(given=False).reasons] == ["not_given"]
