"""``make bench``: page times of a real server over a small and a large town, as a user of one agency.

For each size a town is laid once (kept under NORISHIRO_HOME/bench-<size>), the program is started as in production
with one worker, a member of staff of one agency logs in, and each page is asked for many times, one after the other.
The result is written to bench/README.md by this command; nobody types a figure there.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import random
import signal
import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from bench import shape
from bench.browser import Client

ROOT = Path(__file__).resolve().parent.parent
PORT = 8765
SIZES = (1_000, 100_000)
REQUESTS = 200
WARM_UP = 20
GOAL_MS, GOAL_GROWTH, GOAL_MEMORY_MB = 100, 1.5, 200


def main() -> int:
    sizes = tuple(int(word) for word in sys.argv[1:]) or SIZES
    results = {size: measure(size) for size in sizes}
    report = _report(results)
    (ROOT / "bench" / "README.md").write_text(report, encoding="utf-8")
    print(report)
    return 0


def measure(size: int) -> dict[str, object]:
    """Lay the town if it is not there yet, serve it, and time the pages."""
    home = Path(os.environ.get("NORISHIRO_HOME", ROOT / "var")).absolute() / f"bench-{size}"
    environment = {**os.environ, "NORISHIRO_HOME": str(home), "PORT": str(PORT), "NORISHIRO_WORKERS": "1"}
    laid = _lay(size, home, environment)
    _bring_up_to_date(environment)
    counts = _json(["-m", "bench.counts"], {**environment, "NORISHIRO_DB_ROLE": "app"})
    server = subprocess.Popen([sys.executable, "-m", "config.command", "run"], cwd=ROOT, env=environment)
    try:
        pages = _time_pages(size)
        memory = _worker_memory(server.pid)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)
    return {"laid": laid, "pages": pages, "memory": memory, "queries": counts}


def _lay(size: int, home: Path, environment: dict[str, str]) -> float:
    """Seconds it took to lay the town. One that stands already, laid by the same town.py, is used again."""
    done = home / "town.json"
    if done.exists():
        kept = json.loads(done.read_text())
        if kept["town"] == _fingerprint():
            return float(kept["seconds"])
    if home.exists():
        raise SystemExit(
            f"{home} に古いか作りかけの町があります。止まっているのを確かめ、消してからやり直してください。"
        )
    began = time.monotonic()
    owner = {**environment, "NORISHIRO_DB_ROLE": "owner"}
    subprocess.run([sys.executable, "-m", "bench.lay", str(size)], cwd=ROOT, env=owner, check=True)
    seconds = time.monotonic() - began
    done.write_text(json.dumps({"town": _fingerprint(), "seconds": seconds}))
    return seconds


def _fingerprint() -> str:
    parts = [ROOT / "bench" / name for name in ("town.py", "shape.py")]
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()


def _bring_up_to_date(environment: dict[str, str]) -> None:
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


def _time_pages(size: int) -> dict[str, list[float]]:
    client = Client("127.0.0.1", PORT)
    client.wait(seconds=90)
    client.log_in(shape.LOGIN, shape.PASSWORD)
    dice = random.Random(1)
    mine = [shape.case_id(number) for number in range(0, size, shape.AGENCIES)]
    asks = {
        "今日": lambda: client.get("/"),
        "ケース一覧": lambda: client.get(client.paths["cases"]),
        "世帯の一枚": lambda: client.get(client.paths["case"].format(dice.choice(mine))),
        "記録を書く（保存）": lambda: client.record_contact(dice.choice(mine)),
    }
    times: dict[str, list[float]] = {}
    for name, ask in asks.items():
        for _ in range(WARM_UP):
            ask()
        times[name] = sorted(ask() * 1000 for _ in range(REQUESTS))
    return times


def _worker_memory(parent: int) -> float:
    """Resident megabytes of the worker: the youngest descendant of the server process."""
    children = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text().rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        children[int(folder.name)] = int(stat[1])
    line, newest = {parent}, parent
    for pid in sorted(children):
        command = Path(f"/proc/{pid}/cmdline").read_bytes() if children[pid] in line else b""
        if children[pid] in line and b"gunicorn" in command:
            line.add(pid)
            newest = pid
    status = Path(f"/proc/{newest}/status").read_text()
    resident = next(row for row in status.splitlines() if row.startswith("VmRSS"))
    return int(resident.split()[1]) / 1024


def _report(results: dict[int, dict[str, object]]) -> str:
    lines = [
        "# bench: 測った数字",
        "",
        "`make bench` がこの頁を書く。手では直さない。",
        "",
        f"測った日: {date.today().isoformat()}　{platform.python_implementation()} {platform.python_version()}、"
        f"{os.cpu_count()} cores。gunicorn 1 worker、組み込み PostgreSQL、1機関の職員として、"
        f"1頁あたり{REQUESTS}回、続けて1回ずつ（同じ機械の中から。時間は要求を出してから最後の字を受け取るまで）。",
        f"町: {shape.AGENCIES}機関、1世帯3人、1ケースあたり接触記録{shape.CONTACTS_PER_CASE}件。"
        "問い合わせ数は、BEGIN・COMMIT・SAVEPOINT も1回と数える。",
        "",
        "| 頁 | ケース数 | 中央値 ms | p95 ms | 最大 ms | 問い合わせ数 |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for size, result in results.items():
        for name, times in result["pages"].items():  # type: ignore[attr-defined]
            median, p95 = statistics.median(times), times[int(len(times) * 0.95) - 1]
            count = result["queries"].get(name, "–")  # type: ignore[attr-defined]
            lines.append(f"| {name} | {size:,} | {median:.1f} | {p95:.1f} | {times[-1]:.1f} | {count} |")
    lines += ["", "| ケース数 | 1 worker の常駐メモリー MB | 町を作った時間 s |", "|---:|---:|---:|"]
    for size, result in results.items():
        lines.append(f"| {size:,} | {result['memory']:.0f} | {result['laid']:.0f} |")
    lines += ["", *_against_goals(results), ""]
    return "\n".join(lines)


def _against_goals(results: dict[int, dict[str, object]]) -> list[str]:
    """Each goal beside what was measured, met or not."""
    small, large = min(results), max(results)
    lines = [
        "| 頁 | 目標 p95 ≤ 100 ms（大きい町） | 増え方 中央値（目標 ≤ 1.5 倍） | 増え方 p95 |",
        "|---|---|---|---|",
    ]

    def p95(times: list[float]) -> float:
        return times[int(len(times) * 0.95) - 1]

    for name in results[large]["pages"]:  # type: ignore[attr-defined]
        slow, fast = results[large]["pages"][name], results[small]["pages"][name]  # type: ignore[index]
        growth = statistics.median(slow) / statistics.median(fast)
        tail = p95(slow) / p95(fast)
        met = "○" if p95(slow) <= GOAL_MS else "×"
        grown = "○" if growth <= GOAL_GROWTH else "×"
        lines.append(f"| {name} | {met} {p95(slow):.1f} ms | {grown} {growth:.2f} 倍 | {tail:.2f} 倍 |")
    memory = max(float(result["memory"]) for result in results.values())  # type: ignore[arg-type]
    lines += [
        "",
        f"常駐メモリー（目標 ≤ {GOAL_MEMORY_MB} MB）: {'○' if memory <= GOAL_MEMORY_MB else '×'} {memory:.0f} MB",
    ]
    return lines


if __name__ == "__main__":
    sys.exit(main())
