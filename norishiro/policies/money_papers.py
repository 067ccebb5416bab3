"""What the grant pays for, and how roles are paid for, in Excel. Nobody's name."""

from __future__ import annotations

from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Programme
from norishiro.core import documents
from norishiro.core.calendar import fiscal_year_label, wareki
from norishiro.core.documents import Column, Marks, Sheet, Value
from norishiro.policies.queries.funding import FundingYear
from norishiro.policies.queries.grants import GrantCell, GrantTable

SIGNS = {True: "★", False: "－", None: "書かれていない"}
COUNT_NOTE = "回数と実件数は、その事業の記録を、実施機関の側ごとに数えたもの（日報・月報・年報と同じ数え方）。記録は★を持たないので、両方をしている機関は分けて出します。"


def _marks(actor: Actor, today: date) -> Marks:
    return Marks(words=f"{actor.agency_name}　{actor.name}　{wareki(today)}")


def sign_of(cell: GrantCell | None) -> str:
    if cell is None:
        return ""
    return SIGNS[cell.granted] + ("（年度の扱い）" if cell.departs else "")


def grant_book(table: GrantTable, *, actor: Actor, today: date) -> bytes:
    """The ★ by table, and the sums on both sides."""
    year = fiscal_year_label(table.year)
    lines = Sheet(
        title="交付金の対象", notes=[f"{year}の交付金の対象（★）。「年度の扱い」は、公表の表とちがう所です。"],
        columns=[Column("窓口・事業", 36), *(Column(str(one.label), 14) for one in Programme), Column("実施機関", 30), Column("注記", 40)],
        rows=[
            [one.name, *(sign_of(cell) for cell in one.ordered), "、".join(one.agencies.values()),
             "　".join(f"{label}：{note}" for label, note in one.notes)]
            for one in table.lines
        ],
    )  # fmt: skip
    rows: list[list[Value]] = [["全体", label, number, None, None] for label, number in table.overall]
    for _table, label, sums, whole in table.sums:
        rows += [[label, one.label, one.programmes, *(one.counted or (None, None))] for one in sums]
        rows.append([label, "この事業の記録すべて", None, *whole])
    sums_sheet = Sheet(
        title="★で分けた計", notes=[COUNT_NOTE],
        columns=[Column("事業の表", 34), Column("区分", 34), Column("窓口・事業の数", 14), Column("支援の回数", 12), Column("実件数", 10)],
        rows=rows,
    )  # fmt: skip
    return documents.workbook(lines, sums_sheet, title="交付金の対象", marks=_marks(actor, today))


def funding_book(found: FundingYear, *, actor: Actor, today: date) -> bytes:
    """The shares with their sums, and how the standard of the year came about."""
    people = (
        f"基準に使う人口：{found.population.people:,}人（{found.population.source}）" if found.population else "基準に使う人口は、まだ書かれていません。"
    )  # fmt: skip
    shares = Sheet(
        title="財源の按分", notes=[fiscal_year_label(found.year), people],
        columns=[Column("役職", 30), Column("財源", 44), Column("割合（％）", 12), Column("基準額の分（円）", 18), Column("注記", 40)],
        rows=[
            [one.role.label, source, float(percent), int(part) if part is not None else None, one.funding.note if one.funding else ""]
            for one in found.roles for source, percent, part in one.shares
        ],
    )  # fmt: skip
    standards = Sheet(
        title="基準の計算", notes=["年度の途中で基準が変わると、その日からの日数で分けます（日割りはこのソフトの読み）。"],
        columns=[
            Column("役職", 30), Column("基準", 30), Column("から", 16), Column("まで", 16), Column("日数", 8), Column("一年の基準", 16),
            Column("この期間の分", 16), Column("単位", 6), Column("確かさ", 24), Column("出典", 40),
        ],
        rows=[
            [
                one.role.label, told.standard.name if told.standard else "基準が書かれていない", told.segment.first, told.segment.last,
                told.segment.days, float(told.segment.yearly) if told.segment.yearly is not None else None,
                float(told.segment.part), reckoned.word, told.standard.get_evidence_display() if told.standard else "",
                told.standard.source if told.standard else "",
            ]
            for one in found.roles for reckoned in one.reckoned for told in reckoned.parts
        ],
    )  # fmt: skip
    return documents.workbook(shares, standards, title="財源と基準", marks=_marks(actor, today))
