"""``make bench ONLY=matching``: how long one person is compared with 10,000 places, from the question to the twenty best in words.

The places are made, with roles, states and opening lines, some of them old, full or closed; asked as the pages' role. Written
to bench/matching.md by this command.
"""

from __future__ import annotations

import json
import os
import platform
import random
import statistics
import subprocess
import sys
import time
from datetime import date, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PLACES, TIMES, SHOWN, GOAL_MS = 10_000, 50, 20, 200
TODAY = date(2026, 11, 20)


def main() -> int:
    number = int(sys.argv[1]) if sys.argv[1:] else PLACES
    home = Path(os.environ.get("NORISHIRO_HOME", ROOT / "var")).absolute() / f"bench-matching-{number}"
    environment = {**os.environ, "NORISHIRO_HOME": str(home)}
    if not (home / "places.json").exists():
        _step(environment, "lay", number, role="owner")
        (home / "places.json").write_text("{}", encoding="utf-8")
    before = os.getloadavg()[0]
    found = json.loads(_step(environment, "ask", number, role="app").splitlines()[-1])
    text = _report(found, number=number, load=(before, os.getloadavg()[0]))
    (ROOT / "bench" / "matching.md").write_text(text, encoding="utf-8")
    print(text)
    return 0


def _step(environment: dict[str, str], act: str, number: int, *, role: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "bench.matching", act, str(number)], cwd=ROOT, check=True, capture_output=True, text=True,
        env={**environment, "NORISHIRO_DB_ROLE": role, "DJANGO_SETTINGS_MODULE": "config.settings.production"},
    ).stdout  # fmt: skip


def step(act: str, number: int) -> None:
    """One of the two acts, in a process of its own role."""
    from config import embedded, env, preparing, state

    environment = env.current()
    state.ensure_home(environment.home)
    with embedded.in_use(embedded.Server(home=environment.home)):
        import django

        django.setup()
        if act == "lay":
            preparing.migrate(environment)
            _lay(number)
        else:
            print(json.dumps(_ask()))


def _lay(number: int) -> None:
    from django.db import connection

    from norishiro.agencies.models import Staff
    from norishiro.resources.models import Location, OpeningLine, Organisation, Place, Stop, Trait

    chance = random.Random(1)
    keeper = Staff.objects.create(login_id="bench", name="架空 登録")
    body = Organisation.objects.create(name="架空の会", kind="VOLUNTEERS")
    halls = [Location(name=f"会場{one}", address="") for one in range(number)]
    Location.objects.bulk_create(halls, batch_size=2000)
    words = ("料理", "畑", "スマホ", "体操", "本", "手芸", "おしゃべり")
    places = [
        Place(
            name=f"{chance.choice(words)}の場 {one}", kind=chance.choice(["KITCHEN", "FARM", "SALON", "WORK", "OTHER"]),
            about=f"{chance.choice(words)}をする。{chance.choice(words)}もある。", organisation=body, location=halls[one],
            welcome=chance.choice(["YES", "CONDITIONAL", "ASK", "UNKNOWN", "NO"]), anybody=False,
            age_from=chance.choice([None, None, 15, 65]), mood=chance.choice(["", "QUIET", "LIVELY"]),
            alone=chance.choice([None, True, False]), trial=chance.choice([None, True]), capacity=chance.choice([None, 20]),
            present=chance.choice([None, 10, 20]), fee=chance.choice([None, 0, 200, 800]), kept_by=keeper,
            confirmed_on=TODAY - timedelta(days=30), valid_until=TODAY + timedelta(days=chance.choice([-5, 300])),
        )
        for one in range(number)
    ]  # fmt: skip
    Place.objects.bulk_create(places, batch_size=1000)
    roles = ("PARTICIPANT", "HELPER", "ACTIVE")
    Trait.objects.bulk_create(
        [
            Trait(place=one, kind=kind, code=code)
            for one in places
            for kind, code in (("ROLE", chance.choice(roles)), ("STATE", chance.choice(["WITHDRAWN", "ABSENT"])))
        ],
        batch_size=2000,
    )  # fmt: skip
    OpeningLine.objects.bulk_create(
        [
            OpeningLine(place=one, kind="OPEN", weekday=chance.randrange(7), opens=clock(at), closes=clock(at + 3), order=0)
            for one in places
            for at in (chance.choice([9, 13, 17]),)
        ],
        batch_size=2000,
    )  # fmt: skip
    Stop.objects.bulk_create(
        [
            Stop(place=one, kind="CLOSED", from_on=TODAY - timedelta(days=90), reason="HANDS", staff=keeper)
            for one in places[:: max(1, number // 500)]
        ]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database of a running town has done by itself long ago


def _ask() -> dict[str, Any]:
    from norishiro.matching import fitting, telling
    from norishiro.matching.queries.fitting import offered

    wishes = {
        "年齢だけ（外れる場が少ない）": fitting.Wanted(ages=(40, 40)),
        "夕方・料理・手伝い（外れる場が多い）": fitting.Wanted(
            roles=frozenset({"HELPER"}), interests=("COOKING", "NATURE"), bands=frozenset({"EVENING"}),
            states=frozenset({"WITHDRAWN"}), ages=(40, 40), fee_most=300, quiet=True, alone=True,
        ),
    }  # fmt: skip
    answer: dict[str, Any] = {}
    nobody: Any = None  # places are known to everybody with a hat: the question does not ask who asks
    for name, wanted in wishes.items():
        times, found = [], None
        for turn in range(TIMES + 3):
            began = time.perf_counter()
            found = fitting.propose(wanted, offered(nobody, wanted=wanted, today=TODAY), most=SHOWN)
            told = [telling.tell(one) for one in found.best]
            if turn >= 3:
                times.append((time.perf_counter() - began) * 1000)
        assert found is not None and len(told) <= SHOWN
        answer[name] = {"asked": found.asked, "fitting": found.fitting, "times": times}
    return answer


def _report(found: dict[str, Any], *, number: int, load: tuple[float, float]) -> str:
    lines = [
        "# bench: 候補を出す",
        "",
        "`make bench ONLY=matching` がこの頁を書く。手では直さない。",
        "",
        f"測った日: {date.today().isoformat()}　{platform.python_implementation()} {platform.python_version()}、{os.cpu_count()} cores。"
        f"{number:,}か所と一人。登録を読む一つの問いから、上の{SHOWN}か所のわけをことばにするまで、{TIMES}回ずつ。"
        f"機械の負荷（1分平均）: 測る前 {load[0]:.1f}、測ったあと {load[1]:.1f}。",
        "",
        f"| 希望 | 読んだ場 | 外れなかった場 | 中央値 ms（目標 ≤ {GOAL_MS}） | p95 ms |",
        "|---|---:|---:|---:|---:|",
    ]
    for name, one in found.items():
        middle = statistics.median(one["times"])
        slow = statistics.quantiles(one["times"], n=20)[-1]
        mark = "○" if middle <= GOAL_MS else "×"
        lines.append(f"| {name} | {one['asked']:,} | {one['fitting']:,} | {mark} {middle:.0f} | {slow:.0f} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    if sys.argv[1:2] in (["lay"], ["ask"]):
        step(sys.argv[1], int(sys.argv[2]))
    else:
        sys.exit(main())
