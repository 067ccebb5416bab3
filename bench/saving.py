"""``make bench ONLY=saving``: how long saving a contact takes while fifty members of staff write at the same time.

Each of them logs in, opens the form of one of the own agency's households and saves, again and again. A record may take half a
minute of somebody's time (the burden budget), so fifty who do nothing but write save one each half minute; a second round has
them do it three times as fast. All as restricted users, through HTTP to a server started as in production. Written to
bench/saving.md by this command.
"""

from __future__ import annotations

import os
import platform
import random
import statistics
import sys
import threading
import time
from datetime import date
from pathlib import Path

from bench import shape
from bench.__main__ import ROOT, Town, bring_up_to_date, laid_once, served
from bench.browser import Client

PAGE = ROOT / "bench" / "saving.md"
PORT = 8775
CASES = 1_000
WRITERS = 50
# Seconds from one record of a writer to the next. The goal is set for the first.
PACES = (30.0, 10.0)
SECONDS = 120
WORKERS = 2
GOAL_MS = 60
LOG_IN_PAUSE = 1.2  # the log-in counts tries from one address (60 a minute)


def main() -> int:
    seconds = int(sys.argv[1]) if sys.argv[1:] else SECONDS
    town = _prepared()
    before = os.getloadavg()[0]
    with served(town):
        Client("127.0.0.1", town.port).wait(seconds=90)
        writers = _logged_in(town)
        found = {pace: measured(writers, pace=pace, seconds=seconds) for pace in PACES}
    text = report(found, seconds=seconds, load=(before, os.getloadavg()[0]))
    PAGE.write_text(text, encoding="utf-8")
    print(text)
    return 0


def _prepared() -> Town:
    """The small town of the page times, laid if it is not there yet."""
    home = Path(os.environ.get("NORISHIRO_HOME", ROOT / "var")).absolute() / f"bench-{CASES}"
    environment = {
        **os.environ, "NORISHIRO_HOME": str(home), "PORT": str(PORT), "NORISHIRO_WORKERS": str(WORKERS),
    }  # fmt: skip
    laid = laid_once(CASES, home, environment)
    bring_up_to_date(environment)
    return Town(CASES, PORT, environment, laid, {})


def _logged_in(town: Town) -> list[Client]:
    writers = []
    for number in range(WRITERS):
        client = Client("127.0.0.1", town.port)
        client.log_in(f"{shape.LOGIN}{number or ''}", shape.PASSWORD)
        writers.append(client)
        time.sleep(LOG_IN_PAUSE)
    return writers


def measured(writers: list[Client], *, pace: float, seconds: float) -> list[float]:
    """Milliseconds of each save, of all writers together. The first save of each warms the server and is not counted."""
    times: list[list[float]] = [[] for _each in writers]
    end = time.monotonic() + pace + seconds
    at_work = [
        threading.Thread(target=_write, args=(client, number, pace, end, times[number]))
        for number, client in enumerate(writers)
    ]
    for one in at_work:
        one.start()
    for one in at_work:
        one.join()
    if not all(times):
        raise RuntimeError("一件も保存できなかった人がいます。上に出た誤りを確かめてください。")
    return sorted(one for each in times for one in each[1:])


def _write(client: Client, number: int, pace: float, end: float, times: list[float]) -> None:
    """One member of staff at work. Households of the own agency: every fortieth from the agency's own number."""
    dice = random.Random(number)
    own = [shape.case_id(each) for each in range(number % shape.AGENCIES, CASES, shape.AGENCIES)]
    time.sleep(dice.uniform(0, pace))
    while time.monotonic() < end:
        times.append(client.record_contact(dice.choice(own)) * 1000)
        time.sleep(dice.uniform(0.5, 1.5) * pace)


def report(found: dict[float, list[float]], *, seconds: float, load: tuple[float, float]) -> str:
    return "\n".join([
        "# bench: 50人が書いているときの、記録の保存",
        "",
        "`make bench ONLY=saving` がこの頁を書く。手では直さない。",
        "",
        f"測った日: {date.today().isoformat()}　{platform.python_implementation()} {platform.python_version()}、{os.cpu_count()} cores。"
        f"gunicorn {WORKERS} worker、組み込み PostgreSQL、{CASES:,}ケースの町。{WRITERS}人がそれぞれの機関の職員として"
        f"サインインし、それぞれの速さで{seconds:.0f}秒のあいだ書いた（様式を開く時間と、一人ひとりの最初の一件は数えない。同じ機械の中から）。"
        f"機械の負荷（1分平均）: 測る前 {load[0]:.1f}、測ったあと {load[1]:.1f}。",
        "",
        f"| 一人が一件書く間（平均） | 保存した件数 | 中央値 ms | p95 ms（はじめの行の目標 ≤ {GOAL_MS}） | 最大 ms |",
        "|---:|---:|---:|---:|---:|",
        *(_row(pace, times, aims=pace == PACES[0]) for pace, times in found.items()),
        "",
    ])  # fmt: skip


def _row(pace: float, times: list[float], *, aims: bool) -> str:
    slow = times[int(len(times) * 0.95) - 1]
    mark = ("○ " if slow <= GOAL_MS else "× ") if aims else ""
    return f"| {pace:.0f} 秒 | {len(times)} | {statistics.median(times):.1f} | {mark}{slow:.1f} | {times[-1]:.1f} |"


if __name__ == "__main__":
    sys.exit(main())
