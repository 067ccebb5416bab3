"""The dated values of the screen 今日, read once from ``data/today.toml``."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path

_VALUES = tomllib.loads(Path(__file__).with_name("data").joinpath("today.toml").read_text(encoding="utf-8"))[
    "today"
]

AHEAD = timedelta(days=_VALUES["ahead_days"])
IDLE_DAYS: int = _VALUES["idle_days"]
ANSWERED_DAYS: int = _VALUES["answered_days"]
CONSENT_DAYS: int = _VALUES["consent_days"]
MOST_LINES: int = _VALUES["most_lines"]
