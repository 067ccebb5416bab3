"""What is asked at which age, and what falls away beside an answer. Pure; a proposal of this program, no law."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

UNKNOWN = "UNKNOWN"
NONE = "_NONE"


def age_span(*, earliest: date | None, latest: date | None, today: date) -> tuple[int, int] | None:
    """The youngest and the oldest somebody can be today; nothing where no birth is known."""
    if earliest is None or latest is None:
        return None
    return _age(latest, today), _age(earliest, today)


def is_asked(*, span: tuple[int, int] | None, from_age: int, below: int | None) -> bool:
    """Whether something is asked at this age: also where it only may be the age."""
    if span is None:
        return True
    youngest, oldest = span
    return oldest >= from_age and (below is None or youngest < below)


def is_minor(*, span: tuple[int, int] | None) -> bool | None:
    """Under eighteen for certain, or not; nothing where that is not known."""
    if span is None or span[0] < 18 <= span[1]:
        return None
    return span[1] < 18


def without_unknown(codes: Iterable[str]) -> list[str]:
    """「まだ聞けていない」 falls away as soon as something else is ticked."""
    ticked = list(dict.fromkeys(codes))
    told = [one for one in ticked if one != UNKNOWN]
    return told or ticked


def without_none(codes: Iterable[str]) -> list[str]:
    """「影響は聞いていない」 falls away where something of the same part of life is ticked."""
    ticked = list(dict.fromkeys(codes))
    told = {_area(one) for one in ticked if not one.endswith(NONE)}
    return [one for one in ticked if not (one.endswith(NONE) and _area(one) in told)]


def _area(code: str) -> str:
    return code.rsplit("_", 1)[0]


def _age(born: date, today: date) -> int:
    return max(0, today.year - born.year - ((today.month, today.day) < (born.month, born.day)))
