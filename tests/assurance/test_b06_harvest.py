"""B6: a harvest by somebody who may see is stopped at two hundred people in an hour, and opened by a second person."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.choices import Body, RoleKind
from norishiro.agencies.models import Staff
from norishiro.agencies.rules import PEOPLE_AN_HOUR
from norishiro.core.operation import announce
from norishiro.exports import limits as exports
from norishiro.ledger import operations as ledger
from norishiro.people.models import Person
from norishiro.sharing.operations import own_work
from norishiro.sharing.operations import person as subject
from norishiro.watching import operations
from norishiro.watching.models import Look
from norishiro.watching.queries import seen_this_hour
from tests.assurance.evidence import Evidence
from tests.factories import agencies

TARGET = "≤200 persons/h without second approval"


def client_of(actor) -> Client:
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return client


def crowd(actor, *, count: int) -> list[Person]:
    """People the actor's agency has business with, told apart by their names."""
    announce(actor)
    ids = [uuid.uuid4() for _number in range(count)]
    own_work(actor, subjects=[subject(one) for one in ids], source_id=ids[0])
    return Person.objects.bulk_create(
        Person(
            id=one,
            name=f"架空 太郎{number:04}",
            name_key=f"架空太郎{number:04}",
            first_known_by_id=actor.agency_id,
        )
        for number, one in enumerate(ids)
    )


def seen(manager, actor) -> set[uuid.UUID]:
    announce(manager)
    return set(
        Look.objects.filter(staff_id=actor.staff_id, outcome="SHOWN").values_list("subject_id", flat=True)
    )


@pytest.fixture
def office():
    place = agencies.agency("福祉総務課", body=Body.ADMINISTRATION)
    return (
        agencies.actor("架空 課長", agency=place, kinds=(RoleKind.MANAGER,)),
        agencies.actor("架空 係員", agency=place, kinds=(RoleKind.WINDOW,)),
    )


@pytest.mark.django_db
def test_a_harvest_stops_at_two_hundred_and_goes_on_for_an_hour_on_a_second_persons_word(
    office, evidence: Evidence
):
    manager, clerk = office
    everybody = crowd(clerk, count=evidence.at_scale(small=205, ci=400, nightly=1000))
    client = client_of(clerk)
    answers = [client.get(reverse("people:show", args=[one.id])).status_code for one in everybody]
    stopped_at = answers.index(403)
    taken = len(seen(manager, clerk))
    page = client.get(reverse("people:show", args=[everybody[-1].id])).content.decode()
    again = client.get(reverse("people:show", args=[everybody[0].id])).status_code

    asked = operations.ask_widening(clerk, reason="台帳の確かめ", now=timezone.now())
    waiting = client.get(reverse("people:show", args=[everybody[-1].id])).status_code
    operations.answer_widening(manager, widening=asked, opens=True, words="", now=timezone.now())
    opened = client.get(reverse("people:show", args=[everybody[-1].id])).status_code

    assert "見る人数を増やすことを頼む" in page
    assert "架空 太郎" not in page
    assert (again, waiting, opened) == (200, 403, 200)
    evidence.shows(
        row="B6", figure=f"one by one: stopped at person {stopped_at + 1}, {taken} seen of {len(everybody)} tried, opened by a second person for 1 h",
        target=TARGET, holds=stopped_at == taken == 200 and set(answers[200:]) == {403},
    )  # fmt: skip


@pytest.mark.django_db
def test_lists_and_searches_are_no_way_round(office, evidence: Evidence):
    manager, clerk = office
    crowd(clerk, count=260)
    client = client_of(clerk)
    answers = [
        client.post(reverse("people:search"), {"q": f"太郎{number:03}"}, follow=True).status_code
        for number in range(26)
    ]
    taken = len(seen(manager, clerk))

    evidence.shows(
        row="B6", figure=f"ten at a time by search: {taken} seen, then {answers.count(403)} pages refused", target=TARGET,
        holds=taken == 200 and answers == [200] * 20 + [403] * 6,
    )  # fmt: skip


@pytest.mark.django_db
def test_the_second_word_ends_after_an_hour_and_nobody_gives_it_to_themselves(office):
    manager, clerk = office
    everybody = crowd(clerk, count=202)
    ledger.disclose(clerk, screen="people:search", subjects=[one.id for one in everybody[:200]])
    asked = operations.ask_widening(clerk, reason="台帳の確かめ", now=timezone.now())
    an_hour_ago = timezone.now() - timedelta(minutes=61)
    operations.answer_widening(manager, widening=asked, opens=True, words="", now=an_hour_ago)

    assert client_of(clerk).get(reverse("people:show", args=[everybody[201].id])).status_code == 403


@pytest.mark.django_db
def test_what_was_stopped_is_on_record_and_shows_nobody(office):
    manager, clerk = office
    everybody = crowd(clerk, count=201)
    ledger.disclose(clerk, screen="people:search", subjects=[one.id for one in everybody[:200]])
    client_of(clerk).get(reverse("people:show", args=[everybody[200].id]))

    announce(manager)
    last = Look.objects.latest("id")
    assert (last.outcome, last.act, last.subject_id) == ("THROTTLED", "people:show", None)


@pytest.mark.django_db
def test_an_hour_later_the_count_begins_anew(office):
    manager, clerk = office
    everybody = crowd(clerk, count=201)
    ledger.disclose(clerk, screen="people:search", subjects=[one.id for one in everybody[:200]])
    announce(clerk)

    assert seen_this_hour(clerk, now=timezone.now()) == 200
    assert seen_this_hour(clerk, now=timezone.now() + timedelta(minutes=61)) == 0


@pytest.mark.django_db
def test_a_page_of_fifty_people_costs_no_further_question_and_little_time(office, django_assert_num_queries):
    _manager, clerk = office
    ids = [one.id for one in crowd(clerk, count=50)]
    with django_assert_num_queries(1):
        ledger.disclose(clerk, screen="people:search", subjects=ids)


@pytest.mark.django_db
def test_a_list_that_left_on_two_peoples_word_is_not_stopped_and_not_counted_again(office):
    _manager, clerk = office
    taken = crowd(clerk, count=PEOPLE_AN_HOUR + 1)
    ledger.disclose(clerk, screen="exports:take_export", subjects=[one.id for one in taken])
    announce(clerk)
    assert seen_this_hour(clerk, now=timezone.now()) == 0

    ledger.disclose(clerk, screen="exports:take_export", subjects=[one.id for one in taken[: exports.ALONE]])
    assert seen_this_hour(clerk, now=timezone.now()) == exports.ALONE
