"""データの控え: how the copies of the whole database stand, as whoever makes them notes it in a small file outside the database.

The note holds moments, sizes and names of folders, nothing of what is in the database. It is written by ``norishiro backup``.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

LIMITS = Path(__file__).parent / "data/copies.toml"

# A clock may be a little ahead of the one that wrote.
AHEAD = timedelta(minutes=5)

Note = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """How long copies are kept, and from when on something is late. Norishiro's own proposal."""

    days: int
    at_least: int
    every_hours: int
    late_hours: int
    window_seconds: int
    drill_days: int
    verify_days: int


def keeping(*, today: date) -> Keeping:
    """What holds today: the newest of the dated entries."""
    entries = tomllib.loads(LIMITS.read_text(encoding="utf-8"))["keeping"]
    begun = [one for one in entries if one["from"] <= today] or entries[:1]
    entry = max(begun, key=lambda one: one["from"])
    return Keeping(**{name: value for name, value in entry.items() if name != "from"})


def read(file: Path) -> Note:
    """What was noted; an unreadable note counts as none."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def troubles(note: Mapping[str, Any], *, now: datetime, running: bool) -> Iterator[str]:
    """What is late or wrong, and what to do. ``running``: the program serves now, so the log should be carried."""
    limits = keeping(today=now.date())
    for name in ("trouble", "follow_trouble"):
        yield from (note.get(name) or {}).get("words", [])
    yield from (note.get("verified") or {}).get("faults", [])
    yield from _unread(note, now=now, days=limits.verify_days)
    yield from _late(note, now=now, hours=limits.late_hours)
    if running and is_stale(note.get("followed_at"), now=now, limit=timedelta(seconds=limits.window_seconds)):
        yield (
            "記録の続きが、控えの置き場所に運ばれていません。いま機械が壊れると、最後に運んだ後の記録が失われます。"
            "置き場所がつながっているかを確かめてください。"
        )
    if note.get("same_disk"):
        yield (
            "控えの置き場所が、データと同じディスクです。ディスクが壊れると、いっしょに失われます。"
            "NORISHIRO_BACKUP に別のディスクを書いてください。"
        )
    yield from _unpractised(note, now=now, days=limits.drill_days)


def _late(note: Mapping[str, Any], *, now: datetime, hours: int) -> Iterator[str]:
    last = note.get("last") or {}
    if not last:
        yield "控えが、まだ一つもありません。`norishiro backup now` と打ってください。"
    elif datetime.fromisoformat(last["at"]) > now + AHEAD:
        yield (
            "最後の控えの時刻が、いまより先です。コンピューターの時計を合わせてから、`norishiro backup now` と打ってください。"
        )
    elif is_stale(last["at"], now=now, limit=timedelta(hours=hours)):
        yield (
            f"まるごとの控えが、{hours}時間以上とられていません。"
            "置き場所がつながっているかを確かめ、`norishiro backup now` と打ってください。"
        )


def _unread(note: Mapping[str, Any], *, now: datetime, days: int) -> Iterator[str]:
    """A copy is read back when it is made, and one is made daily: where none was read again, their number tells the days."""
    at = (note.get("verified") or {}).get("at")
    if is_stale(at, now=now, limit=timedelta(days=days)) if at else int(note.get("kept", 0)) > days:
        yield (
            f"控えの読み直しが{days}日以上行われていません。`norishiro verify_copies` と打ってください。"
            "週に一度ひとりでに読み直すには、`systemctl enable --now norishiro-week.timer` と打ちます。"
        )


def _unpractised(note: Mapping[str, Any], *, now: datetime, days: int) -> Iterator[str]:
    drill = note.get("drill") or {}
    if drill.get("fault"):
        yield f"このあいだの復元の練習が、うまくいっていません（{drill['fault']}）。"
    elif note.get("last") and is_stale(drill.get("at"), now=now, limit=timedelta(days=days)):
        yield (
            f"復元の練習が{days}日以上行われていません。"
            "封筒の鍵を使い、`norishiro backup drill --key 鍵のファイル` と打ってください。"
        )


def is_stale(at: str | None, *, now: datetime, limit: timedelta) -> bool:
    return at is None or not -AHEAD <= now - datetime.fromisoformat(at) <= limit


@dataclass(frozen=True)
class Watch:
    """How things stand with the copies, for a screen. ``named`` is whether a place was named at all."""

    named: bool
    place: str
    made_at: datetime | None
    size: int
    kept: int
    followed_at: datetime | None
    practised_at: datetime | None
    verified_at: datetime | None
    found_broken: int
    taken_away_at: datetime | None
    window_seconds: int
    troubles: tuple[str, ...]
    now: datetime

    @property
    def hours(self) -> int:
        return int((self.now - self.made_at).total_seconds() // 3600) if self.made_at else 0

    @property
    def minutes(self) -> int:
        return int((self.now - self.made_at).total_seconds() % 3600 // 60) if self.made_at else 0


def watch(*, now: datetime) -> Watch:
    """As noted; while this is asked the program serves."""
    note = read(Path(settings.NORISHIRO_BACKUP_NOTE)) if settings.NORISHIRO_BACKUP else {}
    last = note.get("last") or {}
    return Watch(
        named=bool(settings.NORISHIRO_BACKUP),
        place=str(settings.NORISHIRO_BACKUP or ""),
        made_at=_moment(last.get("at")),
        size=int(last.get("size", 0)),
        kept=int(note.get("kept", 0)),
        followed_at=_moment(note.get("followed_at")),
        practised_at=_moment((note.get("drill") or {}).get("at")),
        verified_at=_moment((note.get("verified") or {}).get("at")),
        found_broken=len((note.get("verified") or {}).get("faults", [])),
        taken_away_at=_moment((note.get("taken_away") or {}).get("at")),
        window_seconds=keeping(today=now.date()).window_seconds,
        troubles=tuple(troubles(note, now=now, running=True)) if settings.NORISHIRO_BACKUP else (),
        now=now,
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
