"""The schedule: dated data of the house, and over it what the municipality entered itself."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from norishiro.disposal.models import TermChange

FILE = Path(__file__).parent / "data" / "series.toml"


@dataclass(frozen=True, kw_only=True)
class Series:
    """One kind of record: how long it is kept, from when, and who says so."""

    code: str
    name: str
    years: int
    start: str
    begins: str
    evidence: str
    tables: tuple[str, ...]
    source: str
    own: bool = False


@cache
def versions() -> tuple[tuple[date, tuple[Series, ...]], ...]:
    """All versions of the house's own schedule, the oldest first."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))["versions"]
    found = (
        (
            one["valid_from"],
            tuple(
                Series(**{**each, "tables": tuple(each["tables"])}, source=one["source"])
                for each in one["series"]
            ),
        )
        for one in read
    )
    return tuple(sorted(found, key=lambda one: one[0]))


def schedule(*, on: date, changes: Iterable[TermChange] | None = None) -> dict[str, Series]:
    """The terms in force on a day, by code. What the municipality entered stands over the house's own."""
    held = [series for valid_from, series in versions() if valid_from <= on] or [versions()[0][1]]
    found = {one.code: one for one in held[-1]}
    rows = TermChange.objects.filter(from_on__lte=on) if changes is None else changes
    for change in sorted(rows, key=lambda one: (one.from_on, one.made_at)):
        if change.series in found:
            found[change.series] = replace(
                found[change.series], years=change.years, start=change.start, source=change.source, own=True
            )
    return found


def series_of(table: str, among: Iterable[Series]) -> str:
    """The code of the series a table belongs to; empty where nobody has said it."""
    fits = [
        (len(beginning), one.code) for one in among for beginning in one.tables if table.startswith(beginning)
    ]
    return max(fits)[1] if fits else ""
