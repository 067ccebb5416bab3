"""How a line is hashed. The same canonical form stands in the trigger (migration 0002); a test compares the two."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

GENESIS = "0" * 64
_UNIT = "\x1f"


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
    subjects: tuple[UUID, ...]
    ground: str
    screen: str
    detail: str
    reason: str
    prev_hash: str
    hash: str


def digest(line: Line) -> str:
    """SHA-256 over every field and the hash of the line before, in hexadecimal."""
    moment = line.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")
    parts = [
        str(line.seq),
        moment,
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
    ]
    return hashlib.sha256(_UNIT.join(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Fault:
    """Where the chain does not hold, in one Japanese sentence."""

    seq: int
    message: str


def verify(lines: Iterable[Line], *, head_seq: int, head_hash: str) -> list[Fault]:
    """Walk the whole chain from the first line; every break is named. An empty list means it holds."""
    faults: list[Fault] = []
    expected_seq, previous = 1, GENESIS
    for line in lines:
        if line.seq != expected_seq:
            faults.append(
                Fault(expected_seq, f"{expected_seq}番の行がありません（次にある行は{line.seq}番）。")
            )
        if line.prev_hash != previous:
            faults.append(Fault(line.seq, f"{line.seq}番の行が、前の行とつながっていません。"))
        if digest(line) != line.hash:
            faults.append(Fault(line.seq, f"{line.seq}番の行の内容が、書かれたときと違います。"))
        expected_seq, previous = line.seq + 1, line.hash
    if (expected_seq - 1, previous) != (head_seq, head_hash):
        faults.append(
            Fault(head_seq, f"台帳の末尾が記録（{head_seq}番）と合いません。行が消されたおそれがあります。")
        )
    return faults
