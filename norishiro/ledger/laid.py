"""Many lines at once, chained as the trigger of the database chains them. Only for an invented town in an empty place.

That the two say the same is shown by ``norishiro ledger verify``, which walks every line. The owner alone can write this way: the
trigger must rest meanwhile, and the pages' role may neither let it rest nor touch the head.
"""

from __future__ import annotations

from hashlib import sha256

from django.db import connection

from norishiro.ledger.models import Entry
from norishiro.ledger.verify_offline import SEPARATOR

MODEL = Entry
LINKING = (Entry._meta.db_table, "ledger_link")
COLUMNS = (
    *(
        "id",
        "seq",
        "at",
        "verb",
        "staff_id",
        "staff_label",
        "agency_id",
        "agency_label",
        "subjects",
        "ground",
    ),
    *("detail", "prev_hash", "hash"),
)


class Chain:
    """Carries the head from line to line, from where the ledger ends now."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT seq, hash FROM ledger_head FOR UPDATE")
            self.seq, self.head = cursor.fetchone()

    def add(
        self, *, id: str, at: str, verb: str, who: tuple[str, str, str, str], subjects: str = "", ground: str = "", detail: str = "",
    ) -> tuple[str, ...]:  # fmt: skip
        """The next line as COPY reads it, in the order of ``COLUMNS``. ``at``: a moment in UTC to the microsecond; ``who``: staff and
        agency, each with its label; ``subjects``: ids with commas between. Screen and reason stay empty."""
        self.seq += 1
        before = self.head
        staff, staff_label, agency, agency_label = who
        words = SEPARATOR.join(
            (str(self.seq), at, verb, staff, staff_label, agency, agency_label, subjects, ground, "", detail, "", before)
        )  # fmt: skip
        self.head = sha256(words.encode()).hexdigest()
        return (
            id, str(self.seq), f"{at}+00", verb, staff, staff_label, agency, agency_label, f"{{{subjects}}}", ground,
            detail, before, self.head,
        )  # fmt: skip

    def close(self) -> None:
        """The next line the trigger links follows on the last of these."""
        with connection.cursor() as cursor:
            cursor.execute("UPDATE ledger_head SET seq = %s, hash = %s", [self.seq, self.head])
