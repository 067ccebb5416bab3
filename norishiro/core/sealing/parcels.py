"""A parcel: what a device seals for this server alone. Pure: bytes in, bytes out (ADR 0047).

P-256 ECDH with a pair made anew for each parcel, HKDF-SHA256, AES-256-GCM. The browser holds only the public half of the
server's pair, so it can close a parcel and never open one, its own neither. The key's id and the parcel's own id are
authenticated with the text: a parcel cannot be passed off as another.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

POINT = 65  # an uncompressed point of P-256
NONCE = 12
TAG = 16
MOST_PARCELS = 50
LARGEST = 16 * 1024
PURPOSE = "norishiro parcel 1"


class ParcelBroken(Exception):
    """Changed, cut, or closed for another key: nothing of it can be read."""


@dataclass(frozen=True)
class Parcel:
    """One sealed record as it came from a device: nothing of it says whom it is about."""

    id: UUID
    key_id: UUID
    box: bytes


def new_pair() -> tuple[bytes, bytes]:
    """A private key and its public half (an uncompressed point), for one log-in."""
    private = ec.generate_private_key(ec.SECP256R1())
    kept = private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return kept, _point(private.public_key())


def as_parcel(sent: Any) -> Parcel:
    """Read one parcel out of what was sent. Refuses every other shape, and what is too large, with ``ParcelBroken``."""
    try:
        box = base64.b64decode(sent["box"], validate=True)
        parcel = Parcel(id=UUID(sent["id"]), key_id=UUID(sent["key"]), box=box)
    except (TypeError, KeyError, ValueError, AttributeError, binascii.Error):
        raise ParcelBroken from None
    if not POINT + NONCE + TAG <= len(box) <= LARGEST:
        raise ParcelBroken
    return parcel


def open_parcel(parcel: Parcel, *, private: bytes) -> bytes:
    """The text again, if it is whole and was closed for this key."""
    key = serialization.load_der_private_key(private, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ParcelBroken
    point, nonce = parcel.box[:POINT], parcel.box[POINT : POINT + NONCE]
    try:
        other = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        common = _common(key.exchange(ec.ECDH(), other), parcel.key_id)
        return AESGCM(common).decrypt(nonce, parcel.box[POINT + NONCE :], _bound_to(parcel.id, parcel.key_id))
    except (ValueError, InvalidTag):
        raise ParcelBroken from None


def close_parcel(plain: bytes, *, public: bytes, parcel_id: UUID, key_id: UUID, nonce: bytes) -> bytes:
    """As the browser does it; ``nonce`` is twelve bytes used once."""
    own = ec.generate_private_key(ec.SECP256R1())
    other = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
    common = _common(own.exchange(ec.ECDH(), other), key_id)
    sealed = AESGCM(common).encrypt(nonce, plain, _bound_to(parcel_id, key_id))
    return _point(own.public_key()) + nonce + sealed


def _point(public: ec.EllipticCurvePublicKey) -> bytes:
    return public.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def _common(secret: bytes, key_id: UUID) -> bytes:
    return HKDF(SHA256(), 32, None, f"{PURPOSE}|{key_id}".encode()).derive(secret)


def _bound_to(parcel_id: UUID, key_id: UUID) -> bytes:
    return f"{key_id}|{parcel_id}".encode()
