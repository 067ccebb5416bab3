"""The clocks and the number from which a report is due, as dated data (``data/terms.toml``)."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

FILE = Path(__file__).parent / "data" / "terms.toml"


class Terms(BaseModel):
    """From one day on. Days count from the day somebody came to know of it."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    from_on: date = Field(alias="from")
    first_early_days: int = Field(ge=1)
    first_days: int = Field(ge=1)
    final_days: int = Field(ge=1)
    final_days_malicious: int = Field(ge=1)
    people_more_than: int = Field(ge=1)
    evidence: Literal["H", "K", "P"]
    source: str


def terms_on(day: date) -> Terms:
    """The terms in force that day; before the first of them, the first."""
    begun = [one for one in _all() if one.from_on <= day]
    return max(begun, key=lambda one: one.from_on) if begun else _all()[0]


@cache
def _all() -> tuple[Terms, ...]:
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))["terms"]
    return tuple(sorted((Terms.model_validate(one) for one in found), key=lambda one: one.from_on))
