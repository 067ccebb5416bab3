"""A line of the table as the text that is hashed. The walk over the chain itself stands in ``verify_offline``.

The same canonical form stands in the trigger (migration 0003); a test compares the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from norishiro.ledger import verify_offline


@dataclass(frozen=True)
class Line:
    """A ledger line as stored, free of the database."""

    seq: int
    at: datetime
    verb: str
    staff_id: UUID | None
    staff_label: str
    agency_id: UUID | None
    agency_label: str
    subjects: Sequence[UUID]
    ground: str
    screen: str
    detail: str
    reason: str
    prev_hash: str
    hash: str


@dataclass(frozen=True)
class Standing:
    """Which ledger this is, and where it ends, as the trigger keeps it."""

    database: str
    head: verify_offline.Head


def moment(at: datetime) -> str:
    """A moment as it is hashed: UTC, to the microsecond, without a zone."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")


def in_text(line: Line) -> verify_offline.Line:
    """Every field as the text that was hashed, in the order of ``verify_offline.FIELDS``."""
    texts = (
        str(line.seq),
        moment(line.at),
        line.verb,
        str(line.staff_id or ""),
        line.staff_label,
        str(line.agency_id or ""),
        line.agency_label,
        ",".join(str(subject) for subject in line.subjects),
        line.ground,
        line.screen,
        line.detail,
        line.reason,
        line.prev_hash,
    )
    return verify_offline.Line(seq=line.seq, texts=texts, hash=line.hash)
