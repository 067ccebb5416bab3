"""The dated lists of this room (``data/catalogue.toml``, ``data/platforms.toml``): kinds of place, states, equipment, bands
of age; what platforms do and what is brought to them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("data") / "catalogue.toml"
_PLATFORMS = Path(__file__).with_name("data") / "platforms.toml"


@dataclass(frozen=True)
class Entry:
    """A code with its words. ``least_days``: what opens on fewer days a week may not call itself so."""

    code: str
    name: str
    evidence: str
    least_days: int = 0
    first: int = 0
    last: int = 120


@dataclass(frozen=True)
class Catalogue:
    """All lists as they stand on the day the file names."""

    as_of: str
    valid_months: int
    kinds: tuple[Entry, ...]
    states: tuple[Entry, ...]
    access: tuple[Entry, ...]
    ages: tuple[Entry, ...]


@cache
def catalogue() -> Catalogue:
    read = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    lists = {
        name: tuple(Entry(**one) for one in read[name]) for name in ("kinds", "states", "access", "ages")
    }
    return Catalogue(as_of=read["as_of"], valid_months=read["valid_months"], **lists)


@dataclass(frozen=True)
class Platforms:
    """What a platform does, of which type it is, and the kinds of resource people bring to it."""

    as_of: str
    source: str
    functions: tuple[Entry, ...]
    types: tuple[Entry, ...]
    resources: tuple[Entry, ...]


@cache
def platforms() -> Platforms:
    read = tomllib.loads(_PLATFORMS.read_text(encoding="utf-8"))
    lists = {name: tuple(Entry(**one) for one in read[name]) for name in ("functions", "types", "resources")}
    return Platforms(as_of=read["as_of"], source=read["source"], **lists)


def names(entries: tuple[Entry, ...]) -> dict[str, str]:
    """Code to words."""
    return {one.code: one.name for one in entries}


def choices(entries: tuple[Entry, ...]) -> list[tuple[str, str]]:
    """For a form."""
    return list(names(entries).items())
