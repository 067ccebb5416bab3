"""docs/ja/情報共有の考え方.md names every ground and every question of the register, as the screen asks it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from norishiro.sharing.register import Entry, entries

PAGE = Path(__file__).parents[3] / "docs/ja/情報共有の考え方.md"


def sections() -> dict[str, str]:
    """The part of each ground, by its heading."""
    parts = PAGE.read_text(encoding="utf-8").split("\n### ")[1:]
    return {part.splitlines()[0]: part.split("\n## ")[0] for part in parts}


@pytest.mark.parametrize("entry", entries(), ids=lambda one: f"{one.code}-{one.from_on}")
def test_every_ground_and_its_questions_stand_there(entry: Entry) -> None:
    part = sections()[f"{entry.name}（{entry.code}）"]
    missing = [one.key for one in entry.condition if one.ask not in part or one.missing not in part]
    assert (missing, entry.article in part) == ([], True)
    assert part.count("- なぜ：") == len(entry.condition)
    for heading in ("**だれが使えるか**", "**どうなるか**", "**書き残すこと**", "**そのあと**"):
        assert heading in part


def test_no_ground_stands_there_that_is_not_in_the_register() -> None:
    assert sorted(sections()) == sorted(f"{one.name}（{one.code}）" for one in entries())


def test_the_register_is_not_empty() -> None:
    assert len([one for one in entries() if one.in_force(date(2026, 11, 21))]) > 15
