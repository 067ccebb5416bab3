"""The slip in a public form: signed here, so that it counts as one form; it is no cookie and leads back to nobody."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.core.signing import BadSignature, TimestampSigner

from norishiro.letterbox.slot import new_slip

SALT = "norishiro.public_site.slip"
LASTS = timedelta(days=7)


def hand_out() -> str:
    return TimestampSigner(salt=SALT).sign(new_slip().hex)


def read(slip: str) -> UUID | None:
    """The mark of a form that was handed out here within a week; None for anything else."""
    try:
        return UUID(hex=TimestampSigner(salt=SALT).unsign(slip, max_age=LASTS))
    except (BadSignature, ValueError):
        return None
