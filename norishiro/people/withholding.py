"""What is withheld: the one write, the one read, and how texts are compared with it.

``keep`` and ``read`` are the only hands on ``WithheldValue``. The wall of that table opens for a transaction that has
named the look (``opened_for``), to the office in charge, and never to whoever supports the other side.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from uuid import UUID

from django.db import connection

from norishiro.core.addresses import town_of
from norishiro.core.sealing import keepers, keystore
from norishiro.core.withheld import fold
from norishiro.people.choices import WithheldField
from norishiro.people.models import WithheldValue, WithheldWord

HEAD = 4
# Shorter words would stand in texts that mean something else.
SHORTEST = {WithheldField.ADDRESS: 4, WithheldField.PHONE: 8, WithheldField.SHELTER: 4}
_NUMBERS = re.compile(r"[0-9０-９〇一二三四五六七八九十]+")
# Folded; a house that is called no more than this is not known by its name.
_ANY_HOUSE = "マンション|アパト|コポ|ハイツ|ビル|団地|荘|方|[都県市区町村]営|住宅|室|階|棟"
_BLOCK = re.compile(r"[0-9０-９〇一二三四五六七八九十\-‐‑‒–—―ー－−丁目番地号の第\s]+")


@dataclass(frozen=True)
class Lock:
    """What a value lies behind: the reason it is withheld, whose it is, which office keeps it, and from whom."""

    id: UUID
    subject_id: UUID
    agency_id: UUID
    against_id: UUID | None = None


def keep(lock: Lock, *, place: str, record_id: str, text: str) -> None:
    """Seal one value and lay it away. It can be added by whoever knows it, and read back only by a look."""
    value = WithheldValue(
        id=uuid.uuid4(), lock=lock.id, subject_id=lock.subject_id, agency_id=lock.agency_id,
        against_id=lock.against_id, place=place, record_id=record_id,
    )  # fmt: skip
    value.sealed = keepers.seal_text(text, subject=lock.subject_id, at=keepers.place(value, "sealed"))
    value.save(force_insert=True)


def read(locks: Iterable[UUID]) -> list[tuple[WithheldValue, str]]:
    """The values behind these locks, as far as the database shows them to the look that was named."""
    rows = list(WithheldValue.objects.filter(lock__in=list(locks)))
    texts = keepers.unseal_all([(row.sealed, keepers.place(row, "sealed")) for row in rows]) if rows else []
    return [(row, text.decode()) for row, text in zip(rows, texts, strict=True)]


@contextmanager
def opened_for(locks: Iterable[UUID]) -> Iterator[None]:
    """Name the look to the database, for these lines only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('norishiro.look', %s, true)", [",".join(map(str, locks))])
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('norishiro.look', '', true)")


# --- the words to look for -----------------------------------------------------------------------


def words_of(field: str, text: str) -> list[str]:
    """The folded words by which a text would give this value away, the longest first."""
    if field == WithheldField.ADDRESS:
        found = _address_words(text)
    elif field == WithheldField.PHONE:
        digits = re.sub(r"\D", "", fold(text))
        found = [digits, digits[2:] if len(digits) == 10 else ""]
    else:
        found = [fold(text)]
    shortest = SHORTEST.get(WithheldField(field), 10_000)
    return sorted({one for one in found if len(one) >= shortest}, key=lambda one: (-len(one), one))


def _address_words(text: str) -> list[str]:
    """The whole, without prefecture, without city, without the house; and the house's name alone.

    A place that names no house number (a town, a 丁目) would stand in too many texts and is not looked for."""
    parts = town_of(text)
    after = parts.town + parts.rest
    block = next((one for one in _BLOCK.finditer(after) if len(_NUMBERS.findall(one.group())) > 1), None)
    if block is None:
        return []
    town, numbers, house = after[: block.start()], block.group(), after[block.end() :]
    starts = {parts.prefecture + parts.city + town, parts.city + town, town, _after_city(town)}
    found = [fold(start + numbers + end) for start in starts for end in (house, "") if start]
    name = fold(re.split(r"[0-9０-９]", house)[0])
    return [*found, fold(text), *([name] if len(re.sub(_ANY_HOUSE, "", name)) > 1 else [])]


def _after_city(town: str) -> str:
    """For places no list of towns knows: what stands behind the last 市・区・郡, where something does."""
    return re.sub(r"^.*[市区郡]", "", town)


def fingerprint(word: str, *, key: bytes) -> bytes:
    """A keyed sign of a folded word: equal for equal words, and of no use without the ring of keys."""
    return blake2b(word.encode(), key=key, digest_size=16).digest()


def note_words(lock_id: UUID, words: Iterable[str]) -> None:
    """Let every text from now on be compared with these words."""
    key = keystore.load(keystore.current()).index[:64]
    WithheldWord.objects.bulk_create(
        WithheldWord(
            lock=lock_id,
            length=len(word),
            head=fingerprint(word[:HEAD], key=key),
            whole=fingerprint(word, key=key),
        )
        for word in words
    )


def places_in(texts: Sequence[str]) -> list[list[tuple[int, int]]]:
    """Where a withheld word stands in each of these folded texts. One question to the database, none for short texts."""
    if all(len(text) < HEAD for text in texts):
        return [[] for _text in texts]
    known: dict[bytes, dict[int, set[bytes]]] = {}
    for length, head, whole in WithheldWord.objects.values_list("length", "head", "whole"):
        known.setdefault(bytes(head), {}).setdefault(length, set()).add(bytes(whole))
    if not known:
        return [[] for _text in texts]
    key = keystore.load(keystore.current()).index[:64]
    heads = _Heads(known, key)
    return [list(_places(text, heads, key)) for text in texts]


class _Heads(dict[str, dict[int, set[bytes]]]):
    """What may begin with these letters. The texts of one town begin alike: each beginning is looked up once."""

    def __init__(self, known: dict[bytes, dict[int, set[bytes]]], key: bytes) -> None:
        super().__init__()
        self.known, self.key = known, key

    def __missing__(self, head: str) -> dict[int, set[bytes]]:
        self[head] = self.known.get(fingerprint(head, key=self.key), {})
        return self[head]


def _places(text: str, heads: _Heads, key: bytes) -> Iterator[tuple[int, int]]:
    for at in range(len(text) - HEAD + 1):
        for length, wholes in heads[text[at : at + HEAD]].items():
            if fingerprint(text[at : at + length], key=key) in wholes:
                yield at, at + length
