"""A look for every subject of every line about looking; written by the database, never changed, seldom read."""

from __future__ import annotations

from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from norishiro.agencies.choices import Body, RoleKind
from norishiro.agencies.models import Staff
from norishiro.agencies.rules import PEOPLE_AN_HOUR
from norishiro.core.operation import announce
from norishiro.ledger import operations as ledger
from norishiro.watching.models import Look
from tests.factories import agencies, people


def client_of(actor) -> Client:
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return client


def reviewer(kind: RoleKind = RoleKind.MANAGER):
    return agencies.actor(
        "架空 課長", agency=agencies.agency("福祉総務課", body=Body.ADMINISTRATION), kinds=(kind,)
    )


def looks(by) -> list[Look]:
    announce(by)
    return list(Look.objects.order_by("id"))


@pytest.mark.django_db
def test_a_page_leaves_one_look_for_each_person_shown_with_the_hat_and_the_ground():
    worker = agencies.actor()
    someone = people.person(worker)
    client_of(worker).get(reverse("people:show", args=[someone.id]))

    assert [
        (one.staff_id, one.agency_id, one.agency_label, one.roles, one.subject_id, one.subject_kind, one.act,
         one.outcome, one.among, one.grounds, one.came_by)
        for one in looks(reviewer())
    ] == [
        (worker.staff_id, worker.agency_id, worker.agency_name, "COORDINATOR", someone.id, "PERSON", "people:show",
         "SHOWN", 1, ["OWN"], "OWN")
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_search_in_vain_and_a_closed_door_are_looks_too():
    worker, stranger = agencies.actor(), agencies.actor("架空 他人")
    someone = people.person(worker)
    client_of(stranger).get(reverse("people:show", args=[someone.id]))
    client_of(stranger).post(reverse("people:search"), {"q": "架空"}, follow=True)

    assert [(one.outcome, one.subject_id, one.subject_kind, one.grounds) for one in looks(reviewer())] == [
        ("REFUSED", someone.id, "PERSON", []),
        ("VAIN", None, "", []),
    ]


@pytest.mark.django_db
def test_a_page_of_results_looked_at_again_is_the_same_search():
    worker, colleague = agencies.actor(), agencies.actor("架空 同僚")
    client = client_of(worker)
    found = client.post(reverse("people:search"), {"q": "架空"})
    for _reload in range(3):
        client.get(found["Location"])
    client.post(reverse("people:search"), {"q": "架空"}, follow=True)
    once = [(one.staff_id, one.outcome) for one in looks(reviewer())]
    client.post(reverse("people:search"), {"q": "仮名"}, follow=True)
    client_of(colleague).post(reverse("people:search"), {"q": "架空"}, follow=True)

    assert once == [(worker.staff_id, "VAIN")]
    assert [one.staff_id for one in looks(reviewer())] == [
        worker.staff_id,
        worker.staff_id,
        colleague.staff_id,
    ]


@pytest.mark.django_db(transaction=True)
def test_looks_and_the_ledger_agree_line_by_line(owner_connection):
    worker = agencies.actor()
    with transaction.atomic():
        crowd = [people.person(worker, f"架空 {number}郎") for number in range(3)]
    client = client_of(worker)
    client.post(reverse("people:search"), {"q": "架空"}, follow=True)
    client.get(reverse("people:show", args=[crowd[0].id]))
    client.post(reverse("people:search"), {"q": "どこにもいない"}, follow=True)
    client.get(reverse("people:show", args=[uuid4()]))
    client.get(reverse("agencies:list"))

    in_ledger = owner_connection.execute(
        "SELECT e.id, e.at, e.staff_id, e.agency_id, s.subject FROM ledger_entry e"
        " LEFT JOIN LATERAL unnest(e.subjects) AS s(subject) ON true"
        " WHERE e.verb IN ('records.searched', 'access.refused', 'records.shown')"
        " AND (e.verb = 'records.searched' OR s.subject IS NOT NULL)"
    ).fetchall()
    written = owner_connection.execute(
        "SELECT line, at, staff_id, agency_id, subject_id FROM watching_look"
    ).fetchall()

    assert len(in_ledger) == 6
    assert sorted(map(repr, written)) == sorted(map(repr, in_ledger))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement",
    ["UPDATE watching_look SET act = 'x'", "DELETE FROM watching_look", "TRUNCATE watching_look"],
)
def test_not_even_the_owner_changes_a_look(owner_connection, statement):
    ledger.disclose(agencies.actor(), screen="people:show", subjects=[uuid4()])

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        owner_connection.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO watching_look (line, at, outcome, act, agency_label, roles, subject_kind, among, grounds, came_by)"
        " VALUES (gen_random_uuid(), now(), 'SHOWN', 'x', '', '', '', 1, '{}', '')",
        "UPDATE watching_look SET act = 'x'",
        "DELETE FROM watching_look",
    ],
)
def test_the_pages_write_no_look_themselves(statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_looks_are_read_by_those_who_answer_for_them():
    """The city's office reads all, another body what its own agencies did, everybody else nothing."""
    worker = agencies.actor()
    ledger.disclose(worker, screen="people:show", subjects=[uuid4()])
    council = agencies.actor("架空 統括", agency=agencies.agency("よその法人"), kinds=(RoleKind.SUPERVISOR,))

    assert [len(looks(one)) for one in (reviewer(), council, worker, reviewer(RoleKind.WINDOW))] == [
        1,
        0,
        0,
        0,
    ]


@pytest.mark.django_db
def test_the_database_knows_the_number_that_the_page_says():
    with connection.cursor() as cursor:
        cursor.execute("SELECT look_limit()")
        assert cursor.fetchone() == (PEOPLE_AN_HOUR,)
