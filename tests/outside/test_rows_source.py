"""What was copied into docs/rows_all.csv still says what the table it came from says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import rows

SOURCE = rows.ROOT.parent / "shared" / "design" / "rows.md"
LINE = re.compile(r"^\| ([A-Z]{3}-\d\d) \| [^|]+ \| ([^|]+?) \| ((?:\[[^\]]+\] ?)+) \|", re.MULTILINE)
HEADING = re.compile(r"^## ([A-Z]{3}) ([^\s（]+)", re.MULTILINE)


def _rows_of(source: Path) -> list[rows.Row]:
    text = source.read_text(encoding="utf-8")
    towns = dict(HEADING.findall(text))
    found = []
    for row_id, name, tags in LINE.findall(text):
        main, *others = re.findall(r"\[([^\]]+)\]", tags)
        found.append(rows.Row(row_id, towns[row_id[:3]], name, main, " ".join(others)))
    return found


@pytest.mark.skipif(
    not SOURCE.exists(), reason="もとの表（../shared/design/rows.md）が手元にないので、比べません。"
)
def test_the_247_are_those_of_the_source() -> None:
    assert rows.read_all() == _rows_of(SOURCE)
