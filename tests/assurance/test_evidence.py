"""The table itself can be trusted: a figure that does not hold fails, and a line is kept either way."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assurance.__main__ import table
from tests.assurance.evidence import FILE_VARIABLE, SCALE_VARIABLE, Evidence, Line, kept


def test_a_figure_that_does_not_hold_fails_and_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "evidence.jsonl"
    monkeypatch.setenv(FILE_VARIABLE, str(file))

    Evidence().shows(row="C10", figure="0 件", target="0 件", holds=True)
    with pytest.raises(AssertionError, match="C2: 3 件"):
        Evidence().shows(row="C2", figure="3 件", target="0 件", holds=False)
    Evidence().shows(row="公開", figure="0 件", target="0 件", holds=True)

    assert kept(file) == [
        Line(row="C2", figure="3 件", target="0 件", holds=False),
        Line(row="C10", figure="0 件", target="0 件", holds=True),
        Line(row="公開", figure="0 件", target="0 件", holds=True),
    ]


def test_an_unknown_scale_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SCALE_VARIABLE, "huge")

    with pytest.raises(ValueError, match="small・ci・nightly のどれか"):
        Evidence().at_scale(small=1, ci=2, nightly=3)


def test_the_table_stands_in_columns() -> None:
    lines = [Line(row="C1", figure="100 件", target="0", holds=False)]

    assert table(lines).splitlines() == ["", "行  出た数値  目標", "C1  100 件    0     ×"]
