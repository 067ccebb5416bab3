"""Taking in what came by a form service."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from uuid import UUID

from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.letterbox import events
from norishiro.letterbox.choices import LetterKind, Origin
from norishiro.letterbox.form_services import Row
from norishiro.letterbox.models import Letter
from norishiro.letterbox.queries import key_of_row, known_rows
from norishiro.letterbox.receipts import receipt_for
from norishiro.letterbox.slot import seal_letter


@operation
def import_letters(actor: Actor, /, *, rows: Sequence[Row], service: str, now: datetime) -> int:
    """Put the readable rows into the box of the actor's agency; what is in already, or stands twice, comes in once.

    Records ``letter.imported`` with the number of letters. Refuses nothing: a row that cannot be read is left out, and
    the report said why.
    """
    known = known_rows(actor, rows=rows, service=service)
    letters: dict[UUID, Letter] = {}
    for row in rows:
        key = key_of_row(actor, row=row, service=service)
        if row.problem or row.content is None or key in known or key in letters:
            continue
        letters[key] = _letter(actor, row, key=key, service=service, now=now)
    Letter.objects.bulk_create(letters.values())
    sign(
        actor, events.LETTERS_IMPORTED, subjects=[one.id for one in letters.values()],
        changes={"letters": (None, len(letters)), "service": (None, service)},
    )  # fmt: skip
    return len(letters)


def _letter(actor: Actor, row: Row, *, key: UUID, service: str, now: datetime) -> Letter:
    assert row.content is not None
    posted = timezone.make_aware(datetime.combine(row.posted_on, time())) if row.posted_on else now
    letter = Letter(
        number=receipt_for(slip=key, fingerprint=key).number, receipt_key=key, kind=LetterKind.SHEET,
        origin=Origin.SERVICE, receiver_agency_id=actor.agency_id, hurry=row.hurry,
        wording_version=f"{service}", fingerprint=key, posted_at=min(posted, now),
    )  # fmt: skip
    seal_letter(letter, content=row.content, photo=None)
    return letter
