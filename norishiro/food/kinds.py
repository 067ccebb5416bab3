"""The kinds of goods and when a date is near, read once from ``data/kinds.toml``."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("data") / "kinds.toml"
_WRITTEN: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))

SOURCE: str = _WRITTEN["source"]
VALID_FROM: date = _WRITTEN["valid_from"]
NEAR = timedelta(days=_WRITTEN["near_days"])
KIND_CHOICES = [(one["code"], one["label"]) for one in _WRITTEN["kinds"]]
_LABELS: dict[str, str] = dict(KIND_CHOICES)


def kind_label(code: str) -> str:
    """A code of a list that was replaced stays readable as itself."""
    return _LABELS.get(code, code)


def written(quantity: Decimal) -> str:
    """A quantity without needless zeros."""
    return f"{quantity.normalize():f}" if quantity else "0"
