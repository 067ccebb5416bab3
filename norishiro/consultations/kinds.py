"""The kinds of household 多機関協働 fits, read once from ``data/kinds.toml``. People choose them; nothing is computed."""

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
    """One kind, what it means, and what to look at."""

    code: str
    label: str
    meaning: str
    look_at: str


KINDS: tuple[Kind, ...] = tuple(Kind(**one) for one in _WRITTEN["kinds"])
CHOICES: list[tuple[str, str]] = [(one.code, one.label) for one in KINDS]
SOURCE: str = _WRITTEN["source"]
VALID_FROM: date = _WRITTEN["valid_from"]


def kind_of(code: str) -> Kind | None:
    return next((one for one in KINDS if one.code == code), None)
