"""Many municipalities at once: each asked under its own settings, a fault in one named and the others told; one after another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from config import fleet
from config.refusal import StartRefused
from tests.config.conftest import copy_home, free_port, new_home, remove_home


def written(folder: Path, *lines: str) -> Path:
    file = folder / "fleet.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def town(name: str, *lines: str) -> str:
    return "\n".join(["[[town]]", f'name = "{name}"', *lines])


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ((), "町が一つもありません"),
        (("[[town]", ""), "読めません"),
        ((town("甲市"),), "どちらか一つ"),
        ((town("甲市", 'home = "/x"', 'address = "https://x.example"'),), "どちらか一つ"),
        ((town("甲市", 'address = "ftp://x.example"'),), "読めません"),
        ((town("甲市", 'address = "https://x.example"', 'settings = "/x"'),), "home のある町だけ"),
        ((town("甲市", 'home = "/x"', "colour = 3"),), "colour"),
        ((town("甲市", 'home = "/x"'), town("甲市", 'home = "/y"')), "同じ名前"),
        (("town = 3",), "読めません"),
    ],
)
def test_a_list_that_cannot_be_meant_is_refused_in_words(
    tmp_path: Path, lines: tuple[str, ...], words: str
) -> None:
    with pytest.raises(StartRefused) as refused:
        fleet.inventory(written(tmp_path, *lines))
    assert words in refused.value.sentences[0]


def test_a_list_that_is_not_there_says_how_one_is_written(tmp_path: Path) -> None:
    with pytest.raises(StartRefused, match="開けません"):
        fleet.inventory(tmp_path / "none.toml")


@pytest.fixture
def three(home: Path, last_evening: Path, tmp_path: Path):
    """A town that was set up, one whose folder is empty, one whose folder is wrong, and one elsewhere that does not answer."""
    copy_home(last_evening, home)
    empty = new_home()
    empty.mkdir(mode=0o700)
    yield written(
        tmp_path, town("甲市", f'home = "{home}"'), town("乙市", f'home = "{empty}"'), town("丙市", f'home = "{tmp_path / "nowhere"}"'),
        town("丁市", f'address = "http://127.0.0.1:{free_port()}"'),
    )  # fmt: skip
    remove_home(empty)


def test_each_is_asked_under_its_own_settings_and_a_fault_in_one_hides_no_other(three: Path) -> None:
    found = {one.name: one for one in fleet.look(fleet.inventory(three))}
    assert [one.mark for one in found.values()] == [found["甲市"].mark, "×", "×", "×"]
    assert found["甲市"].counts["○"] > 40
    assert "×" not in found["甲市"].counts or found["甲市"].words
    assert found["乙市"].counts["－"] > 0
    assert found["丙市"].words == (
        f"フォルダー {three.parent / 'nowhere'} がありません。一覧の home を確かめてください。",
    )
    assert found["丁市"].words == ("つながりません。機械と網が動いているかを見てください。",)

    told = json.loads(fleet.as_json(list(found.values())))["towns"]
    assert [one["name"] for one in told] == ["甲市", "乙市", "丙市", "丁市"]
    table = fleet.as_table(list(found.values()))
    assert table.splitlines()[-1].startswith("4の町：")
    assert "× 丁市" in table


def test_they_are_brought_up_to_date_one_after_another_until_one_fails(
    three: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    towns = fleet.inventory(three)
    assert fleet.migrate(towns, only=["甲市"]) == 0
    assert "1の町を、新しい形にしました。" in capsys.readouterr().out
    assert fleet.migrate(towns[2:3] + towns[:1], only=[]) == 1
    told = capsys.readouterr().out
    assert "丙市で止めました" in told
    assert "まだの町：甲市" in told
    with pytest.raises(StartRefused, match="一覧にない名前"):
        fleet.migrate(towns, only=["戊市"])
