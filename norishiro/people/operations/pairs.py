"""Pairs of records that look alike, kept for those who may see both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from django.db import connection, transaction

from norishiro.ledger.operations import sign_system
from norishiro.people import events
from norishiro.people.models import Pair, Person

AT_ONCE = 1000
COMPARED = ("id", "name", "kana", "alias", "birth", "phone", "address", "sex")


def everybody() -> list[dict[str, str]]:
    """For the clock, as the owner of the tables: what is compared of everybody in use. What is withheld is empty here."""
    with transaction.atomic(), _maintenance():
        rows = Person.objects.filter(merged_into=None, died_on=None).order_by("id").values(*COMPARED)
        return [{**row, "id": str(row["id"])} for row in rows.iterator(chunk_size=AT_ONCE)]


def keep_pairs(found: Iterable[tuple[str, str, float]], *, today: date) -> int:
    """For the clock, as the owner: keep the pairs that are not known yet; what somebody settled stays settled.

    Records ``people.pairs_sought`` with how many; answers how many are new.
    """
    with transaction.atomic(), _maintenance():
        known = {(str(one), str(other)) for one, other in Pair.objects.values_list("first_id", "second_id")}
        new = [
            Pair(first_id=UUID(one), second_id=UUID(other), percent=round(chance * 100), found_on=today)
            for one, other, chance in found
            if (one, other) not in known
        ]
        Pair.objects.bulk_create(new, batch_size=AT_ONCE)
        sign_system(events.PAIRS_SOUGHT, changes={"pairs": (None, len(new))})
    return len(new)


@contextmanager
def _maintenance() -> Iterator[None]:
    """Say so to the walls, for these lines only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('norishiro.maintenance', 'on', true)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('norishiro.maintenance', '', true)")
