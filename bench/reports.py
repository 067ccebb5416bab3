"""``make bench ONLY=reports``: 日報・月報・年報 of one base over 200,000 contacts, as a user of one agency.

The whole page as the user gets it, over HTTP's own path in Django. The base is where every worker of the town serves, so the
user sees one in forty of what is counted. Written to bench/reports.md by this command.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from bench import shape
from bench.__main__ import ROOT, bring_up_to_date, fingerprint

# One contact in five is written by an agency that does not serve at the base.
CASES, CONTACTS = 25_000, 10
TIMES = 30
GOAL_MS = 1_000


def main() -> int:
    cases = int(sys.argv[1]) if sys.argv[1:] else CASES
    home = Path(os.environ.get("NORISHIRO_HOME", ROOT / "var")).absolute() / f"bench-reports-{cases}"
    environment = {**os.environ, "NORISHIRO_HOME": str(home)}
    laid = _laid(home, environment, cases=cases)
    bring_up_to_date(environment)
    _asked(environment, "serve", role="owner")
    load = os.getloadavg()[0]
    found = _asked(environment, "measure", role="app")
    report = _report(found, cases=cases, laid=laid, load=(load, os.getloadavg()[0]))
    (ROOT / "bench" / "reports.md").write_text(report, encoding="utf-8")
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


def _asked(environment: dict[str, str], what: str, *, role: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.reports", what], cwd=ROOT, env={**environment, "NORISHIRO_DB_ROLE": role}, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def step(what: str) -> None:
    """In a process of its own: let everybody serve at the base, or measure."""
    from config import embedded, env

    with embedded.in_use(embedded.Server(home=env.current().home)):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
        import django

        django.setup()
        print(json.dumps(_serve() if what == "serve" else _measure()))


def _serve() -> dict[str, Any]:
    from norishiro.agencies.models import Appointment, Base

    base, _new = Base.objects.get_or_create(code="bench-base", defaults={"name": "測定用の拠点"})
    return {"workers": Appointment.objects.update(base=base)}


def _measure() -> dict[str, Any]:
    from django.test import Client
    from django.urls import reverse

    from norishiro.agencies.models import Base, Staff

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(Staff.objects.get(login_id=shape.LOGIN))
    base = f"BASE:{Base.objects.get(code='bench-base').id}"
    # Not a multiple of five: on those days only the other agency writes.
    month_ago = (date.today() - timedelta(days=41)).isoformat()
    found = {}
    for name, screen, asked in (
        ("日報（1日）", "reports:report", {"span": "DAY"}),
        ("月報（1か月）", "reports:report", {"span": "MONTH"}),
        ("月報の数のもと", "reports:entries", {"span": "MONTH", "figure": "contacts"}),
        ("年報（年度）", "reports:report", {"span": "YEAR"}),
    ):
        query = {**asked, "scope": base, "on": month_ago}
        times = []
        for nth in range(TIMES + 3):
            began = time.perf_counter()
            page = client.get(reverse(screen), query)
            taken = (time.perf_counter() - began) * 1000
            assert page.status_code == 200, page.status_code
            if nth >= 3:
                times.append(taken)
        found[name] = {"times": sorted(times), "counted": _counted(base, asked["span"], month_ago)}
    return found


def _counted(base: str, span: str, day: str) -> int:
    """How many contacts of the base lie in the time: what the page had to count."""
    from norishiro.reports import lookups
    from norishiro.reports.choices import ScopeKind
    from norishiro.reports.definitions import FIGURES
    from norishiro.reports.periods import period_of
    from norishiro.reports.scopes import Scope

    kind, _colon, key = base.partition(":")
    scope = Scope(ScopeKind(kind), key, "", ids=(UUID(key),))
    counted, _rows = lookups.count(
        scope, period_of(date.fromisoformat(day), span=span), rows="days", figures=[FIGURES["contacts"]]
    )
    return counted["contacts"].whole


def _report(found: dict[str, Any], *, cases: int, laid: float, load: tuple[float, float]) -> str:
    lines = [
        "# bench: 日報・月報・年報",
        "",
        "`make bench` がこの頁を書く。手では直さない。",
        "",
        f"測った日: {date.today().isoformat()}　{platform.python_implementation()} {platform.python_version()}、{os.cpu_count()} cores、"
        f"組み込み PostgreSQL。{cases:,}ケース、接触記録 {cases * CONTACTS:,}件（390日分、うち8割が測る拠点のもの）、"
        f"{shape.AGENCIES}機関のうち1機関の職員として、頁ごとに{TIMES}回。"
        f"機械の負荷（1分平均）: 測る前 {load[0]:.1f}、測ったあと {load[1]:.1f}。町を作った時間 {laid:.0f} 秒。",
        "",
        f"| 頁 | 数えた記録 | 中央値 ms | p95 ms（日報・月報の目標 ≤ {GOAL_MS:,}） |",
        "|---|---:|---:|---:|",
    ]
    for name, one in found.items():
        p95 = one["times"][int(len(one["times"]) * 0.95) - 1]
        mark = "" if name.startswith("年報") else "○ " if p95 <= GOAL_MS else "× "
        lines.append(
            f"| {name} | {one['counted']:,} | {statistics.median(one['times']):.0f} | {mark}{p95:.0f} |"
        )
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    if sys.argv[1:2] in (["serve"], ["measure"]):
        step(sys.argv[1])
        sys.exit(0)
    sys.exit(main())
