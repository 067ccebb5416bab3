"""An office's list of people as it has grown over years, of any size, with the answer beside it: what has to become of each row.

Invented throughout. Eras, widths, days kept as numbers, merged cells, 外字, formulas without an answer, blank lines, the same
person twice in the same and in other words, flags that can and cannot be read.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from itertools import islice, product

from openpyxl import Workbook

SHEET_DAY_ZERO = date(1899, 12, 30)
HEAD = (
    *("宛名番号", "世帯番号", "氏　名", "フリガナ", "性別", "生年月日（和暦）"),
    *("住所", "電話", "続柄", "支援措置", "個人番号"),
)
ERAS = (
    (date(2019, 5, 1), "令和", "R"),
    (date(1989, 1, 8), "平成", "H"),
    (date(1926, 12, 25), "昭和", "S"),
)
WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")
HALF_KANA = dict(zip("アイウエオカキクケコサシスセソ", "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿ", strict=True))
LETTERS = "あいうえおかきくけこさしすせそ"
GAIJI = "\ue000"


@dataclass
class Dirty:
    """``people`` are those who must be registered: number, reading and day of birth. ``went`` counts destinations."""

    content: bytes
    lines: int
    above: int = 1
    heading_lines: int = 1
    blank: int = 0
    merged: int = 0
    went: Counter[str] = field(default_factory=Counter)
    people: set[tuple[str, str, str]] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)


def dirty_workbook(*, rows: int, seed: int) -> Dirty:
    """A workbook with so many rows that hold something."""
    chance = random.Random(seed)
    readings = islice(product(LETTERS, repeat=5), rows)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["令和８年度　相談者名簿"])
    sheet.append(list(HEAD))
    sheet.merge_cells("A1:K1")
    dirty = Dirty(b"", 0, merged=1)
    before: list[object] = []
    written, household = 0, 0
    while written < rows:
        kind = "plain" if not before else chance.choice(KINDS)
        if kind == "blank":
            sheet.append([None, " "])
            dirty.blank += 1
            continue
        written += 1
        if kind == "again":
            sheet.append(before)
            dirty.went["SAME"] += 1
            continue
        if kind == "otherwise":
            sheet.append([*before[:2], f"{before[2]}の別の人", *before[3:]])
            dirty.went["HELD"] += 1
            continue
        reading = "".join(next(readings))
        born = date(1930, 1, 1).fromordinal(date(1930, 1, 1).toordinal() + chance.randrange(34_000))
        joins = kind == "joined"
        household += not joins
        cells = _row(chance, written, household, reading, born)
        if kind in UNREADABLE:
            column, words = UNREADABLE[kind]
            cells[column] = words
            # Nobody lives with them, so that the answer holds for this row alone.
            cells[1] = None
            household += 1
            sheet.append(cells)
            dirty.went["HELD"] += 1
            continue
        if kind == "flagged":
            cells[9] = chance.choice(["○", "ＤＶ", "有"])
            dirty.hidden.add(reading)
        if kind == "gaiji":
            cells[2] = f"{cells[2]}{GAIJI}"
        if joins:
            cells[1] = None
        sheet.append(cells)
        if joins:
            sheet.merge_cells(
                start_row=sheet.max_row - 1, end_row=sheet.max_row, start_column=2, end_column=2
            )
            dirty.merged += 1
        before = cells if not joins else []
        dirty.went["NEW"] += 1
        dirty.people.add((str(written), reading, born.isoformat()))
    dirty.lines = sheet.max_row
    kept = BytesIO()
    book.save(kept)
    dirty.content = kept.getvalue()
    return dirty


UNREADABLE: dict[str, tuple[int, str]] = {
    "formula": (2, "=B4&C4"),
    "broken": (5, "#REF!"),
    "no day": (5, "昭和70年13月1日"),
    "no name": (2, "　"),
    "no kana": (3, "漢字"),
    "what flag": (9, "要確認？"),
}
KINDS = (
    *["plain"] * 24, *["joined"] * 6, *["blank"] * 2, *["again"] * 2, *["otherwise"], *["flagged"], *["gaiji"] * 2,
    *UNREADABLE,
)  # fmt: skip


def _row(chance: random.Random, at: int, household: int, reading: str, born: date) -> list[object]:
    katakana = "".join(chr(ord(one) + 0x60) for one in reading)
    number = chance.choice([at, f"{at:08}", str(at).translate(WIDE), f" {at} "])
    # No home and no telephone is written within another: what a protection covers would depend on the order of the rows.
    home = f"みほん町{household + 100_000}-{household % 9 + 1}"
    line = f"{1000 + household // 10_000}-{household % 10_000:04}"
    return [
        number, household, chance.choice([f"架空 {reading}", f"架空　{katakana}", f"架空\n{reading}"]),
        chance.choice([katakana, reading, "".join(HALF_KANA[one] for one in katakana)]),
        chance.choice(["男", "２", 1, "女性", "", "？"]), _day(chance, born),
        chance.choice([home, home.translate(WIDE)]), chance.choice(["", f"03-{line}", f"娘　{f'090-{line}'.translate(WIDE)}"]),
        chance.choice(["世帯主", "子", "", "いとこの友"]), chance.choice([None, "無", "×"]), "123456789018",
    ]  # fmt: skip


def _day(chance: random.Random, day: date) -> object:
    start, name, letter = next(one for one in ERAS if one[0] <= day)
    year = day.year - start.year + 1
    return chance.choice(
        [
            day, day.isoformat(), f"{day:%Y/%m/%d}", f"{name}{'元' if year == 1 else year}年{day.month}月{day.day}日",
            f"{letter}{year}.{day.month}.{day.day}", f"{name}{year}年{day.month}月{day.day}日".translate(WIDE),
            (day - SHEET_DAY_ZERO).days if day.year >= 1930 else day,
        ]
    )  # fmt: skip
