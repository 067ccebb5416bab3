"""Reading the whole chain for verification. Needs the owner's connection: the application may only write."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from norishiro.ledger.chain import Line
from norishiro.ledger.models import Entry


def all_lines() -> Iterator[Line]:
    """Every line in order, a few thousand at a time."""
    for entry in Entry.objects.order_by("seq").iterator(chunk_size=5000):
        yield Line(
            seq=entry.seq or 0,
            at=entry.at,
            verb=entry.verb,
            staff_id=entry.staff_id,
            staff_label=entry.staff_label,
            agency_id=entry.agency_id,
            agency_label=entry.agency_label,
            subjects=tuple(entry.subjects),
            ground=entry.ground,
            screen=entry.screen,
            detail=entry.detail,
            reason=entry.reason,
            prev_hash=entry.prev_hash,
            hash=entry.hash,
        )


def head() -> tuple[int, str]:
    """The last number and hash as the trigger keeps them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, hash FROM ledger_head")
        row = cursor.fetchone()
    return (row[0], row[1])
