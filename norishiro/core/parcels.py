"""What is written where there is no network: the device seals it for the server alone, and here it is opened (ADR 0047).

One pair of keys per log-in. It ends when its owner logs out; a log-in that ran out leaves it, so that what was written at
somebody's door can still be sent after the next log-in, by the same person and for ``KEPT`` at most.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from norishiro.core.drafts import owned_by
from norishiro.core.models import ParcelKey
from norishiro.core.sealing import columns, keepers
from norishiro.core.sealing.parcels import Parcel, new_pair, open_parcel

KEPT = timedelta(days=14)  # our own measure (P): a fortnight's leave after a day without network
KEY_OF_LOG_IN = "parcel_key"  # in the session

columns.declare_field(ParcelKey, "private")


def key_of_log_in(*, staff_id: UUID, key_id: UUID | None, now: datetime) -> ParcelKey:
    """The pair of this log-in; made the first time. Removes those of the same person that are too old to be asked for."""
    with owned_by(staff_id):
        own = ParcelKey.objects.filter(staff_id=staff_id)
        own.filter(made_at__lt=now - KEPT).delete()
        present = own.filter(id=key_id).first() if key_id else None
        return present or _made(staff_id=staff_id, now=now)


def keys_of(*, staff_id: UUID, now: datetime) -> dict[UUID, ParcelKey]:
    """Every pair of this person for which something may still be opened."""
    with owned_by(staff_id):
        return {one.id: one for one in ParcelKey.objects.filter(staff_id=staff_id, made_at__gte=now - KEPT)}


def opened(parcel: Parcel, *, key: ParcelKey) -> bytes:
    """What stands in a parcel. Raises ``ParcelBroken`` where it does not open."""
    return open_parcel(parcel, private=keepers.unseal(key.private, at=keepers.place(key, "private")))


def forget_key(*, staff_id: UUID, key_id: UUID | None) -> None:
    """The log-in ends on purpose: what it sealed and did not send can be opened by nobody any more."""
    if key_id is not None:
        with owned_by(staff_id):
            ParcelKey.objects.filter(staff_id=staff_id, id=key_id).delete()


def forget_expired(*, now: datetime) -> int:
    """Remove every pair nothing may be opened with any more; run by the owner of the tables, daily. Answers how many."""
    removed, _by_model = ParcelKey.objects.filter(made_at__lt=now - KEPT).delete()
    return removed


def _made(*, staff_id: UUID, now: datetime) -> ParcelKey:
    private, public = new_pair()
    key = ParcelKey(staff_id=staff_id, public=public, made_at=now)
    key.private = keepers.seal(private, subject=staff_id, at=keepers.place(key, "private"))
    key.save(force_insert=True)
    return key
