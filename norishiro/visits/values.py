"""The dated values of this room, read once from ``data/visits.toml``: the house's choice, no law."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path

_VALUES = tomllib.loads(Path(__file__).with_name("data").joinpath("visits.toml").read_text(encoding="utf-8"))[
    "visits"
]

GRACE: timedelta = timedelta(minutes=_VALUES["grace_minutes"])
USUAL: timedelta = timedelta(minutes=_VALUES["usual_minutes"])
REVIEW_MONTHS: int = _VALUES["review_months"]
MOST_A_DAY: int = _VALUES["most_a_day"]
