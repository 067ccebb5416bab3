"""異動のファイル: reading it changes nobody; every row gets one destination."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from norishiro.agencies import events, rules
from norishiro.agencies.accounts import limits
from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import TransferKind, TransferState
from norishiro.agencies.models import Agency, Role, Staff, TransferFile, TransferRow, live_on
from norishiro.agencies.rules import Span
from norishiro.agencies.rules.transfers import Post, Wanted, fate_of, until_of
from norishiro.core.calendar import DateProblem, parse_day
from norishiro.core.operation import operation
from norishiro.core.sheets import Line, Rows, cell_words, csv_rows
from norishiro.core.text import InputProblem
from norishiro.ledger.operations import sign

COLUMNS = 40
NEEDED = ("login_id", "agency", "role")


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    text = (Path(__file__).parents[1] / "data/transfers.toml").read_text(encoding="utf-8")
    found: dict[str, dict[str, list[str]]] = tomllib.loads(text)
    return found


@operation
def read_transfers(
    actor: Actor, /, *, content: bytes, file_name: str, day: date, today: date
) -> TransferFile:
    """Read a file of transfers; ``day`` is meant where a row names none.

    Changes: one file with its rows; no account and no appointment. Recorded: the number of rows. Raises ``InputProblem``
    where it is no such table.
    """
    lines = _lines(content)
    file = TransferFile.objects.create(file_name=file_name[:120], total=len(lines), staff_id=actor.staff_id)
    places = _Places(day)
    TransferRow.objects.bulk_create(_row(file, one, places, day=day, today=today) for one in lines)
    sign(actor, events.TRANSFERS_READ, subjects=[file.id], changes={"rows": (None, len(lines))})
    return file


@operation
def drop_transfers(actor: Actor, /, *, file: TransferFile) -> None:
    """Think better of it. Changes: the file, whose rows go. Recorded: one line. Refuses one decided already."""
    locked = TransferFile.objects.select_for_update().get(id=file.id)
    rules.may_decide_transfers(state=locked.state, waiting=1).or_refuse()
    locked.state = TransferState.DROPPED
    locked.save(update_fields=["state"])
    locked.rows.all().delete()
    sign(actor, events.TRANSFERS_DROPPED, subjects=[locked.id])


def _lines(content: bytes) -> list[Line]:
    rows = _of_excel(content) if content[:2] == b"PK" else csv_rows(content, most_columns=COLUMNS)[0]
    known = {name: code for code, names in _words()["headings"].items() for name in names}
    for at, (_number, cells) in enumerate(rows[:15]):  # noqa: B007
        codes = {place: known[one.strip()] for place, one in enumerate(cells) if one.strip() in known}
        if set(NEEDED) - {"agency"} <= set(codes.values()):
            break
    else:
        raise InputProblem("「職員ID」と「役職」の見出しがある行が、上から15行のうちに見つかりません。見出しのことばは、「この画面の使い方」にあります。")  # fmt: skip
    found = [
        Line(number, {codes[place]: one.strip() for place, one in enumerate(cells) if place in codes})
        for number, cells in rows[at + 1 :] if any(one.strip() for one in cells)
    ]  # fmt: skip
    if len(found) > limits().transfers_most_rows:
        raise InputProblem(
            f"行が多すぎます（{limits().transfers_most_rows}行まで）。機関ごとに分けてください。"
        )
    return found


def _of_excel(content: bytes) -> Rows:
    try:
        sheet = load_workbook(BytesIO(content), read_only=True, data_only=True).worksheets[0]
        return [
            (number, [cell_words(one) for one in cells])
            for number, cells in enumerate(sheet.iter_rows(max_row=5000, max_col=COLUMNS, values_only=True), start=1)
        ]  # fmt: skip
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError, IndexError):
        raise InputProblem("Excel のファイルとして開けません。パスワードを外して、.xlsx の形で保存し直してください。") from None  # fmt: skip


class _Places:
    """Agencies, roles and staff by the words a row may use, read once for the whole file."""

    def __init__(self, day: date) -> None:
        self.agencies: dict[str, Any] = {}
        for one in Agency.objects.filter(live_on(day)).select_related("parent"):
            for word in (one.code, one.name, f"{one.parent.name}/{one.name}" if one.parent else one.name):
                self.agencies[word] = None if self.agencies.get(word, one) != one else one
        self.roles: dict[str, Any] = {}
        for role in Role.objects.filter(live_on(day)):
            for word in {role.code, role.label}:
                self.roles[word] = None if word in self.roles else role
        everybody = Staff.objects.prefetch_related("appointments")
        self.staff = {one.login_id: one for one in everybody}
        decided = TransferRow.objects.filter(
            kind=TransferKind.LEAVE, done_at=None, file__state=TransferState.DECIDED
        )
        self.leaving = set(decided.values_list("staff_id", "from_on"))

    def agency(self, cells: dict[str, str]) -> Any:
        house, section = cells.get("agency", ""), cells.get("section", "")
        words = [f"{house}/{section}", section] if section else [house]
        return next((self.agencies[one] for one in words if self.agencies.get(one)), None)


def _row(file: TransferFile, line: Line, places: _Places, *, day: date, today: date) -> TransferRow:
    cells = line.cells
    person = places.staff.get(cells.get("login_id", ""))
    row = TransferRow(
        file=file, line_no=line.number, login_id=cells.get("login_id", "")[:40], name=cells.get("name", "")[:80],
        kana=cells.get("kana", "")[:120], agency=places.agency(cells), role=places.roles.get(cells.get("role", "")),
        place=" ".join(cells[one] for one in ("agency", "section", "role") if cells.get(one))[:300],
        staff=person, kind=TransferKind.MEND,
    )  # fmt: skip
    kinds = {word: code for code, words in _words()["kinds"].items() for word in words}
    said = cells.get("kind", "")
    try:
        given = parse_day(cells["from_on"], today=today) if cells.get("from_on") else None
        last_on = parse_day(cells["until_on"], today=today) if cells.get("until_on") else None
    except DateProblem as problem:
        row.words = str(problem)[:400]
        return row
    if said and said not in kinds:
        row.words = f"異動の種類「{said[:40]}」は読めません。入る・異動・兼務・離れる・変わらない、のどれかにしてください。"
        return row
    row = _settled(row, person, said=kinds.get(said, ""), given=given or day, last_on=last_on, today=today)
    if row.kind == TransferKind.LEAVE and (row.staff_id, row.from_on) in places.leaving:
        row.kind, row.words = TransferKind.SAME, "その日に離れることに、もう決まっています。"
    return row


def _settled(
    row: TransferRow, person: Any, *, said: str, given: date, last_on: date | None, today: date
) -> TransferRow:
    leaves = said == "LEAVE"
    row.from_on = until_of(from_on=given, last_on=last_on) if leaves and last_on else given
    row.until_on = None if leaves else until_of(from_on=given, last_on=last_on)
    if (row.from_on - today).days > limits().transfers_most_days_ahead:
        row.words = f"先すぎます。{limits().transfers_most_days_ahead}日先までにしてください。"
        return row
    if row.until_on and row.until_on <= row.from_on:
        row.words = "「まで」の日が、「から」の日より前です。"
        return row
    held = tuple(
        Post(one.id, one.agency_id, one.role_id, Span(one.from_on, one.until_on))
        for one in (person.appointments.all() if person else ())
    )
    fate = fate_of(
        Wanted(
            login_id=row.login_id, name=row.name, said=said, agency_id=row.agency_id, role_id=row.role_id, from_on=row.from_on,
            until_on=row.until_on, known=person is not None, active=bool(person and person.is_active),
            known_name=person.name if person else "", held=held,
        )
    )  # fmt: skip
    row.kind, row.appointment_id, row.words = fate.kind, fate.post_id, fate.words  # type: ignore[assignment]
    return row
