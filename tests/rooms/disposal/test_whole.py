"""After a disposal no word of the disposed stands in any table, and a cut at any step leaves nothing half gone."""

from __future__ import annotations

from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from norishiro.core.operation import announce
from norishiro.core.sealing import keepers, keystore
from norishiro.disposal import access, operations
from norishiro.disposal.models import Bundle, KeptFigure
from norishiro.people.models import Person
from tests.rooms.disposal import town as towns
from tests.rooms.disposal.town import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)

ROOF = "ZETTAI"


class Cut(Exception):
    """The power went."""


def test_no_word_is_left_and_every_cut_is_finished_by_the_same_verb(
    owner_connection: psycopg.Connection,
) -> None:
    with transaction.atomic():
        town = towns.town()
        words = [*towns.over(town, f"{ROOF}甲子"), *towns.over(town, f"{ROOF}乙子")]
        stays = towns.over(town, "NOKORU丙子", ended=TODAY)
    with transaction.atomic():
        announce(town.office.lead)
        person = Person.objects.get(name=f"{ROOF}甲子")
        keepers.newest_key(keystore.current(), person.id)
    found = towns.found_in_tables(owner_connection, *words, *stays)
    assert all(found.values())
    owner_connection.rollback()
    figures = towns.figures(town.office.lead)
    batch = towns.agreed(town)

    # In the middle of the first step: everything is there again.
    with pytest.raises(Cut), transaction.atomic():
        operations.dispose_step(town.keeper, batch=batch, today=TODAY, now=NOW, most=1)
        raise Cut
    assert towns.found_in_tables(owner_connection, *words, *stays) == found
    owner_connection.rollback()
    # After the records, before the keys: one is whole, one is gone, and its key is still known to be destroyed.
    operations.dispose_step(town.keeper, batch=batch, today=TODAY, now=NOW, most=1)
    assert sorted(Bundle.objects.values_list("state", flat=True)) == ["GONE", "LISTED"]
    assert towns.figures(town.office.lead) == figures
    # After the keys, before they are forgotten: the keys are destroyed once more, which changes nothing.
    with transaction.atomic():
        announce(town.keeper)
        left = access.keepers(batch_id=batch.id)
    for subject in {one for subjects in left.values() for one in subjects}:
        keepers.destroy(subject)
    batch.refresh_from_db()
    operations.dispose(town.second, batch=batch, today=TODAY, now=NOW)

    batch.refresh_from_db()
    assert batch.state == "DONE"
    assert towns.found_in_tables(owner_connection, *words) == {word: [] for word in words}
    assert towns.found_in_tables(owner_connection, str(person.id))[str(person.id)] == ["ledger_entry"]
    assert {word: found[word] for word in stays} == towns.found_in_tables(owner_connection, *stays)
    assert (towns.figures(town.office.lead), KeptFigure.objects.filter(person=person.id).count()) == (
        figures,
        0,
    )
    keys = keepers.keys_of(keystore.current(), person.id).values_list("number", flat=True)
    assert [keystore.is_filled(keystore.current(), number) for number in keys] == [False]


def test_the_database_itself_asks_for_two_persons() -> None:
    with transaction.atomic():
        town = towns.town()
        towns.over(town, f"{ROOF}甲子")
    towns.listed(town)
    batch = operations.make_batch(town.keeper, today=TODAY)
    operations.review_batch(town.keeper, batch=batch)
    batch.state = "AGREED"
    batch.save()
    bundles = list(batch.bundles.values_list("id", flat=True))
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        announce(town.keeper)
        access.take(batch_id=batch.id, bundles=bundles, today=TODAY)
    assert getattr(refused.value.__cause__, "sqlstate", "") == "NR310"
    assert Bundle.objects.get().state == "LISTED"


def test_the_night_lists_and_disposes_of_nothing(as_owner: None) -> None:
    with transaction.atomic():
        town = towns.town()
        towns.over(town, f"{ROOF}甲子")
    people = Person.objects.count()
    said = StringIO()
    call_command("dispose", "--due", stdout=said)
    with pytest.raises(CommandError):
        call_command("dispose", stdout=said)

    assert said.getvalue() == "1年のうちに保存期間が終わる記録は1件です。何も廃棄していません。\n"
    assert [(one.state, one.batch_id) for one in Bundle.objects.all()] == [("LISTED", None)]
    assert Person.objects.count() == people
