"""Reading the CSV of a form service: which heading is what stands in a data file. Nothing is looked up or written here.

A telephone number that a spreadsheet robbed of its leading zero gets it back; days may be 令和, R8, or western, in full
width; a cell that looks like a formula is only a text.
"""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from io import StringIO
from pathlib import Path

from norishiro.core.calendar import parse_date
from norishiro.core.text import InputProblem, clean_line, clean_text
from norishiro.letterbox.choices import Hurry
from norishiro.letterbox.contents import Content

FILE = Path(__file__).parent / "data" / "form_services.toml"
MOST_ROWS = 2000
LARGEST = 5_000_000
# A spreadsheet's own way to say "text" when it writes a CSV.
GUARD = re.compile(r"^(?:=\"(.*)\"|'([=+\-@].*))$", re.DOTALL)


@dataclass(frozen=True)
class Service:
    """One form service: its name, and which headings mean what."""

    code: str
    name: str
    columns: dict[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the CSV, as far as it could be read; ``problem`` says why not, ``remark`` what was put right."""

    line_no: int
    reference: str = ""
    posted_on: date | None = None
    content: Content | None = None
    hurry: Hurry = Hurry.WATCH
    consented: bool = False
    problem: str = ""
    remark: str = ""


@cache
def _data() -> dict[str, object]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def services() -> dict[str, Service]:
    """The services whose CSV can be read."""
    found: dict[str, dict[str, dict[str, list[str]]]] = _data()["services"]  # type: ignore[assignment]
    return {
        code: Service(code, str(one["name"]), {key: tuple(names) for key, names in one["columns"].items()})
        for code, one in found.items()
    }


def read_rows(content: bytes, *, service: Service, today: date) -> list[Row]:
    """Every line below the heading. A file that is none, or lacks the words column, is an InputProblem."""
    if len(content) > LARGEST:
        raise InputProblem("ファイルが大きすぎます。期間を分けて、書き出しなおしてください。")
    table = _table(content)
    if not table:
        raise InputProblem("ファイルに行がありません。")
    places = _places(table[0], service)
    missing = [service.columns[key][0] for key in ("words", "consent") if key not in places]
    if missing:
        raise InputProblem(
            f"「{'」「'.join(missing)}」の列が見つかりません。見出しの行が1行目にあるか、確かめてください。"
        )
    lines = [
        (at, row) for at, row in enumerate(table[1:], start=2) if any(_plain(cell).strip() for cell in row)
    ]
    if len(lines) > MOST_ROWS:
        raise InputProblem(f"行が多すぎます（{MOST_ROWS}行まで）。期間を分けてください。")
    return [_row(at, row, places, today) for at, row in lines]


def _table(content: bytes) -> list[list[str]]:
    encodings: list[str] = _data()["encodings"]  # type: ignore[assignment]
    for encoding in encodings:
        try:
            return list(csv.reader(StringIO(content.decode(encoding).lstrip("\ufeff")), strict=True))
        except UnicodeDecodeError:
            continue
        except csv.Error:
            raise InputProblem(
                "CSV として読み取れません。フォームサービスから、書き出しなおしてください。"
            ) from None
    raise InputProblem("文字の種類を読み取れません。CSV（UTF-8 か Shift_JIS）で書き出しなおしてください。")


def _places(heading: list[str], service: Service) -> dict[str, int]:
    names = [_plain(cell).strip() for cell in heading]
    return {
        key: names.index(name)
        for key, offered in service.columns.items()
        for name in reversed(offered)
        if name in names
    }


def _row(line_no: int, row: list[str], places: dict[str, int], today: date) -> Row:
    cells = {key: _plain(row[at]).strip() if at < len(row) else "" for key, at in places.items()}
    read = Row(
        line_no=line_no, hurry=_hurry(cells.get("hurry", "")), consented=_agreed(cells.get("consent", ""))
    )
    try:
        read = replace(read, reference=clean_line(cells.get("id", ""), limit=60))
        phone, remark = _with_zero(clean_line(cells.get("reply_to", ""), limit=120))
        read = replace(
            read,
            posted_on=_day(cells.get("posted", ""), today=today),
            remark=remark,
            content=Content(
                words=clean_text(cells["words"], limit=3000),
                worries=tuple(part for part in re.split(r"[,、;\n]", cells.get("worries", "")) if part),
                who=clean_line(cells.get("who", ""), limit=120),
                where=clean_line(cells.get("where", ""), limit=200),
                sender=clean_line(cells.get("sender", ""), limit=120),
                reply_to=phone,
            ),
        )
    except InputProblem as problem:
        return replace(read, problem=problem.message)
    if not read.content or not read.content.words.strip():
        return replace(read, problem="内容が空です。")
    if not read.consented:
        return replace(read, problem="同意の印がないため、取り込みません。")
    return read


def _plain(cell: str) -> str:
    """What was meant: without the guard a spreadsheet wrote around it."""
    found = GUARD.match(cell)
    return (found.group(1) or found.group(2) or "") if found else cell


def _with_zero(phone: str) -> tuple[str, str]:
    digits = unicodedata.normalize("NFKC", phone).replace("-", "")
    if re.fullmatch(r"[1-9]\d{8,9}", digits):
        return f"0{digits}", "電話番号のはじめの0を補いました。"
    if re.fullmatch(r"0\d{9,10}", digits):
        return digits, ""
    return phone, ""


def _day(written: str, *, today: date) -> date | None:
    """The day; the time behind it is let go."""
    if not written:
        return None
    plain = unicodedata.normalize("NFKC", written)
    head = re.split(r"[ T]", plain.strip(), maxsplit=1)[0]
    try:
        return datetime.strptime(head.replace("/", "-"), "%Y-%m-%d").date()
    except ValueError:
        day = parse_date(head, today=today).earliest()
    return day


def _hurry(word: str) -> Hurry:
    known: dict[str, list[str]] = _data()["hurry"]  # type: ignore[assignment]
    plain = unicodedata.normalize("NFKC", word)
    return next((Hurry(code) for code, words in known.items() if plain in words), Hurry.WATCH)


def _agreed(word: str) -> bool:
    known: list[str] = _data()["agreed"]  # type: ignore[assignment]
    return unicodedata.normalize("NFKC", word) in known
