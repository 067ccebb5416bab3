"""``make bench ONLY=saving``: how long saving a contact takes while fifty members of staff write at the same time.

Each of them logs in, opens the form of one of the own agency's households and saves, again and again, pausing as somebody
does who writes one sentence (ten seconds on average, which is faster than anybody visits). All as restricted users,
through HTTP to a server started as in production. Written to bench/saving.md by this command.
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
PAUSE = 10.0
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
        times = measured(town, seconds=seconds)
    text = report(times, seconds=seconds, load=(before, os.getloadavg()[0]))
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


def measured(town: Town, *, seconds: float) -> list[float]:
    """Milliseconds of each save, of all writers together."""
    writers = []
    for number in range(WRITERS):
        client = Client("127.0.0.1", town.port)
        client.log_in(f"{shape.LOGIN}{number or ''}", shape.PASSWORD)
        writers.append(client)
        time.sleep(LOG_IN_PAUSE)
    times: list[list[float]] = [[] for _each in writers]
    end = time.monotonic() + seconds
    at_work = [
        threading.Thread(target=_write, args=(client, number, end, times[number]))
        for number, client in enumerate(writers)
    ]
    for one in at_work:
        one.start()
    for one in at_work:
        one.join()
    if not all(times):
        raise RuntimeError("一件も保存できなかった人がいます。上に出た誤りを確かめてください。")
    return sorted(one for each in times for one in each)


def _write(client: Client, number: int, end: float, times: list[float]) -> None:
    """One member of staff at work. Households of the own agency: every fortieth from the agency's own number."""
    dice = random.Random(number)
    own = [shape.case_id(each) for each in range(number % shape.AGENCIES, CASES, shape.AGENCIES)]
    time.sleep(dice.uniform(0, PAUSE))
    while time.monotonic() < end:
        times.append(client.record_contact(dice.choice(own)) * 1000)
        time.sleep(dice.uniform(0.5, 1.5) * PAUSE)


def report(times: list[float], *, seconds: float, load: tuple[float, float]) -> str:
    slow = times[int(len(times) * 0.95) - 1]
    mark = "○" if slow <= GOAL_MS else "×"
    return "\n".join([
        "# bench: 50人が書いているときの、記録の保存",
        "",
        "`make bench ONLY=saving` がこの頁を書く。手では直さない。",
        "",
        f"測った日: {date.today().isoformat()}　{platform.python_implementation()} {platform.python_version()}、{os.cpu_count()} cores。"
        f"gunicorn {WORKERS} worker、組み込み PostgreSQL、{CASES:,}ケースの町。{WRITERS}人がそれぞれの機関の職員として"
        f"サインインし、平均{PAUSE:.0f}秒に一件、{seconds:.0f}秒のあいだ書いた（様式を開く時間は数えない。同じ機械の中から）。"
        f"機械の負荷（1分平均）: 測る前 {load[0]:.1f}、測ったあと {load[1]:.1f}。",
        "",
        f"| 保存した件数 | 中央値 ms | p95 ms（目標 ≤ {GOAL_MS}） | 最大 ms |",
        "|---:|---:|---:|---:|",
        f"| {len(times)} | {statistics.median(times):.1f} | {mark} {slow:.1f} | {times[-1]:.1f} |",
        "",
    ])  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
