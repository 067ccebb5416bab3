"""The table on paper and in Excel: figures, what they mean, whether they agree. No case and nobody's name."""

from __future__ import annotations

from norishiro.agencies.actor import Actor
from norishiro.core import documents
from norishiro.core.calendar import wareki
from norishiro.core.documents import Column, Marks, Sheet
from norishiro.indicators import definitions
from norishiro.indicators.queries import CohortTable


def conditions(table: CohortTable) -> list[str]:
    """What was counted, as of when, by which definitions: printed with every table."""
    return [
        f"主な会議体：{table.main.name}　開始年度でまとめています。",
        f"{wareki(table.as_of)}現在の記録から数えました。定義の版：{definitions.VERSION}",
        f"行立ての出典：{definitions.SOURCE}",
    ]


def sheet(table: CohortTable, *, actor: Actor) -> bytes:
    """The table, its checks and its definitions as PDF."""
    context = {
        "title": definitions.TITLE, "content": table.content(), "conditions": conditions(table), "rows": definitions.ROWS,
        "balances": table.balances, "taken_by": f"{actor.agency_name}　{actor.name}", "as_of": table.as_of,
    }  # fmt: skip
    return documents.pdf("indicators/cohort_paper.html", context)


def book(table: CohortTable, *, actor: Actor) -> bytes:
    """The same as Excel, a page each."""
    content = table.content()
    figures = Sheet(
        title="実績の表", notes=[definitions.TITLE, *conditions(table)],
        columns=[Column("区分", 22), Column("項目", 16), *(Column(one, 26) for one in content["columns"])],
        rows=[[one["heading"], one["label"], *one["cells"]] for one in content["lines"]],
    )  # fmt: skip
    meanings = Sheet(
        title="数え方", columns=[Column("項目", 18), Column("数え方", 90), Column("印", 10)],
        rows=[[row.label, row.definition, row.mark] for row in definitions.ROWS],
    )  # fmt: skip
    checks = Sheet(
        title="検算",
        columns=[Column("何を", 44), Column("全体", 10), Column("終了", 10), Column("継続", 10), Column("合うか", 10)],
        rows=[
            [one.label, one.whole, one.ended, one.going, "合う" if one.agrees else "合わない"]
            for one in table.balances
        ],
    )  # fmt: skip
    marks = Marks(words=f"{actor.agency_name}　{actor.name}　{wareki(table.as_of)}")
    return documents.workbook(figures, meanings, checks, title=definitions.TITLE, marks=marks)
