"""By which way somebody learnt of us, read once from ``data/learned.toml``."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("data") / "learned.toml"
_WRITTEN: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
CHOICES: list[tuple[str, str]] = [(one["code"], one["label"]) for one in _WRITTEN["ways"]]
SOURCE: str = _WRITTEN["source"]
VALID_FROM: date = _WRITTEN["valid_from"]
_LABELS = dict(CHOICES)


def label_of(code: str) -> str:
    """A code of a list that was replaced stays readable as itself."""
    return _LABELS.get(code, code)
