"""A pytest plugin for `make mutants`: run the tests once, then fork for every fault and see whether one of them fails.

Only the tests that came through the changed function are run, the quickest first. The child leaves without tidying up:
what it wrote was in a transaction of its own, and the database rolls that back when the connection is lost.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

ORDER_VARIABLE = "NORISHIRO_MUTANTS"
# How mutmut's copies of a function learn which of them is meant, and how they say that they were called.
MUTANT_VARIABLE, COUNTING = "MUTANT_UNDER_TEST", "stats"
# A fault that never ends is noticed, too.
SECONDS = 30


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Instead of one run of the tests: one in which all must hold, and one for each fault."""
    order = json.loads(Path(os.environ[ORDER_VARIABLE]).read_text(encoding="utf-8"))
    tests_of = _run_all(session)
    # What is there already belongs to the parent: no child needs to look through it, and copy it by looking.
    gc.freeze()
    if not session.testsfailed:
        found = {
            name: _is_noticed(session, tests_of[name.rpartition("__mutmut_")[0]], name)
            for name in order["names"]
        }
        Path(order["answer"]).write_text(json.dumps(found), encoding="utf-8")
    return True


def _run_all(session: pytest.Session) -> dict[str, list[pytest.Item]]:
    """Run every test without a fault; answer for each changed function the tests that called it, the quickest first."""
    from mutmut.state import state

    called: dict[str, list[tuple[float, int]]] = defaultdict(list)
    os.environ[MUTANT_VARIABLE] = COUNTING
    for number, item in enumerate(session.items):
        state()._stats.clear()
        began = time.perf_counter()
        _run(session, item)
        for name in state()._stats:
            called[name].append((time.perf_counter() - began, number))
    os.environ[MUTANT_VARIABLE] = ""
    return defaultdict(
        list, {name: [session.items[number] for _, number in sorted(tests)] for name, tests in called.items()}
    )


def _run(session: pytest.Session, item: pytest.Item) -> None:
    """As pytest does it, but what stands for the whole session (the database) stays: "what comes next" is the session."""
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=session)


def _is_noticed(session: pytest.Session, tests: list[pytest.Item], name: str) -> bool:
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        _try(session, tests, name)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0


def _try(session: pytest.Session, tests: list[pytest.Item], name: str) -> Any:
    """In the child: leaves with 0 when no test failed."""
    code = 1
    try:
        signal.alarm(SECONDS)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.environ[MUTANT_VARIABLE] = name
        for item in tests:
            _run(session, item)
            if session.testsfailed:
                break
        code = int(bool(session.testsfailed))
    finally:
        os._exit(code)
