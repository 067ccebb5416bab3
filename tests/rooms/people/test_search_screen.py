"""人をさがす: found, not found, and never a name in an address."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency, Staff
from norishiro.people import operations
from tests.assurance.eyes import masked
from tests.factories import agencies, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor() -> Actor:
    return agencies.actor()


@pytest.fixture
def client(actor: Actor) -> Client:
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return client


def names(client: Client, words: str) -> list[str]:
    page = client.post(reverse("people:search"), {"q": words}, follow=True)
    assert page.status_code == 200
    return [person.label for person, _birth in page.context["found"]]


def test_somebody_is_found_by_half_a_name(client: Client, actor: Actor) -> None:
    person = people.person(actor)
    assert names(client, person.name[:2]) == [person.label]
    assert names(client, "どこにもいない") == []
    assert names(client, "") == []


def test_the_address_tells_nobody(client: Client, actor: Actor) -> None:
    person = people.person(actor)
    sent = client.post(reverse("people:search"), {"q": person.name})
    (path, _, query) = sent["Location"].partition("?")
    assert (sent.status_code, path, query[:2]) == (302, reverse("people:search"), "s=")
    assert person.name not in query
    assert "%E" not in query
    again = client.get(sent["Location"])
    assert again.context["text"] == person.name


@pytest.mark.parametrize("made_up", ["?q=架空", "?s=gAAAAAB", "?s=架空", "?s="])
def test_an_address_made_up_finds_nothing(client: Client, actor: Actor, made_up: str) -> None:
    people.person(actor)
    page = client.get(reverse("people:search") + made_up)
    assert (page.status_code, page.context["text"], page.context["found"]) == (200, "", [])


@pytest.mark.parametrize("written", ["かなりや町9-87-65", "かなりや町九丁目87番65号", "03(9876)5421"])
def test_withheld_words_find_nobody_and_look_like_words_nobody_has(
    client: Client, actor: Actor, written: str
) -> None:
    known = operations.add_person(
        actor, name="架空 はるか", address="東京都豊島区かなりや町9-87-65", phone="03-9876-5421", today=date(2026, 11, 21)
    )  # fmt: skip
    operations.add_person(actor, name="かなりや町9-87-65の住人", today=date(2026, 11, 21))
    operations.protect(
        actor, person=known, kind="DV", basis="本人の申出", office=Agency.objects.get(id=actor.agency_id),
        fields={"ADDRESS", "PHONE"}, from_on=date(2026, 11, 21), today=date(2026, 11, 21),
    )  # fmt: skip

    def page(words: str) -> bytes:
        return masked(client.post(reverse("people:search"), {"q": words}, follow=True).content)

    assert page(written) == page("つばめ町1-2-3")
    assert names(client, "9-87-65") == []
