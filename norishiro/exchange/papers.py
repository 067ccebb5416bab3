"""The report of a file, row by row, as an Excel file. Addresses and telephones do not stand in it."""

from __future__ import annotations

from collections.abc import Iterable

from norishiro.core.documents import Column, Sheet, Value, workbook
from norishiro.exchange.choices import Choice, Destination
from norishiro.exchange.models import Bringing, BroughtRow
from norishiro.exchange.offices import Looked


def report(bringing: Bringing, rows: Iterable[BroughtRow]) -> bytes:
    """Each row with its one destination and why."""
    listed = [
        [
            row.line_no, str(Destination(row.destination).label), str(Choice(row.choice).label) if row.destination == Destination.DECIDE else "",
            "" if row.number.startswith("~") else row.number, row.name, "あり" if row.flag else "",
            "／".join(f"{about}：{words}" for about, words, _stops in row.notes), "済" if row.done else "",
        ]
        for row in rows
    ]  # fmt: skip
    lines = bringing.above + bringing.heading_lines + bringing.blank + len(listed)
    notes = [
        f"{bringing.file_name}（{bringing.coding}{f'・シート「{bringing.sheet}」' if bringing.sheet else ''}）",
        f"ぜんぶで{lines}行：見出しより上{bringing.above}・見出し{bringing.heading_lines}・空{bringing.blank}・人の行{len(listed)}",
    ]
    sheet = Sheet(
        title="行ごと", notes=notes,
        columns=[Column("行", 6), Column("行き先", 24), Column("決めたこと", 18), Column("もとの番号", 18), Column("氏名", 20),
                 Column("支援措置の印", 12), Column("わけ・直したこと", 80), Column("取り込み", 10)],
        rows=listed,
    )  # fmt: skip
    return workbook(sheet, title="取り込みの行ごとの報告")


def office_report(looked: Looked, *, file_name: str) -> bytes:
    """An office's own list, row by row with what becomes of it. Passwords do not stand in it."""
    rows: list[list[Value]] = [
        [row.line_no, str(row.destination.label), row.name, "／".join(row.notes)] for row in looked.rows
    ]
    sheet = Sheet(
        title="行ごと", notes=[f"{file_name}（{looked.kind.label}）"], rows=rows,
        columns=[Column("行", 6), Column("行き先", 24), Column("名前", 32), Column("わけ・直したこと", 90)],
    )  # fmt: skip
    return workbook(sheet, title="一覧の行ごとの報告")
