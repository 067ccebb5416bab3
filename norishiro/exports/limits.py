"""The dated numbers of this room, read once from ``data/limits.toml``."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path

_VALUES = tomllib.loads(Path(__file__).with_name("data").joinpath("limits.toml").read_text(encoding="utf-8"))[
    "limits"
]

ALONE: int = _VALUES["alone"]
HOUR: int = _VALUES["hour"]
AGENCY_DAY: int = _VALUES["agency_day"]
MOST_ROWS: int = _VALUES["rows"]
LINK_LIVES = timedelta(hours=_VALUES["link_hours"])
