"""記録をさがす on the screen."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency, Staff
from norishiro.outreach import operations as outreach
from norishiro.outreach.operations import Told
from norishiro.people import operations as protecting
from tests.factories import agencies, people

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)


@pytest.fixture
def actor() -> Actor:
    return agencies.actor()


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return client


def search(client: Client, words: str) -> list[tuple[str, str, str]]:
    page = client.post(reverse("finding:find"), {"q": words}, follow=True)
    assert page.status_code == 200
    return [(one.found.source, one.about, one.excerpt.hit) for one in page.context["hits"].rows]


def write(actor: Actor, body: str) -> str:
    person = people.person(actor)
    told = Told(happened_on=TODAY, method="VISIT", body=body)
    outreach.record_contact(actor, person=person, told=told, today=TODAY)
    return person.label


def test_a_record_is_found_by_what_stands_in_it_and_leads_to_its_page(actor: Actor) -> None:
    name = write(actor, "玄関で ｺﾞﾐ 袋を見る")
    client = client_of(actor)
    assert search(client, "ごみ袋") == [("CONTACT", name, "ｺﾞﾐ 袋")]
    page = client.post(reverse("finding:find"), {"q": "ごみ袋"}, follow=True)
    assert client.get(page.context["hits"].rows[0].found.url).status_code == 200


def test_the_menu_leads_here_and_lights_up(actor: Actor) -> None:
    client = client_of(actor)
    menu = client.get(reverse("people:search")).context["nav_items"]
    assert [one["url"] for one in menu if one["label"] == "記録をさがす"] == [reverse("finding:find")]
    here = client.get(reverse("finding:find")).context["nav_items"]
    assert [one["label"] for one in here if one["current"]] == ["記録をさがす"]


def test_nobody_else_finds_it(actor: Actor) -> None:
    write(actor, "玄関でごみ袋を見る")
    assert search(client_of(agencies.actor("架空 次郎")), "ごみ袋") == []


def test_the_address_of_the_page_does_not_tell_the_words(actor: Actor) -> None:
    sent = client_of(actor).post(reverse("finding:find"), {"q": "玄関"})
    assert (sent.status_code, "玄関" in sent["Location"], "%E" in sent["Location"]) == (302, False, False)


@pytest.mark.parametrize(
    "tail", ["&day=x&after=y", "&day=2026-11-20&after=", "&after=架空", "&day=9999-99-99"]
)
def test_an_address_made_up_begins_at_the_newest(actor: Actor, tail: str) -> None:
    write(actor, "玄関でごみ袋を見る")
    client = client_of(actor)
    sent = client.post(reverse("finding:find"), {"q": "玄関"})
    page = client.get(sent["Location"] + tail)
    assert (page.status_code, len(page.context["hits"].rows)) == (200, 1)


def test_one_letter_is_answered_with_what_to_do(actor: Actor) -> None:
    page = client_of(actor).post(reverse("finding:find"), {"q": "犬"}, follow=True)
    assert (page.context["short"], page.context["hits"].rows) == (True, [])
    assert "もう1文字入れてください" in page.content.decode()


def test_a_withheld_address_is_not_found_by_its_words(actor: Actor) -> None:
    person = people.person(actor)
    address = "東京都豊島区かなりや町九丁目87番65号"
    protecting.change_person(
        actor, person=person, version=person.version, values={"address": address}, today=TODAY
    )
    told = Told(happened_on=TODAY, method="VISIT", body=f"{address}へ行く。玄関で会う")
    outreach.record_contact(actor, person=person, told=told, today=TODAY)
    client = client_of(actor)
    assert len(search(client, "かなりや町九丁目87")) == 1
    protecting.protect(
        actor, person=person, kind="DV", basis="本人の申出", office=Agency.objects.get(id=actor.agency_id),
        fields={"ADDRESS"}, from_on=TODAY, renew_by=date(2027, 11, 20), today=TODAY,
    )  # fmt: skip
    assert search(client, "かなりや町九丁目87") == []
    assert search(client, "87番65") == []
    assert len(search(client, "玄関")) == 1
