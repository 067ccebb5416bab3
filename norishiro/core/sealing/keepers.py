"""What the rooms call: seal a value for a person or a case, and open it again, by name.

Nothing here happens by itself: a sealed column holds bytes, and a list shows bytes unless somebody asks. Sealing makes
the subject's key at the first time (inside an operation); opening only reads, so a GET may do it.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from uuid import UUID

from django.db import models
from django.utils import timezone

from norishiro.core.models import SealingKey
from norishiro.core.sealing import envelope, keystore
from norishiro.core.sealing.envelope import KEY_LENGTH, Place, SealBroken
from norishiro.core.sealing.keystore import KeyStore, KeysUnusable

WRAPPED = "wrapped"

# Held until the value is committed, so that a key cannot be retired, and destroyed, under somebody who is sealing.
SEALING = "SELECT * FROM core_sealingkey WHERE keeper = %s AND retired_at IS NULL FOR SHARE"


def place(record: models.Model, column: str) -> Place:
    """The place of one field of one record; its id must be there already (ours are made before the row)."""
    return Place(record._meta.db_table, column, record.pk)


def seal(plain: bytes, *, subject: UUID, at: Place) -> bytes:
    """Seal for one place, with the key of the person or case it is about. Writes that key the first time."""
    store = keystore.current()
    key = newest_key(store, subject)
    return envelope.close(plain, key=_unwrapped(store, key), number=key.number, place=at)


def unseal(sealed: bytes | memoryview, *, at: Place) -> bytes:
    """The value again. Raises ``Unopened`` with one sentence where it cannot be had; only reads."""
    return unseal_all([(sealed, at)])[0]


def unseal_all(values: Sequence[tuple[bytes | memoryview, Place]]) -> list[bytes]:
    """Several values of one page with one question to the database."""
    store = keystore.current()
    numbered = [(bytes(sealed), at, envelope.key_number(bytes(sealed), place=at)) for sealed, at in values]
    keys = SealingKey.objects.in_bulk({number for _sealed, _at, number in numbered if number < 2**63})
    opened = []
    for sealed, at, number in numbered:
        if number not in keys:
            raise SealBroken(at)
        opened.append(envelope.open_with(sealed, key=_unwrapped(store, keys[number]), place=at))
    return opened


def seal_text(text: str, *, subject: UUID, at: Place) -> bytes:
    return seal(text.encode(), subject=subject, at=at)


def unseal_text(sealed: bytes | memoryview, *, at: Place) -> str:
    return unseal(sealed, at=at).decode()


def seal_again(sealed: bytes | memoryview, *, at: Place) -> bytes | None:
    """The same value under the newest key of the same keeper; nothing when it already is."""
    store, before = keystore.current(), bytes(sealed)
    number = envelope.key_number(before, place=at)
    key = SealingKey.objects.filter(number=number).first()
    if key is None:
        raise SealBroken(at)
    newest = SealingKey.objects.get(keeper=key.keeper, retired_at=None)
    if newest == key:
        return None
    return envelope.close(
        unseal(before, at=at), key=_unwrapped(store, newest), number=newest.number, place=at
    )


# --- the keys of a subject -------------------------------------------------------------------------


def newest_key(store: KeyStore, subject: UUID) -> SealingKey:
    """The key that seals for this subject; made at the first time."""
    return _newest_of(store, keystore.load(store).opaque(subject))


def renew(store: KeyStore, keeper: UUID) -> None:
    """Give one keeper a new key under the newest master; the older only opens from now on. Call it in a transaction.

    It waits for whoever is sealing with the old one: afterwards nothing more comes to stand under it.
    """
    SealingKey.objects.filter(keeper=keeper, retired_at=None).update(retired_at=timezone.now())
    _newest_of(store, keeper)


def destroy(subject: UUID) -> int:
    """Empty the slots of every key this subject ever had; answers how many. No copy of the database opens them again.

    It cannot be undone, and no rollback brings a slot back: call it after the disposal itself is committed.
    """
    store = keystore.current()
    keys = keys_of(store, subject)
    keys.filter(retired_at=None).update(retired_at=timezone.now())
    numbers = list(keys.values_list("number", flat=True))
    keystore.empty(store, [number for number in numbers if keystore.is_filled(store, number)])
    return len(numbers)


def keys_of(store: KeyStore, subject: UUID) -> models.QuerySet[SealingKey]:
    """Every key this subject ever had."""
    return SealingKey.objects.filter(keeper=keystore.load(store).opaque(subject)).order_by("number")


def _newest_of(store: KeyStore, keeper: UUID) -> SealingKey:
    for found in SealingKey.objects.raw(SEALING, [keeper]):
        return found
    # Somebody else may be making it at this moment: the first one wins, and both seal with it.
    SealingKey.objects.bulk_create([_made(store, keeper)], ignore_conflicts=True)
    return SealingKey.objects.get(keeper=keeper, retired_at=None)


def _made(store: KeyStore, keeper: UUID) -> SealingKey:
    ring = keystore.load(store)
    number = _free_number(store, ring)
    key = SealingKey(number=number, keeper=keeper, master=ring.newest.name, made_at=timezone.now())
    wrapping = keystore.wrapping_key(store, master=key.master, number=number)
    key.wrapped = envelope.close(
        secrets.token_bytes(KEY_LENGTH), key=wrapping, number=number, place=_place_of_key(key)
    )
    return key


def _free_number(store: KeyStore, ring: keystore.Ring) -> int:
    """The next number whose slot is not empty: after an old copy of the database came back, some are."""
    while True:
        number = SealingKey.next_number()
        if number >= ring.slots:
            raise KeysUnusable(
                "鍵の帳面が、最後まで使われています。情報担当に、`norishiro keys make` でページを足すよう伝えてください。"
            )
        if keystore.is_filled(store, number):
            return number


def _unwrapped(store: KeyStore, key: SealingKey) -> bytes:
    wrapping = keystore.wrapping_key(store, master=key.master, number=key.number)
    return envelope.open_with(bytes(key.wrapped), key=wrapping, place=_place_of_key(key))


def _place_of_key(key: SealingKey) -> Place:
    """Bound to its keeper too: one subject's key cannot be passed off as another's."""
    return Place(SealingKey._meta.db_table, f"{WRAPPED} {key.keeper}", key.number)
