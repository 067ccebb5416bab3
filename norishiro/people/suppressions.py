"""Reading a list of 支援措置: which column is what (data), one line at a time. Nothing is looked up or written here."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from norishiro.core.calendar import parse_date
from norishiro.core.text import InputProblem, clean_line

FILE = Path(__file__).parent / "data" / "suppression_list.toml"
MOST_ROWS = 5000
LARGEST = 5_000_000


@dataclass(frozen=True)
class ListFormat:
    """Which headings mean what, and how often a list comes."""

    every_days: int
    encodings: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]
    kinds: dict[str, tuple[str, ...]]
    ended: tuple[str, ...]


@dataclass(frozen=True)
class ListedPerson:
    """One line of a list, as far as it could be read; ``problem`` says why not."""

    line_no: int
    name: str = ""
    kana: str = ""
    birth: date | None = None
    address: str = ""
    kind: str = "OTHER"
    until: date | None = None
    has_ended: bool = False
    problem: str = ""


@cache
def list_format() -> ListFormat:
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return ListFormat(
        every_days=found["every_days"],
        encodings=tuple(found["encodings"]),
        columns={key: tuple(names) for key, names in found["columns"].items()},
        kinds={key: tuple(names) for key, names in found["kinds"].items()},
        ended=tuple(found["ended"]["words"]),
    )


def read_list(content: bytes, *, today: date) -> list[ListedPerson]:
    """Every line below the heading. A file that is none, or has no 氏名, is an InputProblem in words."""
    if len(content) > LARGEST:
        raise InputProblem("ファイルが大きすぎます。支援措置のリストか、確かめてください。")
    table = _excel(content) if content[:2] == b"PK" else _csv(content)
    if not table:
        raise InputProblem("ファイルに行がありません。")
    places = _places(table[0])
    if "name" not in places or "birth" not in places:
        raise InputProblem(
            "「氏名」と「生年月日」の列が見つかりません。見出しの行が1行目にあるか、確かめてください。"
        )
    lines = [row for row in table[1 : MOST_ROWS + 2] if any(cell.strip() for cell in row)]
    if len(lines) > MOST_ROWS:
        raise InputProblem(f"行が多すぎます（{MOST_ROWS}行まで）。支援措置のリストか、確かめてください。")
    return [_line(at, row, places, today) for at, row in enumerate(lines, start=2)]


def _csv(content: bytes) -> list[list[str]]:
    for encoding in list_format().encodings:
        try:
            return list(csv.reader(StringIO(content.decode(encoding))))
        except (UnicodeDecodeError, csv.Error):
            continue
    raise InputProblem(
        "文字の種類を読み取れません。CSV（UTF-8 か Shift_JIS）か Excel で保存し直してください。"
    )


def _excel(content: bytes) -> list[list[str]]:
    try:
        sheet = load_workbook(BytesIO(content), read_only=True, data_only=True).active
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        raise InputProblem("Excel のファイルとして開けません。") from None
    if sheet is None:
        return []
    rows = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=60, values_only=True)
    return [[_cell(value) for value in row] for row in rows]


def _cell(value: object) -> str:
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    return "" if value is None else str(value)


def _places(heading: list[str]) -> dict[str, int]:
    """Where each known column stands."""
    names = [cell.strip().strip("\ufeff") for cell in heading]
    return {
        key: names.index(name)
        for key, offered in list_format().columns.items()
        for name in offered
        if name in names
    }


def _line(line_no: int, row: list[str], places: dict[str, int], today: date) -> ListedPerson:
    cells = {key: row[at].strip() if at < len(row) else "" for key, at in places.items()}
    try:
        return ListedPerson(
            line_no=line_no,
            name=clean_line(cells["name"], limit=120),
            kana=clean_line(cells.get("kana", ""), limit=160),
            birth=parse_date(cells["birth"], today=today).earliest() if cells["birth"] else None,
            address=clean_line(cells.get("address", ""), limit=200),
            kind=_kind(cells.get("kind", "")),
            until=parse_date(cells["until"], today=today).latest() if cells.get("until") else None,
            has_ended=cells.get("ended", "") in list_format().ended,
        )
    except InputProblem as problem:
        return ListedPerson(line_no=line_no, problem=problem.message)


def _kind(word: str) -> str:
    return next((key for key, words in list_format().kinds.items() if word in words), "OTHER")
