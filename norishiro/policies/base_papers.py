"""A base's plan and its consultations, on paper and in Excel. Figures with what they mean; nobody's name."""

from __future__ import annotations

from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.core import documents
from norishiro.core.calendar import fiscal_year_label, wareki
from norishiro.core.documents import Column, Marks, Sheet
from norishiro.policies.fields import FIELDS_VERSION
from norishiro.policies.queries.bases import BaseYear
from norishiro.reports.definitions import VERSION

MEANING = (
    "新規は、その人のはじめての相談の受付。全部は、受け付けた相談のすべて。拠点は、受け付けた職員がその日に受け持っていた拠点です。",
    "困りごとが二つの分野にまたがる相談は、両方に数えます。分野を足しても、全体の数にはなりません。",
)  # fmt: skip


def conditions(found: BaseYear, *, today: date) -> list[str]:
    """Whose work, of what time, by which definitions."""
    own = ["わたしの機関の記録だけを数えています。"] if found.scope.own is not None else []
    return [
        f"{found.scope.label}　{fiscal_year_label(found.year)}　{wareki(today)}現在の記録から数えました。",
        *MEANING, f"分野の版：{FIELDS_VERSION}（このソフトの案）　数え方の版：{VERSION}", *own,
    ]  # fmt: skip


def base_sheet(found: BaseYear, *, actor: Actor, today: date) -> bytes:
    """One base on paper: what it means to do, and what it received."""
    context = {
        "found": found, "conditions": conditions(found, today=today), "as_of": today, "year_label": fiscal_year_label(found.year),
        "taken_by": f"{actor.agency_name}　{actor.name}",
    }  # fmt: skip
    return documents.pdf("policies/base_plan_paper.html", context)


def base_book(found: BaseYear, *, actor: Actor, today: date) -> bytes:
    """The same as Excel."""
    told = conditions(found, today=today)
    goals = Sheet(
        title="計画", notes=[*told[:1], f"めざすこと：{found.plan.words if found.plan else 'まだ書かれていません'}"],
        columns=[
            Column("番号", 8), Column("目標", 40), Column("取組み", 50), Column("計画の施策", 30), Column("数", 20), Column("目標の数", 10),
            Column("いまの数", 10), Column("単位", 6),
        ],
        rows=[
            [one.goal.number, one.goal.words, one.goal.efforts, one.goal.measure.name if one.goal.measure else "", one.label,
             one.goal.target, one.actual, one.unit]
            for one in found.goals
        ],
    )  # fmt: skip
    fields = Sheet(
        title="相談の分野", notes=told, columns=[Column("分野", 30), Column("新規", 10), Column("全部", 10)],
        rows=[[one.label, one.new, one.every] for one in (*found.fields, found.whole)],
    )  # fmt: skip
    months = Sheet(
        title="月ごと", notes=told[:1], columns=[Column("月", 10), Column("新規", 10), Column("全部", 10)],
        rows=[[one.label, one.new, one.every] for one in (*found.months, found.whole)],
    )  # fmt: skip
    marks = Marks(words=f"{actor.agency_name}　{actor.name}　{wareki(today)}")
    return documents.workbook(goals, fields, months, title="拠点の計画", marks=marks)
