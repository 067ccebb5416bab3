"""How large the database is, noted once a day in a file outside it by the hourly checkpoint: numbers only."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

KEPT = 400
# Shorter than this, one busy morning would look like a year.
SHORTEST = timedelta(days=3)
LONGEST = timedelta(days=30)


@dataclass(frozen=True)
class Size:
    """How large it was on a day."""

    on: date
    size: int


@dataclass(frozen=True)
class Server:
    """What the database server says of itself at this moment."""

    size: int
    connections: int
    most: int
    slow: int


def asked(*, slow_seconds: int) -> Server:
    """One question; ``slow`` are the pages' own questions that run longer than so many seconds now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_database_size(current_database()), count(*), current_setting('max_connections')::int,"
            " count(*) FILTER (WHERE state = 'active' AND pid <> pg_backend_pid()"
            " AND clock_timestamp() - query_start > make_interval(secs => %s))"
            " FROM pg_stat_activity WHERE datname = current_database()",
            [slow_seconds],
        )
        size, connections, most, slow = cursor.fetchone()
    return Server(size=size, connections=connections, most=most, slow=slow)


def keep(size: int, *, on: date) -> None:
    """One line a day, the last of the day. Whole or not at all; the oldest go."""
    earlier = [one for one in kept() if one.on != on]
    lines = [json.dumps({"on": one.on.isoformat(), "size": one.size}) for one in [*earlier, Size(on, size)]]
    file = Path(settings.NORISHIRO_GROWTH)
    file.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    draft = file.with_name(f".{file.name}.draft")
    draft.write_text("\n".join(lines[-KEPT:]) + "\n", encoding="ascii")
    draft.chmod(0o600)
    draft.replace(file)


def kept() -> list[Size]:
    """Oldest first. A line that cannot be read is as good as none."""
    try:
        lines = Path(settings.NORISHIRO_GROWTH).read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
    found = []
    for line in lines:
        try:
            told = json.loads(line)
            found.append(Size(date.fromisoformat(told["on"]), int(told["size"])))
        except (ValueError, KeyError, TypeError):
            continue
    return sorted(found, key=lambda one: one.on)


def a_day(sizes: list[Size], *, size: int, today: date) -> int | None:
    """How much a day was added of late; none where too few days are known."""
    known = [one for one in sizes if SHORTEST <= today - one.on <= LONGEST]
    return (size - known[0].size) // (today - known[0].on).days if known else None
