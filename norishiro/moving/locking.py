"""How a file is locked: for a key that exists only once, itself locked with a phrase. The format age, as its own tool reads it.

The machine keeps the half that locks, and the other half only under the phrase that two people hold: whoever takes over the
machine afterwards cannot open what it wrote.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyrage
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

CHUNK = 1 << 20


@dataclass(frozen=True)
class Lock:
    """The half that locks, and the half that opens, under its phrase."""

    public: str
    locked_key: bytes


class Unlocked(Exception):
    """The key that was just locked does not open with its phrase. It is thrown away."""


def new_lock(phrase: str) -> Lock:
    """A key used once, and opened once again before anybody relies on it."""
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    locked = _under_phrase(f"# public key: {public}\n{identity}\n".encode(), phrase)
    if str(open_lock(locked, phrase)) != str(identity):
        raise Unlocked
    return Lock(public, locked)


def open_lock(locked_key: bytes, phrase: str) -> Any:
    """The key again, for whoever holds the phrase. Raises ``pyrage.DecryptError``."""
    lines = pyrage.passphrase.decrypt(locked_key, phrase).decode().splitlines()
    return pyrage.x25519.Identity.from_str(lines[-1])


# The library asks scrypt for as much as a second can do, more than a gigabyte, which a process that serves pages has not got. Our
# phrases are drawn, 118 bits, and need no slowness; so the small file of a key is written here (age-encryption.org/v1, scrypt
# stanza), and opened by the library.
WORK = 14
LABEL = b"age-encryption.org/v1/scrypt"
FIRST_LINE = b"age-encryption.org/v1\n"
LAST_CHUNK = bytes(11) + b"\x01"
CHUNK_OF_AGE = 64 * 1024


def _under_phrase(plain: bytes, phrase: str) -> bytes:
    assert len(plain) <= CHUNK_OF_AGE  # one chunk, the last
    salt, file_key, nonce = secrets.token_bytes(16), secrets.token_bytes(16), secrets.token_bytes(16)
    wrapping = Scrypt(salt=LABEL + salt, length=32, n=1 << WORK, r=8, p=1).derive(phrase.encode())
    wrapped = ChaCha20Poly1305(wrapping).encrypt(bytes(12), file_key, None)
    head = FIRST_LINE + b"-> scrypt %s %d\n%s\n---" % (_letters(salt), WORK, _letters(wrapped))
    mac = HMAC(_derived(file_key, b"", b"header"), SHA256())
    mac.update(head)
    payload = ChaCha20Poly1305(_derived(file_key, nonce, b"payload")).encrypt(LAST_CHUNK, plain, None)
    return head + b" " + _letters(mac.finalize()) + b"\n" + nonce + payload


def _derived(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, purpose).derive(key)


def _letters(value: bytes) -> bytes:
    return base64.b64encode(value).rstrip(b"=")


class Drawn:
    """Reads what a maker writes, a little at a time: it is asked on only when what is ready has been read."""

    def __init__(self, maker: Callable[[Drawn], Iterator[None]]) -> None:
        self._ready = bytearray()
        self._steps = maker(self)
        self._ended = False
        self.fault: Exception | None = None

    def write(self, part: bytes) -> int:
        self._ready += part
        return len(part)

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def read(self, size: int = -1) -> bytes:
        while not self._ended and (size < 0 or len(self._ready) < size):
            try:
                next(self._steps)
            except StopIteration:
                self._ended = True
            except Exception as fault:
                self.fault = fault
                raise
        size = len(self._ready) if size < 0 else size
        answer = bytes(self._ready[:size])
        del self._ready[:size]
        return answer


class Summed:
    """Writes to a file and knows its sum."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._sum, self.size = file, hashlib.sha256(), 0

    def write(self, part: bytes) -> int:
        self._file.write(part)
        self._sum.update(part)
        self.size += len(part)
        return len(part)

    def flush(self) -> None:
        self._file.flush()

    @property
    def sum(self) -> str:
        return self._sum.hexdigest()


def lock_into(target: Path, maker: Callable[[Drawn], Iterator[None]], *, public: str) -> tuple[str, int]:
    """Write what the maker makes, locked; nothing of it lies on the disk in the clear. Answers sum and size."""
    drawn = Drawn(maker)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        summed = Summed(file)
        try:
            pyrage.encrypt_io(drawn, summed, [pyrage.x25519.Recipient.from_str(public)])
        except Exception:
            # The library tells of every fault in its own words; what happened while reading is told as it was.
            if drawn.fault is not None:
                raise drawn.fault from None
            raise
        file.flush()
        os.fsync(file.fileno())
    return summed.sum, summed.size


def read_in_parts(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while part := opened.read(CHUNK):
            yield part
