"""The answers to procurement papers claim nothing that is not there."""

from __future__ import annotations

import csv

from tests.house import tender


def test_every_answer_names_what_is_there_and_every_no_has_its_reason() -> None:
    assert tender.faults() == []


def test_no_demand_is_answered_twice() -> None:
    words = [one.words for one in tender.asks()]
    assert len(words) == len(set(words)) >= 40


def test_the_table_holds_the_same_lines_as_the_page() -> None:
    lines = list(csv.reader(tender.table().removeprefix("\ufeff").splitlines()))
    assert [line[0] for line in lines[1:]] == [one.number for one in tender.asks()]
    assert all(f"| {one.number} | {one.words} |" in tender.page() for one in tender.asks())
