"""``make bench ONLY=finding``: 記録をさがす over 100,000 cases and 2,000,000 contacts, as a user of one agency.

Frequent, rare and absent words; the whole page as the user gets it, and the search alone with the walls up and with the
walls open (the owner after ``SET norishiro.maintenance``). Written to bench/finding.md by this command.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from bench import shape
from bench.__main__ import ROOT, bring_up_to_date, fingerprint

CASES, CONTACTS = 100_000, 20
TIMES = 100
GOAL_MS, GOAL_RATIO = 100, 2
WORDS = (
    ("よくある", "訪問を約束"),
    ("よくある（2文字）", "玄関"),
    ("よくある（2語、いっしょには、ない）", "本人 パン"),
    ("よくある（2語、いっしょにもある）", "妹と一緒 ゲーム"),
    ("まれ", "黄色い三輪車"),
    ("まれ（2文字）", "三輪"),
    ("ない（字の並びは、どれもよくある）", "訪問の記録を玄関先で見守り"),
    ("ない（まったく）", "琥珀糖"),
)


def main() -> int:
    cases = int(sys.argv[1]) if sys.argv[1:] else CASES
    home = Path(os.environ.get("NORISHIRO_HOME", ROOT / "var")).absolute() / f"bench-finding-{cases}"
    environment = {**os.environ, "NORISHIRO_HOME": str(home)}
    laid = _laid(home, environment, cases=cases)
    bring_up_to_date(environment)
    load = os.getloadavg()[0]
    results = {role: _measured(environment, role=role) for role in ("app", "owner")}
    report = _report(
        results["app"], results["owner"], cases=cases, laid=laid, load=(load, os.getloadavg()[0])
    )
    (ROOT / "bench" / "finding.md").write_text(report, encoding="utf-8")
    print(report)
    return 0


def _laid(home: Path, environment: dict[str, str], *, cases: int) -> float:
    done = home / "town.json"
    if done.exists():
        kept = json.loads(done.read_text())
        if kept["town"] == fingerprint():
            return float(kept["seconds"])
    if home.exists():
        raise SystemExit(f"{home} に古いか作りかけの町があります。消してからやり直してください。")
    began = time.monotonic()
    words = [sys.executable, "-m", "bench.lay", str(cases), str(CONTACTS)]
    subprocess.run(words, cwd=ROOT, env={**environment, "NORISHIRO_DB_ROLE": "owner"}, check=True)
    seconds = time.monotonic() - began
    done.write_text(json.dumps({"town": fingerprint(), "seconds": seconds}))
    return seconds


def _measured(environment: dict[str, str], *, role: str) -> dict[str, Any]:
    words = [sys.executable, "-m", "bench.finding", "measure", role]
    done = subprocess.run(
        words,
        cwd=ROOT,
        env={**environment, "NORISHIRO_DB_ROLE": role},
        check=True,
        capture_output=True,
        text=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def measure(role: str) -> None:
    """In a process of its own: milliseconds of each search, and for the user those of the whole page."""
    from config import embedded, env

    with embedded.in_use(embedded.Server(home=env.current().home)):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
        import django

        django.setup()
        print(json.dumps(_timed(role)))


def _timed(role: str) -> dict[str, Any]:
    from django.db import connection, transaction
    from django.test import Client
    from django.utils import timezone

    from norishiro.agencies.actor import actor_for
    from norishiro.agencies.models import Staff
    from norishiro.core.operation import announce
    from norishiro.core.searches import sealed
    from norishiro.finding import queries
    from norishiro.finding.folding import words_in

    staff = Staff.objects.get(login_id=shape.LOGIN)
    actor = actor_for(staff_id=staff.pk, agency_id=None, today=timezone.localdate())
    assert actor is not None

    def search(text: str) -> int:
        with transaction.atomic():
            if role == "owner":
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL norishiro.maintenance = 'on'")
            announce(actor)
            return len(queries.find(actor, words=words_in(text)).rows)

    found = {
        name: {"search": _times(lambda text=text: search(text)), "hits": search(text)} for name, text in WORDS
    }
    if role == "app":
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(staff)
        for name, text in WORDS:
            address = f"/finding/?s={sealed(text)}"
            assert client.get(address).status_code == 200
            found[name]["page"] = _times(lambda address=address: client.get(address))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_total_relation_size('finding_passage'), pg_relation_size('finding_pairs_of_text')"
        )
        found["sizes"] = cursor.fetchone()
    return found


def _times(ask: Callable[[], object]) -> list[float]:
    for _ in range(5):
        ask()
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)


def _p95(times: list[float]) -> float:
    return times[int(len(times) * 0.95) - 1]


def _report(
    user: dict[str, Any], owner: dict[str, Any], *, cases: int, laid: float, load: tuple[float, float]
) -> str:
    whole, index = (size / 2**20 for size in user["sizes"])
    lines = [
        "# bench: 記録をさがす",
        "",
        "`make bench` がこの頁を書く。手では直さない。",
        "",
        f"測った日: {date.today().isoformat()}　{platform.python_implementation()} {platform.python_version()}、{os.cpu_count()} cores、"
        f"組み込み PostgreSQL。{cases:,}ケース、接触記録 {cases * CONTACTS:,}件、{shape.AGENCIES}機関のうち1機関の職員として、言葉ごとに{TIMES}回。"
        f"機械の負荷（1分平均）: 測る前 {load[0]:.1f}、測ったあと {load[1]:.1f}。町を作った時間 {laid:.0f} 秒。",
        f"さがせる文の大きさ {whole:,.0f} MB（うち字の並びの索引 {index:,.0f} MB）。「壁なし」は、同じさがし方を壁をあけた持ち主として行ったもの。",
        "",
        f"| 言葉 | 出た件数 | さがす 中央値 ms | さがす p95 ms | 壁なし 中央値 ms | 比（目標 ≤ {GOAL_RATIO}） | 頁 中央値 ms | 頁 p95 ms（目標 ≤ {GOAL_MS}） |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name, _text in WORDS:
        mine, open_walls, pages = user[name]["search"], owner[name]["search"], user[name]["page"]
        ratio = statistics.median(mine) / statistics.median(open_walls)
        lines.append(
            f"| {name} | {user[name]['hits']} | {statistics.median(mine):.1f} | {_p95(mine):.1f}"
            f" | {statistics.median(open_walls):.1f} | {'○' if ratio <= GOAL_RATIO else '×'} {ratio:.2f}"
            f" | {statistics.median(pages):.1f} | {'○' if _p95(pages) <= GOAL_MS else '×'} {_p95(pages):.1f} |"
        )
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        measure(sys.argv[2])
        sys.exit(0)
    sys.exit(main())
