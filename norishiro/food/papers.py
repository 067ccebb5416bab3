"""食支援の年度のまとめ as Excel: as it stands on the page. Amounts, households and bodies; nobody's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from norishiro.agencies.actor import Actor
from norishiro.core import documents
from norishiro.core.calendar import wareki
from norishiro.core.documents import Column, Marks, Sheet, Value


@dataclass(frozen=True)
class YearTold:
    """Three years beside one another, in words."""

    label: str
    labels: Sequence[str]
    units: Sequence[tuple[str, Sequence[tuple[str, Sequence[str]]]]]
    served: Sequence[Any]
    receivers: Sequence[tuple[str, Sequence[str]]]
    sources: Sequence[tuple[str, str]]


def year_book(told: YearTold, *, actor: Actor, today: date) -> bytes:
    """A sheet for each unit, then who was served, who received, where it came from."""
    notes = [
        f"{told.label}と、その前の二年度",
        "前の年度からの残り ＋ 受け取った ＝ 渡した ＋ 廃棄した ＋ 残り",
    ]
    sheets = [
        _table(f"{unit}で数えるもの", unit, told.labels, rows, notes=notes) for unit, rows in told.units
    ]
    served: list[tuple[str, Sequence[Value]]] = [
        ("回", [one.times for one in told.served]), ("世帯", [one.households for one in told.served]),
        ("人", [one.people for one in told.served]),
    ]  # fmt: skip
    sheets.append(_table("渡した世帯と人", "延べ（相談の数とは別）", told.labels, served))
    sheets.append(_table("渡した団体・場", "団体・場", told.labels, told.receivers))
    sheets.append(
        _table("出どころ", "出どころ", [told.label], [(label, [words]) for label, words in told.sources])
    )
    marks = Marks(words=f"{actor.agency_name}　{actor.name}　{wareki(today)}")
    return documents.workbook(*sheets, title="食支援の年度のまとめ", marks=marks)


def _table(
    title: str, heading: str, labels: Sequence[str], rows: Sequence[tuple[str, Sequence[Value]]], *,
    notes: Sequence[str] = (),
) -> Sheet:  # fmt: skip
    return Sheet(
        title=title, notes=notes, columns=[Column(heading, 28), *(Column(one, 16) for one in labels)],
        rows=[[label, *cells] for label, cells in rows],
    )  # fmt: skip
