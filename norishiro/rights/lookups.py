"""The five questions that look past the gate for a request: they answer the office of the request only (migration 0002)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from norishiro.rights.material import Row


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
        return [Row(source, found, json.loads(kept)) for source, found, kept in cursor.fetchall()]


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
