"""The list of what works: rows that exist, screens that exist, tests that exist; and the counting itself."""

from __future__ import annotations

from types import SimpleNamespace

from tests import rows

SCREEN = "casework:today"
SHOWN_BY = "tests/house/test_rows.py::test_the_247_are_the_247"
ONE = rows.Row("COM-01", "共通", "五つの事業", "体制設定", "KPI")


def test_the_247_are_the_247() -> None:
    listed = rows.read_all()

    assert len({row.row_id for row in listed}) == len(listed) == 247
    assert [row.row_id for row in listed if not (row.municipality and row.name and row.main_tag)] == []


def test_every_line_of_rows_names_a_row_a_screen_and_a_test() -> None:
    assert rows.faults(rows.read_claims(), rows=rows.read_all(), screens=rows.screen_names()) == []


def test_every_wrong_line_is_told_with_its_number() -> None:
    good = rows.Claim("COM-01", SCREEN, SHOWN_BY)
    wrong = [rows.Claim("COM-99", SCREEN, SHOWN_BY), rows.Claim("COM-01", "x:y", "tests/no.py::test")]

    told = rows.faults([good, *wrong, good], rows=[ONE], screens=[SCREEN])

    assert told == [
        "3行目: COM-99 は247行の中にありません（docs/rows_all.csv）。",
        "4行目: 画面 x:y はありません（URL の名前で書いてください）。",
        "4行目: 試験 tests/no.py::test はありません。",
        f"COM-01: 同じ行が二度あります（{SCREEN}、{SHOWN_BY}）。",
    ]


def test_a_row_counts_only_when_every_case_ran_and_passed() -> None:
    recorder = rows.Recorder()
    for node, when, outcome in (
        ("a::good[1]", "call", "passed"),
        ("a::good[2]", "call", "passed"),
        ("a::half[1]", "call", "passed"),
        ("a::half[2]", "call", "failed"),
        ("a::torn", "call", "passed"),
        ("a::torn", "teardown", "failed"),
        ("a::skipped", "setup", "skipped"),
    ):
        recorder.pytest_runtest_logreport(SimpleNamespace(nodeid=node, when=when, outcome=outcome))

    outcomes = {
        name: recorder.outcome(f"a::{name}") for name in ("good", "half", "torn", "skipped", "absent")
    }

    assert outcomes == {
        "good": "passed", "half": "failed", "torn": "failed", "skipped": "not run", "absent": "not run",
    }  # fmt: skip


def test_the_table_counts_by_column() -> None:
    two = rows.Row("SUM-01", "墨田区", "拠点", "体制設定", "")

    assert rows.table([ONE, two], {"SUM-01"}, by="municipality") == [
        "    0 /   1  共通",
        "    1 /   1  墨田区",
    ]
    assert rows.table([ONE, two], {"SUM-01"}, by="main_tag") == ["    1 /   2  体制設定"]
