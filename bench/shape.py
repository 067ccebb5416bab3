"""The size and shape of the measuring town, and how its ids are made."""

from __future__ import annotations

import uuid
from hashlib import md5

AGENCIES = 40
STAFF_PER_AGENCY = 12
CONTACTS_PER_CASE = 10
DAYS = 390
LOGIN = "bench"
PASSWORD = "そくていのための長い合言葉"


def row_id(words: str) -> uuid.UUID:
    """The same id as md5(words)::uuid in SQL."""
    return uuid.UUID(md5(words.encode()).hexdigest())


def case_id(number: int) -> str:
    """The id of the n-th case."""
    return str(row_id(f"case{number}"))
