"""The dated defaults of this room, read once from ``data/defaults.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path

_VALUES = tomllib.loads(
    Path(__file__).with_name("data").joinpath("defaults.toml").read_text(encoding="utf-8")
)

UNEVEN_POINTS: int = _VALUES["progress"]["uneven_points"]
USUAL_MONTHS: int = _VALUES["plan"]["usual_months"]
SILENT_DAYS: int = _VALUES["contact"]["silent_days"]
MOST_ROWS: int = _VALUES["plan"]["most_rows"]
