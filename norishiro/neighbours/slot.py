"""The outside of the room: everything a resident can do, and nothing else (docs/adr/0068).

Whoever stands here is nobody to the database, and no row opens but those whose mark is shown. Every act leaves its line in
the ledger in the program's own name, with numbers and never with an address; without the line nothing happens.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone

from norishiro.core.sealing import keepers
from norishiro.ledger.operations import LedgerClosed, sign_system
from norishiro.letterbox.receipts import day_of
from norishiro.letterbox.slot import knock
from norishiro.neighbours import events, letters, rules
from norishiro.neighbours.addresses import box_of, key_of_reader, mark_of_address, mark_of_key
from norishiro.neighbours.districts import District, districts, names_of, unknown_among
from norishiro.neighbours.models import Asking, Reader, Tally

WHOLE_TOWN = ""


@dataclass(frozen=True)
class Waiting:
    """A request as whoever has its link sees it."""

    areas: tuple[str, ...]
    names: tuple[str, ...]
    tongue: str


@dataclass(frozen=True)
class Own:
    """A registration as whoever has its link sees it: never the address."""

    reader_id: UUID
    areas: tuple[str, ...]
    names: tuple[str, ...]
    since_on: date


def shown(*marks: UUID) -> None:
    """Nobody acts here, and for the rest of this transaction only the rows under these marks are open."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('norishiro.staff', '', true), set_config('norishiro.shown', %s, true)",
            [",".join(str(one) for one in marks)],
        )


# --- asking, and being asked whether it was meant -----------------------------------------------------------


def ask(*, address: str, areas: Sequence[str], tongue: str, base: str, place: str, now: datetime) -> None:
    """Send a link to the address, whether or not it is known; nothing is registered by it.

    The same from outside however often an address was asked for: past the third mail of a day none goes, and nobody is told.
    ``place`` is where it comes from, for counting within the hour. Records ``reader.asked``; refused by ``may_ask`` and
    ``not_too_often``; OSError where no mail goes out.
    """
    today = day_of(now)
    rules.may_ask(
        areas=len(set(areas)), unknown=unknown_among(areas, on=today), reachable=bool(base)
    ).or_refuse()
    rules.not_too_often(
        from_address=knock("neighbours.place", place, f"{timezone.localtime(now):%Y-%m-%d %H}", now=now),
        on_day=knock("neighbours.all", f"{today}", now=now),
    ).or_refuse()
    mark = mark_of_address(address)
    if knock("neighbours.reader", mark.hex, f"{today}", now=now) > rules.PER_READER_DAY:
        return
    with transaction.atomic():
        key = new_asking(address=address, areas=areas, tongue=tongue, now=now)
        # The mail goes first: a line holds the head of the ledger until the end of the transaction.
        letters.confirming(
            to=address, tongue=tongue, areas=names_of(areas, on=today), key=key, base=base
        ).send()
        sign_system(events.READER_ASKED, changes={"areas": (None, len(set(areas)))})


def new_asking(*, address: str, areas: Sequence[str], tongue: str, now: datetime) -> UUID:
    """Keep a request under seal and answer the key of its link. Call it in a transaction."""
    key = uuid4()
    asking = Asking(
        mark=mark_of_key(key), areas=sorted(set(areas)), tongue=tongue, expires_at=now + rules.LASTS
    )
    shown(asking.mark)
    asking.address = _sealed(asking, address, on=day_of(now))
    asking.save(force_insert=True)
    return key


def waiting(*, key: UUID, now: datetime) -> Waiting | None:
    """The request behind a link, for as long as the link serves. Looking does nothing."""
    with transaction.atomic():
        shown(mark_of_key(key))
        found = Asking.objects.filter(mark=mark_of_key(key)).first()
        if found is None or not rules.is_alive(expires_at=found.expires_at, now=now):
            return None
        names = names_of(found.areas, on=day_of(now))
        return Waiting(tuple(found.areas), tuple(names), found.tongue)


def confirm(*, key: UUID, now: datetime) -> UUID | None:
    """Register who pressed; a reader who was registered before gets these districts instead. Answers the key of the own page.

    Records ``reader.joined`` or ``reader.changed``; answers None where the link no longer serves.
    """
    today = day_of(now)
    with transaction.atomic():
        mark = mark_of_key(key)
        shown(mark)
        asking = Asking.objects.select_for_update().filter(mark=mark).first()
        if asking is None or not rules.is_alive(expires_at=asking.expires_at, now=now):
            return None
        address = keepers.unseal_text(asking.address, at=keepers.place(asking, "address"))
        fresh = Reader(
            id=uuid4(), address_mark=mark_of_address(address), areas=asking.areas, tongue=asking.tongue,
            since_on=today,
        )  # fmt: skip
        fresh.key_mark = mark_of_key(key_of_reader(fresh.id))
        fresh.address = _sealed(fresh, address, on=today)
        shown(mark, fresh.address_mark, fresh.id)
        Reader.objects.bulk_create([fresh], ignore_conflicts=True)
        reader = Reader.objects.select_for_update().get(address_mark=fresh.address_mark)
        asking.delete()
        if reader.id == fresh.id:
            _count([WHOLE_TOWN, *reader.areas], joined=1, on=today)
            sign_system(events.READER_JOINED, changes={"areas": (None, len(reader.areas))})
        else:
            _choose(reader, fresh.areas, tongue=fresh.tongue, on=today)
        return key_of_reader(reader.id)


# --- one's own page ---------------------------------------------------------------------------------------


def own(*, key: UUID, on: date) -> Own | None:
    """One's own registration, for whoever has its link."""
    with transaction.atomic():
        found = _mine(key)
        if found is None:
            return None
        return Own(found.id, tuple(found.areas), tuple(names_of(found.areas, on=on)), found.since_on)


def choose(*, key: UUID, areas: Sequence[str], tongue: str, on: date) -> bool:
    """Change one's districts. Records ``reader.changed``; refused by ``may_choose``; False where the link leads nowhere."""
    rules.may_choose(areas=len(set(areas)), unknown=unknown_among(areas, on=on)).or_refuse()
    with transaction.atomic():
        found = _mine(key, lock=True)
        if found is None:
            return False
        _choose(found, areas, tongue=tongue, on=on)
        return True


def leave(*, key: UUID, on: date) -> bool:
    """Delete the address at once, and what was still to be sent to it. Only the number stays. Records ``reader.left``; False where
    nobody is there any more."""
    with transaction.atomic():
        found = _mine(key, lock=True)
        if found is None:
            return False
        forget(found, on=on)
        sign_system(events.READER_LEFT, changes={"areas": (len(found.areas), None)})
        return True


def forget(reader: Reader, *, on: date) -> None:
    """The row and its count. Call it in a transaction that has shown the reader."""
    areas = list(reader.areas)
    Reader.objects.filter(id=reader.id).delete()
    _count([WHOLE_TOWN, *areas], left=1, on=on)


def _mine(key: UUID, *, lock: bool = False) -> Reader | None:
    mark = mark_of_key(key)
    shown(mark)
    rows = Reader.objects.select_for_update() if lock else Reader.objects.all()
    found = rows.filter(key_mark=mark).first()
    if found is not None:
        shown(mark, found.id)
    return found


def _choose(reader: Reader, areas: Sequence[str], *, tongue: str, on: date) -> None:
    before, after = set(reader.areas), set(areas)
    reader.areas, reader.tongue = sorted(after), tongue
    reader.save(update_fields=["areas", "tongue"])
    _count(after - before, joined=1, on=on)
    _count(before - after, left=1, on=on)
    sign_system(events.READER_CHANGED, changes={"areas": (len(before), len(after))})


def _sealed(record: Asking | Reader, address: str, *, on: date) -> bytes:
    return keepers.seal_text(address, subject=box_of(on), at=keepers.place(record, "address"))


def _count(areas: Iterable[str], *, on: date, joined: int = 0, left: int = 0) -> None:
    """Always in one order, so that two who come at once never wait for each other."""
    with connection.cursor() as cursor:
        for area in sorted(areas):
            cursor.execute(
                f'INSERT INTO {Tally._meta.db_table} AS t (area, month, joined, "left") VALUES (%s, %s, %s, %s)'  # noqa: S608 (a name of ours)
                ' ON CONFLICT (area, month) DO UPDATE SET joined = t.joined + excluded.joined, "left" = t."left" + excluded."left"',
                [area, on.replace(day=1), joined, left],
            )


__all__ = [
    "District",
    "LedgerClosed",
    "Own",
    "Waiting",
    "ask",
    "choose",
    "confirm",
    "districts",
    "forget",
    "leave",
    "new_asking",
    "own",
    "shown",
    "waiting",
]
