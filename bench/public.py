"""``make bench ONLY=public``: the public list and the data of the map at 10,000 places and 200 requests a second.

An empty town with its settings, ten thousand public places that each open on some weekdays, a server started as in production.
Requests come at their own pace whether or not the ones before were answered; a late start counts as waiting. Seven in ten
ask for the list or the map as the first page leads there, the others each narrow it down in a way of their own. Written to
bench/public.md by this command.
"""

from __future__ import annotations

import http.client
import os
import platform
import queue
import random
import statistics
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

from bench.__main__ import ROOT, Town, bring_up_to_date, served

PAGE = ROOT / "bench" / "public.md"
PORT = 8777
PLACES = 10_000
RATE = 200
SECONDS = 60
WORKERS = 2
GOAL_MS = 50
CALLERS = 32
AREAS = 12
TONGUES = ("ja", "easy", "en")


def main() -> int:
    seconds = int(sys.argv[1]) if sys.argv[1:] else SECONDS
    town = _prepared()
    before = os.getloadavg()[0]
    areas = _areas(town)
    with served(town):
        _wait(town.port)
        cold = {name: _asked_once(town.port, path) for name, path in COLD.items()}
        found = measured(town.port, areas=areas, seconds=seconds)
    text = report(found, cold, seconds=seconds, load=(before, os.getloadavg()[0]))
    PAGE.write_text(text, encoding="utf-8")
    print(text)
    return 0


COLD = {
    "一覧（はじめて）": "/open/ja/places/?evening=1&page=3",
    "地図のデータ（はじめて）": "/open/ja/map-data/?free=1",
}


def _prepared() -> Town:
    home = Path(os.environ.get("NORISHIRO_HOME", ROOT / "var")).absolute() / "bench-public"
    environment = {
        **os.environ, "NORISHIRO_HOME": str(home), "PORT": str(PORT), "NORISHIRO_WORKERS": str(WORKERS),
    }  # fmt: skip
    began = time.monotonic()
    owner = {**environment, "NORISHIRO_DB_ROLE": "owner"}
    bring_up_to_date(environment)
    subprocess.run(
        [sys.executable, "-m", "bench.public_town", str(PLACES), str(AREAS)], cwd=ROOT, env=owner, check=True
    )
    return Town(PLACES, PORT, environment, time.monotonic() - began, {})


def _areas(town: Town) -> list[str]:
    from bench.public_town import area_id

    return [str(area_id(number)) for number in range(AREAS)]


def _wait(port: int) -> None:
    give_up = time.monotonic() + 90
    while True:
        try:
            _asked_once(port, "/open/ja/")
            return
        except OSError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.3)


def _asked_once(port: int, path: str) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    began = time.monotonic()
    _ask(connection, path)
    connection.close()
    return (time.monotonic() - began) * 1000


def _ask(connection: http.client.HTTPConnection, path: str) -> int:
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    size = len(answer.read())
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    return size


def paths(areas: list[str], *, number: int) -> list[tuple[str, str]]:
    """What is asked for, in a mixed order that is the same each time: four lists to one map. Seven in ten come as the first
    page leads them, in Japanese mostly; the others narrow it down, each in a way of their own."""
    chance = random.Random(20261122)
    found = []
    for _each in range(number):
        tongue = chance.choices(TONGUES, weights=(7, 1, 2))[0]
        narrowed = chance.random() < 0.3
        asked = [f"area={chance.choice(areas)}"] if narrowed and chance.random() < 0.7 else []
        asked += [f"{tick}=1" for tick in ("evening", "alone", "free") if narrowed and chance.random() < 0.3]
        if chance.random() < 0.2:
            found.append(("map", f"/open/{tongue}/map-data/?{'&'.join(asked)}"))
        else:
            asked += [f"page={chance.randint(2, 3)}"] if narrowed and chance.random() < 0.3 else []
            found.append(("list", f"/open/{tongue}/places/?{'&'.join(asked)}"))
    return found


def measured(port: int, *, areas: list[str], seconds: int) -> dict[str, list[float]]:
    """Milliseconds from when each request was due to its last octet, by kind. The first ten seconds warm the server."""
    warm = 10 * RATE
    wanted = paths(areas, number=warm + seconds * RATE)
    waiting: queue.Queue[tuple[str, str, float] | None] = queue.Queue()
    found: dict[str, list[float]] = {"list": [], "map": []}
    began = time.monotonic() + 1

    def call() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while (one := waiting.get()) is not None:
            kind, path, due = one
            try:
                _ask(connection, path)
            except (http.client.HTTPException, ConnectionError):
                connection.close()
                _ask(connection, path)
            if due - began >= 10:
                found[kind].append((time.monotonic() - due) * 1000)

    at_work = [threading.Thread(target=call) for _each in range(CALLERS)]
    for one in at_work:
        one.start()
    for number, (kind, path) in enumerate(wanted):
        due = began + number / RATE
        time.sleep(max(0.0, due - time.monotonic()))
        waiting.put((kind, path, due))
    for _each in at_work:
        waiting.put(None)
    for one in at_work:
        one.join()
    return found


def report(
    found: dict[str, list[float]], cold: dict[str, float], *, seconds: int, load: tuple[float, float]
) -> str:
    both = [*found["list"], *found["map"]]
    rows = [("一覧", found["list"]), ("地図のデータ", found["map"]), ("あわせて", both)]
    lines = [
        f"| {name} | {len(times):,} | {statistics.median(times):.1f} | {_judged(_p95(times))} | {max(times):.1f} |"
        for name, times in rows
    ]
    first = "、".join(f"{name} {ms:.0f} ms" for name, ms in cold.items())
    return "\n".join(
        [
            "# bench: 公開ページの一覧と地図のデータ",
            "",
            "`make bench ONLY=public` がこの頁を書く。手では直さない。",
            "",
            f"測った日: {date.today()}　CPython {platform.python_version()}、{os.cpu_count()} cores。gunicorn {WORKERS} worker、"
            f"組み込み PostgreSQL。公開の居場所 {PLACES:,} か所（それぞれ週に2日開く）、1秒に {RATE} 回を {seconds} 秒。一覧4に地図1。十人に七人は"
            f"はじめのまま、三人は圏域・しぼりこみ・頁をそれぞれに変えて（{_yardstick()}）。同じ機械の中から、問う側も同じ {os.cpu_count()} cores を使う。機械の負荷（1分平均）: 測る前 {load[0]:.1f}、測ったあと {load[1]:.1f}。",
            "",
            f"| | 回 | 中央値 ms | p95 ms（目標 ≤ {GOAL_MS}） | 最大 ms |",
            "|---|---:|---:|---:|---:|",
            *lines,
            "",
            f"取り置きのないはじめの一回: {first}。",
            "",
            "## 何を取り置いているか",
            "",
            "読んだもの（その日あいている居場所、一覧の一行、地図の一点）は、公開のものが何も変わらないあいだ、それぞれの worker が持つ。変わったかどうかは10秒に一度、"
            "一人が問う（`NORISHIRO_PUBLIC_SECONDS`）。描きおえた頁は20秒（いま開いているかを言うので）、ブラウザーと中継が30秒まで。だから、変えたことは1分のうちに出る。"
            "待つ人は一つの問いに一人で、ほかの人はその答えを受けとる。時間は、問うはずだった時刻から最後の一字まで。",
            "",
        ]
    )


def _yardstick() -> str:
    """How quick the machine is just now, alone with one loop; half the number is twice the speed."""
    began = time.monotonic()
    sum(range(20_000_000))
    return f"この機械の尺: 2,000万の足し算に {time.monotonic() - began:.2f} 秒"


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _judged(ms: float) -> str:
    return f"{ms:.1f}" if ms <= GOAL_MS else f"× {ms:.1f}"


if __name__ == "__main__":
    sys.exit(main())
