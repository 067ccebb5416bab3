"""How long a letter that became no consultation is kept: dated data, and the day it gives."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from norishiro.letterbox.choices import KeepClass
from norishiro.letterbox.models import Letter
from norishiro.letterbox.receipts import day_of
from norishiro.letterbox.rules import kept_until

FILE = Path(__file__).parent / "data" / "retention.toml"


@dataclass(frozen=True)
class Keeping:
    """What became of it, since when the days are counted, and the day they end."""

    kind: KeepClass
    since: date
    days: int
    until: date
    source: str


@dataclass(frozen=True)
class Version:
    valid_from: date
    days: dict[str, int]
    source: str


@cache
def versions() -> tuple[Version, ...]:
    """All versions, oldest first."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))["versions"]
    read = (Version(one["valid_from"], dict(one["days"]), one["source"]) for one in found)
    return tuple(sorted(read, key=lambda one: one.valid_from))


def keeping(kind: KeepClass, *, since: date) -> Keeping:
    """By the version in force when it ended; the oldest one serves for what ended before."""
    held = [one for one in versions() if one.valid_from <= since] or [versions()[0]]
    days = held[-1].days[kind]
    return Keeping(kind, since, days, kept_until(since=since, days=days), held[-1].source)


def keeping_of(letter: Letter) -> Keeping | None:
    """None while it waits for an answer, and where it became a consultation and is kept like one."""
    if letter.answered_at is None or letter.consultation_id is not None:
        return None
    kind = KeepClass.DECLINED if letter.declined else KeepClass.ANSWERED
    return keeping(kind, since=day_of(letter.answered_at))
