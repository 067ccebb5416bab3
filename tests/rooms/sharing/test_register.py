"""The register of grounds is data: what is in force on a day, and what a wrong file is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.test import override_settings

from norishiro.sharing import register

ENTRY = """
[[ground]]
code = "{code}"
group = "OFFICE"
name = "みなと市の条例による提供"
article = "みなと市見守り条例第5条"
givers = "public"
who = "市から見守り協定の事業者へ"
effect = "渡せる"
secrecy = "条例第8条"
record = ["渡した先"]
mark = "M"
from = {since}
{until}
[[ground.condition]]
key = "agreement"
by = "staff"
ask = "見守り協定を結んだ事業者か"
missing = "協定の名前を書いてください。"
"""


def local(tmp_path: Path, *entries: str) -> Path:
    path = tmp_path / "grounds.toml"
    path.write_text("\n".join(entries), encoding="utf-8")
    return path


def entry(code: str = "L5", *, since: str = "2026-04-01", until: str = "") -> str:
    return ENTRY.format(code=code, since=since, until=f"until = {until}" if until else "")


def test_every_code_of_the_domain_has_an_entry():
    assert {one.code for one in register.entries()} == {
        "C0", "J6", "K9", "S27", "Y25", "G13", "L115", "D89", "E", "H", "V", "W15", "Q15", "R19", "X11", "X11-D",
        "P69-0", "P69-2", "P69-3", "P69-4", "M15", "T27", "Z",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("day", "known"), [(date(2025, 3, 31), False), (date(2025, 4, 1), True)], ids=["前の日", "施行の日"]
)
def test_a_law_holds_from_its_day(day, known):
    assert (register.ground_on("S27", on=day) is not None) is known


def test_a_municipality_adds_its_ordinance_as_data(tmp_path):
    with override_settings(NORISHIRO_GROUNDS=local(tmp_path, entry())):
        found = register.ground_on("L5", on=date(2026, 4, 1))
        assert found is not None
        assert (found.name, found.article) == ("みなと市の条例による提供", "みなと市見守り条例第5条")
        assert register.ground_on("L5", on=date(2026, 3, 31)) is None
        assert register.name_of("L5") == "みなと市の条例による提供"


def test_a_change_of_law_is_two_entries(tmp_path):
    path = local(tmp_path, entry(until="2027-04-01"), entry(since="2027-04-01"))
    with override_settings(NORISHIRO_GROUNDS=path):
        first, second = (register.ground_on("L5", on=day) for day in (date(2027, 3, 31), date(2027, 4, 1)))
        assert first is not None and second is not None
        assert (first.from_on, second.from_on) == (date(2026, 4, 1), date(2027, 4, 1))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            entry() + entry(since="2026-10-01"),
            "L5: 2026-04-01 からの行と 2026-10-01 からの行の期間が重なっています。前の行に until を書いてください。",
        ),
        (
            entry(until="2026-04-01"),
            "L5: until（2026-04-01）は from（2026-04-01）より後の日にしてください。",
        ),
        (
            entry(code="C0", since="2026-04-01"),
            "C0: 2023-04-01 からの行と 2026-04-01 からの行の期間が重なっています。前の行に until を書いてください。",
        ),
    ],
    ids=["重なり", "終わりが先", "もとの根拠と重なる"],
)
def test_a_wrong_register_is_refused_in_words(tmp_path, text, words):
    with (
        override_settings(NORISHIRO_GROUNDS=local(tmp_path, text)),
        pytest.raises(register.GroundsError) as refusal,
    ):
        register.entries()
    assert str(refusal.value) == words


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("[[ground]]\ncode = ", "grounds.toml: TOML として読めません"),
        (entry().replace('mark = "M"', 'mark = "たぶん"'), "grounds.toml: ground.0.mark: 書き方が合いません"),
        (entry().replace("article", "artikel"), "grounds.toml: ground.0.article: 書き方が合いません"),
    ],
    ids=["TOMLでない", "知らない印", "条文がない"],
)
def test_a_file_that_cannot_be_read_names_the_place(tmp_path, text, start):
    with (
        override_settings(NORISHIRO_GROUNDS=local(tmp_path, text)),
        pytest.raises(register.GroundsError) as refusal,
    ):
        register.entries()
    assert str(refusal.value).startswith(start)
