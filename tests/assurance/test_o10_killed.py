"""O10: ``norishiro bring`` killed from outside, several times, and typed again: the same as if nothing had happened.

The program runs as an office runs it, in its own process against its own database, and gets no chance to say good-bye.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bench.bringing import LOGIN
from config import embedded
from config.databases import DATABASE_NAME
from config.env import ROOT
from tests.assurance.dirty_workbook import Dirty, dirty_workbook
from tests.assurance.evidence import Evidence
from tests.config.conftest import command, copy_home, new_home, outside, remove_home

SEED = 20261124
PATIENCE = 560
# What the file brought, without what differs from run to run.
ASKED = {
    "people": "SELECT kana, name, sex, birth, address, phone, version FROM people_person",
    "homes": "SELECT label, address FROM people_household",
    "members": "SELECT h.label, p.kana, m.relation, m.until_on FROM people_membership m"
    " JOIN people_household h ON h.id = m.household_id JOIN people_person p ON p.id = m.person_id",
    "flags": "SELECT p.kana, o.kind, o.state FROM people_protection o JOIN people_person p ON p.id = o.person_id",
    "numbers": "SELECT what, number, fingerprint FROM exchange_brought",
    "grants": "SELECT p.kana, g.ground, g.depth FROM sharing_grant g JOIN people_person p ON p.id = g.subject_id",
}  # fmt: skip


@pytest.fixture
def offices(laid_home: Path) -> Iterator[list[Path]]:
    """Two of the same: one is left in peace."""
    homes = [new_home(), new_home()]
    for home in homes:
        copy_home(laid_home, home)
        environment = outside(
            NORISHIRO_HOME=str(home), NORISHIRO_DB_ROLE="owner", DJANGO_SETTINGS_MODULE="config.settings.production"
        )  # fmt: skip
        subprocess.run(
            [sys.executable, "-m", "bench.bringing", "begin", "0"], cwd=ROOT, env=environment, check=True
        )
    yield homes
    for home in homes:
        remove_home(home)


def test_o10_killed_anywhere_and_typed_again_is_the_same(
    offices: list[Path], tmp_path: Path, evidence: Evidence
) -> None:
    rows = evidence.at_scale(small=1_500, ci=5_000, nightly=12_000)
    kills = evidence.at_scale(small=3, ci=4, nightly=9)
    dirty: Dirty = dirty_workbook(rows=rows, seed=SEED)
    file = tmp_path / "名簿.xlsx"
    file.write_bytes(dirty.content)
    peaceful, killed = offices

    with embedded.in_use(embedded.Server(home=peaceful)):
        assert left_alone(bring(peaceful, file)) == 0
        wanted = standing(peaceful)
    dice, parts = random.Random(SEED), []
    with embedded.in_use(embedded.Server(home=killed)):
        for number in range(kills):
            # The first is killed while the file is read; the others after a portion or two, somewhere in the next.
            parts.append(
                kill_after(bring(killed, file), lines=min(number, 2), seconds=dice.uniform(0.0, 1.0))
            )
        assert len(standing(killed)["people"]) < len(wanted["people"])
        assert left_alone(bring(killed, file)) == 0
        found = standing(killed)

    differing = [name for name in wanted if wanted[name] != found[name]]
    assert len(wanted["people"]) == len(dirty.people)
    evidence.shows(
        row="O10",
        figure=f"{rows}行の取り込みを、外から{kills}回（済んだ部分 {parts}）止めたあとの食いちがい {len(differing)}",
        target="0",
        holds=not differing and wanted["flags"] != [] and any(parts),
    )


def bring(home: Path, file: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command("bring", str(file), "--as", LOGIN, "--take"), cwd=ROOT, stdout=subprocess.PIPE, text=True,
        env=outside(NORISHIRO_HOME=str(home), PYTHONUNBUFFERED="1"),
    )  # fmt: skip


def left_alone(working: subprocess.Popen[str]) -> int:
    working.communicate(timeout=PATIENCE)
    return int(working.returncode)


def kill_after(working: subprocess.Popen[str], *, lines: int, seconds: float) -> int:
    """Kill this process once it has told of so many portions, and a little later. Answers how many it had told of."""
    told = 0
    assert working.stdout is not None
    while told < lines:
        line = working.stdout.readline()
        assert line, "the file was through before anybody could kill it"
        told += "取り込みました" in line
    time.sleep(seconds)
    working.kill()
    working.communicate(timeout=30)
    return told


def standing(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    arguments = embedded.superuser_arguments(home, database=DATABASE_NAME)
    with psycopg.connect(**arguments) as connection:
        return {name: sorted(connection.execute(asked).fetchall(), key=str) for name, asked in ASKED.items()}
