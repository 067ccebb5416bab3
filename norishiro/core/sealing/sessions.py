"""The rows of log-ins, sealed: for some minutes they hold the seed of an app that is being registered, and messages.

No person's key is needed here, a log-in lives ten hours: the key comes straight from the newest master. After that master
is gone, or in another database, the row counts as no log-in at all.
"""

from __future__ import annotations

import json
import zlib
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.core import signing

from norishiro.core.sealing import envelope, keystore
from norishiro.core.sealing.envelope import KEY_LENGTH, Place
from norishiro.core.sealing.keystore import Master

HERE = Place("django_session", "session_data", 0)


class SealedJSON:
    """For ``SESSION_SERIALIZER``."""

    def dumps(self, obj: Any) -> bytes:
        master = keystore.load(keystore.current()).newest
        plain = json.dumps(obj, separators=(",", ":")).encode()
        return f"{master.name}|".encode() + envelope.close(plain, key=_key(master), number=0, place=HERE)

    def loads(self, data: bytes) -> Any:
        name, _bar, sealed = data.partition(b"|")
        master = keystore.load(keystore.current()).master(name.decode("ascii"))
        return json.loads(envelope.open_with(sealed, key=_key(master), place=HERE))


def master_of(data: str) -> str:
    """The master a row of log-ins names; the seal itself is not looked at."""
    packed = data.split(":")[0]
    sealed = signing.b64_decode(packed.removeprefix(".").encode())
    sealed = zlib.decompress(sealed) if packed.startswith(".") else sealed
    return sealed.partition(b"|")[0].decode("ascii", errors="replace")


def _key(master: Master) -> bytes:
    return HKDF(SHA256(), KEY_LENGTH, None, b"norishiro sessions").derive(master.key)
