"""What a partly known date says about a life on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from norishiro.core.calendar import PartialDate


@dataclass(frozen=True)
class Life:
    """How old somebody is or was, as far as it is known."""

    born: date | None = None
    age: int | None = None
    about: bool = False
    dead: bool = False
    died: str = ""


def _date(code: str) -> PartialDate | None:
    return PartialDate.from_code(code) if code else None


def code_of(known: PartialDate | None) -> str:
    """As it is kept; empty for what nobody said."""
    return "" if known is None or known.to_code() == "?" else known.to_code()


def is_by(code: str, *, on: date) -> bool:
    """Whether what began at that time had begun on the day; what has no date had."""
    first = first_day(code)
    return first is None or first <= on


def first_day(code: str) -> date | None:
    """The first day of what was said (a "ごろ" is taken at its word)."""
    known = _date(code)
    return known.first_day() if known else None


def life_of(birth: str, died_on: str | date | None, *, on: date, dead: bool = False) -> Life | None:
    """The life on the day; None for who was not born yet. ``dead`` says so where the day of death is not known."""
    if not is_by(birth, on=on):
        return None
    code = died_on.isoformat() if isinstance(died_on, date) else died_on or ""
    is_dead = (dead or bool(code)) and is_by(code, on=on)
    until = (last_day(code) if is_dead and code else None) or on
    age, about = (None, False) if is_dead and not code else age_on(birth, on=min(until, on))
    return Life(first_day(birth), age, about, is_dead, _died_words(code) if is_dead else "")


def last_day(code: str) -> date | None:
    """The last day of what was said."""
    known = _date(code)
    return known.last_day() if known else None


def age_on(birth: str, *, on: date) -> tuple[int | None, bool]:
    """Full years, and whether that is only about right."""
    known = _date(birth)
    age = known.age_on(on) if known else None
    if age is None or isinstance(age, int):
        return age, bool(known and known.approximate)
    return (age.youngest + age.oldest) // 2, age.oldest - age.youngest > 1


def _died_words(code: str) -> str:
    first = first_day(code)
    return f"{first.year}年没" if first and _date(code) and not _is_wide(code) else "没年不明"


def _is_wide(code: str) -> bool:
    first, last = first_day(code), last_day(code)
    return first is None or last is None or (last - first).days > 370


def year_words(since: str, until: str) -> str:
    """From when until when, as far as it is known; empty where nothing is."""
    one, two = (known.label() if (known := _date(code)) else "" for code in (since, until))
    return f"{one}〜{two}" if one or two else ""
