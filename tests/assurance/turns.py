"""Two who do something at the same moment: their statements reach the database in every order there may be.

Each has a thread, and with it a connection, of its own. Before a statement one may stand back until the other has done some of
theirs; where the other waits for a lock, or is done, nobody is waited for longer than a moment.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Condition
from typing import Any, TypeVar

from django.db import connection

R = TypeVar("R")

PATIENCE = 0.03
STANDS_BACK = 0.12
MOST_STATEMENTS = 14


class Turns:
    """One meeting of two. ``order`` is what came of it: whose statement came when."""

    def __init__(self, dice: random.Random) -> None:
        self.order: list[int] = []
        self._dice = dice
        self._done = [0, 0]
        self._over = [False, False]
        self._moved = Condition()

    def gate(self, mine: int) -> Callable[..., Any]:
        """Stands before every statement of this one's connection."""

        def pass_through(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            with self._moved:
                if self._dice.random() < STANDS_BACK:
                    goal = self._done[1 - mine] + self._dice.randint(1, MOST_STATEMENTS)
                    self._moved.wait_for(
                        lambda: self._over[1 - mine] or self._done[1 - mine] >= goal, PATIENCE
                    )
                self.order.append(mine)
            try:
                return execute(sql, params, many, context)
            finally:
                with self._moved:
                    self._done[mine] += 1
                    self._moved.notify_all()

        return pass_through

    def over(self, mine: int) -> None:
        with self._moved:
            self._over[mine] = True
            self._moved.notify_all()


class Two:
    """Two threads that live as long as they are needed; ``orders`` are all the different orders seen."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._lanes = [ThreadPoolExecutor(1), ThreadPoolExecutor(1)]
        self.orders: set[bytes] = set()
        self.met = 0

    def __enter__(self) -> Two:
        return self

    def __exit__(self, *_error: object) -> None:
        for lane in self._lanes:
            lane.submit(lambda: connection.close()).result()  # the thread's own, not the one at hand here
            lane.shutdown()

    def at_once(self, *do: Callable[[], R]) -> list[R]:
        """Both at once; answers what each got, and raises what each raised."""
        turns = Turns(random.Random(self._dice.random()))  # noqa: S311

        def run(mine: int, what: Callable[[], R]) -> R:
            try:
                with connection.execute_wrapper(turns.gate(mine)):
                    return what()
            finally:
                turns.over(mine)

        waiting = [
            lane.submit(run, at, what) for at, (lane, what) in enumerate(zip(self._lanes, do, strict=True))
        ]
        found = [one.result(timeout=60) for one in waiting]
        self.orders.add(bytes(turns.order))
        self.met += 1
        return found
