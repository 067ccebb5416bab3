"""The services of an HSDS file as rows: what our registry has a word for is taken, the rest is said."""

from __future__ import annotations

import json
from typing import Any

from norishiro.opendata.choices import NoteKind
from norishiro.opendata.hsds import Entry, read_page
from norishiro.opendata.reading.cells import Spot
from norishiro.opendata.reading.rows import ABOUT_LIMIT, NAME_LIMIT, ReadRow
from norishiro.resources.catalogue import catalogue, names
from norishiro.resources.choices import Companion, Function, Mood, OrganisationKind, Role, TraitKind, Welcome

TRAITS = {
    "ROLE": set(Role.values), "STATE": set(names(catalogue().states)), "ACCESS": set(names(catalogue().access)),
    "FUNCTION": set(Function.values),
}  # fmt: skip
LISTS = {
    "KIND": set(names(catalogue().kinds)), "WELCOME": set(Welcome.values), "MOOD": set(Mood.values),
    "COMPANION": set(Companion.values),
}  # fmt: skip
YES_NO = ("ALONE", "SILENT", "TRIAL", "ANYBODY")
LIMITS = {"conditions": 300, "booking": 120, "fee_note": 120, "email": 120, "website": 200, "phone": 20}
STOPPED = {"defunct": "閉鎖", "temporarily closed": "休止", "inactive": "活動していない"}


def is_services(content: bytes) -> bool:
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def read_services(content: bytes) -> list[ReadRow]:
    """Every service, in the order of the file."""
    return [_row(at, *one) for at, one in enumerate(read_page(content), start=1)]


def _row(at: int, entry: Entry, left: list[tuple[str, str]], raw: dict[str, Any]) -> ReadRow:
    row = ReadRow(
        at, external_id=str(entry.id), name=entry.name, address=entry.site.address[:300],
        organisation=entry.body.name[:NAME_LIMIT], venue=entry.site.name[:NAME_LIMIT], directions=entry.site.directions[:200],
        opening=entry.opening, spot=Spot(entry.site.point), raw={"json": json.dumps(raw, ensure_ascii=False, sort_keys=True)},
    )  # fmt: skip
    for about, words in left:
        row.note(NoteKind.UNREAD, about, words)
    if entry.status in STOPPED:
        row.note(
            NoteKind.HELD, "様子",
            f"もとのデータで「{STOPPED[entry.status]}」になっています。入れるときは、手で登録してください。", entry.status,
        )  # fmt: skip
    if len(entry.name) > NAME_LIMIT:
        row.note(
            NoteKind.HELD,
            "名称",
            f"名称が{NAME_LIMIT}字より長いです。もとのデータで短くしてください。",
            entry.name,
        )
    _offer(row, entry)
    return row


def _offer(row: ReadRow, entry: Entry) -> None:
    plain = {name: getattr(entry, name) for name in (*LIMITS, "fee", "capacity", "age_from", "age_to")}
    row.offer = {name: value for name, value in plain.items() if value not in (None, "")}
    if entry.about:
        row.offer["about"] = entry.about
    for name, limit in {**LIMITS, "about": ABOUT_LIMIT}.items():
        if len(str(row.offer.get(name, ""))) > limit:
            row.note(NoteKind.UNREAD, name, f"{limit}字より長いので、採りません", row.offer.pop(name))
    if entry.body.kind in OrganisationKind.values:
        row.offer["organisation_kind"] = entry.body.kind
    traits: dict[str, list[str]] = {}
    for taxonomy, code in entry.marks:
        if taxonomy in TraitKind.values and code in TRAITS.get(taxonomy, ()):
            traits.setdefault(taxonomy, []).append(code)
        elif code in LISTS.get(taxonomy, ()):
            row.offer[taxonomy.lower()] = code
        elif taxonomy in YES_NO and code in ("YES", "NO"):
            row.offer[taxonomy.lower()] = code == "YES"
        else:
            row.note(
                NoteKind.UNREAD, "分類", "こちらの一覧にない分類なので、採りません", f"{taxonomy}:{code}"
            )
    row.offer["traits"] = traits
