"""A row of a standard dataset: what is taken, what was repaired, what was left and why. Nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from norishiro.core.addresses import address_key
from norishiro.core.names import name_key
from norishiro.core.sheets import Line
from norishiro.opendata.choices import NoteKind
from norishiro.opendata.datasets import Dataset, datasets, heading_key
from norishiro.opendata.reading import cells
from norishiro.opendata.reading.tables import Table
from norishiro.resources.opening import Rule, read_opening

NAME_LIMIT = 120
ABOUT_LIMIT = 300
SUMS = ("計", "合計", "総計", "小計")
WEEKDAYS = "月火水木金土日"


@dataclass(frozen=True)
class Note:
    """One thing to say of a row, with what stood there and what stands there now."""

    kind: NoteKind
    about: str
    words: str
    before: str = ""
    after: str = ""


@dataclass
class ReadRow:
    """A row as it was read. ``offer``: fields of a place; the registry's own checks come later."""

    line_no: int
    external_id: str = ""
    name: str = ""
    kana: str = ""
    address: str = ""
    offer: dict[str, Any] = field(default_factory=dict)
    organisation: str = ""
    venue: str = ""
    directions: str = ""
    opening_words: str = ""
    opening: tuple[Rule, ...] = ()
    spot: cells.Spot = field(default_factory=cells.Spot)
    hazards: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    notes: list[Note] = field(default_factory=list)
    raw: dict[str, str] = field(default_factory=dict)

    @property
    def is_held(self) -> bool:
        return any(one.kind is NoteKind.HELD for one in self.notes)

    @property
    def is_repaired(self) -> bool:
        return bool(self.notes) and not self.is_held

    def note(self, kind: NoteKind, about: str, words: str, before: str = "", after: object = "") -> None:
        self.notes.append(Note(kind, about, words, before.strip()[:300], str(after)[:300]))


def read_rows(table: Table, dataset: Dataset, *, today: date) -> list[ReadRow]:
    """Every row of the table, in its order. A second row of the same number or place is held back."""
    rows = [_Row(line, dataset, today).read() for line in table.lines]
    _hold_doubles(rows, lambda row: row.external_id, "同じ番号の行が、前にあります")
    _hold_doubles(
        rows,
        lambda row: f"{name_key(row.name)}|{address_key(row.address)}" if row.name and dataset.code != "EVENT" else "",
        "同じ名称・所在地の行が、前にあります",
    )  # fmt: skip
    return rows


def _hold_doubles(rows: Iterable[ReadRow], key: Callable[[ReadRow], str], words: str) -> None:
    first: dict[str, int] = {}
    for row in rows:
        found = key(row)
        if not found or row.is_held:
            continue
        if found in first:
            row.note(
                NoteKind.HELD,
                "行",
                f"{words}（{first[found]}行目）。どちらが正しいか、もとの表で確かめてください。",
            )
        first.setdefault(found, row.line_no)


class _Row:
    """Reads one line; ``row`` fills up on the way."""

    def __init__(self, line: Line, dataset: Dataset, today: date) -> None:
        self.line, self.dataset, self.today = line, dataset, today
        self.row = ReadRow(line.number, raw={name: text for name, text in line.cells.items() if text.strip()})
        self.given: dict[str, tuple[str, str]] = {}
        for heading, text in line.cells.items():
            about = datasets().columns.get(heading_key(heading))
            if about and text.strip() and about not in self.given:
                self.given[about] = (heading, text)

    def read(self) -> ReadRow:
        row = self.row
        self._name()
        if row.is_held:
            return row
        self._number()
        self._address()
        self._offer()
        self._opening()
        self._rest()
        return row

    # --- helpers ------------------------------------------------------------------------------------

    def text(self, about: str) -> str:
        return self.given.get(about, ("", ""))[1]

    def take(self, about: str, reader: Callable[[str], cells.Read]) -> Any:
        """What the reader made of the cell; its repair or refusal is noted under the heading of the file."""
        heading, before = self.given.get(about, ("", ""))
        if not before:
            return None
        found = reader(before)
        if found.unread:
            self.row.note(NoteKind.UNREAD, heading, found.unread, before)
        elif found.repair:
            self.row.note(NoteKind.REPAIR, heading, found.repair, before, found.value)
        return found.value

    # --- parts --------------------------------------------------------------------------------------

    def _name(self) -> None:
        row = self.row
        row.name = self.take("name", cells.words) or ""
        row.kana = self.take("kana", cells.words) or ""
        if not row.name:
            why = "注記か、見出しのくりかえしのようです" if len(row.raw) == 1 else "名称がありません"
            row.note(
                NoteKind.HELD,
                "名称",
                f"{why}。場の行なら、もとの表の「名称」に書いて、読みなおしてください。",
            )
        elif len(row.raw) == 1:
            row.note(
                NoteKind.HELD,
                "名称",
                "名称のほかに何もありません（注記のようです）。場の行なら、所在地などを足してください。",
                row.name,
            )
        elif row.name.replace(" ", "") in SUMS:
            row.note(NoteKind.HELD, "名称", "合計の行のようです。入れません。", row.name)
        elif len(row.name) > NAME_LIMIT:
            row.note(
                NoteKind.HELD,
                "名称",
                f"名称が{NAME_LIMIT}字より長いです。もとの表で短くしてください。",
                row.name,
            )
        elif heading_key(row.name) in datasets().columns:
            row.note(NoteKind.HELD, "名称", "見出しのくりかえしのようです。入れません。", row.name)

    def _number(self) -> None:
        code = self.take("code", cells.municipal_code) or ""
        keys = {heading_key(heading): text for heading, text in self.line.cells.items()}
        numbers = (cells.plain(keys[one]) for one in self.dataset.number if cells.plain(keys.get(one, "")))
        number = next(numbers, "")
        self.row.external_id = f"{code}-{number}"[:80] if number else ""

    def _address(self) -> None:
        row = self.row
        city, prefecture = cells.plain(self.text("city")), cells.plain(self.text("prefecture"))
        address = self.take("address", cells.words) or "".join(
            self.take(part, cells.words) or "" for part in ("town", "street")
        )
        if not address and re.search(r"\d|丁目|番地|大字", city):
            heading, before = self.given["city"]
            address, city = cells.words(before).value, ""
            row.note(NoteKind.REPAIR, heading, "住所がまるごと、この列に入っていました", before, address)
        whole = address
        if whole and city and city not in whole:
            whole = f"{city}{whole}"
        if whole and prefecture and not whole.startswith(prefecture):
            whole = f"{prefecture}{whole}"
        if whole != address:
            row.note(
                NoteKind.REPAIR, "住所", "都道府県・市区町村を、同じ行の列から補いました", address, whole
            )
        building = self.take("building", cells.words)
        row.address = f"{whole} {building}".strip() if building else whole
        if len(row.address) > 300:
            row.note(
                NoteKind.HELD, "住所", "住所が300字より長いです。もとの表で短くしてください。", row.address
            )

    def _offer(self) -> None:
        row, offer = self.row, self.row.offer
        offer["phone"] = self.take("phone", cells.phone) or ""
        offer["website"] = self.take("website", cells.website) or ""
        offer["capacity"] = self.take("capacity", cells.number) or None
        offer["age_from"], offer["age_to"] = self._ages()
        parts = [self.take(part, cells.words) or "" for part in ("kind_word", "about", "note")]
        about = "／".join(one for one in parts if one)
        if len(about) > ABOUT_LIMIT:
            row.note(
                NoteKind.UNREAD,
                "説明",
                f"長いので{ABOUT_LIMIT}字まで入れます。もとの文は、取込みの記録に残ります",
                about,
            )
        offer["about"] = about[:ABOUT_LIMIT]
        row.organisation = (self.take("organisation", cells.words) or "")[:NAME_LIMIT]
        row.venue = (self.take("venue", cells.words) or "")[:NAME_LIMIT]
        row.directions = (self.take("directions", cells.words) or "")[:200]

    def _ages(self) -> tuple[int | None, int | None]:
        text = self.text("ages")
        if not text:
            return None, None
        found = cells.ages(text)
        if found is None:
            self.row.note(
                NoteKind.UNREAD, self.given["ages"][0], "年齢を「何歳から何歳まで」に読めません", text
            )
        return found or (None, None)

    def _opening(self) -> None:
        """Days, hours and the remark are read as one; where any piece is not understood, all of it stays in words."""
        row = self.row
        days, opens, closes = (cells.plain(self.text(one)) for one in ("days", "opens", "closes"))
        remark = cells.words(self.text("opening_note")).value
        hours = f"{opens}～{closes}" if opens and closes else ""
        row.opening_words = " ".join(str(one) for one in (days, hours or opens or closes, remark) if one)[
            :500
        ]
        if not row.opening_words or self.dataset.code == "EVENT":
            return
        listed = "・".join(days) if days and all(one in WEEKDAYS for one in days) else days
        read = read_opening("\n".join(str(one) for one in (f"{listed} {hours}".strip(), remark) if one))
        if read.is_whole:
            row.opening = read.rules
            return
        left = "、".join(f"「{one.text}」" for one in read.unread) or "曜日"
        row.note(
            NoteKind.UNREAD,
            "開く日",
            f"{left[:200]}を読み取れません。開く日は決めず、もとのことばを残します",
            row.opening_words,
        )

    def _rest(self) -> None:
        row = self.row
        row.spot = cells.spot(self.text("latitude"), self.text("longitude"))
        if row.spot.unread:
            row.note(
                NoteKind.UNREAD,
                "緯度・経度",
                row.spot.unread,
                f"{self.text('latitude')}、{self.text('longitude')}",
            )
        row.starts_on = self.take("starts_on", self._day)
        row.ends_on = self.take("ends_on", self._day)
        if self.dataset.code == "EVENT" and row.starts_on is None:
            row.note(NoteKind.HELD, "開始日", "いつの催しか分かりません。もとの表の開始日を直してください。")
        self._hazards()

    def _day(self, text: str) -> cells.Read:
        return cells.day(text, today=self.today)

    def _hazards(self) -> None:
        row, yes, marks = self.row, [], set()
        for heading, text in self.line.cells.items():
            code = datasets().hazards.get(heading_key(heading))
            if code is None:
                continue
            found = cells.flag(text)
            if found.unread:
                row.note(NoteKind.UNREAD, heading, found.unread, text)
            elif found.value:
                yes.append(code)
                marks |= {text.strip()} if found.repair else set()
        row.hazards = tuple(yes)
        if marks:
            said = "・".join(sorted(marks))
            row.note(NoteKind.REPAIR, "災害の種類", f"「{said}」を「あてはまる」と読みました", said, len(yes))
