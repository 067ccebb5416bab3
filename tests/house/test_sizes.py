"""The estimate of sizes follows what was measured, and what is supposed is said to be."""

from __future__ import annotations

import re

from tests.house import sizes
from tests.house.source import ROOT


def test_the_page_is_the_one_that_is_reckoned() -> None:
    assert sizes.PAGE.read_text(encoding="utf-8") == sizes.page()


def test_every_town_is_read_from_the_bench_and_grows_in_order() -> None:
    text = (ROOT / "bench/town.md").read_text(encoding="utf-8")
    towns = sizes.measured().towns
    assert len(towns) == 3
    for town in towns:
        assert re.search(rf"^\| {town.name} \|.*\| {town.megabytes:,} \|$", text, re.MULTILINE)
    assert [town.megabytes for town in towns] == sorted(town.megabytes for town in towns)


def test_a_machine_holds_no_more_towns_than_its_memory() -> None:
    found = sizes.measured()
    of_a_town = found.worker_megabytes * 2 + sizes.LEAST_OF_A_SERVER
    room = sizes.MACHINE_GIGABYTES * sizes.GIGABYTE * sizes.FILLED
    held = sizes.towns_of_a_machine(found)
    assert held * of_a_town <= room < (held + 1) * of_a_town


def test_every_source_is_there() -> None:
    for place in re.findall(r"\]\(([^)]+\.md)\)", sizes.page()):
        assert (sizes.PAGE.parent / place).exists(), place
