"""The five questions that look past the gate for a request: they answer the office of the request only (migration 0002)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from norishiro.core.sealing import keepers
from norishiro.core.sealing.envelope import Place
from norishiro.core.sealing.keystore import KeyDestroyed
from norishiro.emergency.texts import GONE
from norishiro.rights.material import Row

# Words that are sealed in their tables (ADR 0036).
SEALED_WORDS = {
    "emergency_search": ("reason", "words"),
    "emergency_opening": ("reason", "account", "review_words"),
}


@dataclass(frozen=True)
class Candidate:
    """Somebody of just this name; enough to tell two of them apart."""

    id: UUID
    name: str
    kana: str
    birth: str
    area: str


@dataclass(frozen=True)
class Recipient:
    """An agency that received a record, and how."""

    agency_id: UUID
    why: str


def candidates(*, request_id: UUID) -> list[Candidate]:
    """Who fits the name and birthday of an identified request."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM rights_candidates(%s)", [request_id])
        return [Candidate(*row) for row in cursor.fetchall()]


def material(*, request_id: UUID) -> list[Row]:
    """Every row about the person, and who is around them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT source, found, kept::text FROM rights_material(%s)", [request_id])
        rows = [(source, found, json.loads(kept)) for source, found, kept in cursor.fetchall()]
    return [Row(source, found, kept | _opened(source, kept)) for source, found, kept in rows]


def _opened(source: str, kept: Mapping[str, Any]) -> dict[str, str]:
    """Sealed words about the person are part of what is kept of them; what was disposed of is said to be gone."""
    opened = {}
    for column in SEALED_WORDS.get(source, ()):
        if kept[column] is not None:
            at = Place(source, column, UUID(kept["id"]))
            try:
                opened[column] = keepers.unseal_text(bytes.fromhex(kept[column].removeprefix("\\x")), at=at)
            except KeyDestroyed:
                opened[column] = GONE
    return opened


def recipients(*, request_id: UUID, item_id: UUID) -> list[Recipient]:
    """To whom a record came; its writer is among them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM rights_recipients(%s, %s)", [request_id, item_id])
        return [Recipient(*row) for row in cursor.fetchall()]


def enter_note(*, correction_id: UUID) -> UUID | None:
    """Write the decision beside the record; answers the subject."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rights_enter_note(%s)", [correction_id])
        row = cursor.fetchone()
        return row[0] if row else None
