"""Real open data, as a city publishes it: every row accounted for, and what was repaired or left, in figures."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from norishiro.opendata.datasets import dataset_of
from norishiro.opendata.reading import read_rows, read_table
from tests import rows

FILES = sorted((rows.ROOT.parent / "shared" / "opendata").glob("*/*.csv"))
TODAY = date(2026, 11, 22)

# file: dataset, lines of the file, rows, held back, with a remark, as they are, opening understood, points, cells not taken
FIGURES = {
    "child_rearing_support_center": ("FACILITY", 10, 9, 0, 9, 0, 0, 9, 9),
    "evacuation_space": ("EVACUATION", 32, 31, 0, 31, 0, 0, 31, 0),
    "facilities_welfare": ("FACILITY", 3, 2, 0, 2, 0, 0, 2, 2),
    "hinannjo": ("EVACUATION", 57, 56, 0, 56, 0, 0, 56, 8),
    "preschool": ("CHILD", 61, 60, 0, 58, 2, 11, 60, 49),
}


@pytest.mark.skipif(not FILES, reason="公開データのファイルが手元にないので、読みません。")
def test_every_row_of_real_files_is_accounted_for(capsys: pytest.CaptureFixture[str]) -> None:
    found, spoken = {}, []
    for path in FILES:
        table = read_table(path.read_bytes())
        dataset = dataset_of(table.headings)
        assert dataset is not None
        read = read_rows(table, dataset, today=TODAY)
        kinds = Counter(one.kind.value for row in read for one in row.notes)
        found[_short(path)] = (
            dataset.code, table.total, len(read), sum(row.is_held for row in read), sum(row.is_repaired for row in read),
            sum(not row.notes for row in read), sum(bool(row.opening) for row in read),
            sum(row.spot.point is not None for row in read), kinds["UNREAD"],
        )  # fmt: skip
        spoken.append(f"{path.name}: {found[_short(path)]}")
    with capsys.disabled():
        print("\n" + "\n".join(spoken))  # noqa: T201
    assert found == FIGURES


def _short(path: Path) -> str:
    return path.stem.partition("_")[2]
