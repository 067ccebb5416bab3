"""The table in a file as people keep them: CSV of either coding, Excel with merged cells and several heading lines.

Every line of the file is accounted for: above the table, heading, blank, or a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from norishiro.core.sheets import Line, Rows, cell_words, csv_rows
from norishiro.core.text import InputProblem
from norishiro.opendata.datasets import heading_key, is_known

LARGEST = 5_000_000
MOST_ROWS = 2000
MOST_COLUMNS = 120
HEADING_WITHIN = 15
HEADING_LINES = 3
LEAST_KNOWN = 3


@dataclass(frozen=True)
class Table:
    """What stands in the file. ``above``, ``heading_lines``, ``blank`` and the lines together are all lines of the sheet."""

    headings: list[str]
    lines: list[Line]
    coding: str
    above: int = 0
    heading_lines: int = 1
    blank: int = 0
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    merged: int = 0
    unknown: tuple[str, ...] = field(default=())

    @property
    def total(self) -> int:
        return self.above + self.heading_lines + self.blank + len(self.lines)


@dataclass(frozen=True)
class _Found:
    """Where the heading stands: from the row, over how many lines, and how many names are known."""

    start: int
    lines: int
    headings: list[str]
    known: int


def read_table(content: bytes) -> Table:
    """The table in the file, or an ``InputProblem`` that says what to do."""
    if len(content) > LARGEST:
        raise InputProblem(
            f"ファイルが大きすぎます（{LARGEST // 1_000_000}MBまで）。地区や種類で分けてください。"
        )
    return _of_excel(content) if content[:2] == b"PK" else _of_csv(content)


def _of_csv(content: bytes) -> Table:
    rows, coding = csv_rows(content, most_columns=MOST_COLUMNS)
    return _table(rows, coding=coding)


def _of_excel(content: bytes) -> Table:
    """The sheet with the most known headings; merged cells hold the same in each of their places."""
    try:
        book = load_workbook(BytesIO(content), data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        raise InputProblem(
            "Excel のファイルとして開けません。パスワードを外して、.xlsx の形で保存し直してください。"
        ) from None
    sheets = [(sheet, _sheet_rows(sheet)) for sheet in book.worksheets]
    if not sheets:
        raise InputProblem("このファイルには、シートがありません。")
    best, rows = max(sheets, key=lambda pair: _heading_in(pair[1]).known)
    others = tuple(sheet.title for sheet, found in sheets if sheet is not best and found)
    return _table(
        rows, coding="Excel", sheet=best.title, other_sheets=others, merged=len(best.merged_cells.ranges)
    )


def _sheet_rows(sheet: Any) -> Rows:
    filled = {
        (row, column): sheet.cell(block.min_row, block.min_col).value
        for block in sheet.merged_cells.ranges
        for row in range(block.min_row, min(block.max_row, block.min_row + MOST_ROWS) + 1)
        for column in range(block.min_col, min(block.max_col, MOST_COLUMNS) + 1)
    }
    last = min(sheet.max_row or 0, MOST_ROWS + HEADING_WITHIN + 50)
    rows = sheet.iter_rows(max_row=last, max_col=min(sheet.max_column or 1, MOST_COLUMNS))
    return [
        (number, [cell_words(filled.get((one.row, one.column), one.value)) for one in cells])
        for number, cells in enumerate(rows, start=1)
    ]


def _table(
    rows: Rows, *, coding: str, sheet: str = "", other_sheets: tuple[str, ...] = (), merged: int = 0
) -> Table:
    found = _heading_in(rows)
    if found.known < LEAST_KNOWN:
        raise InputProblem(
            "見出しの行が見つかりません。「名称」「住所」などの列の名前が、上から15行のうちにあるか、確かめてください。"
        )
    below = rows[found.start + found.lines :]
    full = [(number, cells) for number, cells in below if any(one.strip() for one in cells)]
    if len(full) > MOST_ROWS:
        raise InputProblem(f"行が多すぎます（{MOST_ROWS}行まで）。地区や種類で分けてください。")
    lines = [
        Line(number, {name: cells[at] for at, name in enumerate(found.headings) if name and at < len(cells)})
        for number, cells in full
    ]
    return Table(
        headings=found.headings, lines=lines, coding=coding, above=found.start, heading_lines=found.lines,
        blank=len(below) - len(full), sheet=sheet, other_sheets=other_sheets, merged=merged,
        unknown=tuple(dict.fromkeys(one for one in found.headings if one and not is_known(one))),
    )  # fmt: skip


def _heading_in(rows: Rows) -> _Found:
    """The lines that hold the most known names, the fewest and first of these."""
    best = _Found(0, 1, [], 0)
    for start in range(min(HEADING_WITHIN, len(rows))):
        for lines in range(1, HEADING_LINES + 1):
            headings = _joined([cells for _number, cells in rows[start : start + lines]])
            known = len({heading_key(one) for one in headings if one and is_known(one)})
            if (known, -lines) > (best.known, -best.lines):
                best = _Found(start, lines, headings, known)
    return best


def _joined(lines: Sequence[list[str]]) -> list[str]:
    """Names over several lines: 災害種別 over 洪水 is 災害種別_洪水; the lowest alone where only that is known."""
    width = max((len(line) for line in lines), default=0)
    names = []
    for at in range(width):
        parts = [line[at].strip() for line in lines if at < len(line) and line[at].strip()]
        whole = "_".join(dict.fromkeys(parts))
        names.append(whole if not parts or is_known(whole) or not is_known(parts[-1]) else parts[-1])
    return names
