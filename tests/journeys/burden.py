"""What a task costs a person: taps, keys and seconds, printed and held against the budget of the task."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.journeys.stage import Player


@dataclass(frozen=True)
class Budget:
    """At most so many taps besides the text, and so many seconds. Nothing given is not held."""

    taps: int | None = None
    seconds: int | None = None

    def __str__(self) -> str:
        parts = [f"{self.taps} タップ"] if self.taps is not None else []
        return "・".join(parts + ([f"{self.seconds} 秒"] if self.seconds is not None else []))


@dataclass
class Cost:
    """What one task took. ``seconds`` is what the machine took: a person's own reading and thinking come on top."""

    task: str
    taps: int = 0
    keys: int = 0
    seconds: float = 0.0

    def __str__(self) -> str:
        return f"{self.task}: タップ {self.taps}、文字 {self.keys}、機械の待ち {self.seconds:.1f} 秒"


@contextmanager
def task(player: Player, name: str, *, budget: Budget) -> Iterator[Cost]:
    """Count what the player does inside, print it, and fail where the budget is passed."""
    cost, taps, keys, began = Cost(name), player.taps, player.keys, time.monotonic()
    yield cost
    cost.taps, cost.keys = player.taps - taps, player.keys - keys
    cost.seconds = time.monotonic() - began
    line = f"{cost}（目安 {budget}）"
    sys.stdout.write(f"\n[burden] {line}\n")
    assert budget.taps is None or cost.taps <= budget.taps, line
    assert budget.seconds is None or cost.seconds <= budget.seconds, line
