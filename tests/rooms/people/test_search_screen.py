"""人をさがす: found, not found, and never a name in an address."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Staff
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
