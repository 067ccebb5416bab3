"""What is the same for everybody is read and drawn once and kept for a moment, by this process and by whoever stands between.

A change shows within a minute at the latest: what was read is kept for fifteen seconds, a page drawn from it for fifteen more,
and thirty in the browser or a proxy. Nothing of whoever asked is kept, and nothing at all where the setting says 0.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any

from django.conf import settings

MOST = 600
LEAST_PACKED = 500


@dataclass(frozen=True)
class Drawn:
    """A finished answer, plain and packed, with the mark by which a browser knows it again."""

    body: bytes
    packed: bytes
    kind: str
    etag: str
    made: float


# What was read, under its name: when, and what. Few and small in number: one for each day that is asked for.
_read: dict[str, tuple[float, Any]] = {}
MOST_READ = 100

_kept: OrderedDict[str, Drawn] = OrderedDict()
_drawing: dict[str, Lock] = {}
# Which of them was answered at which address, the latest last.
_addresses: OrderedDict[str, Drawn] = OrderedDict()
_all = Lock()


def kept(key: str, draw: Callable[[], str], *, kind: str = "text/html; charset=utf-8") -> Drawn:
    """What was drawn under this key a moment ago; else drawn now, by one thread for all that wait."""
    seconds: float = settings.NORISHIRO_PUBLIC_SECONDS
    if seconds <= 0:
        return drawn(draw(), kind=kind)
    found = _fresh(key, seconds)
    if found is not None:
        return found
    with _lock_of(key):
        found = _fresh(key, seconds)
        if found is None:
            found = drawn(draw(), kind=kind)
            with _all:
                _kept[key] = found
                _kept.move_to_end(key)
                while len(_kept) > MOST:
                    gone, _answer = _kept.popitem(last=False)
                    _drawing.pop(gone, None)
        return found


def remember_address(address: str, page: Drawn) -> None:
    """Whoever asks for this address in the next moment gets the same page."""
    if settings.NORISHIRO_PUBLIC_SECONDS <= 0:
        return
    with _all:
        _addresses[address] = page
        _addresses.move_to_end(address)
        while len(_addresses) > MOST:
            _addresses.popitem(last=False)


def at_address(address: str) -> Drawn | None:
    """What was answered at this address a moment ago, as long as it is fresh."""
    found = _addresses.get(address)
    seconds: float = settings.NORISHIRO_PUBLIC_SECONDS
    return found if found is not None and monotonic() - found.made < seconds else None


def remembered(key: str, read: Callable[[], Any]) -> Any:
    """What was read under this key a moment ago; else read now, by one thread for all that wait."""
    seconds: float = settings.NORISHIRO_PUBLIC_SECONDS
    if seconds <= 0:
        return read()
    found = _read.get(key)
    if found is None or monotonic() - found[0] >= seconds:
        with _lock_of(f"read {key}"):
            found = _read.get(key)
            if found is None or monotonic() - found[0] >= seconds:
                if len(_read) >= MOST_READ:
                    _read.clear()
                found = _read[key] = (monotonic(), read())
    return found[1]


def drawn(text: str, *, kind: str) -> Drawn:
    body = text.encode()
    packed = gzip.compress(body, compresslevel=5, mtime=0) if len(body) >= LEAST_PACKED else b""
    return Drawn(body, packed, kind, f'"{hashlib.sha256(body).hexdigest()[:32]}"', monotonic())


def _fresh(key: str, seconds: float) -> Drawn | None:
    found = _kept.get(key)
    return found if found is not None and monotonic() - found.made < seconds else None


def _lock_of(key: str) -> Lock:
    with _all:
        return _drawing.setdefault(key, Lock())
