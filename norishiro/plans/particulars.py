"""What only one kind of plan asks for, read once from ``data/sheets.toml``: the same items on screen, on paper and in Excel."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_WRITTEN = tomllib.loads(Path(__file__).with_name("data").joinpath("sheets.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Item:
    """One thing a kind of plan asks for."""

    kind: str
    key: str
    label: str
    help: str
    mark: str


VERSION: str = _WRITTEN["version"]
ITEMS = tuple(Item(**one) for one in _WRITTEN["items"])
LONGEST = 5000


def items_of(kind: str) -> tuple[Item, ...]:
    return tuple(one for one in ITEMS if one.kind == kind)


def kept(kind: str, given: Mapping[str, str]) -> dict[str, str]:
    """What was written for the items of this kind; empty ones are left out."""
    return {one.key: given[one.key].strip() for one in items_of(kind) if given.get(one.key, "").strip()}


def shown(kind: str, kept: Mapping[str, str]) -> list[tuple[str, str]]:
    """Label and words, in the order of the sheet."""
    return [(one.label, kept.get(one.key, "")) for one in items_of(kind)]
