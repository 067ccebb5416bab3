"""What is decided about copies, without a disk and without a clock of its own."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from norishiro.ledger.copies import Keeping

SEGMENTS_PER_LOG = 256  # segments of 16 MB, as initdb makes them


def place_of(segment: str) -> tuple[int, int]:
    """Time line and running number of a segment of the log."""
    return int(segment[:8], 16), int(segment[8:16], 16) * SEGMENTS_PER_LOG + int(segment[16:24], 16)


def gaps(segments: Iterable[str], *, after: str) -> list[str]:
    """What is missing between the last segment a copy brings itself and the newest there is; the newest itself cannot be missed.

    After a restore the log goes on under a new time line at the same number or the next.
    """
    last = place_of(after)[1]
    there = {place_of(one)[1] for one in segments}
    newest = max(there, default=last)
    return [f"{number:X}" for number in range(last + 1, newest) if number not in there]


def to_remove(
    names: Sequence[str],
    *,
    good: Iterable[str],
    made_at: dict[str, datetime],
    now: datetime,
    keeping: Keeping,
) -> list[str]:
    """Which whole copies may go: old ones, beyond the newest good ones. Where none is good, none goes."""
    known_good = sorted(set(good), key=lambda name: made_at[name], reverse=True)
    kept_good = known_good[: keeping.at_least]
    if len(kept_good) < keeping.at_least:
        return []
    oldest_kept = made_at[kept_good[-1]]
    limit = now - timedelta(days=keeping.days)
    return sorted(name for name in names if made_at[name] < limit and made_at[name] < oldest_kept)


def base_for(made_at: dict[str, datetime], *, moment: datetime | None) -> str | None:
    """The newest copy that was whole before the wanted moment."""
    before = [name for name, at in made_at.items() if moment is None or at <= moment]
    return max(before, key=lambda name: made_at[name], default=None)


def is_due(newest: datetime | None, *, now: datetime, keeping: Keeping) -> bool:
    """A copy whose time lies ahead was made under a wrong clock: another is due."""
    return newest is None or not timedelta() <= now - newest < timedelta(hours=keeping.every_hours)
