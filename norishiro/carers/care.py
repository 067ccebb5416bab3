"""What can be asked of somebody who cares for another, read once from ``data/care.toml``: a proposal, no law."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from norishiro.sharing.choices import Category

_DATA: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("data").joinpath("care.toml").read_text(encoding="utf-8")
)

VERSION: str = _DATA["valid_from"].isoformat()
MARK: str = _DATA["mark"]
SOURCE: str = _DATA["source"]


def _bits(names: Iterable[str]) -> int:
    return sum(int(Category[name]) for name in names)


@dataclass(frozen=True)
class Item:
    """One thing to tick, and which kinds of information it belongs to."""

    code: str
    label: str
    categories: int = 0


@dataclass(frozen=True)
class Area:
    """A part of life caring tells on, and at which ages it is asked about."""

    code: str
    label: str
    effects: tuple[Item, ...]
    from_age: int = 0
    below: int | None = None


def _area(row: Mapping[str, Any]) -> Area:
    bits = _bits(row.get("categories", ()))
    effects = tuple(Item(f"{row['code']}_{one['code']}", one["label"], bits) for one in row["effects"])
    return Area(row["code"], row["label"], effects, row.get("from_age", 0), row.get("below"))


TASKS: tuple[Item, ...] = tuple(
    Item(one["code"], one["label"], _bits(one.get("categories", ()))) for one in _DATA["tasks"]
)
AREAS: tuple[Area, ...] = tuple(_area(row) for row in _DATA["areas"])
LISTENERS: dict[str, str] = _DATA["listeners"]
TASK: dict[str, Item] = {one.code: one for one in TASKS}
EFFECT: dict[str, Item] = {one.code: one for area in AREAS for one in area.effects}
AREA_OF: dict[str, Area] = {one.code: area for area in AREAS for one in area.effects}
