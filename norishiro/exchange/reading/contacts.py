"""One row of an office's records of support: when, how, with whom, and what was written. Nothing that is written is lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import ClassVar

from norishiro.core import names
from norishiro.core.text import NARRATIVE_LIMIT, InputProblem, clean_text
from norishiro.exchange.layouts import Layout, fields_of
from norishiro.exchange.reading.persons import (
    ReadRow,
    birth_of,
    day_of,
    exact_of,
    line_of,
    number_of,
    refuse_formulas,
)

LABELS = {one.code: one.label for one in fields_of("CONTACTS")}
LINES = {"with_whom": 200, "place": 120, "writer": 80, "name": 120}
MEETING_METHODS = ("VISIT", "PHONE", "DESK", "ESCORT", "ONLINE")
LONGEST_MINUTES = 24 * 60
_CLOCK = re.compile(r"(午前|午後|AM|PM)?(\d{1,2})(?::|時)?(\d{2}|半)?(?:分)?(?::\d{2})?", re.IGNORECASE)
_MOMENT = re.compile(r"(.*\d日?)[ T](\d{1,2}:\d{2})(?::\d{2})?(?:\.\d+)?")
_SPENT = re.compile(r"(?:(\d{1,2})(?:時間|:|h))?(?:(\d{1,3})(?:分|m)?)?(半)?", re.IGNORECASE)


@dataclass
class ReadContact(ReadRow):
    """A record of support."""

    labels: ClassVar[Mapping[str, str]] = LABELS


def read_contact(line_no: int, cells: Mapping[str, str], layout: Layout, *, today: date) -> ReadContact:
    """Read one row by the layout. What cannot be read stops the row where it is needed, and stands in the text where not."""
    read = ReadContact(line_no)
    given = {name: cells.get(heading, "") for name, heading in layout.columns.items()}
    refuse_formulas(read, given)
    _part_moment(given)
    for name, limit in LINES.items():
        read.values[name] = line_of(read, name, given.get(name, ""), limit)
    for name in ("record", "number"):
        read.values[name] = number_of(given.get(name, ""))
    read.values["birth"] = day_of(read, "birth", given.get("birth", ""), birth_of, today)
    read.values["happened_on"] = day_of(read, "happened_on", given.get("happened_on", ""), exact_of, today)
    kept = [*_clock(read, given), *_minutes(read, given), *_words(read, given, layout)]
    _texts(read, given, kept)
    if not read.values["happened_on"] and not read.is_stopped:
        read.say("happened_on", "日付が空です。もとの表に入れてください。", stops=True)
    if not names.name_key(read.values["name"]) and not read.values["number"]:
        read.say(
            "name", "氏名も、もとの番号もありません。だれの記録か、もとの表に入れてください。", stops=True
        )
    return read


def _part_moment(given: dict[str, str]) -> None:
    """Programs write day and time into one column (送信日時)."""
    found = _MOMENT.fullmatch(unicodedata.normalize("NFKC", given.get("happened_on", "")).strip())
    if found:
        given["happened_on"] = found[1]
        given["happened_at"] = given.get("happened_at", "").strip() or found[2]


def _texts(read: ReadContact, given: Mapping[str, str], kept: list[str]) -> None:
    """The text as it was written; below it, what found no field of its own."""
    for name in ("body", "impression"):
        try:
            read.values[name] = clean_text(given.get(name, "").strip(), limit=NARRATIVE_LIMIT)
        except InputProblem as problem:
            read.say(name, problem.message, stops=True)
            read.values[name] = ""
    if not read.values["body"] and not read.is_stopped:
        read.say("body", "内容が空です。もとの表に、ひとことでも書いてください。", stops=True)
    if kept and read.values["body"]:
        read.values["body"] += "\n" + "\n".join(f"事実：{one}" for one in kept)


def _clock(read: ReadContact, given: Mapping[str, str]) -> list[str]:
    read.values["happened_at"] = ""
    said = re.sub(r"\s", "", unicodedata.normalize("NFKC", given.get("happened_at", "")))
    if not said:
        return []
    found = _CLOCK.match(said)
    hour = (
        int(found[2]) + (12 if (found[1] or "").upper() in ("午後", "PM") and int(found[2]) < 12 else 0)
        if found
        else 99
    )
    minute = 30 if found and found[3] == "半" else int(found[3] or 0) if found else 99
    if hour < 24 and minute < 60:
        read.values["happened_at"] = f"{hour:02d}:{minute:02d}"
        rest = said[found.end() :] if found else ""
        return [f"時刻 {said}"] if rest.strip("~〜-−ー") else []
    read.say("happened_at", f"時刻「{said[:20]}」を読めないので、文の終わりに残します。")
    return [f"時刻 {said[:40]}"]


def _minutes(read: ReadContact, given: Mapping[str, str]) -> list[str]:
    read.values["minutes"] = ""
    said = re.sub(r"\s", "", unicodedata.normalize("NFKC", given.get("minutes", "")))
    if not said:
        return []
    found = _SPENT.fullmatch(said)
    spent = int(found[1] or 0) * 60 + int(found[2] or 0) + (30 if found[3] else 0) if found else 0
    if 0 < spent <= LONGEST_MINUTES:
        read.values["minutes"] = str(spent)
        return []
    read.say("minutes", f"所要「{said[:20]}」を分に読めないので、文の終わりに残します。")
    return [f"所要 {said[:40]}"]


def _words(read: ReadContact, given: Mapping[str, str], layout: Layout) -> list[str]:
    """The method, and whether somebody was met. A word nobody has said the meaning of stands in the text."""
    kept = []
    said = given.get("method", "").strip()
    method = layout.value_of("method", said) if said else None
    if said and method is None:
        read.say(
            "method",
            f"方法「{said[:20]}」の読み方が決まっていないので、「その他」で入れ、文の終わりに残します。",
        )
        kept.append(f"方法 {said[:40]}")
    read.values["method"] = method or "OTHER"
    usual = "MET" if read.values["method"] in MEETING_METHODS else "NOT_APPLICABLE"
    answer = given.get("met", "").strip()
    met = layout.value_of("met", answer) if answer else usual
    if met is None:
        read.say("met", f"「{answer[:20]}」の読み方が決まっていないので、文の終わりに残します。")
        kept.append(f"会えたか {answer[:40]}")
    read.values["met"] = met or usual
    if read.values["method"] == "AGENCY_CALL" and not read.values["with_whom"]:
        read.values["with_whom"] = "（相手の書かれていない記録）"
    return kept


def contact_key(values: Mapping[str, str], *, person: str) -> str:
    """Under what this record is known the next time: its own number, else a mark of whose, when, how and what."""
    if values["record"]:
        return f"#{values['record']}"
    parts = [
        person,
        values["happened_on"],
        values["happened_at"],
        values["method"],
        values["body"],
        values["impression"],
    ]
    return f"~{sha256('|'.join(parts).encode()).hexdigest()[:40]}"
