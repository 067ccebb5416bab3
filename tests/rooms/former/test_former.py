"""前の内容: kept by the database whatever changes a record, opened to whom the record's own agency is, gone with the record."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, models, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from norishiro.cases import operations as case_operations
from norishiro.cases.models import Wish
from norishiro.core.operation import announce
from norishiro.former import past
from norishiro.former.models import Former
from norishiro.people import operations as people_operations
from norishiro.people.models import Person
from norishiro.sharing.models import Gated
from tests.factories import agencies
from tests.rooms.cases.test_pages import household_of, profile, signed_in  # noqa: F401  # the profile of every test here
from tests.rooms.sharing.test_consents import consent

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def changed(actor: Any, person: Person, **values: Any) -> None:
    person.refresh_from_db()
    people_operations.change_person(
        actor, person=person, version=person.version, values=values, today=TODAY()
    )


def client_status(actor: Any, person: Person) -> int:
    return signed_in(Client(), actor).get(reverse("people:show", args=[person.id])).status_code


def page_of(client: Client, actor: Any, person: Person) -> str:
    address = reverse("former:of_person", args=[person.id])
    return str(signed_in(client, actor).get(address).content.decode())


def test_what_stood_there_is_kept_and_read_by_the_agency_that_changed_it(client: Client) -> None:
    mine = agencies.actor()
    case, members = household_of(mine, 2)
    changed(mine, members[0], address="みなと町1-1", phone="03-1111-2222")
    changed(mine, members[0], address="みなと町2-2")
    page = page_of(client, mine, members[0])
    assert "みなと町1-1" in page
    assert "みなと町2-2" in page
    assert page.count(mine.name) >= 2
    of_case = client.get(reverse("former:of_case", args=[case.id])).content.decode()
    assert "みなと町1-1" in of_case
    assert "まだありません" in page_of(client, mine, members[1])


def test_it_opens_to_nobody_else(client: Client) -> None:
    mine, other, stranger = agencies.actor(), agencies.actor(), agencies.actor()
    _case, members = household_of(mine, 1)
    changed(mine, members[0], address="みなと町1-1")
    changed(mine, members[0], address="みなと町2-2")
    consent(mine, members[0], to=[other.agency_id])
    assert client_status(other, members[0]) == 200
    assert "みなと町1-1" not in page_of(client, other, members[0])
    announce(other)
    assert Former.objects.count() == 0
    stranger_page = signed_in(client, stranger).get(reverse("former:of_person", args=[members[0].id]))
    assert stranger_page.status_code == 404


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE former_former SET was = '{}'",
        "DELETE FROM former_former",
        "INSERT INTO former_former SELECT * FROM former_former",
    ],
)
def test_no_page_can_write_it(statement: str) -> None:
    mine = agencies.actor()
    _case, members = household_of(mine, 1)
    changed(mine, members[0], address="みなと町1-1")
    announce(mine)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


def test_what_is_withheld_later_is_covered_here_too(client: Client) -> None:
    mine = agencies.actor()
    _case, members = household_of(mine, 1)
    changed(mine, members[0], address="みなと町三丁目二番一号")
    people_operations.protect(
        mine, person=Person.objects.get(id=members[0].id), kind="DV", basis="本人の申出",
        office=agencies.Agency.objects.get(id=mine.agency_id), fields={"ADDRESS"}, from_on=TODAY(), today=TODAY(),
    )  # fmt: skip
    announce(mine)
    kept = list(Former.objects.filter(of_row=members[0].id))
    assert kept
    assert "みなと町" not in str([(one.was, one.became) for one in kept])
    assert "みなと町" not in page_of(client, mine, members[0])


@pytest.mark.django_db(transaction=True)
def test_it_goes_with_its_record(owner_connection: psycopg.Connection[Any]) -> None:
    mine = agencies.actor()
    with transaction.atomic():
        announce(mine)
        case, members = household_of(mine, 1)
        wish = case_operations.note_wish(
            mine, case=case, person=members[0], words="はじめの願い", said_on=TODAY(), today=TODAY()
        )
    with transaction.atomic():
        announce(mine)
        Wish.objects.filter(id=wish.id).update(words="いまの願い")
        assert Former.objects.filter(of_row=wish.id).count() == 1
    owner_connection.execute("SET norishiro.maintenance = 'on'")
    owner_connection.execute("DELETE FROM cases_wish WHERE id = %s", [wish.id])
    left = owner_connection.execute("SELECT count(*) FROM former_former WHERE of_row = %s", [wish.id])
    assert left.fetchone() == (0,)


def test_a_record_is_put_together_as_it_was() -> None:
    one, other, gone, brief = (uuid4() for _ in range(4))
    first, second, third = (datetime(2026, 11, day, tzinfo=UTC) for day in (1, 2, 3))
    formers = [
        Former(of_row=one, was={"a": 1}, became={"a": 2}, at=second),
        Former(of_row=one, was={"a": 2, "b": 1}, became={"a": 3, "b": 2}, at=third),
        Former(of_row=gone, was={"a": 9, "made_at": first.isoformat()}, became={}, gone=True, at=third),
        Former(of_row=brief, was={"a": 8, "made_at": third.isoformat()}, became={}, gone=True, at=third),
    ]
    now = {one: {"a": 3, "b": 2}, other: {"a": 5}}
    assert past.as_it_was(now=now, formers=formers, at=third) == now
    assert past.as_it_was(now=now, formers=formers, at=second) == {
        one: {"a": 2, "b": 1},
        other: {"a": 5},
        gone: {"a": 9},
    }
    assert past.as_it_was(now=now, formers=formers, at=first)[one] == {"a": 1, "b": 1}


def test_every_table_behind_the_gate_is_kept(owner_connection: psycopg.Connection[Any]) -> None:
    """A new table behind the gate, or a new part of one, joins ``former`` by a migration of its own."""
    kept = {
        name
        for (name,) in owner_connection.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'former_keep'"
        )
    }
    gated = {one for one in apps.get_models() if issubclass(one, Gated)}
    parts = {
        one
        for one in apps.get_models()
        for each in one._meta.concrete_fields
        if each.is_relation and each.related_model in gated and each.remote_field.on_delete is models.CASCADE
    }
    assert {one._meta.db_table for one in gated | parts} - kept == set()
