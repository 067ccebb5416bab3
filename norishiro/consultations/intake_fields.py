"""Which items the form asks for at which stage and which the national report asks for, read once from data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).with_name("data") / "intake_fields.toml"
_WRITTEN = tomllib.loads(_FILE.read_text(encoding="utf-8"))
SOURCE: str = _WRITTEN["source"]


@dataclass(frozen=True)
class Item:
    """One item of the form; ``reported`` when it stands in the thick frame of the national report."""

    name: str
    label: str
    stage: str
    reported: bool


ITEMS = tuple(Item(**one) for one in _WRITTEN["fields"])


def needed(stage: str) -> dict[str, str]:
    """The items of one stage, by their labels."""
    return {one.name: one.label for one in ITEMS if one.stage == stage}


def reported() -> tuple[str, ...]:
    """The thick-framed items."""
    return tuple(one.name for one in ITEMS if one.reported)
