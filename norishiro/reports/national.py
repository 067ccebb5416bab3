"""国様式の実績報告: the items, and where each is written in the workbook. Ours is provisional: the original was not to be had.

A workbook whose cells do not stand where the mapping says is refused, cell by cell; nothing is written into a guess. Pure."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import MergedCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils.exceptions import InvalidFileException

from norishiro.core.calendar import fiscal_year, fiscal_year_label
from norishiro.core.text import InputProblem
from norishiro.reports.choices import Span
from norishiro.reports.definitions import FIGURES, Figure
from norishiro.reports.periods import Period, period_of

DATA = Path(__file__).with_name("data") / "national"
LARGEST, LARGEST_INSIDE, MOST_CELLS, MOST_PROBLEMS, LONGEST_SEEN = 2_000_000, 40_000_000, 400, 20, 30
PERIOD, VERSION = "period", "version"
HEADS = (PERIOD, VERSION)
ADDRESS = re.compile(r"[A-Z]{1,2}[1-9][0-9]{0,3}")
QUARTER = "QUARTER"
SPANS = ((Span.MONTH.value, "月"), (QUARTER, "四半期"), (Span.YEAR.value, "年度"))
MONTHS = 3


@dataclass(frozen=True)
class Quarter(Period):
    """Three months of a fiscal year, from April."""

    @property
    def label(self) -> str:
        number = ((self.first.month - 4) % 12) // MONTHS + 1
        return f"{fiscal_year_label(fiscal_year(self.first))}　第{number}四半期（{self.first.month}～{self.last.month}月）"

    @property
    def before(self) -> Period:
        return quarter_of(period_of(self.first, span=Span.MONTH).before)

    @property
    def next(self) -> Period:
        return quarter_of(period_of(self.after, span=Span.MONTH))


def quarter_of(month: Period) -> Quarter:
    """The quarter a month lies in."""
    for _back in range((month.first.month - 4) % MONTHS):
        month = month.before
    return Quarter(QUARTER, month.first, month.next.next.after)


@dataclass(frozen=True)
class Item:
    """One item the country asks for: a figure, of the whole town or of one programme."""

    key: str
    label: str
    figure: str
    programme: str = ""

    @property
    def counted(self) -> Figure:
        return FIGURES[self.figure]


@dataclass(frozen=True)
class Place:
    """Where an item is written, and what stands beside it."""

    item: str
    sheet: str
    cell: str
    label_cell: str
    label: str

    @property
    def address(self) -> str:
        return f"{self.sheet}!{self.cell}"


@dataclass(frozen=True)
class FormMapping:
    """Which item goes where in a workbook of this version."""

    version: str
    mark: str
    title: str
    places: tuple[Place, ...]

    def place_of(self, item: str) -> str:
        return next((one.address for one in self.places if one.item == item), "")


_ITEMS: dict[str, Any] = tomllib.loads((DATA / "items.toml").read_text(encoding="utf-8"))
ITEMS_VERSION, ITEMS_MARK, ITEMS_SOURCE = _ITEMS["version"], _ITEMS["mark"], _ITEMS["source"]
ITEMS: dict[str, Item] = {one["key"]: Item(**one) for one in _ITEMS["items"]}
USUAL_TEXT = (DATA / "mapping.toml").read_text(encoding="utf-8")


def mapping_of(text: str) -> FormMapping:
    """A mapping as it is written. An ``InputProblem`` says which line of it cannot be used, and why."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise InputProblem(
            f"対応表が読めません（{problem}）。書き方は、仮の対応表と見くらべてください。"
        ) from None
    cells = told.get("cells")
    if not isinstance(cells, list) or not cells or len(cells) > MOST_CELLS:
        raise InputProblem(f"対応表に、ますの一覧（[[cells]]）がありません。1から{MOST_CELLS}までです。")
    places = tuple(_place(nth, one) for nth, one in enumerate(cells, start=1))
    addresses = [one.address for one in places]
    twice = next((one for one in addresses if addresses.count(one) > 1), None)
    if twice:
        raise InputProblem(f"対応表で、{twice} に二つの項目が書かれます。どちらかを別のますにしてください。")
    return FormMapping(
        str(told.get("version", "（版の記載なし）"))[:60], str(told.get("mark", ""))[:20], str(told.get("title", ""))[:120], places
    )  # fmt: skip


def _place(nth: int, one: Any) -> Place:
    names = tuple(Place.__dataclass_fields__)
    if not isinstance(one, dict) or any(
        not isinstance(one.get(name), str) or not one[name] for name in names
    ):
        raise InputProblem(f"対応表の{nth}番めのますに、{'・'.join(names)} のどれかがありません。")
    place = Place(**{name: one[name] for name in names})
    if place.item not in ITEMS and place.item not in HEADS:
        raise InputProblem(
            f"対応表の{nth}番め：「{place.item[:30]}」という項目はありません。項目の一覧にある名前にしてください。"
        )
    for address in (place.cell, place.label_cell):
        if not ADDRESS.fullmatch(address):
            raise InputProblem(
                f"対応表の{nth}番め：「{address[:20]}」は、ますの名前として読めません（例：B6）。"
            )
    return place


USUAL = mapping_of(USUAL_TEXT)


def provisional(mapping: FormMapping = USUAL) -> bytes:
    """Our own workbook for a mapping, without numbers: plainly marked as not the original."""
    book = Workbook()
    book.remove(book.active)
    for place in mapping.places:
        if place.sheet not in book.sheetnames:
            page = book.create_sheet(place.sheet)
            page["A1"] = mapping.title
            page["A1"].font = Font(bold=True)
            page["A2"] = "【推定】国の様式の原本が手に入るまでの、仮の様式です。"
            page.column_dimensions["A"].width, page.column_dimensions["B"].width = 44, 24
        book[place.sheet][place.label_cell] = place.label
        book[place.sheet][place.cell].alignment = Alignment(horizontal="right")
    return _saved(book)


def opened(content: bytes) -> Workbook:
    """A workbook somebody handed in. An ``InputProblem`` says what to do."""
    if len(content) > LARGEST:
        raise InputProblem("様式のファイルが大きすぎます（2MBまで）。様式だけのファイルにしてください。")
    try:
        with ZipFile(BytesIO(content)) as packed:
            inside = sum(one.file_size for one in packed.infolist())
        if inside > LARGEST_INSIDE:
            raise InputProblem("様式のファイルの中身が大きすぎます。様式だけのファイルにしてください。")
        return load_workbook(BytesIO(content))
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        raise InputProblem(
            "Excel のファイルとして開けません。パスワードを外して、.xlsx の形で保存し直してください。"
        ) from None


def misplaced(book: Workbook, mapping: FormMapping) -> list[str]:
    """Every cell that is not as the mapping says: which, what was expected, what stands there."""
    found = []
    for one in mapping.places:
        if one.sheet not in book.sheetnames:
            names = "」「".join(book.sheetnames[:5])
            found.append(f"「{one.sheet}」というシートがありません（あるのは「{names}」）。")
            continue
        page = book[one.sheet]
        there = page[one.label_cell].value
        if _plain(there) != _plain(one.label):
            found.append(f"{one.sheet}の{one.label_cell}：「{one.label}」があるはずの所に、{_seen(there)}。")
        target = page[one.cell]
        if isinstance(target, MergedCell):
            found.append(
                f"{one.sheet}の{one.cell}：数を書くますが、結合されたますの途中です。左上のますを対応表に書いてください。"
            )
        elif isinstance(target.value, str) and target.value.strip():
            found.append(f"{one.sheet}の{one.cell}：空か数のはずの、数を書くますに、{_seen(target.value)}。")
    return list(dict.fromkeys(found))[:MOST_PROBLEMS]


def filled(book: Workbook, mapping: FormMapping, *, values: Mapping[str, int | str]) -> bytes:
    """The workbook with every item in its cell; everything else stays as it stood."""
    for one in mapping.places:
        book[one.sheet][one.cell] = values[one.item]
    return _saved(book)


def _saved(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _plain(value: object) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", "" if value is None else str(value)))


def _seen(value: object) -> str:
    text = "" if value is None else str(value).strip()
    if not text:
        return "何も書かれていません"
    kind = "計算式" if text.startswith("=") else ""
    return f"{kind}「{text[:LONGEST_SEEN]}」があります"


def heads(period: Period, mapping: FormMapping) -> dict[str, str]:
    """What is written above the numbers."""
    return {PERIOD: period.label, VERSION: mapping.version}
