"""The seeds of second proofs, sealed: who reads or writes the table can neither sign in as somebody nor lend a seed.

allauth hands its hooks the text alone. So the place is the person the row belongs to, and opening first looks up in
whose row the text stands now: a seed copied or moved to another account does not open.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q

from norishiro.core.sealing import envelope, keepers
from norishiro.core.sealing.columns import NUMBER, Batch, SealedColumn, declare, tally
from norishiro.core.sealing.envelope import Place, SealBroken, Unopened
from norishiro.core.sealing.keystore import KeyDestroyed

TABLE = "mfa_authenticator"
SEEDS = ("secret", "seed")  # of an app, of the codes on paper
NOBODY = UUID(int=0)

_DECODED = "decode(translate(data ->> '{seed}', '-_', '+/'), 'base64')"
NUMBERS = " UNION ".join(
    f"SELECT {NUMBER.format(value=_DECODED.format(seed=seed))} FROM {TABLE} WHERE data ? '{seed}'"
    for seed in SEEDS
)


def seal_seed(text: str, *, staff_id: UUID) -> str:
    """The seed of one person's second proof, as it may stand in the table."""
    return envelope.as_text(keepers.seal_text(text, subject=staff_id, at=_place(staff_id)))


def open_seed(sealed: str) -> str:
    """The seed again, if it stands in the row of the person it was sealed for, and only there."""
    standing = Q(data__secret=sealed) | Q(data__seed=sealed)
    owners = list(Authenticator.objects.filter(standing).values_list("user_id", flat=True)[:2])
    if len(owners) != 1:
        raise SealBroken(_place(NOBODY))
    at = _place(owners[0])
    return keepers.unseal_text(envelope.from_text(sealed, place=at), at=at)


def seal_plain_seeds(rows: Any) -> None:
    """Once, when this house begins to seal: what stands there readable."""
    for row in rows:
        for seed in SEEDS:
            if seed in row.data:
                row.data[seed] = seal_seed(row.data[seed], staff_id=row.user_id)
        row.save(update_fields=["data"])


def open_sealed_seeds(rows: Any) -> None:
    """The way back."""
    for row in rows:
        for seed in SEEDS:
            if seed in row.data:
                row.data[seed] = open_seed(row.data[seed])
        row.save(update_fields=["data"])


def _place(staff_id: UUID) -> Place:
    return Place(TABLE, "data", staff_id)


def _step(after: Any, size: int) -> Batch:
    rows = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).filter(pk__gt=after or 0)
    found = list(rows.order_by("pk").values_list("pk", flat=True)[:size])
    return tally([_again(pk) for pk in found], after=found[-1] if len(found) == size else None)


def _again(pk: int) -> bool | None:
    """Whether the row was sealed again; None where it does not open."""
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().filter(pk=pk).first()
        try:
            return row is not None and _sealed_again(row)
        except KeyDestroyed:
            return False
        except Unopened:
            return None


def _sealed_again(row: Authenticator) -> bool:
    at, renewed = _place(row.user_id), False
    for seed in SEEDS:
        if seed in row.data:
            again = keepers.seal_again(envelope.from_text(row.data[seed], place=at), at=at)
            if again is not None:
                row.data[seed] = envelope.as_text(again)
                renewed = True
    if renewed:
        row.save(update_fields=["data"])
    return renewed


declare(SealedColumn(name=f"{TABLE}.data", numbers=NUMBERS, step=_step))
