"""Words lead to every record the actor may read, and to no other."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product

import pytest
from django.db import connection

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency, Staff
from norishiro.core.operation import announce
from norishiro.finding import queries
from norishiro.finding.folding import fold, words_in
from norishiro.outreach import operations as outreach
from norishiro.outreach.models import Contact
from norishiro.outreach.operations import Told
from norishiro.people.models import Person
from norishiro.sharing import operations as sharing
from tests.factories import agencies, people

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
LETTERS = "ごみ屋敷ゴミ訪問Ａa　"


WAYS = {
    "what the actor holds": {},
    "the index of pairs": {"few": 0, "rare": 0},
    "the index, subject by subject": {"few": 0},
    "the newest first": {"few": 0, "rare": 0, "common": 0},
    "the newest first, subject by subject": {"few": 0, "common": 0, "many": 0},
    "the newest first, not far enough, then both indexes": {"few": 0, "rare": 0, "common": 0, "reach": 3},
    "the newest first, not far enough, then one by one": {"few": 0, "common": 0, "many": 0, "reach": 3},
}


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> None:
    """Every way the database may take, by moving the bounds between them."""
    with connection.cursor() as cursor:
        for bound, value in WAYS[request.param].items():
            cursor.execute("SELECT set_config(%s, %s, true)", [f"norishiro.finding_{bound}", str(value)])


def write(actor: Actor, person: Person, body: str, *, on: date = TODAY) -> Contact:
    told = Told(happened_on=on, method="VISIT", body=body)
    return outreach.record_contact(actor, person=person, told=told, today=TODAY)


def found(actor: Actor, text: str) -> list[str]:
    announce(actor)
    hits = queries.find(actor, words=words_in(text))
    return [one.found.words[0] for one in hits.rows]


@pytest.mark.usefixtures("way")
def test_every_two_letters_find_what_holds_them_and_nothing_else() -> None:
    """Against the slow and obvious: fold everything, look through all of it."""
    dice = random.Random(33)
    mine, other = agencies.actor("架空 一"), agencies.actor("架空 二")
    for actor, start in ((mine, 0), (other, 100)):
        person = people.person(actor)
        for number in range(25):
            body = "".join(dice.choices(LETTERS, k=12)).strip() or "空"
            write(actor, person, f"{body}{start + number}", on=TODAY - timedelta(days=number))
    announce(mine)
    bodies = list(Contact.objects.order_by("-happened_on").values_list("body", flat=True))
    assert len(bodies) == 25

    for first, second in product(fold(LETTERS), repeat=2):
        wanted = [body for body in bodies if first + second in fold(body)]
        assert sorted(found(mine, first + second)) == sorted(wanted), first + second


@pytest.mark.usefixtures("way")
def test_all_words_must_stand_in_the_record() -> None:
    actor = agencies.actor()
    person = people.person(actor)
    write(actor, person, "玄関にごみ袋。犬がいた")
    write(actor, person, "玄関で犬に会う")
    assert found(actor, "ゴミ 玄関") == ["玄関にごみ袋。犬がいた"]
    assert found(actor, "犬が　げんかん") == []


@pytest.mark.usefixtures("way")
def test_one_letter_finds_nothing() -> None:
    actor = agencies.actor()
    write(actor, people.person(actor), "玄関で犬に会う")
    assert found(actor, "犬") == []
    assert found(actor, "犬 玄関") == []
    assert found(actor, "") == []


@pytest.mark.usefixtures("way")
def test_what_was_corrected_is_found_by_its_new_words_only() -> None:
    actor = agencies.actor()
    contact = write(actor, people.person(actor), "玄関で転倒した")
    told = Told(happened_on=TODAY, method="VISIT", body="居間で転倒した")
    outreach.correct_contact(actor, contact=contact, told=told, today=TODAY)
    assert found(actor, "玄関") == []
    assert found(actor, "転倒") == ["居間で転倒した"]


@pytest.mark.usefixtures("way")
def test_whoever_is_shut_out_by_name_finds_nothing() -> None:
    actor = agencies.actor("架空 一")
    neighbour = agencies.actor("隣 人", agency=Agency.objects.get(id=actor.agency_id))
    person = people.person(actor)
    write(actor, person, "玄関で犬に会う")
    assert found(neighbour, "玄関") == found(actor, "玄関") == ["玄関で犬に会う"]
    sharing.exclude_staff(
        actor, subjects=[sharing.person(person.id)], reason="隣人",
        shut_out=Staff.objects.get(id=neighbour.staff_id),
    )  # fmt: skip
    assert found(neighbour, "玄関") == []
    assert found(actor, "玄関") == ["玄関で犬に会う"]


@pytest.mark.usefixtures("way")
def test_words_do_not_run_from_one_field_into_the_next() -> None:
    actor = agencies.actor()
    told = Told(happened_on=TODAY, method="VISIT", body="玄関で会う", impression="犬が心配")
    outreach.record_contact(actor, person=people.person(actor), told=told, today=TODAY)
    assert found(actor, "会う犬") == []
    assert found(actor, "犬が心") == ["玄関で会う"]


@pytest.mark.usefixtures("way")
def test_older_pages_follow_without_a_gap_or_a_repeat() -> None:
    actor = agencies.actor()
    person = people.person(actor)
    for number in range(queries.PAGE + 7):
        write(actor, person, f"訪問{number}回目", on=TODAY - timedelta(days=number // 3))
    announce(actor)
    first = queries.find(actor, words=["訪問"])
    assert first.more is not None
    second = queries.find(actor, words=["訪問"], after=first.more)
    ids = [one.found.record_id for page in (first, second) for one in page.rows]
    assert (len(first.rows), len(second.rows), second.more) == (queries.PAGE, 7, None)
    assert len(set(ids)) == queries.PAGE + 7


@pytest.mark.parametrize("odd", ["%_", "\\\\", "''", "𠮷野", "🐈\u200d⬛", "\u202e右", "a" * 100])
@pytest.mark.usefixtures("way")
def test_odd_letters_are_only_letters(odd: str) -> None:
    actor = agencies.actor()
    person = people.person(actor)
    write(actor, person, f"前{odd}後")
    write(actor, person, "何もない")
    assert found(actor, odd) == [f"前{odd}後"]


def test_the_questions_do_not_grow_with_the_hits(
    django_assert_num_queries: Callable[..., object],
) -> None:
    actor = agencies.actor()
    person = people.person(actor)
    for count in (1, 3):
        while Contact.objects.count() < count:
            write(actor, person, "玄関で犬に会う")
        announce(actor)
        with django_assert_num_queries(5):
            assert len(queries.find(actor, words=["玄関"]).rows) == count
