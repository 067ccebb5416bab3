"""What is said to the reader on the next page ("○○さんを登録しました") waits in a cookie that the browser cannot read.

Django's own cookie is signed but legible, and a name would lie on the device. This one is sealed with a key made from
the secret key; it costs no question to the database. What does not fit goes into the session, as with Django.
"""

from __future__ import annotations

import base64
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.core.signing import BadSignature

PURPOSE = "norishiro.core.messages"
KEPT_SECONDS = 12 * 60 * 60


class Sealer:
    """Stands where Django's cookie storage expects a signer."""

    def sign_object(self, obj: Any, *, serializer: Any, compress: bool) -> str:
        return fernet_for(PURPOSE).encrypt(serializer().dumps(obj)).decode("ascii")

    def unsign_object(self, data: str, *, serializer: Any) -> Any:
        try:
            opened = fernet_for(PURPOSE).decrypt(data, ttl=KEPT_SECONDS)
        except (InvalidToken, ValueError):
            raise BadSignature("not sealed here, or too old") from None
        return serializer().loads(opened)


def fernet_for(purpose: str) -> MultiFernet:
    """What seals words that travel with the browser and live for hours; one key for each purpose. What the secret key before sealed
    still opens."""
    return MultiFernet(
        [_fernet(secret, purpose) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


@lru_cache(maxsize=8)
def _fernet(secret: str, purpose: str) -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(key))


class SealedCookieStorage(CookieStorage):
    """Django's cookie of messages, sealed instead of signed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signer = Sealer()


class MessageStorage(FallbackStorage):
    """The sealed cookie first, the session for what does not fit."""

    storage_classes = (SealedCookieStorage, SessionStorage)
