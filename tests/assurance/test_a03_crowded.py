"""A3: ten times as many ask as can be answered. Those who come too late are told so at once; what was taken is kept, once; those
who look after the machine see it; and soon after, everything is as before."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from bench.browser import Client
from config.env import ROOT
from tests.assurance.evidence import Evidence
from tests.assurance.machine import Machine, kept, wait_for, writing
from tests.config.conftest import outside

pytestmark = pytest.mark.slow

TIMES = 10
SESSIONS = 6
WATCHED_WITHIN, RECOVERED_WITHIN, TOLD_WITHIN = 2.0, 30.0, 2.0
GOOD_PAGE = 1.0


@dataclass
class Watch:
    """Whoever looks after the machine, once a second, for as long as it lasts."""

    machine: Machine
    seconds: list[float] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    def look(self, stop: threading.Event) -> None:
        client = self.machine.signed_in("kanri")
        while not stop.wait(1.0):
            for path in ("/health/", "/condition/"):
                began = time.monotonic()
                try:
                    self.statuses.append(client._ask("GET", path)[0])
                except OSError:
                    client.connection.close()
                    self.statuses.append(0)
                self.seconds.append(time.monotonic() - began)
        client.connection.close()


@contextmanager
def watched(machine: Machine) -> Iterator[Watch]:
    watch, stop = Watch(machine), threading.Event()
    hand = threading.Thread(target=watch.look, args=(stop,), daemon=True)
    hand.start()
    try:
        yield watch
    finally:
        stop.set()
        hand.join(timeout=60)


def served_each_second(cookies: list[str], *, port: int) -> float:
    """How many looks at 今日 it answers in a second when it never has nothing to do."""
    began = time.monotonic()
    found = crowd(cookies, port=port, each_second=40, seconds=4)
    return len(found["200"]) / (time.monotonic() - began)


def crowd(cookies: list[str], *, port: int, each_second: float, seconds: float) -> dict[str, list[float]]:
    told = {"port": port, "path": "/", "cookies": cookies, "each_second": each_second, "seconds": seconds}
    done = subprocess.run(
        [sys.executable, "-m", "tests.assurance.crowd"], cwd=ROOT, env=outside(PYTHONPATH=str(ROOT)), input=json.dumps(told),
        capture_output=True, text=True, timeout=seconds + 120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, list[float]] = json.loads(done.stdout)
    return found


def test_a_crowd_is_told_to_wait_and_nothing_is_lost(machine: Machine, evidence: Evidence) -> None:
    seconds = evidence.at_scale(small=12, ci=60, nightly=300)
    clients = [machine.signed_in() for _ in range(SESSIONS)]
    cookies = ["; ".join(f"{name}={value}" for name, value in one.cookies.items()) for one in clients]
    capacity = served_each_second(cookies, port=machine.port)
    each_second = min(TIMES * capacity, 250.0)
    with writing(machine, hands=2) as writers, watched(machine) as watch:
        wait_for(lambda: len(watch.seconds) > 1, seconds=30)
        found = crowd(cookies, port=machine.port, each_second=each_second, seconds=seconds)
        over = time.monotonic()
        wait_for(lambda: is_as_before(clients[0]), seconds=RECOVERED_WITHIN * 2)
        back = time.monotonic() - over
    for one in clients:
        one.connection.close()
    acknowledged = [words for one in writers for words in one.acknowledged]
    records = kept(machine)
    lost = [words for words in acknowledged if words not in records]
    twice = [words for words, number in records.items() if number > 1]
    counted = {status: len(times) for status, times in found.items()}
    away = found.get("503", [])
    told = away[int(len(away) * 0.95) - 1] if away else 0.0
    slowest = max(watch.seconds)
    evidence.shows(
        row="A3",
        figure=f"毎秒 {each_second:.0f}回（さばける数 {capacity:.0f} の{each_second / capacity:.0f}倍）を {seconds}秒: 答えた {counted.get('200', 0):,}、"
        f"すぐ断った {counted.get('503', 0):,}（95%が {told:.1f}秒以内）、ほかの答え {sum(counted.values()) - counted.get('200', 0) - counted.get('503', 0)}。"
        f"その間の登録 {len(acknowledged)}件: なくなった {len(lost)}、二重 {len(twice)}。見張りの頁 いちばんおそく {slowest:.1f}秒。もとに戻るまで {back:.1f}秒",
        target="断りは平たい頁の503、なくなった・二重 0、見張り 2秒、戻る 30秒",
        holds=set(counted) <= {"200", "503"} and bool(away) and told <= TOLD_WITHIN and not lost and not twice
        and bool(acknowledged) and set(watch.statuses) == {200} and slowest <= WATCHED_WITHIN and back <= RECOVERED_WITHIN,
    )  # fmt: skip


def is_as_before(client: Client) -> bool:
    """A page that comes, and comes as quickly as people are used to."""
    began = time.monotonic()
    try:
        status = client._ask("GET", "/")[0]
    except OSError:
        client.connection.close()
        status = 0
    return status == 200 and time.monotonic() - began <= GOOD_PAGE
