"""One row of a list of people: what could be read, what was repaired, and why it cannot be taken. Nothing is guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import ClassVar

from norishiro.core import names
from norishiro.core.calendar import DateProblem, PartialDate, parse_date, parse_day
from norishiro.core.text import InputProblem, clean_line
from norishiro.core.withheld import fold
from norishiro.exchange.layouts import Layout, fields_of
from norishiro.exchange.reading.tables import ERRORS
from norishiro.opendata.reading.cells import phone as read_phone

# The day that a spreadsheet calls 0, for days after February 1900 (the sheet believes in a 29th of that month).
SHEET_DAY_ZERO = date(1899, 12, 30)
TEXTS = {"name": 120, "address": 200, "building": 200}
LABELS = {one.code: one.label for one in fields_of("PEOPLE")}
UNREADABLE = "UNREADABLE"


@dataclass(frozen=True)
class Note:
    """One remark on a row. ``stops``: it is why the row cannot be taken."""

    about: str
    words: str
    stops: bool = False


@dataclass
class ReadRow:
    """A row as read. ``values`` are plain and can be kept."""

    line_no: int
    values: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    labels: ClassVar[Mapping[str, str]] = {}

    @property
    def is_stopped(self) -> bool:
        return any(one.stops for one in self.notes)

    def say(self, name: str, words: str, *, stops: bool = False) -> None:
        self.notes.append(Note(self.labels.get(name, name), words, stops))


@dataclass
class ReadPerson(ReadRow):
    """A person. ``flag`` is empty, a kind of protection, or ``UNREADABLE``."""

    flag: str = ""
    labels: ClassVar[Mapping[str, str]] = LABELS


def refuse_formulas(read: ReadRow, given: Mapping[str, str]) -> None:
    """A formula without its answer is no empty cell: it stops the row."""
    for name, cell in given.items():
        plain = cell.strip()
        if plain.startswith("=") or plain in ERRORS:
            read.say(
                name,
                f"数式の答えが入っていません（{plain[:30]}）。Excel で開いて計算させ、値にして保存してください。",
                stops=True,
            )


def read_person(line_no: int, cells: Mapping[str, str], layout: Layout, *, today: date) -> ReadPerson:
    """Read one row by the layout. A cell that cannot be read stops the row, with what to do."""
    read = ReadPerson(line_no)
    given = {name: cells.get(heading, "") for name, heading in layout.columns.items()}
    refuse_formulas(read, given)
    _texts(read, given)
    _days(read, given, today)
    _words(read, given, layout)
    read.values["number"] = number_of(given.get("number", ""))
    read.values["household"] = number_of(given.get("household", ""))
    if not names.name_key(read.values.get("name", "")):
        read.say("name", "氏名が空です。もとの表に氏名（分からなければ呼び名）を入れてください。", stops=True)
    return read


def _texts(read: ReadPerson, given: Mapping[str, str]) -> None:
    for name, limit in TEXTS.items():
        read.values[name] = line_of(read, name, given.get(name, ""), limit)
    building = read.values.pop("building")
    whole = "　".join(one for one in (read.values["address"], building) if one)
    if len(whole) > TEXTS["address"]:
        read.say("address", "住所が長すぎます（200字まで）。短くしてください。", stops=True)
    read.values["address"] = whole[: TEXTS["address"]]
    for problem in names.display_check(read.values["name"]):
        read.say("name", problem.message, stops=problem.refused)
    read.values["kana"] = _kana(read, given.get("kana", ""))
    read.values["postal_code"] = _postal(read, given.get("postal_code", ""))
    read.values["phone"] = _phone(read, given.get("phone", ""))


def line_of(read: ReadRow, name: str, text: str, limit: int) -> str:
    """As written, on one line, half-width kana made wide."""
    said = re.sub(r"\s*[\r\n\t\v\f]+\s*", " ", text.strip())
    wide = re.sub("[\uff61-\uff9f]+", lambda found: unicodedata.normalize("NFKC", found.group()), said)
    if wide != text.strip():
        read.say(name, "半角カナや改行を、ふつうの書き方に直しました。")
    try:
        return clean_line(wide, limit=limit)
    except InputProblem as problem:
        read.say(name, problem.message, stops=True)
        return ""


def _kana(read: ReadPerson, text: str) -> str:
    """In hiragana, as the pages keep it; what is no kana is left out and said."""
    wide = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()
    said = "".join(chr(ord(one) - 0x60) if "ァ" <= one <= "ヶ" else one for one in wide)
    if not said:
        return ""
    if names.kana_check(said) or len(said) > 160:
        read.say("kana", "ふりがなに、かなでない字があります。直してください。", stops=True)
        return ""
    return said


def _postal(read: ReadPerson, text: str) -> str:
    figures = re.sub(r"[-‐‑‒–—―−〒ー\s]", "", unicodedata.normalize("NFKC", text))
    if figures and not re.fullmatch(r"\d{7}", figures):
        read.say("postal_code", "郵便番号を7桁の数字に読めないので、入れません。住所はそのまま入れます。")
        return ""
    return f"{figures[:3]}-{figures[3:]}" if figures else ""


def _phone(read: ReadPerson, text: str) -> str:
    """As a number where it is one; else as written, because 「娘 090-…」 is worth keeping."""
    found = read_phone(text)
    said = (
        str(found.value) if found.value else line_of(read, "phone", unicodedata.normalize("NFKC", text), 60)
    )
    if found.unread and said:
        read.say("phone", f"{found.unread}。書いてあるとおりに入れます。")
    return said


def _days(read: ReadPerson, given: Mapping[str, str], today: date) -> None:
    read.values["birth"] = day_of(read, "birth", given.get("birth", ""), birth_of, today)
    read.values["died_on"] = day_of(read, "died_on", given.get("died_on", ""), exact_of, today)
    born = PartialDate.from_code(read.values["birth"]).latest() if read.values["birth"] else None
    if read.values["died_on"] and born and read.values["died_on"] < born.isoformat():
        read.say(
            "died_on",
            "亡くなった日が、生まれた日より前になっています。もとの表を確かめてください。",
            stops=True,
        )


def day_of(read: ReadRow, name: str, text: str, reader: Callable[[str, date], str], today: date) -> str:
    said = unicodedata.normalize("NFKC", text).strip()
    said = re.sub(r"[ T]0?0:00(:00)?$", "", said)
    if not said or said.startswith("="):
        return ""
    if re.fullmatch(r"\d{4,5}", said) and 8_000 <= int(said) <= (today - SHEET_DAY_ZERO).days:
        meant = (SHEET_DAY_ZERO + timedelta(days=int(said))).isoformat()
        read.say(name, f"日付の数字 {said} を、{meant} と読みました（表計算の日付の数え方）。")
        said = meant
    try:
        return reader(said, today)
    except (DateProblem, InputProblem) as problem:
        read.say(name, problem.message, stops=True)
        return ""


@lru_cache(maxsize=100_000)
def birth_of(said: str, today: date) -> str:
    return parse_date(said, today=today, must_be_past=True).to_code()


@lru_cache(maxsize=10_000)
def exact_of(said: str, today: date) -> str:
    return parse_day(said, today=today, must_be_past=True).isoformat()


def _words(read: ReadPerson, given: Mapping[str, str], layout: Layout) -> None:
    for name in ("sex", "relation"):
        code = layout.value_of(name, given.get(name, ""))
        if code is None:
            read.say(
                name, f"「{given[name].strip()[:20]}」の読み方が決まっていないので、「不明」で入れます。"
            )
        read.values[name] = code or "UNKNOWN"
    flag = layout.value_of("flag", given.get("flag", ""))
    if flag is None:
        read.say(
            "flag",
            f"支援措置の印「{given['flag'].strip()[:20]}」を読み取れません。「列の読み方」で、何を表すかを決めてください。決まるまで、この人は入れません。",
            stops=True,
        )
    read.flag = UNREADABLE if flag is None else "" if flag == "NONE" else flag


def number_of(text: str) -> str:
    """Without blanks, and without zeros in front: spreadsheets drop them, and the same person would stand there twice."""
    said = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    return (said.lstrip("0") or said)[:40]


def key_of(values: Mapping[str, str]) -> str:
    """Under what this row is known the next time: its number, else a mark of name, reading and birth, or of
    name, reading and address."""
    if values["number"]:
        return values["number"]
    who = [
        names.name_key(values["name"]),
        names.kana_key(values["kana"]),
        values["birth"] or fold(values["address"]),
    ]
    return f"~{sha256('|'.join(who).encode()).hexdigest()[:40]}"
