"""A10: after hours of the same work the program takes as much memory, as many connections and as long as in the morning."""

from __future__ import annotations

import os
import statistics
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bench.browser import checked, hidden
from tests.assurance.evidence import Evidence
from tests.assurance.machine import Machine
from tests.assurance.test_a08_parts import record_path

pytestmark = pytest.mark.slow

HANDS = 3
PAGES = ("/", "/cases/", "/people/", "/consultations/", "/meetings/", "/plans/")
MEMORY, SLOWER = 0.05, 0.20


@dataclass
class Shift:
    """One member of staff who opens page after page, and writes now and then."""

    machine: Machine
    seconds: list[tuple[float, float]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def work(self, stop: threading.Event) -> None:
        client = self.machine.signed_in()
        path = record_path(client)
        while not stop.is_set():
            for page in (*PAGES, path):
                status, text, took = client._ask("GET", page)
                self.note(status, 200, page, took)
            form = {
                **hidden(text),
                **checked(text),
                "method": "VISIT",
                "met": "ABSENT",
                "body": "留守だった。",
            }
            status, _text, took = client._ask("POST", path, form)
            self.note(status, 302, path, took)
        client.connection.close()

    def note(self, status: int, wanted: int, page: str, took: float) -> None:
        self.seconds.append((time.monotonic(), took))
        if status != wanted:
            self.wrong.append(f"{page} {status}")


def test_the_evening_is_like_the_morning(machine: Machine, evidence: Evidence) -> None:
    warm = evidence.at_scale(small=25, ci=60, nightly=600)
    lasting = evidence.at_scale(small=40, ci=240, nightly=3600)
    shifts, stop = [Shift(machine) for _ in range(HANDS)], threading.Event()
    hands = [threading.Thread(target=one.work, args=(stop,), daemon=True) for one in shifts]
    for hand in hands:
        hand.start()
    time.sleep(warm)
    morning, began = memory(machine), time.monotonic()
    held = connections(machine)
    time.sleep(lasting)
    evening, ended = memory(machine), time.monotonic()
    more = connections(machine) - held
    stop.set()
    for hand in hands:
        hand.join(timeout=60)
    middle = (began + ended) / 2
    took = [one for shift in shifts for one in shift.seconds if began <= one[0] <= ended]
    first, last = ([seconds for at, seconds in took if (at < middle) is early] for early in (True, False))
    slow = [statistics.quantiles(half, n=100)[98] for half in (first, last)]
    wrong = [words for shift in shifts for words in shift.wrong]
    print(*wrong, sep="\n")  # noqa: T201  # each, where the figure counts
    drift = evening / morning - 1
    evidence.shows(
        row="A10",
        figure=f"{lasting}秒、{len(took):,}回: 記憶 {morning / 1024:.0f} → {evening / 1024:.0f} MB（{drift:+.1%}）、接続 {more:+d}、"
        f"p99 {slow[0] * 1000:.0f} → {slow[1] * 1000:.0f} ms、うまくいかない {len(wrong)}",
        target="記憶 +5 %未満、接続 増えない、p99 +20 %未満（nightly は1時間）",
        holds=drift < MEMORY and more <= 0 and not wrong and (is_short(lasting) or slow[1] < slow[0] * (1 + SLOWER)),
    )  # fmt: skip


def is_short(seconds: int) -> bool:
    """In less than an hour the slowest hundredth is a handful of looks, and says more of the neighbours than of the program."""
    return seconds < 3600


def memory(machine: Machine) -> int:
    """What the processes of the program hold for themselves, in kB; shared pages are shared out (proportional set size)."""
    assert machine.process is not None
    total = 0
    for folder in Path("/proc").iterdir():
        with suppress(OSError, ProcessLookupError):
            if folder.name.isdecimal() and os.getpgid(int(folder.name)) == machine.process.pid:
                lines = (folder / "smaps_rollup").read_text().splitlines()
                total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total


def connections(machine: Machine) -> int:
    with machine.superuser() as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
        ).fetchone()
    return int(row[0]) if row else 0
