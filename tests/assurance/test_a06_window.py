"""A6: how much is lost when the whole machine goes: what the second place holds of what was acknowledged, by the clock."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress

import psycopg

from config import embedded
from config.backup import making, restoring, sealing, server
from config.databases import DATABASE_NAME
from tests.assurance import test_a05_copies as copies
from tests.assurance.evidence import Evidence
from tests.assurance.test_a05_copies import SEED, Town
from tests.config.conftest import outside

WINDOW = 60.0
# The same town and the same empty place as where copies are tried.
town, elsewhere = copies.town, copies.elsewhere


class Writing(threading.Thread):
    """Writes on and on, and notes when each was acknowledged."""

    def __init__(self, town: Town, *, start_at: int) -> None:
        super().__init__()
        self.town, self.number = town, start_at
        self.acknowledged: dict[int, float] = {}
        self.stopping = threading.Event()

    def run(self) -> None:
        with suppress(psycopg.Error):
            while not self.stopping.is_set():
                self.town.write(self.number)
                self.acknowledged[self.number] = time.monotonic()
                self.number += 1
                time.sleep(0.05)


def _following(town: Town) -> subprocess.Popen[bytes]:
    """The carrier as `norishiro run` starts it."""
    return subprocess.Popen(
        [sys.executable, "-m", "config.command", "backup", "follow"],
        env=outside(NORISHIRO_HOME=str(town.env.home), NORISHIRO_BACKUP=str(town.place), NORISHIRO_DB_ROLE="owner"),
        stdout=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def _power_cut(town: Town, carrier: subprocess.Popen[bytes]) -> None:
    """Carrier, receiver and server at once, as one pulls a plug."""
    os.killpg(carrier.pid, signal.SIGKILL)
    process = int((embedded.Server(home=town.env.home).data / "postmaster.pid").read_text().splitlines()[0])
    os.kill(process, signal.SIGKILL)
    carrier.wait()


def test_a_machine_that_is_gone_takes_less_than_a_minute_with_it(
    town: Town, elsewhere, evidence: Evidence
) -> None:  # fmt: skip
    rounds = evidence.at_scale(small=1, ci=2, nightly=10)
    shortest, longest = (
        evidence.at_scale(small=4, ci=35, nightly=40),
        evidence.at_scale(small=8, ci=70, nightly=180),
    )
    dice = random.Random(SEED)
    windows: list[float] = []
    acknowledged: set[int] = set()
    number = 0
    making.now(town.env)
    for _ in range(rounds):
        writing = Writing(town, start_at=number)
        carrier = _following(town)
        writing.start()
        time.sleep(dice.uniform(shortest, longest))
        cut_at = time.monotonic()
        _power_cut(town, carrier)
        writing.stopping.set()
        writing.join()
        kept = _kept_elsewhere(town, elsewhere)
        lost = [at for one, at in writing.acknowledged.items() if one >= kept]
        windows.append(cut_at - min(lost) if lost else 0.0)
        acknowledged |= set(writing.acknowledged)
        number = writing.number + 1
        embedded.start(embedded.Server(home=town.env.home))
    with server.connect(town.env.home, database=DATABASE_NAME) as connection:
        here = {row[0] for row in connection.execute("SELECT number FROM happened")}
    evidence.shows(
        row="A6",
        figure=f"電源が切れた{rounds}回で、別の場所になかったのは最後の{max(windows):.0f}秒まで。同じ機械が起きたときは、受け取ったと答えた{len(acknowledged):,}件のうち{len(acknowledged - here)}件",
        target="別の場所だけから60秒まで、プロセスが落ちただけなら0",
        holds=max(windows) <= WINDOW and not acknowledged - here,
    )


def _kept_elsewhere(town: Town, elsewhere) -> int:
    """How far it goes when nothing but the second place is left."""
    identities = sealing.read_identities(town.key)
    restoring.restore(town.place, into=elsewhere, identities=identities, moment=None)
    try:
        with (
            embedded.in_use(embedded.Server(home=elsewhere)),
            server.connect(elsewhere, database=DATABASE_NAME) as connection,
        ):
            return int(server.value(connection, "SELECT coalesce(max(number) + 1, 0) FROM happened"))
    finally:
        embedded.stop(embedded.Server(home=elsewhere))
        subprocess.run(["rm", "-rf", str(elsewhere)], check=True)
