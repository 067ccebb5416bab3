"""Reading the whole chain for verification. Needs the owner's connection: the application may only write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from norishiro.ledger import chain, verify_offline
from norishiro.ledger.chain import Standing
from norishiro.ledger.models import Entry

COLUMNS = (
    *("seq", "at", "verb", "staff_id", "staff_label", "agency_id", "agency_label", "subjects"),
    *("ground", "screen", "detail", "reason", "prev_hash", "hash"),
)


@contextmanager
def at_one_moment() -> Iterator[None]:
    """Head and lines of the same moment, although others go on writing."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def standing() -> Standing:
    """Which ledger this is, and its last number and hash."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT database, seq, hash FROM ledger_head")
        database, seq, found = cursor.fetchone()
    return Standing(database=str(database), head=verify_offline.Head(seq, found))


def all_lines(*, after: int = 0) -> Iterator[verify_offline.Line]:
    """Every line beyond ``after`` in order, a few thousand at a time."""
    rows = Entry.objects.filter(seq__gt=after).order_by("seq").values_list(*COLUMNS)
    for row in rows.iterator(chunk_size=5000):
        yield chain.in_text(chain.Line(*row))


def uncovered_since(*, covered: int) -> datetime | None:
    """When the first line was written that no checkpoint covers yet."""
    return Entry.objects.filter(seq=covered + 1).values_list("at", flat=True).first()
