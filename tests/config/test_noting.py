"""What the clock calls leaves word of how it went, whatever happens; never two of one kind at once."""

import re
import sys
from pathlib import Path
from typing import Any

import pytest

from config import noting
from config.command import OWN_COMMANDS
from config.env import ROOT, parse
from config.refusal import StartRefused
from norishiro.agencies import errands


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.NORISHIRO_ERRANDS = tmp_path / "errands"
    return tmp_path / "errands"


def last(name: str = "tidy") -> tuple[str, str, bool]:
    run = errands.kept(name)[0]
    return run.state, run.words, run.ended is not None


def do(work: Any, name: str = "tidy", **variables: str) -> int:
    errand = errands.known(name)
    assert errand is not None
    return noting.noted(errand, work, env=parse(variables))


def test_it_keeps_what_was_said(capsys: pytest.CaptureFixture[str]) -> None:
    def work() -> int:
        sys.stdout.write("片づけました（書きかけ 0件）。\n")
        return 0

    assert do(work) == 0
    assert last() == ("done", "片づけました（書きかけ 0件）。", True)
    assert capsys.readouterr().out == "片づけました（書きかけ 0件）。\n"
    assert do(lambda: 0) == 0
    assert last() == ("done", noting.SILENT, True)


def test_it_keeps_why_it_failed_and_no_words_of_a_fault() -> None:
    def refused() -> int:
        raise StartRefused("データベースにつながりません。")

    def told() -> int:
        sys.stderr.write("作れなかった機関が1つあります。\n")
        raise SystemExit(1)

    def broken() -> int:
        raise ValueError("佐藤 はな はすでに登録されています")

    for work, words in (
        (refused, "データベースにつながりません。"),
        (told, "作れなかった機関が1つあります。"),
        (broken, "プログラムの誤りで止まりました（ValueError）。"),
    ):
        with pytest.raises((SystemExit, ValueError)):
            do(work)
        assert last() == ("failed", words, True)


def test_letters_without_an_address_are_left_out_and_not_a_fault() -> None:
    def told() -> int:
        raise SystemExit(1)

    with pytest.raises(SystemExit):
        do(told, "carry_letters")
    assert last("carry_letters") == ("left_out", noting.NO_ADDRESS, True)
    with pytest.raises(SystemExit):
        do(told, "carry_letters", NORISHIRO_ALLOWED_HOSTS="norishiro.example.lg.jp")
    assert last("carry_letters") == ("failed", noting.SILENT, True)


def test_two_at_once_are_refused_and_the_first_is_not_disturbed() -> None:
    def first() -> int:
        assert last() == ("begun", "", False)
        with pytest.raises(StartRefused) as refused:
            do(lambda: 0)
        assert [sentence.split("は、")[1] for sentence in refused.value.sentences] == [
            "いま動いています。終わるのを待ってください。"
        ]
        return 0

    assert do(first) == 0
    assert [run.state for run in errands.kept("tidy")] == ["done"]


def test_every_errand_is_a_command_that_a_timer_calls() -> None:
    units = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "deploy/systemd").glob("*.service"))
    called = set(re.findall(r"^ExecStart=-\S+/norishiro (\S+)", units, re.MULTILINE))
    commands = {path.stem for path in ROOT.glob("norishiro/*/management/commands/*.py")} | set(OWN_COMMANDS)
    assert called == {one.name for one in errands.errands()}
    assert called - commands == set()
