"""The limits of what is odd, as dated data (``data/watching.toml``)."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from norishiro.watching.rules.snooping import Limits

FILE = Path(__file__).parent / "data" / "watching.toml"


class Watch(BaseModel):
    """The limits from one day on."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    from_on: date = Field(alias="from")
    mark: Literal["H", "M", "P"]
    alone: int = Field(ge=1)
    near_days: int = Field(ge=0)
    referral_days: int = Field(ge=0)
    closed_days: int = Field(ge=0)
    night_from: int = Field(ge=0, le=24)
    night_until: int = Field(ge=0, le=24)
    bulk_people: int = Field(ge=2)
    no_role_people: int = Field(ge=2)
    no_role_days: int = Field(ge=2)
    crowd_staff: int = Field(ge=2)
    vain_searches: int = Field(ge=2)
    refusals: int = Field(ge=1)
    guesses: int = Field(ge=1)
    window_days: int = Field(ge=1)
    due_days: int = Field(ge=1)
    emergencies: tuple[str, ...]

    @property
    def limits(self) -> Limits:
        return Limits(
            bulk_people=self.bulk_people, no_role_people=self.no_role_people, no_role_days=self.no_role_days,
            crowd_staff=self.crowd_staff, vain_searches=self.vain_searches, refusals=self.refusals,
            guesses=self.guesses,
        )  # fmt: skip


def watch_on(day: date) -> Watch:
    """The limits in force on that day: the newest that have begun."""
    return max((one for one in _all() if one.from_on <= day), key=lambda one: one.from_on)


@cache
def _all() -> tuple[Watch, ...]:
    return tuple(
        Watch.model_validate(one) for one in tomllib.loads(FILE.read_text(encoding="utf-8"))["limits"]
    )
