"""O3: a town as an earlier release left it is brought up by ``norishiro migrate``, killed on the way, and can go back."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from config import embedded
from config.backup import checking, command, restoring, sealing
from config.databases import DATABASE_NAME
from config.env import ROOT, parse
from tests import laid, releases
from tests.assurance.evidence import Evidence
from tests.config.conftest import command as program
from tests.config.conftest import new_home, outside, remove_home

SEED = 20261123
MINUTES = 5
PATIENCE = 900.0

# Django's own books of what there is: they grow with every release, and what stood in them stays.
BOOKS = {"auth_permission", "django_content_type", "django_migrations"}

Columns = Mapping[str, list[str]]
Sums = dict[str, tuple[str, int]]


@pytest.fixture
def homes() -> Iterator[Iterator[Path]]:
    """As many state directories as are asked for."""
    made: list[Path] = []

    def more() -> Iterator[Path]:
        while True:
            made.append(new_home())
            yield made[-1]

    yield more()
    for one in made:
        remove_home(one)


@pytest.mark.parametrize("release", sorted(releases.FOLDER.glob("*.tar.xz")), ids=lambda file: file.name[:10])
def test_a_filled_town_comes_up_and_goes_back(
    release: Path, homes: Iterator[Path], tmp_path: Path, laid_home: Path, evidence: Evidence
) -> None:
    home, place = next(homes), tmp_path / "place"
    releases.lay(release, home)
    env = parse({"NORISHIRO_HOME": str(home), "NORISHIRO_BACKUP": str(place)})
    command.command(env, ["key", "--to", str(tmp_path / "one"), "--to", str(tmp_path / "two")])
    with superuser(home) as connection:
        old = columns(connection)
        before = sums(connection, old)
        steps = before["django_migrations"][1]

    began = time.monotonic()
    kills = killed_on_the_way(home, place, times=evidence.at_scale(small=1, ci=2, nightly=12))
    assert migrate(home, place).wait(PATIENCE) == 0
    seconds = time.monotonic() - began

    with superuser(home) as connection:
        now = columns(connection)
        lived = {name: [one for one in held if one in now.get(name, ())] for name, held in old.items()}
        after = sums(connection, lived)
        missing = gone(connection, before, lived)
        found = checking.check(connection, checkpoints=[])
        grown = after["django_migrations"][1]
    shape = laid.shape(home) == laid.shape(laid_home)
    differing = [name for name in before if name not in BOOKS and before[name] != after.get(name)]
    assert lived == old, "a column that went must say here where its values went"
    print(*differing, *found.faults, sep="\n")  # noqa: T201  # each, where the figure counts
    evidence.shows(
        row="O3",
        figure=f"{release.name[:10]} の町（{len(before)}表、{sum(one[1] for one in before.values()):,}行）を {steps} から {grown} へ"
        f"、途中で {kills}回止めて {seconds:.0f}秒。ちがう表 {len(differing) + missing}、形は{'同じ' if shape else 'ちがう'}、乱れ {len(found.faults)}",
        target=f"内容は同じ（照合）、{MINUTES}分以内（二度めからは、止めるごとにもう{MINUTES}分まで）",
        holds=not differing
        and not missing
        and shape
        and not found.faults
        and seconds <= MINUTES * 60 * max(1, kills),
    )

    identities = sealing.read_identities(tmp_path / "one" / sealing.KEY_FILE)
    back = next(homes)
    told = restoring.restore(place, into=back, identities=identities, moment=None)
    with superuser(back) as connection:
        same = columns(connection) == old and sums(connection, old) == before
    evidence.shows(
        row="O3",
        figure=f"新しくする前の控えから戻すと、{'もとと同じ' if same else 'もととちがう'}（乱れ {len(told.found.faults)}）",
        target="内容は同じ（照合）",
        holds=same and not told.found.faults,
    )


def killed_on_the_way(home: Path, place: Path, *, times: int) -> int:
    """Kill whoever brings it up, somewhere among the steps; another, who waited meanwhile, goes on. Answers how often."""
    dice = random.Random(SEED)  # noqa: S311
    begin, end = done_in(home), len(list(ROOT.glob("norishiro/*/migrations/0*.py")))
    working = migrate(home, place)
    for number in range(times):
        wanted = begin + (end - begin) * (number + 1) // (times + 1) + dice.randint(-2, 2)
        until(home, working, at_least=wanted)
        waiting = migrate(home, place)
        time.sleep(dice.uniform(0.1, 1))
        assert working.poll() is None, "it was done before it could be killed"
        os.kill(working.pid, signal.SIGKILL)
        working.wait()
        working = waiting
    assert working.wait(PATIENCE) == 0
    return times


def migrate(home: Path, place: Path) -> subprocess.Popen[bytes]:
    variables = outside(NORISHIRO_HOME=str(home), NORISHIRO_BACKUP=str(place))
    return subprocess.Popen(program("migrate"), cwd=ROOT, env=variables, stdout=subprocess.DEVNULL)


def until(home: Path, working: subprocess.Popen[bytes], *, at_least: int) -> None:
    give_up = time.monotonic() + PATIENCE
    while done_in(home) < at_least:
        assert working.poll() is None, f"it ended with {working.returncode}"
        assert time.monotonic() < give_up, "it stood still"
        time.sleep(0.2)


def done_in(home: Path) -> int:
    """How many of our own migrations are done."""
    with superuser(home) as connection:
        row = connection.execute(
            "SELECT count(*) FROM django_migrations WHERE app NOT IN ('contenttypes', 'auth', 'sessions')"
        ).fetchone()
    return int(row[0]) if row else 0


@contextmanager
def superuser(home: Path) -> Iterator[psycopg.Connection[Any]]:
    with (
        embedded.in_use(embedded.Server(home=home)),
        psycopg.connect(
            **embedded.superuser_arguments(home, database=DATABASE_NAME), autocommit=True
        ) as connection,
    ):
        yield connection


def columns(connection: psycopg.Connection[Any]) -> Columns:
    """The columns of every table, in their order."""
    found: dict[str, list[str]] = {}
    for table, name in connection.execute(
        "SELECT relname, attname FROM pg_attribute JOIN pg_class c ON c.oid = attrelid"
        " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped"
        " ORDER BY relname, attnum"
    ):
        found.setdefault(table, []).append(name)
    return found


def sums(connection: psycopg.Connection[Any], wanted: Columns) -> Sums:
    """A sum of what the columns of each table hold, and the number of rows."""
    rows = {name: connection.execute(_sum(name, held)).fetchone() for name, held in wanted.items()}
    return {name: (row[0], row[1]) for name, row in rows.items() if row}


def _sum(table: str, held: list[str]) -> sql.Composed:
    return sql.SQL(
        "SELECT md5(coalesce(string_agg(one, chr(10) ORDER BY one), '')), count(*)"
        " FROM (SELECT ROW({})::text AS one FROM public.{}) rows"
    ).format(sql.SQL(", ").join(map(sql.Identifier, held)), sql.Identifier(table))


def gone(connection: psycopg.Connection[Any], before: Sums, lived: Columns) -> int:
    """How many of Django's books hold fewer rows of the old numbers than they did, or other ones."""
    wrong = 0
    for name in BOOKS:
        columns = sql.SQL(", ").join(map(sql.Identifier, lived[name]))
        oldest = sql.SQL("(SELECT * FROM public.{} ORDER BY id LIMIT {}) oldest").format(
            sql.Identifier(name), before[name][1]
        )
        row = connection.execute(
            sql.SQL(
                "SELECT md5(coalesce(string_agg(one, chr(10) ORDER BY one), '')) FROM (SELECT ROW({})::text AS one FROM {}) rows"
            ).format(columns, oldest)
        ).fetchone()
        wrong += row != (before[name][0],)
    return wrong
