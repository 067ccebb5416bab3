"""Receipt numbers, the marks under which they are found again, and which key seals a letter."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID, uuid5

from django.utils import timezone
from django.utils.crypto import salted_hmac

from norishiro.core.sealing import keystore

BOXES = UUID("5f0c3d1e-6a1b-4c53-9a55-0b1f6c2f7d31")


@dataclass(frozen=True)
class Receipt:
    """What the sender writes down. Neither is kept here: only a mark of both."""

    number: str
    secret: str


def receipt_for(*, slip: UUID, fingerprint: UUID) -> Receipt:
    """The same form with the same words has one receipt, however often it is sent; no other has it."""
    drawn = salted_hmac(
        "norishiro.letterbox.receipt", slip.bytes + fingerprint.bytes, algorithm="sha256"
    ).digest()
    number = f"{int.from_bytes(drawn[:16]) % 10**12:012d}"
    secret = f"{int.from_bytes(drawn[16:]) % 10**8:08d}"
    return Receipt(f"{number[:4]}-{number[4:8]}-{number[8:]}", f"{secret[:4]} {secret[4:]}")


def key_of(*, number: str, secret: str) -> UUID:
    """The mark of a receipt, told by the ring of keys: whoever has the database alone cannot try numbers."""
    return _opaque(b"receipt|" + f"{_digits(number)}|{_digits(secret)}".encode())


def fingerprint_of(*parts: str) -> UUID:
    """The same for the same words; tells nothing of them to whoever lacks the ring."""
    return _opaque(b"letter|" + "\x1f".join(" ".join(part.split()) for part in parts).encode())


def box_of(*, agency_id: UUID, on: date) -> UUID:
    """What a letter is sealed for: one agency's post of one month, so that a flood cannot use up the keys."""
    return uuid5(BOXES, f"{agency_id}|{on:%Y-%m}")


def day_of(moment: datetime) -> date:
    """The day of the town on which something came."""
    return timezone.localtime(moment).date()


def mark_of(kind: str, *parts: str) -> str:
    """A mark for counting that is another one every hour or day, and leads back to nobody."""
    return salted_hmac(f"norishiro.letterbox.{kind}", "|".join(parts), algorithm="sha256").hexdigest()


def _digits(written: str) -> str:
    return re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", written))


def _opaque(words: bytes) -> UUID:
    ring = keystore.load(keystore.current())
    return ring.opaque(UUID(bytes=sha256(words).digest()[:16]))
