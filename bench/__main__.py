"""``make bench ONLY=pages``: page times of a real server over a small and a large town, as a user of one agency.

For each size a town is laid once (kept under NORISHIRO_HOME/bench-<size>), the program is started as in production
with one worker, and a member of staff of one agency logs in. Each page is asked for many times, one request after the
other, the towns taking turns.
The result is written to bench/README.md by this command; nobody types a figure there.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import random
import re
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from bench import shape
from bench.browser import SOUGHT, Client
from config import socket_path

ROOT = Path(__file__).resolve().parent.parent
PORT = 8765
SIZES = (1_000, 100_000)
REQUESTS = 200
WARM_UP = 20
PATIENCE = 120  # seconds for one page in all towns; a page too slow for all its requests is measured by fewer
FEWEST = 20
CASES_OF_A_DAY = 20  # with a household of three each, well below the 200 people one may look at in an hour
GOAL_MS, GOAL_GROWTH, GOAL_MEMORY_MB = 100, 1.5, 200


def main() -> int:
    sizes = tuple(int(word) for word in sys.argv[1:]) or SIZES
    towns = [_prepared(size, port=PORT + turn) for turn, size in enumerate(sizes)]
    report = _report(measure(towns))
    page = ROOT / "bench" / "README.md"
    # What bench.duplicates measured by itself stays on the page.
    others = re.findall(r"<!-- duplicates:.*?<!-- /duplicates:\w+ -->\n", page.read_text("utf-8"), re.DOTALL)
    page.write_text("\n".join([report, *others]), encoding="utf-8")
    print(report)
    return 0


@dataclass(frozen=True)
class Town:
    """A town that stands ready, and what is known of it before it is served."""

    size: int
    port: int
    environment: dict[str, str]
    laid: float
    queries: dict[str, int]


def _prepared(size: int, *, port: int) -> Town:
    """Lay the town if it is not there yet, and count the queries of each page."""
    home = Path(os.environ.get("NORISHIRO_HOME", ROOT / "var")).absolute() / f"bench-{size}"
    environment = {**os.environ, "NORISHIRO_HOME": str(home), "PORT": str(port), "NORISHIRO_WORKERS": "1"}
    laid = laid_once(size, home, environment)
    bring_up_to_date(environment)
    counts = _json(["-m", "bench.counts"], {**environment, "NORISHIRO_DB_ROLE": "app"})
    return Town(size, port, environment, laid, counts)


def measure(towns: list[Town]) -> dict[int, dict[str, object]]:
    """Serve all towns and ask them in turn, so that whatever else the machine does weighs on each alike."""
    with ExitStack() as stack:
        servers = [stack.enter_context(served(town)) for town in towns]
        for town in towns:
            Client("127.0.0.1", town.port).wait(seconds=90)
        before = os.getloadavg()[0]
        times, spent = _time_pages(towns, [_workers(server.pid)[-1] for server in servers])
        return {
            town.size: {
                "laid": town.laid, "pages": times[town.size], "spent": spent[town.size], "memory": _worker_memory(server.pid),
                "queries": town.queries, "load": (before, os.getloadavg()[0]),
            }
            for town, server in zip(towns, servers, strict=True)
        }  # fmt: skip


@contextmanager
def served(town: Town) -> Iterator[subprocess.Popen[bytes]]:
    words = [sys.executable, "-m", "config.command", "run"]
    server = subprocess.Popen(words, cwd=ROOT, env=town.environment)
    try:
        yield server
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)


def laid_once(size: int, home: Path, environment: dict[str, str]) -> float:
    """Seconds it took to lay the town. One that stands already, laid by the same town.py, is used again."""
    done = home / "town.json"
    if done.exists():
        kept = json.loads(done.read_text())
        if kept["town"] == fingerprint():
            return float(kept["seconds"])
    if home.exists():
        raise SystemExit(
            f"{home} に古いか作りかけの町があります。止まっているのを確かめ、消してからやり直してください。"
        )
    began = time.monotonic()
    owner = {**environment, "NORISHIRO_DB_ROLE": "owner"}
    subprocess.run(
        [sys.executable, "-m", "bench.lay", str(size), str(shape.CONTACTS_PER_CASE)],
        cwd=ROOT,
        env=owner,
        check=True,
    )
    seconds = time.monotonic() - began
    done.write_text(json.dumps({"town": fingerprint(), "seconds": seconds}))
    return seconds


def fingerprint() -> str:
    parts = [ROOT / "bench" / name for name in ("town.py", "shape.py")]
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()


def bring_up_to_date(environment: dict[str, str]) -> None:
    """What a start does by itself; the counting, which comes before the start, needs it too."""
    for command, role in (("migrate", "owner"), ("collect", "app")):
        subprocess.run(
            [sys.executable, "-m", "config.command", command],
            cwd=ROOT, env={**environment, "NORISHIRO_DB_ROLE": role}, check=True,
        )  # fmt: skip


def _json(words: list[str], environment: dict[str, str]) -> dict[str, int]:
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    answer: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return answer


Times = dict[int, dict[str, list[float]]]
Spent = dict[int, dict[str, float]]


def _time_pages(towns: list[Town], workers: list[int]) -> tuple[Times, Spent]:
    """Milliseconds of each request, and the processor's milliseconds an average one cost."""
    asks = {town.size: _asks(town) for town in towns}
    times: Times = {town.size: {} for town in towns}
    spent: Spent = {town.size: {} for town in towns}
    for name in asks[towns[0].size]:
        _rounds([asks[town.size][name] for town in towns], most=WARM_UP)
        before = [_processor_ms(town, worker) for town, worker in zip(towns, workers, strict=True)]
        rounds = _rounds([asks[town.size][name] for town in towns], most=REQUESTS)
        for turn, (town, worker) in enumerate(zip(towns, workers, strict=True)):
            times[town.size][name] = sorted(taken[turn] for taken in rounds)
            spent[town.size][name] = (_processor_ms(town, worker) - before[turn]) / len(rounds)
    return times, spent


def _rounds(asks: list[Callable[[], float]], *, most: int) -> list[list[float]]:
    """Milliseconds of each town's request, round by round: ``most`` of them, or fewer when patience ends."""
    give_up = time.monotonic() + PATIENCE
    rounds: list[list[float]] = []
    while len(rounds) < most and (len(rounds) < FEWEST or time.monotonic() < give_up):
        rounds.append([ask() * 1000 for ask in asks])
    return rounds


def _processor_ms(town: Town, worker: int) -> float:
    """What the worker and the town's database server have used so far, those of its backends that ended included."""
    data = socket_path.data_directory(Path(town.environment["NORISHIRO_HOME"]))
    master = int((data / "postmaster.pid").read_text().split()[0])
    found = _processes()
    ticks = sum(found[worker][11:13]) + sum(found[master][11:15])
    ticks += sum(sum(fields[11:13]) for fields in found.values() if fields[1] == master)
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")


def _processes() -> dict[int, list[int]]:
    """The numbers of each process after its name (see proc_pid_stat); the state, a letter, stands as 0."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            _state, *numbers = (folder / "stat").read_text().rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        found[int(folder.name)] = [0, *map(int, numbers)]
    return found


def _asks(town: Town) -> dict[str, Callable[[], float]]:
    """The pages, asked by one member of staff who is logged in."""
    client = Client("127.0.0.1", town.port)
    client.log_in(shape.LOGIN, shape.PASSWORD)
    dice = random.Random(1)
    own = [shape.case_id(number) for number in range(0, town.size, shape.AGENCIES)]
    mine = dice.sample(own, CASES_OF_A_DAY)
    return {
        "今日": lambda: client.get("/"),
        "ケース一覧": lambda: client.get(client.paths["cases"]),
        "世帯の一枚": lambda: client.get(client.paths["case"].format(dice.choice(mine))),
        "記録を書く（保存）": lambda: client.record_contact(dice.choice(mine)),
        **{name: partial(client.get, client.look_for(words)) for name, words in SOUGHT.items()},
    }


def _workers(parent: int) -> list[int]:
    """The gunicorn processes below the server process, the worker last."""
    line = [parent]
    for pid, fields in sorted(_processes().items()):
        if fields[1] in line and b"gunicorn" in Path(f"/proc/{pid}/cmdline").read_bytes():
            line.append(pid)
    return line


def _worker_memory(parent: int) -> float:
    """Resident megabytes of the worker."""
    status = Path(f"/proc/{_workers(parent)[-1]}/status").read_text()
    resident = next(row for row in status.splitlines() if row.startswith("VmRSS"))
    return int(resident.split()[1]) / 1024


def _report(results: dict[int, dict[str, object]]) -> str:
    load: tuple[float, float] = results[min(results)]["load"]  # type: ignore[assignment]
    lines = [
        "# bench: 測った数字",
        "",
        "`make bench` がこの頁を書く。手では直さない。言葉でさがす速さは [記録をさがす](finding.md)、二重登録はこの頁の終わり。",
        "",
        f"測った日: {date.today().isoformat()}　{platform.python_implementation()} {platform.python_version()}、"
        f"{os.cpu_count()} cores。gunicorn 1 worker、組み込み PostgreSQL、1機関の職員として、"
        f"1頁あたり{REQUESTS}回、町ごとに交互に1回ずつ（同じ機械の中から。時間は要求を出してから最後の字を受け取るまで）。",
        f"機械の負荷（1分平均）: 測る前 {load[0]:.1f}、測ったあと {load[1]:.1f}。"
        f"{os.cpu_count()}を超えるときは、ほかの仕事に待たされた時間も入っている。"
        "「計算」は worker とデータベースが1回あたり実際に使った時間の平均で、待たされた時間を含まない"
        "（「保存」では、様式を開く分も含む）。",
        f"町: {shape.AGENCIES}機関、1世帯3人、1ケースあたり接触記録{shape.CONTACTS_PER_CASE}件。"
        "問い合わせ数は、BEGIN・COMMIT・SAVEPOINT も1回と数える。",
        "",
        "| 頁 | ケース数 | 中央値 ms | p95 ms | 最大 ms | 計算 ms | 問い合わせ数 |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for size, result in results.items():
        for name, times in result["pages"].items():  # type: ignore[attr-defined]
            median, p95 = statistics.median(times), times[int(len(times) * 0.95) - 1]
            count = result["queries"].get(name, "–")  # type: ignore[attr-defined]
            called = name if len(times) == REQUESTS else f"{name} {len(times)}回だけ"
            spent = result["spent"][name]  # type: ignore[index]
            lines.append(
                f"| {called} | {size:,} | {median:.1f} | {p95:.1f} | {times[-1]:.1f} | {spent:.1f} | {count} |"
            )
    lines += ["", "| ケース数 | 1 worker の常駐メモリー MB | 町を作った時間 s |", "|---:|---:|---:|"]
    for size, result in results.items():
        lines.append(f"| {size:,} | {result['memory']:.0f} | {result['laid']:.0f} |")
    lines += ["", *_against_goals(results), ""]
    return "\n".join(lines)


def _against_goals(results: dict[int, dict[str, object]]) -> list[str]:
    """Each goal beside what was measured, met or not."""
    small, large = min(results), max(results)
    lines = [
        "| 頁 | 目標 p95 ≤ 100 ms（大きい町） | 増え方 中央値（目標 ≤ 1.5 倍） | 増え方 p95 | 増え方 計算 |",
        "|---|---|---|---|---|",
    ]

    def p95(times: list[float]) -> float:
        return times[int(len(times) * 0.95) - 1]

    for name in results[large]["pages"]:  # type: ignore[attr-defined]
        slow, fast = results[large]["pages"][name], results[small]["pages"][name]  # type: ignore[index]
        growth = statistics.median(slow) / statistics.median(fast)
        tail = p95(slow) / p95(fast)
        cost = results[large]["spent"][name] / results[small]["spent"][name]  # type: ignore[index]
        met = "○" if p95(slow) <= GOAL_MS else "×"
        grown = "○" if growth <= GOAL_GROWTH else "×"
        lines.append(
            f"| {name} | {met} {p95(slow):.1f} ms | {grown} {growth:.2f} 倍 | {tail:.2f} 倍 | {cost:.2f} 倍 |"
        )
    memory = max(float(result["memory"]) for result in results.values())  # type: ignore[arg-type]
    lines += [
        "",
        f"常駐メモリー（目標 ≤ {GOAL_MEMORY_MB} MB）: {'○' if memory <= GOAL_MEMORY_MB else '×'} {memory:.0f} MB",
    ]
    return lines


if __name__ == "__main__":
    sys.exit(main())
