"""Which fields a form of a plan may have (``data/items.toml``)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("data") / "items.toml"


@dataclass(frozen=True)
class Item:
    """One field. ``required``: the law names it, so every form has it."""

    code: str
    label: str
    required: bool


@cache
def items() -> tuple[Item, ...]:
    read = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(Item(one["code"], one["label"], one.get("required", False)) for one in read["items"])


def item_choices() -> list[tuple[str, str]]:
    return [(one.code, one.label) for one in items()]
