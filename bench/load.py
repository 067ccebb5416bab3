"""``python -m bench.load [size] [seconds]``: many members of staff at once, over a town of ``norishiro town``, against this machine only.

A hundred and fifty sign in and work: they look at a page, think for ten seconds on average, and go on; one page in eight is a record that
is written and saved. The town must have been laid by ``bench.laid_town``; the server is started here as in production and
stopped at the end, and nothing runs longer than it was asked to. Written to bench/load.md by this command.
"""

from __future__ import annotations

import json
import os
import platform
import random
import re
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bench.__main__ import ROOT, Town, bring_up_to_date, served
from bench.browser import Client
from bench.laid_town import NOTE
from norishiro.casework.town.sizes import LOGIN, SIZES

HOST, PORT = "127.0.0.1", 8785
USERS, THINKING, SECONDS = 150, 10.0, 1_800
WORKERS = 2
LOG_IN_PAUSE = 1.2  # the log-in counts tries from one address (60 a minute)
CASES_OF_A_DAY = 20
# The first two of an agency's staff look after the house; everybody after them carries cases.
HEADS = 2
ACCOUNTS = "demo_accounts.txt"
GOALS = (("p95", 0.95, 500), ("p99", 0.99, 1_000))
LINK_OF_CASE = re.compile(r'href="/cases/([0-9a-f-]{36})/"')
SHARES = (("今日", 30), ("ケース一覧", 20), ("世帯の一枚", 30), ("記録を書く（保存）", 13), ("人をさがす", 7))


@dataclass
class Worker:
    """One member of staff at one machine, and what was seen there."""

    client: Client
    dice: random.Random
    cases: list[str] = field(default_factory=list)
    found: str = ""
    times: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)

    def settle(self) -> None:
        """Open the list of cases once, and look for one name, as one does in the morning."""
        page = self.client.read(self.client.paths["cases"])
        self.cases = list(dict.fromkeys(LINK_OF_CASE.findall(page)))[:CASES_OF_A_DAY]
        self.found = self.client.look_for("絵空尾")

    def work(self, *, end: float) -> None:
        names = [name for name, _share in SHARES]
        weights = [share for _name, share in SHARES]
        doings: dict[str, Callable[[], float]] = {
            "今日": lambda: self.client.get("/"),
            "ケース一覧": lambda: self.client.get(self.client.paths["cases"]),
            "世帯の一枚": lambda: self.client.get(
                self.client.paths["case"].format(self.dice.choice(self.cases))
            ),
            "記録を書く（保存）": lambda: self.client.record_contact(self.dice.choice(self.cases)),
            "人をさがす": lambda: self.client.get(self.found),
        }
        # Everybody is thinking already: no more pages at the beginning than at any other time.
        time.sleep(self.dice.expovariate(1 / THINKING))
        while time.monotonic() < end:
            name = self.dice.choices(names, weights)[0]
            try:
                self.times.setdefault(name, []).append(doings[name]() * 1000)
            except Exception as error:
                self.errors[f"{name}: {type(error).__name__} {str(error)[:60]}"] += 1
                self.client.connection.close()
            time.sleep(self.dice.expovariate(1 / THINKING))


def main(asked: list[str]) -> int:
    name = asked[0] if asked else "twentieth"
    seconds = int(asked[1]) if asked[1:] else SECONDS
    home = Path(os.environ.get("NORISHIRO_HOME", ROOT / "var")).absolute() / f"town-{name}"
    if not (home / NOTE).exists():
        print(f"{home} に町がありません。先に `python -m bench.laid_town {name}` を動かしてください。")
        return 2
    environment = {
        **os.environ, "NORISHIRO_HOME": str(home), "PORT": str(PORT), "NORISHIRO_WORKERS": str(WORKERS), "HOST": HOST,
    }  # fmt: skip
    bring_up_to_date(environment)
    with served(Town(SIZES[name].cases, PORT, environment, 0.0, {})):
        Client(HOST, PORT).wait(seconds=90)
        workers = signed_in(name, password=(home / ACCOUNTS).read_text(encoding="utf-8").split()[1])
        before = os.getloadavg()[0]
        end = time.monotonic() + seconds
        hands = [threading.Thread(target=one.work, kwargs={"end": end}) for one in workers]
        for one in hands:
            one.start()
        for one in hands:
            one.join()
        load = (before, os.getloadavg()[0])
    (home / "load.json").write_text(json.dumps(seen(workers, seconds=seconds, load=load)))
    notes = {size: home.parent / f"town-{size}" / "load.json" for size in SIZES}
    page = report({size: json.loads(file.read_text()) for size, file in notes.items() if file.exists()})
    (ROOT / "bench" / "load.md").write_text(page, encoding="utf-8")
    print(page)
    return 0


def signed_in(name: str, *, password: str) -> list[Worker]:
    """So many sessions; where the town has fewer staff than that, some have two or more."""
    size = SIZES[name]
    logins = [f"{LOGIN}{number + 1:03}" for number in range(size.agencies * HEADS, size.staff)]
    workers = []
    for number in range(USERS):
        client = Client(HOST, PORT)
        client.log_in(logins[number % len(logins)], password)
        one = Worker(client, random.Random(number))
        one.settle()
        if one.cases:
            workers.append(one)
        time.sleep(LOG_IN_PAUSE)
    return workers


def seen(workers: list[Worker], *, seconds: int, load: tuple[float, float]) -> dict[str, Any]:
    times = {
        name: sorted(one for worker in workers for one in worker.times.get(name, [])) for name, _share in SHARES
    }  # fmt: skip
    errors: Counter[str] = Counter()
    for worker in workers:
        errors.update(worker.errors)
    return {
        "day": date.today().isoformat(), "machine": f"CPython {platform.python_version()}、{os.cpu_count()} cores",
        "users": len(workers), "seconds": seconds, "load": load, "times": {k: v for k, v in times.items() if v}, "errors": errors,
    }  # fmt: skip


def report(notes: dict[str, dict[str, Any]]) -> str:
    lines = [
        "# おおぜいが同時に使うとき",
        "",
        "`python -m bench.load 大きさ 秒` がこの頁を書く。手では直さない。町は `norishiro town` のもの（[town.md](town.md)）。"
        f"一人は一つの頁を見て、平均{THINKING:.0f}秒考え、次を開く。同じ機械の中から（測るほうも、同じ機械の時間を使う）。gunicorn {WORKERS} worker。",
    ]
    for name, note in notes.items():
        whole = sorted(one for times in note["times"].values() for one in times)
        wrong = sum(note["errors"].values())
        lines += [
            "",
            f"## {SIZES[name].label}",
            "",
            f"測った日: {note['day']}　{note['machine']}、機械の負荷（1分平均）はじめ {note['load'][0]:.1f}、おわり {note['load'][1]:.1f}。"
            f"{note['users']}人、{note['seconds']:,}秒、{len(whole):,}頁。",
            "",
            *(
                f"- {called} の目標 ≤ {goal:,} ms: {'○' if _at(whole, share) <= goal else '×'} {_at(whole, share):,.0f} ms"
                for called, share, goal in GOALS
            ),
            f"- 誤りの目標 0: {'○' if wrong == 0 else '×'} {wrong}",
            "",
            "| 頁 | 回数 | 中央値 ms | p95 ms | p99 ms | 最大 ms |",
            "|---|---:|---:|---:|---:|---:|",
            *(
                f"| {page} | {len(times):,} | {statistics.median(times):,.0f} | {_at(times, 0.95):,.0f} | {_at(times, 0.99):,.0f} | {times[-1]:,.0f} |"
                for page, times in note["times"].items()
            ),
        ]
        lines += (
            ["", *(f"- 誤り {count}件: {words}" for words, count in note["errors"].items())] if wrong else []
        )
    return "\n".join(lines) + "\n"


def _at(times: list[float], share: float) -> float:
    return times[max(0, int(len(times) * share) - 1)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
