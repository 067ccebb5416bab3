"""A file of people as offices keep it, line by line: every line is taken or held back with what to do. Nothing is guessed.

Not ``opendata.reading``: that one knows the columns of the open data standard, stops at 2,000 rows and holds the whole book
in memory because of merged cells; a list of the eligible has 20,000.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from io import BytesIO, StringIO
from typing import Any, Generic, TypeVar
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from norishiro.core.calendar import parse_day
from norishiro.core.names import name_key
from norishiro.core.text import InputProblem, clean_line
from norishiro.evacuation.sources import heading_key, sources
from norishiro.opendata.reading.cells import plain
from norishiro.resources.points import Point, point_of

LARGEST = 20_000_000
# Within half a minute on two cores: 20,000 lines took 12 to 18 seconds (ADR 0090).
MOST_ROWS = 30_000
MOST_COLUMNS = 80
HEADING_WITHIN = 15

T = TypeVar("T")


@dataclass(frozen=True)
class ListedPerson:
    """One line, as far as it could be read; ``problem`` says why it was not taken and what to do."""

    line_no: int
    number: str = ""
    name: str = ""
    kana: str = ""
    birth: date | None = None
    sex: str = ""
    postal_code: str = ""
    address: str = ""
    phone: str = ""
    words: str = ""
    reason: str = ""
    on: date | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    unplaced: str = ""
    problem: str = ""


@dataclass(frozen=True)
class ReadFile(Generic[T]):
    """What stands in the file. ``above``, the heading, ``blank`` and the people are all lines of the sheet."""

    people: list[T]
    coding: str
    sheet: str
    above: int
    blank: int
    unknown: tuple[str, ...]


def read_people(content: bytes, *, today: date) -> ReadFile[ListedPerson]:
    """A file of eligible people; needs 氏名 and 生年月日. An ``InputProblem`` says what to do with the file."""
    return _read(content, _person, needs=("name", "birth"), today=today)


def read_moves(content: bytes, *, today: date) -> ReadFile[ListedPerson]:
    """A file of movements (転出・死亡 …); needs 氏名, 生年月日 and 異動事由."""
    return _read(content, _move, needs=("name", "birth", "reason"), today=today)


LABELS = {"name": "氏名", "birth": "生年月日", "reason": "異動事由", "address": "住所", "zone": "区域"}


def _read(
    content: bytes, reader: Callable[[int, dict[str, str], date], T], *, needs: tuple[str, ...], today: date
) -> ReadFile[T]:
    if len(content) > LARGEST:
        raise InputProblem(
            f"ファイルが大きすぎます（{LARGEST // 1_000_000}MBまで）。地区や種類で分けてください。"
        )
    rows, coding, sheet = _excel(content) if content[:2] == b"PK" else _csv(content)
    at, places = _heading(rows, needs)
    body = [(number, cells) for number, cells in rows[at + 1 :] if any(one.strip() for one in cells)]
    if len(body) > MOST_ROWS:
        raise InputProblem(f"行が多すぎます（{MOST_ROWS}行まで）。地区や種類で分けてください。")
    people = [reader(number, _cells(cells, places), today) for number, cells in body]
    known = {place for many in places.values() for place in many}
    unknown = tuple(
        one.strip() for place, one in enumerate(rows[at][1]) if one.strip() and place not in known
    )
    return ReadFile(people, coding, sheet, at, len(rows) - at - 1 - len(body), unknown)


Rows = list[tuple[int, list[str]]]


def _csv(content: bytes) -> tuple[Rows, str, str]:
    for coding, label in (("utf-8-sig", "UTF-8"), ("cp932", "Shift_JIS")):
        try:
            text = content.decode(coding)
        except UnicodeDecodeError:
            continue
        try:
            return list(enumerate(csv.reader(StringIO(text, newline="")), start=1)), label, ""
        except csv.Error:
            break
    raise InputProblem(
        "表として読み取れません。CSV（UTF-8 か Shift_JIS）か Excel（.xlsx）で保存し直してください。"
    )


def _excel(content: bytes) -> tuple[Rows, str, str]:
    """The first sheet that has a name and a day of birth in its heading; else the first."""
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        sheets = [(sheet.title, list(_sheet_rows(sheet))) for sheet in book.worksheets]
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        raise InputProblem(
            "Excel のファイルとして開けません。パスワードを外して、.xlsx の形で保存し直してください。"
        ) from None
    if not sheets:
        raise InputProblem("このファイルには、シートがありません。")
    title, rows = next((one for one in sheets if _best(one[1])[1].keys() >= {"name", "birth"}), sheets[0])
    return rows, "Excel", title


def _sheet_rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    rows = sheet.iter_rows(max_row=MOST_ROWS + HEADING_WITHIN + 1, max_col=MOST_COLUMNS, values_only=True)
    for number, cells in enumerate(rows, start=1):
        yield number, [_words(one) for one in cells]


def _words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _best(rows: Rows) -> tuple[int, dict[str, list[int]]]:
    """The line among the first with the most known names, and where each stands."""
    best: tuple[int, dict[str, list[int]]] = (0, {})
    for at, (_number, cells) in enumerate(rows[:HEADING_WITHIN]):
        found: dict[str, list[int]] = {}
        for place, one in enumerate(cells):
            field = sources().columns.get(heading_key(one))
            if field:
                found.setdefault(field, []).append(place)
        if len(found) > len(best[1]):
            best = at, found
    return best


def _heading(rows: Rows, needs: tuple[str, ...]) -> tuple[int, dict[str, list[int]]]:
    at, found = _best(rows)
    missing = "・".join(f"「{LABELS[one]}」" for one in needs if one not in found)
    if missing:
        raise InputProblem(
            f"{missing}の列が見つかりません。見出しの行が上から{HEADING_WITHIN}行のうちにあるか、列の名前を確かめてください。"
        )
    return at, found


def _cells(row: list[str], places: dict[str, list[int]]) -> dict[str, str]:
    """The first filled cell of each field; of the reasons all, because a list may have 等級 and 区分."""
    filled = {
        field: [row[at].strip() for at in many if at < len(row) and row[at].strip()]
        for field, many in places.items()
    }
    return {field: " ".join(many) if field == "words" else many[0] for field, many in filled.items() if many}


def _person(line_no: int, cells: dict[str, str], today: date) -> ListedPerson:
    """One eligible person, or the line with its problem."""
    at, unplaced = _point(cells)
    try:
        return ListedPerson(
            line_no, latitude=at.latitude if at else None, longitude=at.longitude if at else None, unplaced=unplaced,
            number=_number(cells), name=_name(cells), kana=_kana(cells.get("kana", "")),
            birth=_birth(cells.get("birth", ""), today), sex=plain(cells.get("sex", ""))[:8],
            postal_code=_postal(cells.get("postal_code", "")), address=_address(cells),
            phone=clean_line(plain(cells.get("phone", "")), limit=40),
            words=clean_line(plain(cells.get("words", "")), limit=120),
        )  # fmt: skip
    except InputProblem as problem:
        return ListedPerson(line_no, name=cells.get("name", "")[:120], problem=problem.message[:300])


def _point(cells: dict[str, str]) -> tuple[Point | None, str]:
    """Where the home lies, if the file says so; a point that cannot be is left out with its reason, and the person stays."""
    try:
        return point_of(cells.get("latitude", ""), cells.get("longitude", "")), ""
    except InputProblem as problem:
        return None, problem.message


def _move(line_no: int, cells: dict[str, str], today: date) -> ListedPerson:
    """One movement. A word that is not in the list of words is held back, not guessed."""
    try:
        name = _name(cells)
        word = cells.get("reason", "")
        reason = sources().reasons.get(heading_key(word), "")
        if not reason:
            raise InputProblem(
                f"異動事由「{word[:40]}」は、読み方が決まっていません。この人は、画面でわけを選んでください。"
            )
        on = cells.get("on", "")
        return ListedPerson(
            line_no, number=_number(cells), name=name, birth=_birth(cells.get("birth", ""), today), reason=reason,
            on=_day(on, today) if on else None,
        )  # fmt: skip
    except InputProblem as problem:
        return ListedPerson(line_no, name=cells.get("name", "")[:120], problem=problem.message[:300])


def _name(cells: dict[str, str]) -> str:
    name = clean_line(cells.get("name", ""), limit=120)
    if not name_key(name):
        raise InputProblem("氏名が空です。もとの資料に氏名を入れて、読み直してください。")
    return name


def _kana(text: str) -> str:
    """In hiragana, so that the list stands in one order."""
    wide = clean_line(plain(text), limit=160)
    return "".join(chr(ord(one) - 0x60) if "ァ" <= one <= "ヶ" else one for one in wide)


def _number(cells: dict[str, str]) -> str:
    """Without zeros in front: spreadsheets drop them, and the same person would stand there twice."""
    return clean_line(re.sub(r"\s", "", plain(cells.get("number", ""))).lstrip("0"), limit=27)


def _birth(text: str, today: date) -> date:
    if not text:
        raise InputProblem("生年月日が空です。年月日をすべて入れて、読み直してください。")
    return _day(text, today)


@lru_cache(maxsize=50_000)
def _day(text: str, today: date) -> date:
    """``20010203`` and the first part of ``2001-02-03 00:00:00`` too, as the core systems write them."""
    said = plain(text)
    if re.fullmatch(r"(1[89]|20)\d{6}", said):
        said = f"{said[:4]}/{said[4:6]}/{said[6:]}"
    return parse_day(re.sub(r"[ T]0?0:00(:00)?$", "", said), today=today, must_be_past=True)


def _postal(text: str) -> str:
    """Seven figures; anything else is left out (the letter then stands without it), the address stays."""
    figures = re.sub(r"[-‐‑‒–—―−〒ー\s]", "", plain(text))
    return f"{figures[:3]}-{figures[3:]}" if re.fullmatch(r"\d{7}", figures) else ""


def _address(cells: dict[str, str]) -> str:
    return clean_line("　".join(cells[one] for one in ("address", "building") if cells.get(one)), limit=200)


@dataclass(frozen=True)
class ZoneLine:
    """A town or block and whether it lies inside; None where the word is not known."""

    line_no: int
    address: str
    inside: bool | None


def read_zones(content: bytes, *, today: date) -> list[ZoneLine]:
    """A table of 住所 and 区域; an ``InputProblem`` says what to do with the file."""

    def line(line_no: int, cells: dict[str, str], _today: date) -> ZoneLine:
        inside = sources().zones.get(heading_key(cells.get("zone", "")))
        return ZoneLine(line_no, clean_line(cells.get("address", "")[:200], limit=200), inside)

    return _read(content, line, needs=("address", "zone"), today=today).people
