"""The gatherings as an Excel file: the list, the sums, and how they are counted. Nobody is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from norishiro.community import kinds
from norishiro.community.queries import Asked, Counts, Held, Line
from norishiro.core import documents
from norishiro.core.calendar import fiscal_year_label, wareki
from norishiro.core.documents import Column, Marks, Sheet, Value

MOST = 5000
TITLE = "地域づくりの活動"
COUNTING = (
    "回：開いた集まりの数。",
    "件：同じ圏域の、同じ名前の集まりを1件と数えた数。種類や月に分けたときは、またがるものがそれぞれに入ります。",
    "延べ：来た人数をすべて足した数。同じ人が二度来れば2人です。年代の分からない人も入ります。",
    "相談：その場で受けた心配や相談の数。相談票になった数とは別です。",
)


@dataclass(frozen=True)
class Taken:
    """The file as it is handed over."""

    content: bytes
    name: str


def as_file(asked: Asked, held: Sequence[Held], counts: Counts, *, who: str, on: date) -> Taken:
    """Three sheets: the list, the sums, how they are counted."""
    notes = [
        f"{fiscal_year_label(asked.year)}{f'（{asked.month}月）' if asked.month else ''}",
        *_narrowed(asked),
    ]
    listed = Sheet(
        title="活動の一覧", notes=notes, rows=[_row(one) for one in held],
        columns=[
            Column("日", 16), Column("種類", 24), Column("事業", 24), Column("名前", 28), Column("団体", 28), Column("圏域", 16),
            Column("場所", 20), Column("人数", 8), *(Column(one.label, 10) for one in kinds.AGES), Column("年代不明", 10),
            Column("担い手", 8), Column("相談", 8), Column("テーマ", 30), Column("課題の話し合い", 10), Column("聞いたこと", 50),
            Column("書いた機関", 20),
        ],
    )  # fmt: skip
    parts = [
        ("全体", [Line("全体", counts.total)]),
        ("種類", counts.by_kind),
        ("圏域", counts.by_area),
        ("月", counts.by_month),
    ]
    sums = Sheet(
        title="件と回", notes=notes,
        columns=[Column("分け方", 10), Column("", 36), Column("件"), Column("回"), Column("延べ人数"), Column("相談")],
        rows=[
            [part, one.label, one.sums.units, one.sums.times, one.sums.people, one.sums.consulted]
            for part, lines in parts for one in lines
        ],
    )  # fmt: skip
    meanings = Sheet(title="数え方", columns=[Column("数え方", 100)], rows=[[one] for one in COUNTING])
    marks = Marks(words=f"{who}　{wareki(on)}")
    content = documents.workbook(listed, sums, meanings, title=TITLE, marks=marks)
    return Taken(content, f"{TITLE}.xlsx")


def _narrowed(asked: Asked) -> list[str]:
    return [
        *([f"種類：{kinds.activity_label(asked.kind)}"] if asked.kind else []),
        *([f"事業：{kinds.work_label(asked.work)}"] if asked.work else []),
    ]


def _row(one: Held) -> list[Value]:
    told, ages = one.activity, {age.band: age.people for age in one.ages}
    return [
        one.gathering.held_on, one.kind, told.work_label if told else "", one.gathering.name, "、".join(group.name for group in one.groups),
        one.gathering.area.name, one.gathering.place, one.gathering.people,
        *(ages.get(band.code) for band in kinds.AGES), one.unknown if ages else None,
        told.helpers if told else None, one.gathering.consulted, told.theme if told else "",
        "○" if told and told.discussed else "", one.gathering.note, one.gathering.agency.name,
    ]  # fmt: skip
