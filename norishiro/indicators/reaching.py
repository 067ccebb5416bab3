"""支援が届くまで: from the first worry to being met, to consent, to a place or a plan, in days. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from uuid import UUID

_WRITTEN = tomllib.loads(
    Path(__file__).with_name("data").joinpath("reaching.toml").read_text(encoding="utf-8")
)


@dataclass(frozen=True)
class Step:
    """One step: what it is called, and on which day it counts as taken."""

    code: str
    label: str
    definition: str


VERSION: str = _WRITTEN["version"]
MARK: str = _WRITTEN["mark"]
STEPS = tuple(Step(**one) for one in _WRITTEN["steps"])
WORRY, TRIED, MET, AGREED, JOINED = (one.code for one in STEPS)
REACHED, WAITING, WITHOUT = "reached", "waiting", "without"


@dataclass(frozen=True)
class Way:
    """The way of one case: when the worry came, when each further step was taken, when the case ended."""

    case_id: UUID
    worry: date
    taken: Mapping[str, date]
    ended_on: date | None = None

    def days_to(self, step: str) -> int | None:
        """From the worry to the step; None while it is not taken."""
        on = self.taken.get(step)
        return None if on is None else (on - self.worry).days

    def days_so_far(self, today: date) -> int:
        return ((self.ended_on or today) - self.worry).days

    def state(self, step: str) -> str:
        if step in self.taken:
            return REACHED
        return WITHOUT if self.ended_on else WAITING


@dataclass(frozen=True)
class Spread:
    """Days of some cases: the middle one, the fewest and the most."""

    middle: str
    least: int
    most: int


@dataclass(frozen=True)
class Measure:
    """One step over many cases: who reached it and after how many days, who is still under way, who ended without."""

    step: Step
    reached: tuple[UUID, ...]
    waiting: tuple[UUID, ...]
    without: tuple[UUID, ...]
    days: Spread | None
    so_far: Spread | None


def measured(ways: Sequence[Way], *, today: date) -> list[Measure]:
    """Each step after the worry. The three groups of a step are all cases, each once."""
    return [_measure(step, ways, today=today) for step in STEPS[1:]]


def _measure(step: Step, ways: Sequence[Way], *, today: date) -> Measure:
    groups = {
        state: [one for one in ways if one.state(step.code) == state] for state in (REACHED, WAITING, WITHOUT)
    }
    ids = {state: tuple(one.case_id for one in those) for state, those in groups.items()}
    taken = [days for one in groups[REACHED] if (days := one.days_to(step.code)) is not None]
    so_far = [one.days_so_far(today) for one in groups[WAITING]]
    return Measure(step, ids[REACHED], ids[WAITING], ids[WITHOUT], spread(taken), spread(so_far))


def spread(days: Sequence[int]) -> Spread | None:
    """None of nothing; the middle of an even number may lie half-way."""
    if not days:
        return None
    middle = float(median(days))
    return Spread(f"{middle:.0f}" if middle.is_integer() else f"{middle:.1f}", min(days), max(days))


def between(way: Way) -> list[tuple[Step, date | None, int | None]]:
    """The way of one case as lines: each step, its day, and the days since the worry."""
    return [
        (step, way.worry if step.code == WORRY else way.taken.get(step.code), way.days_to(step.code))
        for step in STEPS
    ]  # fmt: skip
