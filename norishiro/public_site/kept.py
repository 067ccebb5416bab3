"""What is the same for everybody is drawn once and kept for half a minute, by this process and by whoever stands in between.

A change shows within a minute at the latest: thirty seconds here and thirty in the browser or a proxy. Kept are finished
pages, nothing of whoever asked. Nothing is kept where the setting says 0.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic

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


_kept: OrderedDict[str, Drawn] = OrderedDict()
_drawing: dict[str, Lock] = {}
_all = Lock()


def kept(key: str, draw: Callable[[], str], *, kind: str = "text/html; charset=utf-8") -> Drawn:
    """What was drawn under this key within the last half minute; else drawn now, by one thread for all that wait."""
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


def drawn(text: str, *, kind: str) -> Drawn:
    body = text.encode()
    packed = gzip.compress(body, compresslevel=6, mtime=0) if len(body) >= LEAST_PACKED else b""
    return Drawn(body, packed, kind, f'"{hashlib.sha256(body).hexdigest()[:32]}"', monotonic())


def _fresh(key: str, seconds: float) -> Drawn | None:
    found = _kept.get(key)
    return found if found is not None and monotonic() - found.made < seconds else None


def _lock_of(key: str) -> Lock:
    with _all:
        return _drawing.setdefault(key, Lock())
