"""One sealed value: a header, a nonce, AES-256-GCM. Pure: bytes in, bytes out.

What is sealed for one place (table, column, row) opens only there: the place and the header are authenticated with
the text. So a value that was changed, cut or moved does not open, whoever did it.
"""

from __future__ import annotations

import base64
import binascii
import secrets
import struct
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MARK = b"NRS1"  # the last character is the version of the format
HEADER = struct.Struct(">4sQ")  # the mark, and the number of the key
NONCE_LENGTH = 12
TAG_LENGTH = 16
KEY_LENGTH = 32


class Unopened(Exception):
    """A sealed value does not open. The message is fit to be shown; it never holds the value."""


class SealBroken(Unopened):
    """Changed, cut, or brought here from another place."""

    def __init__(self, place: Place) -> None:
        super().__init__(
            f"封をした値が、書き換えられているか、別の場所から移されています（{place.table} の {place.column}）。"
            "この値は使わず、情報担当に知らせてください。"
        )


@dataclass(frozen=True)
class Place:
    """Where a value lives; it opens nowhere else."""

    table: str
    column: str
    row: UUID | int

    def authenticated(self) -> bytes:
        return f"{self.table}|{self.column}|{self.row}".encode()


def close(plain: bytes, *, key: bytes, number: int, place: Place) -> bytes:
    """Seal ``plain`` for one place with the key of this number."""
    header = HEADER.pack(MARK, number)
    nonce = secrets.token_bytes(NONCE_LENGTH)
    return header + nonce + AESGCM(key).encrypt(nonce, plain, header + place.authenticated())


def number_of(sealed: bytes) -> int | None:
    """Which key is needed; None for what is no sealed value of this format."""
    if len(sealed) < HEADER.size + NONCE_LENGTH + TAG_LENGTH:
        return None
    mark, number = HEADER.unpack_from(sealed)
    return int(number) if mark == MARK else None


def key_number(sealed: bytes, *, place: Place) -> int:
    """Which key is needed. Refuses what is not a sealed value of this format."""
    number = number_of(sealed)
    if number is None:
        raise SealBroken(place)
    return number


def open_with(sealed: bytes, *, key: bytes, place: Place) -> bytes:
    """The text again, if it is whole and still where it was sealed."""
    key_number(sealed, place=place)
    header, rest = sealed[: HEADER.size], sealed[HEADER.size :]
    try:
        return AESGCM(key).decrypt(rest[:NONCE_LENGTH], rest[NONCE_LENGTH:], header + place.authenticated())
    except InvalidTag:
        raise SealBroken(place) from None


def as_text(sealed: bytes) -> str:
    """For columns that hold text (JSON)."""
    return base64.urlsafe_b64encode(sealed).decode("ascii")


def from_text(text: str, *, place: Place) -> bytes:
    """Refuses every spelling but the one ``as_text`` writes."""
    try:
        sealed = base64.urlsafe_b64decode(text.encode("ascii"))
    except (ValueError, binascii.Error):
        raise SealBroken(place) from None
    if as_text(sealed) != text:
        raise SealBroken(place)
    return sealed
