"""The dated values of this room, read once from ``data/advisers.toml``."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path

_ADVISER = tomllib.loads(
    Path(__file__).with_name("data").joinpath("advisers.toml").read_text(encoding="utf-8")
)["adviser"]

ADVISER_MONTHS: int = _ADVISER["months"]
PROMPT: timedelta = timedelta(days=_ADVISER["prompt_days"])
