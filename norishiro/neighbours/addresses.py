"""An e-mail address as it was typed becomes one; the marks under which its reader is found again; the keys of links."""

from __future__ import annotations

import unicodedata
from datetime import date
from hashlib import sha256
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from norishiro.core.sealing import keystore

BOXES = UUID("c3d7b9a2-55c8-4d7e-8a3d-6f5b1c0e9a74")
LONGEST = 254
_valid = EmailValidator(allowlist=())


def read_address(typed: str) -> str | None:
    """The address, wide letters made narrow and the server in small ones; None where it is none.

    What stands before the @ is kept as typed: a few servers tell capitals apart. Only letters every mail server takes.
    """
    narrow = unicodedata.normalize("NFKC", typed).strip()
    if len(narrow) > LONGEST or not narrow.isascii():
        return None
    try:
        _valid(narrow)
    except ValidationError:
        return None
    name, _at, server = narrow.rpartition("@")
    return f"{name}@{server.lower()}"


def mark_of_address(address: str) -> UUID:
    """The same for the same address, however its letters were written; tells nothing to whoever lacks the ring."""
    return _opaque("address", address.lower())


def mark_of_key(key: UUID) -> UUID:
    """Under which a link's key is kept: whoever has the database alone cannot make the link."""
    return _opaque("key", key.hex)


def key_of_reader(reader_id: UUID) -> UUID:
    """The key of a reader's own page, made anew for every letter and kept nowhere."""
    return _opaque("reader", reader_id.hex)


def box_of(on: date) -> UUID:
    """What an address is sealed for: the post of one month, so that a flood cannot use up the keys."""
    return uuid5(BOXES, f"{on:%Y-%m}")


def _opaque(kind: str, words: str) -> UUID:
    ring = keystore.load(keystore.current())
    return ring.opaque(UUID(bytes=sha256(f"neighbours|{kind}|{words}".encode()).digest()[:16]))
