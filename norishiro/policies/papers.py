"""A plan's tree and the evaluation of a year, on paper and in Excel. Figures with what they mean; nobody's name."""

from __future__ import annotations

from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.core import documents
from norishiro.core.calendar import fiscal_year_label, wareki
from norishiro.core.documents import Column, Marks, Sheet, Value
from norishiro.policies.choices import IndicatorKind, Side
from norishiro.policies.queries import COLUMNS, Form, Node, Tree
from norishiro.policies.reading import AIM, COUNCIL, MUNICIPAL

WIDTHS = {"name": 34, "notes": 24, "meaning": 60, "base": 18, "target": 16, "actual": 16}


def _marks(actor: Actor, today: date) -> Marks:
    return Marks(words=f"{actor.agency_name}　{actor.name}　{wareki(today)}")


def tree_sheet(tree: Tree, *, actor: Actor, today: date) -> bytes:
    """The tree as PDF, a line an item, in the plan's own words."""
    context = {
        "tree": tree, "nodes": list(tree.walk()), "as_of": today, "taken_by": f"{actor.agency_name}　{actor.name}",
    }  # fmt: skip
    return documents.pdf("policies/tree_paper.html", context)


def tree_book(tree: Tree, *, actor: Actor, today: date) -> bytes:
    """The tree as Excel in the shape it is read from, and its indicators on a page of their own."""
    names = [one.name for one in tree.levels]
    rows: list[list[Value]] = []
    for node in tree.walk():
        cells: list[Value] = ["" for _name in names]
        cells[node.standing.depth - 1] = f"{node.standing.number} {node.name}".strip()
        rows.append(
            [*cells, node.standing.measure.aim, _projects(node, council=False), _projects(node, council=True)]
        )
    items = Sheet(
        title="計画の体系", notes=[tree.policy.name, tree.period],
        columns=[*(Column(one, 26) for one in names), Column(AIM, 40), Column(MUNICIPAL, 30), Column(COUNCIL, 30)],
        rows=rows,
    )  # fmt: skip
    indicators = Sheet(
        title="指標", columns=[Column("項目", 40), Column("種類", 10), Column("指標", 50), Column("単位", 8)],
        rows=[
            [f"{node.standing.number} {node.name}".strip(), one.get_kind_display(), one.name, one.unit]
            for node in tree.walk()
            for one in node.indicators
        ],
    )  # fmt: skip
    return documents.workbook(items, indicators, title="計画の体系", marks=_marks(actor, today))


def _projects(node: Node, *, council: bool) -> str:
    return "\n".join(one.name for one in node.projects if (one.side == Side.COUNCIL) == council)


def conditions(form: Form) -> list[str]:
    """Of what plan and year, as of when, fixed or not, and by which marks: with every form."""
    told = form.told
    fixed = form.review and form.review.fixed_on
    return [
        f"{form.standing.policy.name}　{fiscal_year_label(form.year)}の評価",
        f"{wareki(fixed)}に確定しました。"
        if fixed
        else f"{told['as_of']}現在の下書きです。確定していません。",
        f"評価の基準：{'、'.join(told['grades'])}"
        if told["grades"]
        else "評価の基準は、この計画に書かれていません。",
        "達成率は目標に対して、進捗率は現況値から目標までの道のりに対しての割合です。行動量には評価を付けません。",
    ]


def review_sheet(form: Form, *, actor: Actor, today: date) -> bytes:
    """The evaluation as PDF: every column and every note."""
    context = {
        "form": form, "told": form.told, "conditions": conditions(form), "columns": COLUMNS, "as_of": today,
        "kinds": _by_kind(form), "taken_by": f"{actor.agency_name}　{actor.name}", "years": _years(form),
    }  # fmt: skip
    return documents.pdf("policies/review_paper.html", context)


def _by_kind(form: Form) -> list[tuple[str, list[list[tuple[str, str]]]]]:
    """The lines of what is shown under 行動量 and 成果指標, each with its columns in order."""
    return [
        (
            str(kind.label),
            [
                [(label, one[key]) for key, label in COLUMNS]
                for one in form.told["lines"]
                if one["kind"] == kind.value
            ],
        )
        for kind in IndicatorKind
    ]


def _years(form: Form) -> list[str]:
    return [fiscal_year_label(year) for year, _target, _actual in form.lines[0].years] if form.lines else []


def review_book(form: Form, *, actor: Actor, today: date) -> bytes:
    """The same as Excel: the form, the efforts and words, the years, and what changed after it was fixed."""
    told = form.told
    table = Sheet(
        title="評価表", notes=[told["measure"], f"めざす姿：{told['aim']}", *conditions(form)],
        columns=[Column("種類", 10), *(Column(label, WIDTHS.get(key, 12)) for key, label in COLUMNS)],
        rows=[[IndicatorKind(one["kind"]).label, *(one[key] for key, _label in COLUMNS)] for one in told["lines"]],
    )  # fmt: skip
    words = Sheet(
        title="取組みと総評", columns=[Column("番号", 8), Column("取組み", 40), Column("目的と内容", 80)],
        rows=[*told["efforts"], [], ["", "総評", told["words"]]],
    )  # fmt: skip
    years = Sheet(
        title="年度ごと", columns=[Column("指標", 40), Column("別", 8), *(Column(one, 16) for one in _years(form))],
        rows=[
            row
            for one in form.lines
            for row in (
                [one.indicator.name, "目標", *(target for _year, target, _actual in one.years)],
                [one.indicator.name, "実績", *(actual for _year, _target, actual in one.years)],
            )
        ],
    )  # fmt: skip
    changed = Sheet(
        title="確定したあとの直し",
        columns=[Column("指標", 40), Column("列", 14), Column("確定した表", 30), Column("いま", 30)],
        rows=[[one.indicator, one.column, one.fixed, one.now] for one in form.differences],
    )
    sheets = [table, words, years, *([changed] if form.differences else [])]
    return documents.workbook(*sheets, title="施策の評価表", marks=_marks(actor, today))
