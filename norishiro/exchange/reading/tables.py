"""The table in a file: CSV of either coding, Excel with a title above, merged cells, formulas and days kept as numbers.

Every line of the file is accounted for: above the table, heading, blank, or a row. A cell of a formula whose answer was never
saved is handed on as the formula, so that its field says so; it is not taken for empty.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from norishiro.core.sheets import Line, Rows, cell_words, csv_rows
from norishiro.core.text import InputProblem
from norishiro.exchange.layouts import heading_key, is_forbidden

LARGEST = 30_000_000
UNPACKED = 500_000_000
MOST_ROWS = 60_000
MOST_COLUMNS = 80
HEADING_WITHIN = 15
HEADING_LINES = 2
LEAST_KNOWN = 2
ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")


@dataclass(frozen=True)
class Table:
    """``above``, ``heading_lines``, ``blank`` and the lines together are all lines of the sheet."""

    headings: list[str]
    lines: list[Line]
    coding: str
    above: int = 0
    heading_lines: int = 1
    blank: int = 0
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    merged: int = 0
    forbidden: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return self.above + self.heading_lines + self.blank + len(self.lines)


def read_table(content: bytes, *, known: Collection[str]) -> Table:
    """The table under the line that holds the most of the ``known`` headings; an ``InputProblem`` says what to do."""
    if len(content) > LARGEST:
        raise InputProblem(
            f"ファイルが大きすぎます（{LARGEST // 1_000_000}MBまで）。地区や年度で分けてください。"
        )
    if content[:4] == b"\xd0\xcf\x11\xe0":
        raise InputProblem(
            "古い Excel（.xls）か、パスワードのついたファイルです。Excel で開いて、.xlsx の形で保存し直してください。"
        )
    return _of_excel(content, known) if content[:2] == b"PK" else _of_csv(content, known)


def _of_csv(content: bytes, known: Collection[str]) -> Table:
    rows, coding = csv_rows(content, most_columns=MOST_COLUMNS)
    return _table(rows, known, coding=coding)


def _of_excel(content: bytes, known: Collection[str]) -> Table:
    """The sheet with the most known headings; merged cells hold the same in each of their places."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > UNPACKED:
                raise InputProblem(
                    "ひらくと大きくなりすぎるファイルです。表だけを、新しい Excel に写してください。"
                )
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        sheets = [(at, sheet.title, _sheet_rows(sheet)) for at, sheet in enumerate(book.worksheets)]
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        raise InputProblem(
            "Excel のファイルとして開けません。パスワードを外して、.xlsx の形で保存し直してください。"
        ) from None
    if not sheets:
        raise InputProblem("このファイルには、シートがありません。")
    at, title, rows = max(sheets, key=lambda one: _heading_in(one[2], known)[2])
    merged = _fill(content, book.worksheets[at], rows)
    _show_formulas(content, at, rows)
    others = tuple(name for place, name, found in sheets if place != at and found)
    return _table(rows, known, coding="Excel", sheet=title, other_sheets=others, merged=merged)


def _sheet_rows(sheet: Any) -> Rows:
    rows = sheet.iter_rows(max_row=MOST_ROWS + HEADING_WITHIN + 50, max_col=MOST_COLUMNS, values_only=True)
    read = [(number, [cell_words(one) for one in cells]) for number, cells in enumerate(rows, start=1)]
    while read and not any(read[-1][1]):
        read.pop()
    return read


def _fill(content: bytes, sheet: Any, rows: Rows) -> int:
    """What stands in the first of merged cells stands in all of them."""
    with ZipFile(BytesIO(content)) as packed:
        text = packed.read(sheet._worksheet_path.lstrip("/"))
    ranges = re.findall(rb'<mergeCell [^>]*ref="([A-Z]+\d+:[A-Z]+\d+)"', text)
    for found in ranges:
        left, top, right, bottom = range_boundaries(found.decode())
        if top is None or left is None or right is None or bottom is None or top > len(rows):
            continue
        said = rows[top - 1][1][left - 1] if left <= len(rows[top - 1][1]) else ""
        for _number, cells in rows[top - 1 : bottom]:
            cells.extend([""] * (min(right, MOST_COLUMNS) - len(cells)))
            cells[left - 1 : right] = [said] * (min(right, MOST_COLUMNS) - left + 1)
    return len(ranges)


def _show_formulas(content: bytes, at: int, rows: Rows) -> None:
    """A formula whose answer was not saved reads as empty: the formula itself is put there."""
    book = load_workbook(BytesIO(content), read_only=True, data_only=False)
    written = book.worksheets[at].iter_rows(max_row=len(rows), max_col=MOST_COLUMNS, values_only=True)
    for (_number, cells), raw in zip(rows, written, strict=False):
        for place, value in enumerate(raw):
            if place < len(cells) and not cells[place] and isinstance(value, str) and value.startswith("="):
                cells[place] = value


def _table(
    rows: Rows, known: Collection[str], *, coding: str, sheet: str = "", other_sheets: tuple[str, ...] = (),
    merged: int = 0,
) -> Table:  # fmt: skip
    start, lines, found, headings = _heading_in(rows, known)
    if found < LEAST_KNOWN:
        raise InputProblem(
            f"見出しの行が見つかりません。「氏名」「生年月日」などの列の名前が、上から{HEADING_WITHIN}行のうちにあるか、確かめてください。"
        )
    below = rows[start + lines :]
    full = [(number, cells) for number, cells in below if any(one.strip() for one in cells)]
    if len(full) > MOST_ROWS:
        raise InputProblem(f"行が多すぎます（{MOST_ROWS}行まで）。地区や年度で分けてください。")
    kept = [(at, name) for at, name in enumerate(headings) if name and not is_forbidden(name)]
    body = [
        Line(number, {name: cells[at] for at, name in kept if at < len(cells) and cells[at]})
        for number, cells in full
    ]
    return Table(
        headings=[name for _at, name in kept], lines=body, coding=coding, above=start, heading_lines=lines,
        blank=len(below) - len(full), sheet=sheet, other_sheets=other_sheets, merged=merged,
        forbidden=tuple(one for one in headings if one and is_forbidden(one)),
    )  # fmt: skip


def _heading_in(rows: Rows, known: Collection[str]) -> tuple[int, int, int, list[str]]:
    """From which row, over how many lines, how many known, and the names: the most known, the fewest and first lines."""
    best: tuple[int, int, int, list[str]] = (0, 1, 0, [])
    for start in range(min(HEADING_WITHIN, len(rows))):
        for lines in range(1, HEADING_LINES + 1):
            names = _joined([cells for _number, cells in rows[start : start + lines]], known)
            found = len({heading_key(one) for one in names} & set(known))
            if (found, -lines) > (best[2], -best[1]):
                best = (start, lines, found, names)
    return best


def _joined(lines: list[list[str]], known: Collection[str]) -> list[str]:
    """本人 over 氏名 is 氏名 where that is known, else 本人_氏名; a name that comes twice is numbered."""
    names: list[str] = []
    for at in range(max((len(line) for line in lines), default=0)):
        parts = list(dict.fromkeys(line[at].strip() for line in lines if at < len(line) and line[at].strip()))
        whole = "_".join(parts)
        name = (
            parts[-1]
            if parts and heading_key(whole) not in known and heading_key(parts[-1]) in known
            else whole
        )
        number = 1 + sum(one == name or one.startswith(f"{name}（") for one in names) if name else 1
        names.append(f"{name}（{number}）" if number > 1 else name)
    return names
