"""機関・職員・居場所の一覧: an office's own lists, before anybody is helped with it. Each row gets one destination; nothing is guessed.

What is here already is left as it is, and in what it differs is said. A row of which something cannot be read is held back with
every reason; the others go on.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from norishiro.agencies.choices import Body
from norishiro.agencies.choices import Field as Subject
from norishiro.agencies.models import Agency, Appointment, Role, Staff, live_on
from norishiro.agencies.permissions import Permission
from norishiro.core.calendar import DateProblem, parse_day
from norishiro.core.sheets import Line
from norishiro.core.text import InputProblem
from norishiro.exchange.choices import Destination
from norishiro.exchange.layouts import heading_key, word_key
from norishiro.exchange.reading import read_table
from norishiro.resources.catalogue import catalogue
from norishiro.resources.choices import OrganisationKind
from norishiro.resources.models import Organisation, Place

FILE = Path(__file__).parent / "data" / "offices.toml"
# As the screen asks it of a new account.
LOGIN_ID = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]{2,39}$")
# So long a field may be; the columns of the models.
LONGEST = {
    "about": 300,
    "website": 200,
    "place": 200,
    "contact_note": 200,
    "directions": 200,
    "phone": 20,
    "qualification": 80,
}
LONGEST_ELSE = 120
YES, NO = ("はい", "有", "○", "1", "可", "公開"), ("いいえ", "無", "×", "0", "不可", "非公開", "")


@dataclass(frozen=True)
class Column:
    code: str
    label: str
    needed: bool
    headings: tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """One kind of list: who may bring it in, and its columns."""

    code: str
    label: str
    permission: Permission
    columns: tuple[Column, ...]


@cache
def kinds() -> dict[str, Kind]:
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {code: _kind(code, one) for code, one in read.items() if isinstance(one, dict)}


def _kind(code: str, one: Mapping[str, Any]) -> Kind:
    columns = tuple(
        Column(each["code"], each["label"], each.get("needed", False), tuple(map(heading_key, each["headings"])))
        for each in one["fields"]
    )  # fmt: skip
    return Kind(code, one["label"], Permission[one["permission"]], columns)


@dataclass
class Row:
    """One line of the file: what was read, what becomes of it, and why."""

    line_no: int
    values: dict[str, str]
    destination: Destination = Destination.NEW
    notes: list[str] = field(default_factory=list)

    def hold(self, words: str) -> None:
        self.destination = Destination.HELD
        self.notes.append(words)

    @property
    def is_held(self) -> bool:
        return self.destination == Destination.HELD

    @property
    def name(self) -> str:
        return self.values["name"]


@dataclass(frozen=True)
class Looked:
    """A list as it was read: its rows, and headings nobody knows."""

    kind: Kind
    rows: list[Row]
    unread: list[str]


def look_at(kind: Kind, content: bytes, *, today: date) -> Looked:
    """Read the file and say what would become of each row. Changes nothing. An ``InputProblem`` says what to do."""
    table = read_table(content, known={one for column in kind.columns for one in column.headings})
    at = _columns(kind, table.headings)
    missing = [one.label for one in kind.columns if one.needed and one.code not in at]
    if missing:
        raise InputProblem(
            f"「{'」「'.join(missing)}」の列がありません。見出しの行に書いてください（使える見出しは「移行の手引き」にあります）。"
        )
    rows = [_row(kind, line, at) for line in table.lines]
    PLANS[kind.code](rows, today=today)
    return Looked(kind, rows, [one for one in table.headings if one and one not in at.values()])


def _columns(kind: Kind, headings: Sequence[str]) -> dict[str, str]:
    keys = {heading_key(one): one for one in reversed(headings) if one}
    found: dict[str, str] = {}
    for column in kind.columns:
        heading = next((keys[one] for one in column.headings if one in keys), None)
        if heading is not None and heading not in found.values():
            found[column.code] = heading
    return found


def _row(kind: Kind, line: Line, at: Mapping[str, str]) -> Row:
    row = Row(line.number, {})
    for column in kind.columns:
        said = unicodedata.normalize("NFC", line.cells.get(at.get(column.code, ""), "")).strip()
        row.values[column.code] = said
        if column.needed and not said:
            row.hold(f"「{column.label}」が空です。")
        if said.startswith("=") or len(said) > LONGEST.get(column.code, LONGEST_ELSE):
            row.hold(
                f"「{column.label}」が、計算式のままか、長すぎます（{LONGEST.get(column.code, LONGEST_ELSE)}文字まで）。"
            )
    return row


# --- what is the same for each kind ------------------------------------------------------------------------


def _coded(row: Row, name: str, label: str, offered: Mapping[str, str], *, default: str = "") -> None:
    """A word of ours, or its code; anything else is held back with the words there are."""
    said = row.values[name]
    if not said:
        row.values[name] = default
        return
    by_word = {word_key(words): code for code, words in offered.items()} | {code: code for code in offered}
    code = by_word.get(word_key(said))
    if code is None:
        row.hold(
            f"「{label}」の「{said[:20]}」は、のりしろにないことばです。{'、'.join(offered.values())} のどれかにしてください。"
        )
    row.values[name] = code or ""


def _day(row: Row, name: str, label: str, *, today: date) -> None:
    """A day as people write it; the day of the file's own coming where none is written, and that is said."""
    if not row.values[name]:
        row.values[name] = today.isoformat()
        row.notes.append(f"「{label}」が空なので、今日（{today:%Y-%m-%d}）からにします。")
        return
    try:
        row.values[name] = parse_day(
            re.sub(r"[ T]0?0:00(:00)?$", "", row.values[name]), today=today
        ).isoformat()
    except (DateProblem, InputProblem) as problem:
        row.hold(f"「{label}」：{problem.message}")


def _yes(row: Row, name: str, label: str) -> None:
    said = word_key(row.values[name])
    if said not in {word_key(one) for one in (*YES, *NO)}:
        row.hold(f"「{label}」は、はい・いいえ のどちらかにしてください。")
    row.values[name] = "1" if said in {word_key(one) for one in YES} else ""


def _number(row: Row, name: str, label: str) -> None:
    said = re.sub(r"[,円人]", "", unicodedata.normalize("NFKC", row.values[name])).strip()
    said = "0" if said == "無料" else said
    if said and not (said.isdecimal() and int(said) <= 32_000):
        row.hold(f"「{label}」は、数だけを書いてください（いまは「{row.values[name][:20]}」）。")
        said = ""
    row.values[name] = said


def _here(row: Row, differing: Sequence[str]) -> None:
    """Already registered: nothing is written over."""
    row.destination = Destination.SAME
    if differing:
        row.notes.append(
            f"もう登録があります。いまの登録と違うところ：{'、'.join(differing)}。書きかえません。"
        )


def _doubles(rows: Sequence[Row], key: Any) -> None:
    first: dict[Any, Row] = {}
    for row in rows:
        before = None if row.is_held else first.setdefault(key(row), row)
        if before is not None and before is not row:
            row.hold(f"{before.line_no}行目と同じです。どちらか一つにしてください。")


# --- each kind ---------------------------------------------------------------------------------------------


def _plan_agencies(rows: Sequence[Row], *, today: date) -> None:
    standing = {one.name: one for one in Agency.objects.filter(live_on(today))}
    _doubles(rows, lambda row: row.name)
    for row in rows:
        _coded(row, "field", "分野", dict(Subject.choices))
        _coded(row, "body", "設置主体", dict(Body.choices))
        there = standing.get(row.name)
        if there is None:
            _day(row, "from_on", "始まり", today=today)
        elif not row.is_held:
            labels = {"field": "分野", "body": "設置主体", "phone": "電話", "place": "所在"}
            _here(
                row,
                [
                    label
                    for name, label in labels.items()
                    if row.values[name] and row.values[name] != getattr(there, name)
                ],
            )
    # Whoever stands over a row must be here, or come with the same list.
    held = True
    while held:
        held = False
        coming = {row.name for row in rows if not row.is_held}
        for row in rows:
            over = row.values["parent"]
            if (
                row.destination == Destination.NEW
                and over
                and (over == row.name or over not in coming | set(standing))
            ):
                row.hold(f"上の組織「{over[:40]}」が、この一覧にも登録にもありません。")
                held = True


def _plan_staff(rows: Sequence[Row], *, today: date) -> None:
    agencies = {one.name: one for one in Agency.objects.filter(live_on(today))}
    roles = {one.label: one for one in Role.objects.filter(live_on(today))}
    ids = {row.values["login_id"] for row in rows}
    people = {one.login_id: one for one in Staff.objects.filter(login_id__in=ids)}
    held = {
        (one.staff.login_id, one.agency.name, one.role.label)
        for one in Appointment.objects.filter(live_on(today), staff__login_id__in=ids).select_related(
            "staff", "agency", "role"
        )
    }
    names: dict[str, Row] = {}
    _doubles(rows, lambda row: (row.values["login_id"], row.values["agency"], row.values["role"]))
    for row in rows:
        login, person = row.values["login_id"], people.get(row.values["login_id"])
        if login and not LOGIN_ID.match(login):
            row.hold("職員IDは、半角の英数字と . _ - で、3文字から40文字にしてください。")
        before = names.setdefault(login, row)
        if before.name != row.name or (person is not None and person.name != row.name):
            row.hold(f"職員ID「{login[:40]}」は、別の氏名の人にも使われています。")
        if person is not None and not person.is_active:
            row.hold("この職員IDは、もう使えなくなっています。別のIDにしてください。")
        if row.values["agency"] and row.values["agency"] not in agencies:
            row.hold(
                f"機関「{row.values['agency'][:40]}」の登録がありません。先に、機関の一覧を入れてください。"
            )
        if row.values["role"] and row.values["role"] not in roles:
            row.hold(
                f"役職「{row.values['role'][:40]}」は、この自治体の設定にありません。使える役職：{'、'.join(sorted(roles))}"
            )
        if (login, row.values["agency"], row.values["role"]) in held:
            if not row.is_held:
                row.destination = Destination.SAME
        else:
            _day(row, "from_on", "任期の始まり", today=today)


def _plan_places(rows: Sequence[Row], *, today: date) -> None:
    for row in rows:
        row.values["venue"] = row.values["venue"] or row.name
        _coded(row, "kind", "種類", {one.code: one.name for one in catalogue().kinds})
        _coded(row, "organisation_kind", "団体の種類", dict(OrganisationKind.choices))
        for name, label in (("private_home", "個人の家"), ("is_public", "公開してよい")):
            _yes(row, name, label)
        for name, label in (("capacity", "定員"), ("fee", "費用（円）")):
            _number(row, name, label)
        if row.values["private_home"] and row.values["is_public"]:
            row.hold("個人の家で開いている居場所は、公開できません。")
    _doubles(rows, _where)
    there = {
        (one.name, one.location.name, one.location.address): one
        for one in Place.objects.select_related("location").filter(name__in={row.name for row in rows})
    }
    bodies = {
        one.name: one.kind
        for one in Organisation.objects.filter(name__in={row.values["organisation"] for row in rows})
    }
    for row in rows:
        if row.values["organisation_kind"] and not row.is_held:
            bodies.setdefault(row.values["organisation"], row.values["organisation_kind"])
    for row in rows:
        said, known = row.values["organisation_kind"], bodies.get(row.values["organisation"])
        if said and known and said != known:
            row.hold(
                f"団体「{row.values['organisation'][:40]}」は、登録かこの一覧の別の行で、別の種類になっています。"
            )
        if not said and known is None and not row.is_held:
            row.notes.append("団体の種類が書いてないので、「その他」で入れます。")
        row.values["organisation_kind"] = known or said or OrganisationKind.OTHER.value
        place = there.get(_where(row))
        if place is not None and not row.is_held:
            labels = {"kind": "種類", "about": "どんなところか", "phone": "電話"}
            _here(
                row,
                [
                    label
                    for name, label in labels.items()
                    if row.values[name] and row.values[name] != getattr(place, name)
                ],
            )


def _where(row: Row) -> tuple[str, str, str]:
    return row.name, row.values["venue"], row.values["address"]


PLANS: dict[str, Any] = {"AGENCIES": _plan_agencies, "STAFF": _plan_staff, "PLACES": _plan_places}
