"""`make rows`: which of the 247 things the eight municipalities do, somebody can do here, shown by a test.

``docs/rows_all.csv`` lists the 247; ``docs/rows.csv`` says, row by row, on which screen it is done and which test
shows it (several lines for one row: all of them must hold). Nothing is counted that a test does not show today.
"""

from __future__ import annotations

import ast
import csv
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
ALL = ROOT / "docs" / "rows_all.csv"
CLAIMED = ROOT / "docs" / "rows.csv"


@dataclass(frozen=True)
class Row:
    """One of the 247: its number, whose it is, its name, its tags (the main one first)."""

    row_id: str
    municipality: str
    name: str
    main_tag: str
    other_tags: str


@dataclass(frozen=True)
class Claim:
    """One line of rows.csv: this row is done on this screen, and this test shows it."""

    row_id: str
    screen: str
    test_id: str

    @property
    def file(self) -> Path:
        return ROOT / self.test_id.partition("::")[0]

    @property
    def function(self) -> str:
        return self.test_id.rpartition("::")[2].partition("[")[0]


def read_all() -> list[Row]:
    with ALL.open(encoding="utf-8", newline="") as file:
        return [Row(**line) for line in csv.DictReader(file)]


def read_claims() -> list[Claim]:
    with CLAIMED.open(encoding="utf-8", newline="") as file:
        return [Claim(**line) for line in csv.DictReader(file)]


# --- what can be said without running anything -------------------------------------------------------------


def faults(claims: Iterable[Claim], *, rows: Iterable[Row], screens: Iterable[str]) -> list[str]:
    """What is wrong in rows.csv itself, line by line: no such row, no such screen, no such test, said twice."""
    known, named = {row.row_id for row in rows}, set(screens)
    found = [
        fault
        for number, claim in enumerate(claims, start=2)
        for fault in _faults_of(claim, line=number, known=known, screens=named)
    ]
    twice = [claim for claim, count in Counter(claims).items() if count > 1]
    return found + [
        f"{claim.row_id}: 同じ行が二度あります（{claim.screen}、{claim.test_id}）。" for claim in twice
    ]


def _faults_of(claim: Claim, *, line: int, known: set[str], screens: set[str]) -> Iterable[str]:
    if claim.row_id not in known:
        yield f"{line}行目: {claim.row_id} は247行の中にありません（docs/rows_all.csv）。"
    if claim.screen not in screens:
        yield f"{line}行目: 画面 {claim.screen} はありません（URL の名前で書いてください）。"
    if not _exists(claim):
        yield f"{line}行目: 試験 {claim.test_id} はありません。"


def _exists(claim: Claim) -> bool:
    if not claim.file.is_file() or "::" not in claim.test_id:
        return False
    nodes = ast.walk(ast.parse(claim.file.read_text(encoding="utf-8")))
    return any(isinstance(node, ast.FunctionDef) and node.name == claim.function for node in nodes)


def screen_names() -> set[str]:
    """The names of all addresses. Imported late: Django is set up by then."""
    from tests.house.source import addresses

    return {address.name for address in addresses()}


# --- running the tests once --------------------------------------------------------------------------------


class Recorder:
    """Listens to pytest and keeps what became of every test."""

    def __init__(self) -> None:
        self.outcomes: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: Any) -> None:
        worst = {"passed": 0, "skipped": 1, "failed": 2}
        before = self.outcomes.get(report.nodeid, "passed")
        if report.when == "call" or report.outcome != "passed":
            self.outcomes[report.nodeid] = max(before, report.outcome, key=worst.__getitem__)

    def outcome(self, test_id: str) -> str:
        """``passed`` only if the test, or every one of its cases, ran and passed."""
        cases = {
            outcome
            for node, outcome in self.outcomes.items()
            if node == test_id or node.startswith(f"{test_id}[")
        }
        return "passed" if cases == {"passed"} else "failed" if "failed" in cases else "not run"


def run(claims: Iterable[Claim]) -> Recorder:
    recorder = Recorder()
    wanted = sorted({claim.test_id for claim in claims})
    if wanted:
        pytest.main(["-q", "-p", "no:randomly", "-n", "2", *wanted], plugins=[recorder])
    return recorder


# --- the report --------------------------------------------------------------------------------------------


def table(rows: list[Row], working: set[str], *, by: str) -> list[str]:
    """One line for each value of a column: how many of its rows work."""
    totals = Counter(getattr(row, by) for row in rows)
    done = Counter(getattr(row, by) for row in rows if row.row_id in working)
    return [f"  {done[value]:>3} / {total:>3}  {value}" for value, total in totals.items()]


def main() -> int:
    """0 when every claimed row is shown by a passing test; 1 otherwise, with each fault in a sentence."""
    rows, claims = read_all(), read_claims()
    _set_up_django()
    wrong = faults(claims, rows=rows, screens=screen_names())
    if wrong:
        _say("docs/rows.csv を直してください。", *wrong)
        return 1
    recorder = run(claims)
    broken = [claim for claim in claims if recorder.outcome(claim.test_id) != "passed"]
    working = {claim.row_id for claim in claims} - {claim.row_id for claim in broken}
    _say("", f"{len(rows)}行のうち {len(working)}行が動きます。")
    _say("", "自治体ごと", *table(rows, working, by="municipality"))
    _say("", "主なタグごと", *table(rows, working, by="main_tag"))
    _say(*(f"{one.row_id}（{one.screen}）: {one.test_id} が通りません。" for one in broken))
    return 1 if broken else 0


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def _set_up_django() -> None:
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()


if __name__ == "__main__":
    sys.exit(main())
