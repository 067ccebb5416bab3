"""In a town of so many people: who is alike, asked by one member of staff while somebody is being registered.

The people of ``made_people`` are laid by SQL, every fortieth person is the agency's. Called by ``bench.duplicates``.
"""

from __future__ import annotations

import os
import platform
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg

from bench.duplicates import GOAL_MS, _met, percentile, summary
from bench.shape import AGENCIES, LOGIN, row_id
from norishiro.casework.town.made_people import Made, people

ASKED = 200
COLUMNS = (
    "id, made_at, version, changed_at, name, kana, alias, name_key, kana_key, alias_key, sex, birth, birth_earliest,"
    " birth_latest, postal_code, address, phone, contact_wish, keep_from_family, language, first_known_by_id"
)
GRANTS = """
INSERT INTO sharing_grant (id, made_at, subject_kind, subject_id, recipient_kind, recipient_id, depth, categories, ground,
                           source_kind, source_id, from_at, sealed, given_by_id, given_by_agency_id)
SELECT gen_random_uuid(), now(), 'PERSON', p.id, 'AGENCY', p.first_known_by_id, 3, 63, 'OWN', 'OWN_WORK', p.id,
       now() - interval '1 day', false, %(staff)s, p.first_known_by_id
FROM people_person p
"""
KEYS = """
INSERT INTO people_findable
SELECT id, name_key, kana_key, withheld_fold(address), people_number(phone),
       concat_ws(E'\\n', name_key, kana_key, alias_key, withheld_fold(address), people_number(phone)), birth_earliest,
       birth_latest
FROM people_person
"""
WITHOUT_LETTERS = "DROP INDEX people_findable_pieces"
WITH_LETTERS = """
CREATE INDEX people_findable_pieces ON people_findable USING gin (people_pieces(texts));
ALTER INDEX people_findable_pieces ALTER COLUMN 1 SET STATISTICS 300;
"""


def measured(number: int) -> str:
    """Lay the town as the owner, ask as the pages do; the answer in the words of bench/README.md."""
    home = Path(os.environ.get("NORISHIRO_HOME", "var")).absolute() / f"bench-people-{number}"
    said = ""
    for act, role in (("lay", "owner"), ("ask", "app")):
        environment = {**os.environ, "NORISHIRO_HOME": str(home), "NORISHIRO_DB_ROLE": role}
        words = [sys.executable, "-m", "bench.registering", act, str(number)]
        said = subprocess.run(words, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
    return said[said.index("## ") :].rstrip()


def main() -> None:
    act, number = sys.argv[1], int(sys.argv[2])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
    from config import databases, embedded, env, preparing, state

    environment = env.current()
    state.ensure_home(environment.home)
    with embedded.in_use(embedded.Server(home=environment.home)):
        import django

        django.setup()
        made = people(number)
        if act == "ask":
            print(_asked(made))
            return
        preparing.migrate(environment)
        arguments = databases.connect_arguments(databases.settings_for(environment, role="owner"))
        with psycopg.connect(**arguments) as connection:
            _lay(connection, made)


def _lay(connection: psycopg.Connection[Any], made: list[Made]) -> None:
    connection.execute("SET norishiro.maintenance = 'on'")
    there = connection.execute("SELECT count(*) FROM people_findable").fetchone()
    if there and there[0] >= len(made):
        return
    from bench import town

    town.frame()
    connection.execute("ALTER TABLE people_person DISABLE TRIGGER people_findable_kept")
    # A table behind a wall takes no COPY; one of the transaction has none.
    connection.execute(f"CREATE TEMPORARY TABLE made AS SELECT {COLUMNS} FROM people_person WHERE false")
    with connection.cursor() as cursor, cursor.copy(f"COPY made ({COLUMNS}) FROM STDIN") as copy:
        for row in _rows(made):
            copy.write_row(row)
    connection.execute(f"INSERT INTO people_person ({COLUMNS}) SELECT {COLUMNS} FROM made")
    connection.commit()
    connection.execute("ALTER TABLE people_person ENABLE TRIGGER people_findable_kept")
    connection.execute(WITHOUT_LETTERS)
    connection.execute(KEYS)
    connection.execute(WITH_LETTERS)
    connection.execute(GRANTS, {"staff": row_id("staff0")})
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE")


def _rows(made: list[Made]) -> Iterator[tuple[Any, ...]]:
    from norishiro.people.operations import keys_of

    for at, one in enumerate(made):
        born = date.fromisoformat(one.birth) if one.birth else None
        keys = keys_of(name=one.name, kana=one.kana)
        yield (
            row_id(f"made{at}"), "2026-04-01", 1, "2026-04-01", one.name, one.kana, "", keys["name_key"],
            keys["kana_key"], "", one.sex, one.birth, born, born, "", one.address, one.phone, "", False, "",
            row_id(f"agency{at % AGENCIES}"),
        )  # fmt: skip


def _asked(made: list[Made]) -> str:
    from django.db import transaction

    from norishiro.agencies.actor import actor_for
    from norishiro.agencies.models import Staff
    from norishiro.core.calendar import PartialDate
    from norishiro.core.operation import announce
    from norishiro.people import queries
    from norishiro.people.finding import traits

    today = date.today()
    staff = Staff.objects.get(login_id=LOGIN)
    actor = actor_for(staff_id=staff.id, agency_id=row_id("agency0"), today=today)
    assert actor is not None
    dice = random.Random(7)
    mine = [one for at, one in enumerate(made) if at % AGENCIES == 0]
    load = os.getloadavg()[0]
    alike, typing, found, hits = [], [], [], 0
    for one in dice.sample(mine, min(ASKED, len(mine))):
        typed = traits(
            name=one.name, kana=one.kana, phone=one.phone, address=one.address, sex=one.sex,
            birth=PartialDate.from_code(one.birth) if one.birth else None,
        )  # fmt: skip
        with transaction.atomic():
            announce(actor, reading=True)
            began = time.monotonic()
            answer = queries.people_alike(actor, to=typed, words=[one.name, one.kana], today=today)
            alike.append((time.monotonic() - began) * 1000)
            begun = one.name[: one.name.find(" ") + 2]
            began_typing = time.monotonic()
            queries.people_alike(actor, to=traits(name=begun), words=[begun], today=today)
            typing.append((time.monotonic() - began_typing) * 1000)
            hits += any(other.person.name == one.name for other in answer)
            began = time.monotonic()
            queries.search_people(actor, text=one.name.split()[0][:1], today=today)
            found.append((time.monotonic() - began) * 1000)
    return "\n".join([
        f"## 一人を登録するときの「同じ人ですか」（{len(made):,}人の町）",
        "",
        f"測った日: {today.isoformat()}　{platform.python_implementation()} {platform.python_version()}、"
        f"{os.cpu_count()} cores、負荷（1分平均）測る前 {load:.1f}、測ったあと {os.getloadavg()[0]:.1f}。"
        f"壁（RLS）のあるまま、{len(mine):,}人を見てよい1機関の職員として、{ASKED}回ずつ。",
        f"登録ずみの人をもう一度入れたとき、候補に挙がった: {hits}/{ASKED}。",
        "",
        "| | 中央値 ms | p95 ms | 最大 ms | 目標 p95 | |",
        "|---|---:|---:|---:|---:|---|",
        f"| 似た人を挙げる | {summary(alike)} | ≤ {GOAL_MS} | {_met(percentile(alike, 0.95) <= GOAL_MS)} |",
        f"| 書きかけ（名字と名前の1字）で似た人を挙げる | {summary(typing)} | ≤ {GOAL_MS} | {_met(percentile(typing, 0.95) <= GOAL_MS)} |",
        f"| 名前の1字でさがす | {summary(found)} | ≤ 100 | {_met(percentile(found, 0.95) <= 100)} |",
    ])  # fmt: skip


if __name__ == "__main__":
    main()
