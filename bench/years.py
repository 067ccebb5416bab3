"""``make bench ONLY=years``: the pages of one household with 5,000 contacts over ten years, as a user of one agency.

The household stands in a small town of its own. A server started as in production answers over HTTP; each page is
asked for many times, one request after the other. Written to bench/years.md by this command.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psycopg

from bench import shape
from bench.__main__ import FEWEST, REQUESTS, ROOT, WARM_UP, Town, bring_up_to_date, laid_once, served
from bench.browser import Client

PAGE = ROOT / "bench" / "years.md"
PORT = 8776
CASES = 1_000
CONTACTS, YEARS = 5_000, 10
GOAL_MS = 100
# The first household is the measuring user's own agency's.
CASE = shape.case_id(0)

# Every record of ten years: in turn about each of the three of the household, by two agencies, met or not.
LONG_AGO = """
INSERT INTO outreach_contact (id, made_at, subject_id, basis, agency_id, categories, person_id, household_id, case_id,
                              happened_on, method, met, place, with_whom, legal_basis, body, impression, next_on, next_what,
                              programme, sub_programme, kind, staff_id)
SELECT md5('long' || n)::uuid, now(), md5('person' || n %% 3)::uuid, 'OWN', md5('agency0')::uuid, 32,
       md5('person' || n %% 3)::uuid, md5('household0')::uuid, md5('case0')::uuid,
       current_date - (n::bigint * %(days)s / %(contacts)s)::int, (ARRAY['VISIT', 'PHONE'])[n %% 2 + 1],
       (ARRAY['MET', 'ABSENT', 'POSTED'])[n %% 3 + 1], '', '', '', '玄関先で少し話した。食事は一日一回という。見守りを続ける。' || n,
       '', NULL, '', 'OUTREACH', '', 'INDIVIDUAL', md5('staff0')::uuid
FROM generate_series(0, %(contacts)s - 1) n
ON CONFLICT (id) DO NOTHING
"""


@dataclass(frozen=True)
class Asked:
    """A page, and whether the goal is set for it."""

    name: str
    path: str
    has_goal: bool = True


def main() -> int:
    home = Path(os.environ.get("NORISHIRO_HOME", ROOT / "var")).absolute() / f"bench-years-{CASES}"
    environment = {
        **os.environ,
        "NORISHIRO_HOME": str(home),
        "PORT": str(PORT),
        "NORISHIRO_WORKERS": "1",
    }
    town = Town(CASES, PORT, environment, laid_once(CASES, home, environment), {})
    bring_up_to_date(environment)
    subprocess.run(
        [sys.executable, "-m", "bench.years", "lay"],
        cwd=ROOT,
        env={**environment, "NORISHIRO_DB_ROLE": "owner"},
        check=True,
    )
    before = os.getloadavg()[0]
    with served(town):
        client = Client("127.0.0.1", PORT)
        client.wait(seconds=90)
        client.log_in(shape.LOGIN, shape.PASSWORD)
        found = {one: _times(client, one) for one in _pages(date.today())}
    text = report(found, load=(before, os.getloadavg()[0]))
    PAGE.write_text(text, encoding="utf-8")
    print(text)
    return 0


def _pages(today: date) -> list[Asked]:
    history = f"/cases/{CASE}/history/"
    person = shape.row_id("person1")
    oldest, middle = today.year - YEARS + 1, today.year - YEARS // 2
    return [
        Asked("世帯の一枚", f"/cases/{CASE}/"),
        Asked("これまでのこと（いちばん新しい年度）", history),
        Asked("十年前の年度へ移る", f"{history}?year={oldest}"),
        Asked("五年前の7月だけ", f"{history}?year={middle}&month=7"),
        Asked("一人だけ", f"{history}?person={person}"),
        Asked("電話だけ、五年前", f"{history}?method=PHONE&year={middle}"),
        Asked(
            "経過一覧（1か月、PDF）",
            f"{history}paper/?first={middle}-07-01&last={middle}-07-31",
            has_goal=False,
        ),
    ]


def _times(client: Client, one: Asked) -> list[float]:
    """Milliseconds of each request. A paper takes seconds and has no goal: it is asked for a few times only."""
    warm, most = (WARM_UP, REQUESTS) if one.has_goal else (1, FEWEST)
    for _turn in range(warm):
        client.get(one.path)
    return sorted(client.get(one.path) * 1000 for _turn in range(most))


def lay() -> None:
    """The ten years of the first household, once."""
    from config import databases, embedded, env

    environment = env.current()
    with embedded.in_use(embedded.Server(home=environment.home)):
        arguments = databases.connect_arguments(databases.settings_for(environment, role="owner"))
        with psycopg.connect(**arguments, autocommit=True) as connection:
            connection.execute("SET norishiro.maintenance = 'on'")
            connection.execute(LONG_AGO, {"contacts": CONTACTS, "days": YEARS * 365})
            connection.execute("VACUUM ANALYZE outreach_contact")


def report(found: dict[Asked, list[float]], *, load: tuple[float, float]) -> str:
    lines = [
        "# bench: 十年、5,000件の記録のある世帯",
        "",
        "`make bench ONLY=years` がこの頁を書く。手では直さない。",
        "",
        f"測った日: {date.today().isoformat()}　{platform.python_implementation()} {platform.python_version()}、{os.cpu_count()} cores。"
        f"gunicorn 1 worker、組み込み PostgreSQL、{CASES:,}ケースの町の1世帯に、{YEARS}年で{CONTACTS:,}件の接触記録。"
        f"1機関の職員として、（同じ機械の中から）。"
        f"機械の負荷（1分平均）: 測る前 {load[0]:.1f}、測ったあと {load[1]:.1f}。",
        "",
        f"| 頁 | 回 | 中央値 ms | p95 ms（目標 ≤ {GOAL_MS}） | 最大 ms |",
        "|---|---:|---:|---:|---:|",
    ]
    for one, times in found.items():
        slow = times[int(len(times) * 0.95) - 1]
        mark = ("○ " if slow <= GOAL_MS else "× ") if one.has_goal else ""
        lines.append(
            f"| {one.name} | {len(times)} | {statistics.median(times):.1f} | {mark}{slow:.1f} | {times[-1]:.1f} |"
        )
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    if sys.argv[1:2] == ["lay"]:
        lay()
        sys.exit(0)
    sys.exit(main())
