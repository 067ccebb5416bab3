"""What is written in a hurry stands sealed, in the table and out of the ledger, and goes with the key of whom it was about."""

from __future__ import annotations

from io import StringIO
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from psycopg import sql

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.core.operation import announce
from norishiro.core.sealing import keepers
from norishiro.emergency import operations, queries, texts
from norishiro.emergency.choices import Trigger
from norishiro.emergency.models import Opening, Search
from norishiro.rights import operations as rights
from norishiro.rights.models import Part
from tests.factories import agencies, emergency
from tests.factories.emergency import BORN, TODAY, client_of
from tests.rooms.rights.town import RightsTown

# One word for each text, that stands nowhere else.
REASON = "KANARIREASON 救急隊から、家族にいますぐ連絡したいと電話があった。"
ACCOUNT = "KANARIACCOUNT 担当の機関に電話した。"
REVIEW = "KANARIREVIEW 何時に電話したかを聞く。"
SOUGHT = "若草 渉"
WRITTEN = ("KANARI", "救急隊", "担当の機関に電話", "若草", "みなと町", BORN.isoformat())
TABLES = ("emergency_search", "emergency_opening", "emergency_candidate", "ledger_entry")


def people_of_the_town() -> tuple[Actor, Actor, Any]:
    """Somebody in a hurry, who reviews it, and a household somebody else knows."""
    with transaction.atomic():
        office = agencies.agency("やまて相談センター")
        hurried = agencies.actor("架空 当番", agency=office, kinds=(RoleKind.WINDOW,))
        chief = agencies.actor("架空 課長", agency=office, kinds=(RoleKind.MANAGER,))
        knowing = agencies.actor("架空 担当", agency=agencies.agency("みなと相談センター"))
    home, _members = emergency.household(knowing, "若草 渉", "若草 みちる")
    return hurried, chief, home


def used(hurried: Actor, chief: Actor) -> Opening:
    """Searched by name, opened, closed, accounted for, asked about; and a search that found nobody."""
    now = timezone.now()
    for name in ("見本 なし", SOUGHT):
        search = operations.search_household(
            hurried, trigger=Trigger.LIFE, reason=REASON, name=name, born_on=BORN, address="", proved_lately=True, now=now,
            today=TODAY,
        )  # fmt: skip
    with transaction.atomic():
        announce(hurried)
        first = search.candidates.get()
    opening = operations.open_household(hurried, candidate=first, proved_lately=True, now=now, today=TODAY)
    operations.close_opening(hurried, opening=opening, now=now)
    operations.report_opening(hurried, opening=opening, account=ACCOUNT, now=now)
    return operations.review_opening(chief, opening=opening, finding="CHECK", words=REVIEW, now=now)


def read_by(actor: Actor, opening_id: UUID) -> queries.Written:
    with transaction.atomic():
        announce(actor)
        return queries.written_of(actor, opening=queries.get_opening(actor, opening_id=opening_id))


def stored(owner: psycopg.Connection[Any], table: str) -> str:
    """The whole table as whoever holds the disk reads it, hexadecimal turned back into letters."""
    owner.execute("SET norishiro.maintenance = 'on'")
    rows = owner.execute(
        sql.SQL("SELECT to_jsonb(t)::text FROM {} t").format(sql.Identifier(table))
    ).fetchall()
    assert rows, table
    binary = owner.execute(
        sql.SQL(
            "SELECT column_name FROM information_schema.columns WHERE table_name = {} AND data_type = 'bytea'"
        ).format(table)
    ).fetchall()
    raw = [
        bytes(value).decode("utf-8", errors="ignore")
        for (column,) in binary
        for (value,) in owner.execute(
            sql.SQL("SELECT {0} FROM {1} WHERE {0} IS NOT NULL").format(
                sql.Identifier(column), sql.Identifier(table)
            )
        )
    ]
    owner.commit()
    return "\n".join([*(row[0] for row in rows), *raw])


@pytest.mark.django_db(transaction=True)
def test_no_word_of_it_stands_in_the_tables_or_in_the_ledger(owner_connection: psycopg.Connection[Any]):
    hurried, chief, _home = people_of_the_town()
    opening = used(hurried, chief)
    found = {
        (table, word)
        for table in TABLES
        for text in [stored(owner_connection, table)]
        for word in WRITTEN
        if word in text
    }
    assert found == set()
    lines = owner_connection.execute(
        "SELECT verb, reason FROM ledger_entry WHERE verb LIKE 'emergency.%' ORDER BY seq"
    ).fetchall()
    assert lines == [
        (f"emergency.{verb}", "")
        for verb in ("searched", "searched", "opened", "closed", "reported", "reviewed")
    ]
    assert "LIFE" in stored(owner_connection, "ledger_entry"), "the occasion is a code, and stays"
    for actor in (hurried, chief):
        assert read_by(actor, opening.id) == queries.Written(
            reason=REASON, sought="若草 渉　1945-04-01生まれ", account=ACCOUNT, review_words=REVIEW
        )


@pytest.mark.django_db(transaction=True)
def test_the_words_go_with_the_key_of_the_household_and_only_they():
    hurried, chief, home = people_of_the_town()
    opening = used(hurried, chief)
    assert keepers.destroy(home.id) == 1
    assert read_by(chief, opening.id) == queries.Written(texts.GONE, texts.GONE, texts.GONE, texts.GONE)
    page = client_of(chief).get(reverse("emergency:opening", args=[opening.id])).content.decode()
    assert (page.count(texts.GONE), opening.number in page) == (3, True)
    listed = client_of(chief).get(reverse("emergency:openings")).content.decode()
    assert "KANARIREASON" in listed, "the search that found nobody is about nobody, and stays"


@pytest.mark.django_db
def test_who_lives_alone_keeps_the_words_with_their_own_key():
    knowing = agencies.actor("架空 担当")
    hurried = agencies.actor(
        "架空 当番", agency=agencies.agency("やまて"), kinds=(RoleKind.WINDOW, RoleKind.MANAGER)
    )
    agencies.actor(
        "架空 課長", agency=agencies.Agency.objects.get(id=hurried.agency_id), kinds=(RoleKind.MANAGER,)
    )
    _home, (someone,) = emergency.household(knowing, "若草 渉")
    with connection.cursor() as cursor:
        announce(knowing)
        cursor.execute("UPDATE people_membership SET until_on = %s", [TODAY])
    opening = _by_name(hurried)
    assert (opening.candidate.person_id, opening.candidate.household_id) == (someone.id, None)
    keepers.destroy(someone.id)
    announce(hurried)
    assert queries.written_of(hurried, opening=Opening.objects.get(id=opening.id)).reason == texts.GONE


def _by_name(hurried: Actor) -> Opening:
    search = emergency.search(hurried, name=SOUGHT)
    announce(hurried)
    return operations.open_household(
        hurried, candidate=search.candidates.get(), proved_lately=True, now=timezone.now(), today=TODAY
    )


@pytest.mark.django_db
def test_a_package_about_the_person_still_holds_them():
    """開示: sealed or not, what was written because of somebody is found when they ask for it."""
    town = RightsTown()
    announce(town.council)
    town.person.birth, town.person.birth_earliest, town.person.birth_latest = BORN.isoformat(), BORN, BORN
    town.person.save()
    hurried = agencies.actor("架空 当番", agency=agencies.agency("やまて"), kinds=(RoleKind.WINDOW,))
    agencies.actor(
        "架空 課長", agency=agencies.Agency.objects.get(id=hurried.agency_id), kinds=(RoleKind.MANAGER,)
    )
    search = emergency.search(hurried, name=town.person.name)
    announce(hurried)
    operations.open_household(
        hurried, candidate=search.candidates.get(), proved_lately=True, now=timezone.now(), today=TODAY
    )
    request = town.linked()
    rights.gather_records(town.clerk, request=request)
    announce(town.clerk)
    kept = Part.objects.filter(item__request=request, text=emergency.REASON)
    assert {one.label for one in kept} == {"理由"}


@pytest.mark.django_db(transaction=True)
def test_the_migration_seals_what_was_there_and_can_be_taken_back(as_owner: None):
    hurried, chief, _home = people_of_the_town()
    opening = used(hurried, chief)

    def migrated(to: str) -> None:
        call_command("migrate", "emergency", to, verbosity=0, stdout=StringIO())
        with connection.cursor() as cursor:
            cursor.execute("SET norishiro.maintenance = 'on'")

    def row(columns: str, table: str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {columns} FROM {table} ORDER BY made_at")
            return cursor.fetchall()

    migrated("0003_window_and_stop")
    assert row("reason, account, review_words", "emergency_opening") == [(REASON, ACCOUNT, REVIEW)]
    assert row("reason, words", "emergency_search") == [
        (REASON, "見本 なし　1945-04-01生まれ"),
        (REASON, "若草 渉　1945-04-01生まれ"),
    ]
    migrated("0005_only_sealed")
    assert read_by(chief, opening.id).account == ACCOUNT
    assert {texts.opened(one, "reason") for one in Search.objects.all()} == {REASON}
    assert emergency.search(hurried, name=SOUGHT).found == 1
