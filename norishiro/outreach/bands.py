"""時間帯: when in the day and in the week somebody was visited, told in one word (夜間・休日の訪問も一件)."""

from __future__ import annotations

from datetime import date, time

from norishiro.core.calendar import is_business_day

# From when each part of the day holds, the latest first.
PARTS = ((time(22), "深夜"), (time(18), "夜"), (time(12), "午後"), (time(6), "午前"), (time(0), "深夜"))


def band_of(on: date, at: time | None) -> str:
    """``休日の夜``; without an hour only the kind of day."""
    day = "平日" if is_business_day(on) else "休日"
    if at is None:
        return day
    return f"{day}の{next(words for since, words in PARTS if at >= since)}"
