"""What is told to a town hall is true of the house: each screen, test and page named exists; the pages agree with the data."""

from __future__ import annotations

import pytest

from tests.house import papers
from tests.house.source import ROOT


def missing(places: list[str]) -> list[str]:
    return sorted({place for place in places if not (ROOT / place).exists()})


@pytest.mark.parametrize("page", papers.pages(), ids=lambda page: page.name)
def test_each_page_is_what_make_docs_writes(page: object) -> None:
    assert page.read_text(encoding="utf-8") == papers.pages()[page]  # type: ignore[attr-defined, index]


def test_the_trace_leads_to_tests_that_exist() -> None:
    trace = papers.read("asvs.toml")
    assert missing([test for _what, test in trace["pass"].values()]) == []
    numbers = [*trace["pass"], *trace["na"], *trace["no"]]
    assert len(set(numbers)) == len(numbers) <= trace["total_l1_l2"]
    assert [
        number for number in (*trace["na"], *trace["no"]) if not {**trace["na"], **trace["no"]}[number]
    ] == []


def test_every_criterion_is_judged_with_a_test_or_a_word() -> None:
    judged = papers.read("wcag.toml")["criterion"]
    assert len({one["id"] for one in judged}) == len(judged) == 55
    assert {one["result"] for one in judged} <= {"○", "△", "×", "―"}
    assert [one["id"] for one in judged if one["result"] == "○" and not one.get("tests")] == []
    assert [one["id"] for one in judged if one["result"] != "○" and not one.get("note")] == []
    assert missing([test for one in judged for test in one.get("tests", [])]) == []
