"""The kinds of what is told to everybody, read once from ``data/kinds.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("data") / "kinds.toml"
_WRITTEN: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Kind:
    """A code that is stored, and its words; ``held``: on a day, with people who come; ``gathers``: others belong to it."""

    code: str
    label: str
    held: bool = False
    gathers: bool = False


KINDS = tuple(Kind(**one) for one in _WRITTEN["kinds"])
CHOICES = [(one.code, one.label) for one in KINDS]
SOURCE: str = _WRITTEN["source"]
VALID_FROM: date = _WRITTEN["valid_from"]
_BY_CODE = {one.code: one for one in KINDS}
GATHERING = tuple(one.code for one in KINDS if one.gathers)


def kind_of(code: str) -> Kind:
    """A code of a list that was replaced stays readable as itself."""
    return _BY_CODE.get(code) or Kind(code, code)
