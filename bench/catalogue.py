"""``make bench ONLY=catalogue``: every figure of a month, each table, and what stands behind a number, at a tenth and at full size.

Counted as the pages' role for the whole town; the pages as a user gets them, who may see one case in forty. Written to
bench/catalogue.md by this command.
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
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench import shape
from bench.__main__ import ROOT, bring_up_to_date, fingerprint

CASES, CONTACTS, DAYS = 100_000, 20, 3_650
PARTS = 10
TIMES = 12
WHOLE_MS, TABLE_MS, BEHIND_MS = 5_000, 1_000, 200


def main() -> int:
    cases = int(sys.argv[1]) if sys.argv[1:] else CASES
    sizes = (cases // PARTS, cases)
    found = {}
    load = os.getloadavg()[0]
    for size in sizes:
        home = Path(os.environ.get("NORISHIRO_HOME", ROOT / "var")).absolute() / f"bench-catalogue-{size}"
        environment = {**os.environ, "NORISHIRO_HOME": str(home)}
        laid = _laid(home, environment, cases=size)
        bring_up_to_date(environment)
        found[size] = {"laid": laid, **_asked(environment, "measure", role="app")}
    report = _report(found, sizes=sizes, load=(load, os.getloadavg()[0]))
    (ROOT / "bench" / "catalogue.md").write_text(report, encoding="utf-8")
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
    words = [sys.executable, "-m", "bench.lay", str(cases), str(CONTACTS), str(DAYS)]
    subprocess.run(words, cwd=ROOT, env={**environment, "NORISHIRO_DB_ROLE": "owner"}, check=True)
    _asked(environment, "fill", role="owner", cases=cases)
    seconds = time.monotonic() - began
    done.write_text(json.dumps({"town": fingerprint(), "seconds": seconds}))
    return seconds


def _asked(environment: dict[str, str], what: str, *, role: str, cases: int = 0) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.catalogue", what, str(cases)], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
        env={**environment, "NORISHIRO_DB_ROLE": role},
    )  # fmt: skip
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def step(what: str, *, cases: int) -> None:
    """In a process of its own: lay what is counted beside contacts, or measure."""
    from config import embedded, env

    with embedded.in_use(embedded.Server(home=env.current().home)):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
        import django

        django.setup()
        print(json.dumps(_fill(cases) if what == "fill" else _measure()))


def _fill(cases: int) -> dict[str, Any]:
    import psycopg

    from bench import catalogue_town
    from config import databases, env

    door = databases.connect_arguments(databases.settings_for(env.current(), role="owner"))
    with psycopg.connect(**door) as connection:
        catalogue_town.fill(connection, cases=cases, days=DAYS)
    return {}


def _measure() -> dict[str, Any]:
    from django.test import Client
    from django.urls import reverse

    from config import tidying
    from norishiro.agencies.models import Staff
    from norishiro.reports import lookups
    from norishiro.reports.choices import ScopeKind, Source, Span
    from norishiro.reports.definitions import FIGURES, USUAL
    from norishiro.reports.periods import period_of
    from norishiro.reports.scopes import Scope

    tidying.settle()  # as the server does (config/wsgi.py)
    tidying.after_answers()
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(Staff.objects.get(login_id=shape.LOGIN))
    town, day = Scope(ScopeKind.TOWN, "", ""), date.today() - timedelta(days=45)
    month = period_of(day, span=Span.MONTH)
    asked = {"span": "MONTH", "scope": str(ScopeKind.TOWN), "on": day.isoformat()}

    def page(screen: str, **more: str) -> Callable[[], object]:
        def get() -> None:
            answer = client.get(reverse(screen), {**asked, **more})
            assert answer.status_code == 200, answer.status_code

        return get

    numbers = lookups.figures_now(town, month)
    largest = {
        source: max(
            (one for one in FIGURES.values() if one.source == source), key=lambda one: numbers[one.key]
        )
        for source in Source
    }
    return {
        "figures": len(FIGURES), "numbers": {key: numbers[one.key] for key, one in largest.items()},
        "whole": _timed(lambda: lookups.figures_now(town, month)),
        "tables": {
            one.title: _timed(page("reports:report", layout=one.code)) for one in USUAL if one.span == Span.MONTH
        },
        "behind": {
            f"{Source(key).label}：{one.label}": _timed(page("reports:entries", figure=one.key))
            for key, one in largest.items() if numbers[one.key]
        },
    }  # fmt: skip


def _timed(act: Callable[[], object]) -> dict[str, float]:
    """Milliseconds, the first two not counted."""
    times = []
    for nth in range(TIMES + 2):
        began = time.perf_counter()
        act()
        if nth > 1:
            times.append((time.perf_counter() - began) * 1000)
    return {"median": statistics.median(times), "worst": max(times)}


def _report(found: dict[int, Any], *, sizes: tuple[int, int], load: tuple[float, float]) -> str:
    small, full = (found[size] for size in sizes)
    lines = [
        "# bench: 数え方の一覧",
        "",
        "`make bench` がこの頁を書く。手では直さない。",
        "",
        f"測った日: {date.today().isoformat()}　{platform.python_implementation()} {platform.python_version()}、{os.cpu_count()} cores、"
        f"組み込み PostgreSQL。{sizes[1]:,}ケース、接触記録 {sizes[1] * (CONTACTS + 1):,}件、相談 {sizes[1]:,}件、プラン・会議・つなぎ・参加も、"
        f"十年分。{shape.AGENCIES}機関のうち1機関の職員として、まち全体の一か月を{TIMES}回。"
        f"機械の負荷（1分平均）: 測る前 {load[0]:.1f}、測ったあと {load[1]:.1f}。町を作った時間 {full['laid']:.0f} 秒。",
        "",
        f"| 何を | {sizes[0]:,}ケース 中央値 ms | {sizes[1]:,}ケース 中央値 ms | いちばん遅い ms | 目標 ms |",
        "|---|---:|---:|---:|---:|",
        _line(f"全部の数（{full['figures']}種類）", small["whole"], full["whole"], WHOLE_MS),
    ]
    for kind, goal, says in (("tables", TABLE_MS, "表"), ("behind", BEHIND_MS, "数のもと")):
        lines += [
            _line(f"{says} {name}", small[kind].get(name), one, goal) for name, one in full[kind].items()
        ]
    counted = "、".join(f"{key} {number:,}" for key, number in full["numbers"].items())
    return "\n".join([*lines, "", f"一か月に数えたもの（大きいほうの町）: {counted}。", ""])


def _line(name: str, small: dict[str, float] | None, full: dict[str, float], goal: int) -> str:
    mark = "○" if full["worst"] <= goal else "×"
    before = f"{small['median']:.0f}" if small else "–"
    return f"| {name} | {before} | {full['median']:.0f} | {full['worst']:.0f} | {mark} ≤ {goal:,} |"


if __name__ == "__main__":
    if sys.argv[1:2] in (["fill"], ["measure"]):
        step(sys.argv[1], cases=int(sys.argv[2]))
        sys.exit(0)
    sys.exit(main())
