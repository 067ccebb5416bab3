"""What somebody wrote in a hurry, and what was written about it: sealed, opened only for a page that shows it (ADR 0036).

A search is about nobody yet: its words stand under a key of its own. Once it opened something, they stand under the key
of whom it opened, as everything written about the use does: of the household, or of the one who lives alone. Where that
key was destroyed, a page says so in place of the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from norishiro.core.sealing import keepers
from norishiro.core.sealing.envelope import Place
from norishiro.core.sealing.keystore import KeyDestroyed
from norishiro.emergency.models import Candidate, Opening, Search

GONE = "（廃棄したため、読めません）"
Kept = Search | Opening


def keeper_of(candidate: Candidate) -> UUID:
    """Whose key closes what is written about this use."""
    keeper = candidate.household_id or candidate.person_id
    assert keeper is not None  # a candidate is one of the two (constraint)
    return keeper


def closed(text: str, *, of: Kept, column: str, keeper: UUID) -> bytes | None:
    """The text for this column, sealed; None for none."""
    return keepers.seal_text(text, subject=keeper, at=keepers.place(of, column)) if text else None


def opened(of: Kept, column: str) -> str:
    """One text again; empty where nothing was written."""
    return opened_each([(of, column)])[0]


def opened_each(wanted: Sequence[tuple[Kept, str]]) -> list[str]:
    """The texts of these columns of these rows, with one question."""
    values = {
        at: (sealed, keepers.place(of, column))
        for at, (of, column) in enumerate(wanted)
        if (sealed := getattr(of, column)) is not None
    }
    try:
        texts = [whole.decode() for whole in keepers.unseal_all(list(values.values()))] if values else []
    except KeyDestroyed:
        texts = [_one(*value) for value in values.values()]
    found = dict(zip(values, texts, strict=True))
    return [found.get(at, "") for at in range(len(wanted))]


def _one(sealed: bytes, at: Place) -> str:
    try:
        return keepers.unseal_text(sealed, at=at)
    except KeyDestroyed:
        return GONE
