"""No figure stands in the README because somebody typed it: each is what the program itself says today."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from config import doctor, embedded
from config.env import parse
from tests import rows
from tests.house import tender
from tests.house.source import HOUSE, ROOT

ENGLISH, JAPANESE = ROOT / "README.md", ROOT / "README.ja.md"
WORDS = {"one": 1, "two": 2, "three": 3, "seven": 7, "eight": 8, "nine": 9, "ninth": 9, "ten": 10}
KANJI = {"一": 1, "二": 2, "三": 3, "七": 7, "八": 8, "九": 9, "十": 10}
PRESETS = len(list((HOUSE / "profiles/presets").glob("*.toml")))
GUIDES = len(list((HOUSE / "handbook/data/guides").glob("*.toml")))

# Numbers that count nothing: articles of a law, an address, a status, the number of a decision.
NAMES = re.compile(r"第\d+条の\d+|127\.0\.0\.1|\(404\)|ADR \d{4}|adr/\d{4}[\w-]*")
FIGURE = re.compile(r"\d[\d.,]*\d|\d")


def _python() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["requires-python"]).removeprefix(">=")


def _postgresql() -> str:
    """The server that comes with the program, asked itself."""
    server = embedded.programs() / "postgres"
    done = subprocess.run([str(server), "--version"], capture_output=True, text=True, check=True)
    return re.findall(r"\d+", done.stdout)[0]


def _of_program(file: Path) -> list[str]:
    common = [str(_python()), str(parse({}).port), str(doctor.OLDEST_POSTGRESQL)]
    if file == ENGLISH:
        return sorted([*common, _postgresql()])
    return sorted([*common, str(len(rows.read_all()))])


@pytest.mark.parametrize("file", [ENGLISH, JAPANESE], ids=["en", "ja"])
def test_every_figure_is_the_programs_own(file: Path) -> None:
    """And there is none besides: a new one needs its source here."""
    text = NAMES.sub("", file.read_text(encoding="utf-8"))
    assert sorted(FIGURE.findall(text)) == _of_program(file)


def test_what_is_counted_in_words() -> None:
    english, japanese = ENGLISH.read_text(encoding="utf-8"), JAPANESE.read_text(encoding="utf-8")
    said = re.findall(r"(?i)\b(\w+) municipalities are included as data; a (\w+) is a file", english)
    assert [[WORDS[one.lower()] for one in pair] for pair in said] == [[PRESETS, PRESETS + 1]]
    assert [WORDS[one] for one in re.findall(r"guides for (\w+) kinds of work", english)] == [GUIDES]
    ((names, count),) = re.findall(r"\*\* (\S+)の([一二三七八九十])つが入っています", japanese)
    assert (len(names.split("・")), KANJI[count]) == (PRESETS, PRESETS)
    assert [KANJI[one] for one in re.findall(r"([一二三七八九十])つの自治体の取組", japanese)] == [PRESETS]
    for text, heading, known in (
        (english, r"## (\w+) commands", WORDS),
        (japanese, r"## (\w)つの命令", KANJI),
    ):
        (said_so,) = re.findall(heading, text)
        block = text.partition("```\n")[2].partition("```")[0]
        assert known[said_so.lower()] == len(re.findall(r"^make ", block, re.MULTILINE))


def test_the_answer_sheet_counts_the_doctors_points() -> None:
    (said,) = [re.findall(r"(\d+)の項目", one.says) for one in tender.asks() if "の項目を調べ" in one.says]
    assert said == [str(len(doctor.POINTS))]


def test_the_interpreter_is_one_the_readme_promises() -> None:
    assert sys.version_info >= tuple(int(one) for one in _python().split("."))
