"""A record written without network, as it came out of its parcel. Untrusted: the page that sealed it was not ours to watch."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict

from norishiro.core.sealing.parcels import ParcelBroken

FORM_KEY = "casework.check_offline"
MOST_FIELDS = 200
WRITTEN = "offline_at"  # the field of the form, and the column of the record
ABOUT, NICKNAME, REASONS = "offline_path", "nickname", "offline_reasons"
KEPT_APART = (ABOUT, NICKNAME, REASONS)


@dataclass(frozen=True)
class Arrived:
    """``path`` is the page it was written on; ``whole`` is false where the page closed over a half-written form."""

    token: UUID
    path: str
    said_at: datetime
    whole: bool
    posted: QueryDict

    def as_posted(self, *, written_at: datetime) -> QueryDict:
        """The form as the ordinary page would have sent it, with the time of writing by the server's clock."""
        posted = self.posted.copy()
        posted["form_token"] = str(self.token)
        posted[WRITTEN] = written_at.isoformat()
        return posted

    def to_keep(self, *, written_at: datetime, reasons: list[str]) -> QueryDict:
        """What waits for its writer: everything that was typed, where, and why it did not go in."""
        kept = self.as_posted(written_at=written_at)
        kept[ABOUT] = self.path
        kept.setlist(REASONS, reasons)
        return kept


def read_arrived(plain: bytes) -> Arrived:
    """Refuses every other shape with ``ParcelBroken``."""
    try:
        told = json.loads(plain)
        return Arrived(
            token=UUID(told["token"]),
            path=str(told["path"])[:200],
            said_at=datetime.fromtimestamp(told["at"] / 1000, tz=UTC),
            whole=told["whole"] is True,
            posted=_posted(told["fields"]),
        )
    except (TypeError, KeyError, ValueError, AttributeError, OverflowError, OSError):
        raise ParcelBroken from None


def typed_alone(kept: QueryDict) -> QueryDict:
    """What stands in the form, without what was kept beside it."""
    typed = kept.copy()
    for name in KEPT_APART:
        typed.pop(name, None)
    return typed


def _posted(fields: Any) -> QueryDict:
    posted = QueryDict(mutable=True)
    for name, value in fields[:MOST_FIELDS]:
        if not isinstance(name, str) or not isinstance(value, str):
            raise ValueError
        posted.appendlist(name, value)
    for name in (*KEPT_APART, WRITTEN):
        if name != NICKNAME:
            posted.pop(name, None)
    return posted
