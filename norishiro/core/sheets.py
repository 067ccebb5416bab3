"""What every reader of tables begins with: a CSV of either coding as numbered lines, a cell of a workbook in words. Pure."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime, time
from io import StringIO

from norishiro.core.text import InputProblem

Rows = list[tuple[int, list[str]]]


@dataclass(frozen=True)
class Line:
    """One row below the heading; ``number`` is its line in the file."""

    number: int
    cells: dict[str, str]


def csv_rows(content: bytes, *, most_columns: int) -> tuple[Rows, str]:
    """Each record under the line it begins in, and the coding in words. Raises InputProblem where it is no table."""
    text, coding = _decoded(content)
    first = text.split("\n", 1)[0]
    reader = csv.reader(
        StringIO(text, newline=""), delimiter="\t" if "\t" in first and "," not in first else ","
    )
    rows: Rows = []
    before = 0
    try:
        for cells in reader:
            rows.append((before + 1, cells[:most_columns]))
            before = reader.line_num
    except csv.Error:
        raise InputProblem(
            f'{before + 1}行目あたりで、表として読めなくなりました。引用符（"）が閉じているか、確かめてください。'
        ) from None
    return rows, coding


def _decoded(content: bytes) -> tuple[str, str]:
    for coding, label in (("utf-8-sig", "UTF-8"), ("cp932", "Shift_JIS")):
        try:
            text = content.decode(coding)
        except UnicodeDecodeError:
            continue
        return text, f"{label}（BOM付き）" if content.startswith(b"\xef\xbb\xbf") else label
    raise InputProblem(
        "文字の種類を読み取れません。CSV（UTF-8 か Shift_JIS）か Excel（.xlsx）で保存し直してください。"
    )


def cell_words(value: object) -> str:
    """A cell as it reads: 9.0 as 9, a time as 09:00, a day as 2026-11-22."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}" if (value.hour or value.minute) else f"{value:%Y-%m-%d}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)
