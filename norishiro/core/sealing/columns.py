"""What is sealed, by name, so that keys can be changed under it while the site runs.

A room declares each sealed column beside its model. Each value is renewed in a transaction of its own, so nobody at
work waits for more than one; stopped half-way it goes on where it was, because only values under retired keys are taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction

from norishiro.core.models import SealingKey
from norishiro.core.sealing import envelope, keepers, keystore
from norishiro.core.sealing.envelope import Unopened
from norishiro.core.sealing.keystore import KeyDestroyed, KeyStore

BATCH = 200
NUMBER = "substring({value} from 5 for 8)"  # where envelope.HEADER keeps the number

_declared: dict[str, SealedColumn] = {}


@dataclass(frozen=True, kw_only=True)
class Batch:
    """What one step did, and the row after which the next one begins (None: at the end)."""

    renewed: int = 0
    broken: int = 0
    after: Any = None


@dataclass(frozen=True, kw_only=True)
class SealedColumn:
    """``numbers`` is a question for the distinct key numbers in use, as the eight bytes of the header."""

    name: str
    numbers: str
    step: Callable[[Any, int], Batch]


def declare(column: SealedColumn) -> None:
    _declared[column.name] = column


def declare_field(model: type[models.Model], name: str) -> None:
    """A BinaryField whose place is its own table, column and row."""
    table = model._meta.db_table
    number = NUMBER.format(value=f'"{name}"')

    def step(after: Any, size: int) -> Batch:
        return _field_step(model, name, after=after, size=size)

    declare(
        SealedColumn(
            name=f"{table}.{name}",
            numbers=f'SELECT DISTINCT {number} FROM "{table}" WHERE "{name}" IS NOT NULL',
            step=step,
        )
    )


def all_columns() -> list[SealedColumn]:
    return [_declared[name] for name in sorted(_declared)]


def numbers_in_use() -> set[int]:
    """The key numbers that stand in the data now. Sees only what the connection may see: call it as the keeper."""
    used: set[int] = set()
    with connection.cursor() as cursor:
        for column in all_columns():
            cursor.execute(column.numbers)
            used |= {int.from_bytes(bytes(row[0])) for row in cursor.fetchall()}
    return used


def renew_all(store: KeyStore, *, size: int = BATCH) -> Iterator[tuple[str, Batch]]:
    """New data keys under the newest master for every keeper, then every value sealed anew; tells each step."""
    for keeper in list(_stale_keepers(keystore.load(store))):
        with transaction.atomic():
            keepers.renew(store, keeper)
    for column in all_columns():
        batch = column.step(None, size)
        yield column.name, batch
        while batch.after is not None:
            batch = column.step(batch.after, size)
            yield column.name, batch


def is_unfinished(store: KeyStore) -> bool:
    """Whether an earlier change of keys stopped half-way."""
    ring = keystore.load(store)
    waiting = numbers_in_use() & _retired()
    return _stale_keepers(ring).exists() or any(keystore.is_filled(store, number) for number in waiting)


def retired_numbers() -> list[int]:
    """Retired keys that no value needs any more (copies of the database from before the change still do)."""
    return sorted(_retired() - numbers_in_use())


def _stale_keepers(ring: keystore.Ring) -> models.QuerySet[SealingKey, Any]:
    current = SealingKey.objects.filter(retired_at=None).exclude(master=ring.newest.name)
    return current.order_by("number").values_list("keeper", flat=True)


def _retired() -> set[int]:
    return set(SealingKey.objects.exclude(retired_at=None).values_list("number", flat=True))


def _field_step(model: type[models.Model], name: str, *, after: Any, size: int) -> Batch:
    """Look through ``size`` rows; those under a retired key are sealed again, each in a moment of its own."""
    rows = model._base_manager.exclude(**{name: None}).order_by("pk")
    if after is not None:
        rows = rows.filter(pk__gt=after)
    found = list(rows.values_list("pk", name)[:size])
    retired = _retired()
    old = [pk for pk, sealed in found if envelope.number_of(bytes(sealed)) in retired]
    return tally(
        [_field_again(model, name, pk) for pk in old], after=found[-1][0] if len(found) == size else None
    )


def _field_again(model: type[models.Model], name: str, pk: Any) -> bool | None:
    """Whether the value was sealed again; None where it does not open."""
    with transaction.atomic():
        row = model._base_manager.select_for_update().only("pk", name).filter(pk=pk).first()
        try:
            sealed = keepers.seal_again(getattr(row, name), at=keepers.place(row, name)) if row else None
        except KeyDestroyed:
            return False
        except Unopened:
            return None
        if sealed is not None:
            model._base_manager.filter(pk=pk).update(**{name: sealed})
        return sealed is not None


def tally(done: Sequence[bool | None], *, after: Any) -> Batch:
    """What one step did: sealed again, left alone, or not to be opened."""
    return Batch(renewed=done.count(True), broken=done.count(None), after=after)
