"""The lists that may leave, column by column. Addresses, reporters and what was told stand in none of them.

The first columns are the fewest that make the list useful; the others are ticked by whoever needs them. A new column is
looked at with ADR 0022 in hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from norishiro.core.calendar import PartialDate
from norishiro.core.documents import Value
from norishiro.exports.choices import ListKind


@dataclass(frozen=True)
class Field:
    """One column: how it is called, what it holds, and whether it is ticked at first."""

    code: str
    label: str
    read: Callable[[Any], Value]
    first: bool = False
    width: int = 16


def _born(person: Any) -> str:
    """As far as it is known."""
    return PartialDate.from_code(person.birth).label() if person.birth else ""


def _whom(contact: Any) -> str:
    return contact.person.label if contact.person else ""


LISTS: dict[str, tuple[Field, ...]] = {
    ListKind.CASES: (
        Field("number", "ケース番号", lambda one: one.number, first=True),
        Field("status", "状態", lambda one: str(one.get_status_display()), first=True),
        Field("opened_on", "開始日", lambda one: one.opened_on, first=True, width=18),
        Field("moved_on", "最後に動いた日", lambda one: one.last_moved_on, width=18),
        Field("lead", "主担当機関", lambda one: one.lead_agency.name, width=28),
        Field("lead_staff", "主担当者", lambda one: one.lead_staff.name if one.lead_staff else ""),
        Field("area", "圏域", lambda one: one.area.name if one.area else ""),
        Field("title", "呼び方", lambda one: one.title, width=40),
    ),
    ListKind.CONTACTS: (
        Field("happened_on", "日付", lambda one: one.happened_on, first=True, width=18),
        Field("method", "方法", lambda one: str(one.get_method_display()), first=True),
        Field("met", "会えたか", lambda one: str(one.get_met_display()), first=True),
        Field("minutes", "所要（分）", lambda one: one.minutes),
        Field("programme", "事業", lambda one: str(one.get_programme_display()), width=28),
        Field("staff", "記録した職員", lambda one: one.staff.name),
        Field("next_on", "次の約束の日", lambda one: one.next_on, width=18),
        Field("whom", "本人", _whom, width=20),
    ),
    ListKind.PEOPLE: (
        Field("name", "氏名", lambda one: one.label, first=True, width=20),
        Field("kana", "ふりがな", lambda one: one.kana, first=True, width=24),
        Field("birth", "生年月日", _born, width=20),
        Field("sex", "性別", lambda one: str(one.get_sex_display())),
        Field("language", "話すことば", lambda one: one.language),
        Field("area", "圏域", lambda one: one.area.name if one.area else ""),
    ),
}


def fields_of(kind: str, codes: list[str]) -> list[Field]:
    """The chosen columns in the list's own order."""
    return [one for one in LISTS[kind] if one.code in codes]


def labels_of(kind: str, codes: list[str]) -> list[str]:
    return [one.label for one in fields_of(kind, codes)]
