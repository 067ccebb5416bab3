"""The rows of the table, read once from ``data/cohort.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from norishiro.indicators.measures import MEASURES, Measure

_WRITTEN = tomllib.loads(Path(__file__).with_name("data").joinpath("cohort.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Row:
    """One row: where it stands, what it is called, how it is counted and who says so."""

    key: str
    group: str
    label: str
    measure: str
    definition: str
    mark: str

    @property
    def count(self) -> Measure:
        return MEASURES[self.measure]


VERSION: str = _WRITTEN["version"]
TITLE: str = _WRITTEN["title"]
SOURCE: str = _WRITTEN["source"]
ROWS = tuple(Row(**one) for one in _WRITTEN["rows"])
MAIN, BESIDE, COHORT, LAYERED = "MAIN", "BESIDE", "COHORT", "LAYERED"
