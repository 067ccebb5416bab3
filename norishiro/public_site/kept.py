"""What is the same for everybody is read and drawn once and kept, by this process and for a moment by whoever stands between.

What was read stays as long as nothing public has changed; whether it has is asked by one reader for all, at most once in ten
seconds (``editions``). A page is drawn anew after twenty, because it says what is open now; a browser or a proxy keeps it for
thirty. So a change shows within a minute. Nothing of whoever asked is kept, and nothing at all where the setting says 0.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any

from django.conf import settings

from norishiro.public_site import editions

MOST = 1_000
LEAST_PACKED = 500
# What was read, under its name: days, rows of lists, words. A row is about a thousand octets.
MOST_READ = 30_000
# A page lives so many times as long as the answer whether anything has changed.
PAGE_LOOKS = 2
NOTHING = object()


@dataclass(frozen=True)
class Drawn:
    """A finished answer, plain and packed, with the mark by which a browser knows it again."""

    body: bytes
    packed: bytes
    kind: str
    etag: str
    made: float


class _Newest:
    """The edition as it was last found."""

    def __init__(self) -> None:
        self.mark, self.at, self.looking = "", float("-inf"), Lock()

    def found(self) -> str:
        """The mark, asked anew by one reader when it is old; the others go on meanwhile, unless nobody looked for long."""
        age = monotonic() - self.at
        if age >= _seconds() and self.looking.acquire(blocking=age >= 2 * _seconds()):
            try:
                if monotonic() - self.at >= _seconds():
                    began = monotonic()
                    self.mark, self.at = editions.mark(), began
            finally:
                self.looking.release()
        return self.mark


_newest = _Newest()
_read: OrderedDict[tuple[object, ...], Any] = OrderedDict()
_kept: OrderedDict[str, Drawn] = OrderedDict()
# Whoever draws or reads a thing holds its lock. One that fell out meanwhile costs a second drawing, no more.
_drawing: OrderedDict[object, Lock] = OrderedDict()
# Which of them was answered at which address, the latest last.
_addresses: OrderedDict[str, Drawn] = OrderedDict()
_all = Lock()


def kept(key: str, draw: Callable[[], str], *, kind: str = "text/html; charset=utf-8") -> Drawn:
    """What was drawn under this key a moment ago; else drawn now, by one thread for all that wait."""
    if _seconds() <= 0:
        return drawn(draw(), kind=kind)
    found = _fresh(_kept.get(key))
    if found is None:
        with _lock_of(key):
            found = _fresh(_kept.get(key))
            if found is None:
                found = drawn(draw(), kind=kind)
                _keep(_kept, key, found, most=MOST)
    return found


def remember_address(address: str, page: Drawn) -> None:
    """Whoever asks for this address in the next moment gets the same page."""
    if _seconds() > 0:
        _keep(_addresses, address, page, most=MOST)


def at_address(address: str) -> Drawn | None:
    """What was answered at this address a moment ago, as long as it is fresh."""
    return _fresh(_addresses.get(address))


def remembered(name: tuple[object, ...], read: Callable[[], Any]) -> Any:
    """What was read under this name since anything changed; else read now, by one thread for all that wait."""
    if _seconds() <= 0:
        return read()
    key = (_newest.found(), *name)
    found = _read.get(key, NOTHING)
    if found is NOTHING:
        with _lock_of(key):
            found = _read.get(key, NOTHING)
            if found is NOTHING:
                found = read()
                _keep(_read, key, found, most=MOST_READ)
    return found


def remembered_each(
    name: tuple[object, ...], wanted: Sequence[Hashable], read: Callable[[list[Any]], dict[Any, Any]]
) -> dict[Any, Any]:
    """The same for several at a time: those that are not known yet are read together."""
    if _seconds() <= 0:
        return read(list(wanted))
    edition = _newest.found()
    found = {one: _read.get((edition, *name, one), NOTHING) for one in wanted}
    unknown = [one for one, known in found.items() if known is NOTHING]
    if unknown:
        new = read(unknown)
        for one, made in new.items():
            _keep(_read, (edition, *name, one), made, most=MOST_READ)
        found |= new
    return {one: known for one, known in found.items() if known is not NOTHING}


def drawn(text: str, *, kind: str) -> Drawn:
    body = text.encode()
    packed = gzip.compress(body, compresslevel=5, mtime=0) if len(body) >= LEAST_PACKED else b""
    return Drawn(body, packed, kind, f'"{hashlib.sha256(body).hexdigest()[:32]}"', monotonic())


def _seconds() -> float:
    """How long the answer holds whether anything has changed."""
    found: float = settings.NORISHIRO_PUBLIC_SECONDS
    return found


def _fresh(page: Drawn | None) -> Drawn | None:
    return page if page is not None and monotonic() - page.made < PAGE_LOOKS * _seconds() else None


def _keep(where: OrderedDict[Any, Any], key: object, value: object, *, most: int) -> None:
    with _all:
        where[key] = value
        where.move_to_end(key)
        while len(where) > most:
            where.popitem(last=False)


def _lock_of(key: object) -> Lock:
    with _all:
        while len(_drawing) > 2 * MOST:
            _drawing.popitem(last=False)
        return _drawing.setdefault(key, Lock())
