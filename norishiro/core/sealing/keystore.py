"""The secrets, outside the database: a ring of master keys and a book with one slot for every data key.

A data key stands in the database wrapped by two secrets together: a master key of the ring, and the slot of the book
with its number. The ring lets us change keys; emptying a slot kills one person's or one case's key in every copy of
the database at once. The book is filled ahead, so that a copy of it serves for the keys of later years too.
"""

from __future__ import annotations

import base64
import fcntl
import hmac
import json
import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from norishiro.core.sealing.envelope import KEY_LENGTH, Unopened

RING = "ring.json"
PAGE_SLOTS = 65_536  # 2 MiB
EMPTY = bytes(KEY_LENGTH)
OTHERS = 0o077


class KeysUnusable(Unopened):
    """The key store cannot be used as it is; the sentence says why and what to do."""


class KeyDestroyed(Unopened):
    """The key was destroyed on purpose: what it sealed is gone for good."""

    def __init__(self) -> None:
        super().__init__(
            "この値の鍵は、記録の廃棄のときに捨てられています。だれにも、もう読むことはできません。"
        )


@dataclass(frozen=True)
class Master:
    """One master key. Its name goes into the database, never its value."""

    name: str
    key: bytes


@dataclass(frozen=True, kw_only=True)
class Ring:
    """What the ring file holds. ``grown`` and ``emptied`` tell which copies are too old to keep or to need."""

    masters: tuple[Master, ...]
    index: bytes
    pages: int
    grown: int
    emptied: int

    @property
    def newest(self) -> Master:
        return self.masters[-1]

    @property
    def slots(self) -> int:
        return self.pages * PAGE_SLOTS

    def master(self, name: str) -> Master:
        for one in self.masters:
            if one.name == name:
                return one
        raise KeysUnusable(
            f"鍵束に、必要な鍵（{name}）がありません。保管している控えから、鍵のフォルダーを戻してください。"
        )

    def opaque(self, subject: UUID) -> UUID:
        """A subject's name in the table of keys: always the same, and telling nothing to who lacks the ring."""
        return UUID(bytes=hmac.digest(self.index, b"keeper|" + subject.bytes, "sha256")[:16])


@dataclass(frozen=True, kw_only=True)
class KeyStore:
    """Where the secrets lie."""

    ring: Path
    book: Path

    def page(self, number: int) -> Path:
        return self.book / f"page-{number:04d}.keys"


def current() -> KeyStore:
    """The store the settings name."""
    folder = Path(settings.NORISHIRO_KEYS)
    return KeyStore(ring=Path(settings.NORISHIRO_SEALING_KEYS or folder / RING), book=folder)


# --- reading -------------------------------------------------------------------------------------


def load(store: KeyStore) -> Ring:
    """The ring as it is now; a change by another process is seen at the next call."""
    try:
        found = store.ring.stat()
    except OSError:
        raise KeysUnusable(
            f"封をするための鍵が見つかりません（{store.ring}）。保管している控えから戻してください。"
            "新しく作ってはいけません。いま封をしてあるものが、二度と開けられなくなります。"
        ) from None
    for path in (store.ring, store.book):
        _refuse_open_to_others(path)
    return _parsed(store.ring, (found.st_mtime_ns, found.st_size, found.st_ino))


def slot(store: KeyStore, number: int) -> bytes:
    """The secret of one slot, always from the file, so that an emptied slot is empty for everybody at once."""
    page, offset = _position(store, number)
    try:
        with page.open("rb") as file:
            _refuse_open_to_others(page)
            secret = os.pread(file.fileno(), KEY_LENGTH, offset)
    except OSError:
        raise _missing_page(page) from None
    if len(secret) != KEY_LENGTH:
        raise _missing_page(page)
    if secret == EMPTY:
        raise KeyDestroyed
    return secret


def is_filled(store: KeyStore, number: int) -> bool:
    """Whether the slot still holds a secret."""
    try:
        slot(store, number)
    except KeyDestroyed:
        return False
    return True


def wrapping_key(store: KeyStore, *, master: str, number: int) -> bytes:
    """The key around one data key: from the ring and from the book together, neither alone is enough."""
    both = load(store).master(master).key + slot(store, number)
    return HKDF(SHA256(), KEY_LENGTH, None, f"norishiro data key {number}".encode()).derive(both)


def missing(store: KeyStore, ring: Ring) -> Iterator[Path]:
    """Pages of the book that should be there, whole, and are not."""
    for number in range(1, ring.pages + 1):
        page = store.page(number)
        if not page.exists() or page.stat().st_size != PAGE_SLOTS * KEY_LENGTH:
            yield page


# --- changing ------------------------------------------------------------------------------------


def make(store: KeyStore, *, now: datetime) -> Ring:
    """The first ring and the first page. Does nothing where a ring exists; two starts at once agree on one."""
    with _alone(store):
        if not store.ring.exists():
            _fill_page(store, 1)
            _write_ring(
                store,
                Ring(
                    masters=(_new_master(now),),
                    index=secrets.token_bytes(KEY_LENGTH),
                    pages=1,
                    grown=1,
                    emptied=0,
                ),
            )
    return load(store)


def add_master(store: KeyStore, *, now: datetime) -> Ring:
    """A new master key; from now on the newest seals."""
    with _alone(store):
        ring = load(store)
        _write_ring(store, replace(ring, masters=(*ring.masters, _new_master(now)), grown=ring.grown + 1))
    return load(store)


def drop_masters(store: KeyStore, names: Iterable[str]) -> Ring:
    """Forget master keys that nothing needs any more; the newest always stays."""
    gone = set(names)
    with _alone(store):
        ring = load(store)
        kept = tuple(one for one in ring.masters if one.name not in gone or one == ring.newest)
        _write_ring(store, replace(ring, masters=kept, emptied=ring.emptied + 1))
    return load(store)


def add_page(store: KeyStore) -> Ring:
    """Room for more keys."""
    with _alone(store):
        ring = load(store)
        _fill_page(store, ring.pages + 1)
        _write_ring(store, replace(ring, pages=ring.pages + 1, grown=ring.grown + 1))
    return load(store)


def empty(store: KeyStore, numbers: Sequence[int]) -> None:
    """Overwrite slots with nothing. There is no way back."""
    with _alone(store):
        ring = load(store)
        for number in numbers:
            page, offset = _position(store, number)
            with page.open("r+b") as file:
                os.pwrite(file.fileno(), EMPTY, offset)
                os.fsync(file.fileno())
        _write_ring(store, replace(ring, emptied=ring.emptied + len(numbers)))


# --- files ---------------------------------------------------------------------------------------


def is_open_to_others(path: Path) -> bool:
    return bool(path.stat().st_mode & OTHERS)


def _refuse_open_to_others(path: Path) -> None:
    if is_open_to_others(path):
        command = "700" if path.is_dir() else "600"
        raise KeysUnusable(
            f"鍵 {path} を、ほかの利用者も読めるようになっています。`chmod {command} {path}` で閉じてください。"
        )


@lru_cache(maxsize=8)
def _parsed(path: Path, version: tuple[int, int, int]) -> Ring:
    """Read again whenever the file is another one than before (``version``)."""
    try:
        found = json.loads(path.read_text(encoding="ascii"))
        return Ring(
            masters=tuple(Master(name=name, key=_secret(key)) for name, key in found["masters"]),
            index=_secret(found["index"]),
            **{name: int(found[name]) for name in ("pages", "grown", "emptied")},
        )
    except (OSError, ValueError, KeyError, TypeError):
        raise KeysUnusable(
            f"鍵のファイル {path} が壊れているか、読めません。保管している控えから戻してください。"
        ) from None


def _secret(written: str) -> bytes:
    secret = base64.b64decode(written, validate=True)
    if len(secret) != KEY_LENGTH:
        raise ValueError("not a key")
    return secret


def _new_master(now: datetime) -> Master:
    return Master(name=f"{now:%Y%m%d}-{secrets.token_hex(3)}", key=secrets.token_bytes(KEY_LENGTH))


def _position(store: KeyStore, number: int) -> tuple[Path, int]:
    page, place = divmod(number, PAGE_SLOTS)
    return store.page(page + 1), place * KEY_LENGTH


def _missing_page(page: Path) -> KeysUnusable:
    return KeysUnusable(
        f"鍵の帳面のページ {page} がないか、途中で切れています。保管している控えから戻してください。"
    )


def _fill_page(store: KeyStore, number: int) -> None:
    _write(store.page(number), secrets.token_bytes(PAGE_SLOTS * KEY_LENGTH))


def _write_ring(store: KeyStore, ring: Ring) -> None:
    written = {
        **asdict(ring),
        "masters": [(one.name, base64.b64encode(one.key).decode()) for one in ring.masters],
        "index": base64.b64encode(ring.index).decode(),
    }
    _write(store.ring, json.dumps(written, indent=1).encode("ascii"))


def _write(path: Path, content: bytes) -> None:
    """Closed to others from the first moment, and never half there."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError:
        raise KeysUnusable(
            f"鍵のファイル {path} に書き込めません。フォルダーの持ち主と空き容量を確かめてください。"
        ) from None


@contextmanager
def _alone(store: KeyStore) -> Iterator[None]:
    """One change at a time."""
    try:
        store.book.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (store.book / ".lock").open("a")
    except OSError:
        raise KeysUnusable(
            f"鍵のフォルダー {store.book} に書き込めません。持ち主を確かめてください。"
        ) from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
