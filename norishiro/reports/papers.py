"""The report on paper and in Excel, in the office's layout: figures and what they mean. No resident's name."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.core import documents
from norishiro.core.calendar import wareki
from norishiro.core.documents import Column, Marks, Sheet, Value
from norishiro.reports import definitions
from norishiro.reports.choices import Span
from norishiro.reports.drafting import HIDDEN
from norishiro.reports.earlier import Content
from norishiro.reports.national import ITEMS_VERSION, FormMapping
from norishiro.reports.queries import Activity, National, Report, Standing
from norishiro.reports.telling import HIDDEN_WORDS, Year

# Not 合計: a person seen on three days is one of the whole.
SUM = "全体"
ROW_HEADINGS = {
    "days": "日", "months": "月", "staff": "職員", "agencies": "機関", "groups": "機関のまとまり", "areas": "圏域", "programmes": "事業",
}  # fmt: skip


def file_name(report: Report) -> str:
    """What kind of paper it is, and never whose."""
    return str(Span(report.period.span).label)


def conditions(report: Report, standing: Standing | None, *, today: date) -> list[str]:
    """Whose work, of what time, as of when, by which definitions: printed with every report."""
    closed = (
        f"{standing.closed.number}回目の締め（{wareki(timezone.localdate(standing.closed.made_at))}）のあとの直しがあります。"
        if standing and standing.differs
        else ""
    )
    return [
        f"{report.period.label}　{report.scope.title}",
        f"{wareki(today)}現在の記録から数えました。数え方の版：{definitions.VERSION}",
        *([closed] if closed else []),
        *report.changed_rules,
        *(report.own.told if report.own else []),
        *(["わたしの機関の記録だけを数えています。"] if not report.scope.is_whole else []),
    ]


def sheet(report: Report, standing: Standing | None, *, actor: Actor, today: date) -> bytes:
    """The report, what was reported before, and its definitions, as PDF."""
    context = {
        "title": report.layout.title, "report": report, "content": report.content(), "standing": standing,
        "conditions": conditions(report, standing, today=today), "row_heading": ROW_HEADINGS[report.layout.rows],
        "sum_label": SUM, "taken_by": f"{actor.agency_name}　{actor.name}", "as_of": today,
    }  # fmt: skip
    return documents.pdf("reports/report_paper.html", context)


def book(report: Report, standing: Standing | None, *, actor: Actor, today: date) -> bytes:
    """The same as Excel: the layout, the definitions, and the difference to the closed month on pages of their own."""
    content = report.content()
    rows: list[list[Value]] = [[one["label"], *one["cells"]] for one in content["lines"]]
    if content["whole"]:
        rows.append([SUM, *content["whole"]])
    if report.layout.remarks:
        rows += [[], ["所感"]]
    figures = Sheet(
        title=file_name(report), notes=[report.layout.title, *conditions(report, standing, today=today)],
        columns=[Column(ROW_HEADINGS[report.layout.rows], 20), *(Column(one, 11) for one in content["columns"])],
        rows=rows,
    )  # fmt: skip
    meanings = Sheet(
        title="数え方",
        columns=[
            Column("数", 18), Column("単位", 8), Column("数え方", 90), Column("印", 8), Column("実・延べ", 10),
            Column("どの日で数えるか", 18), Column("版", 12), Column("使い始めた日", 16), Column("報告での呼び方（推定）", 24),
        ],
        rows=[
            [
                one.label, one.unit, one.definition, one.mark, one.counts, one.basis, one.version, one.valid_from, one.official
            ]
            for one in report.figures
        ],
    )  # fmt: skip
    marks = Marks(words=f"{actor.agency_name}　{actor.name}　{wareki(today)}")
    sheets = [figures, meanings, *([_differences(standing)] if standing and standing.changes else [])]
    return documents.workbook(*sheets, title=report.layout.title, marks=marks)


def activity_sheet(activity: Activity, *, actor: Actor, today: date) -> bytes:
    """活動報告 as PDF, to be handed out: figures and charts, no resident's name and no worker's."""
    context = {
        "activity": activity, "as_of": today, "agency_name": actor.agency_name, "version": definitions.VERSION,
    }  # fmt: skip
    return documents.pdf("reports/activity_paper.html", context)


def national_csv(found: National, mapping: FormMapping, *, today: date) -> bytes:
    """The national items as CSV: each with its cell, version and how it is counted."""
    columns = [
        "項目",
        "数",
        "単位",
        "期間",
        "どの数か",
        "締めたとき",
        "いま",
        "様式のます",
        "様式の版",
        "項目の版",
        "数え方の版",
        "数えた日",
    ]
    rows = [
        [
            one.item.label, one.told(as_closed=found.as_closed), one.figure.unit, found.period.label,
            "締めたときの数" if found.as_closed and one.closed is not None else "いまの数", one.closed, one.now,
            mapping.place_of(one.item.key), mapping.version, ITEMS_VERSION, "・".join(one.versions) or definitions.VERSION,
            today.isoformat(),
        ]
        for one in found.lines
    ]  # fmt: skip
    return documents.csv_file(columns, rows)


def _differences(standing: Standing) -> Sheet:
    return Sheet(
        title="締めたあとの変わり",
        columns=[Column("数", 20), Column("前に出した数", 14), Column("いまの数", 14), Column("差", 8)],
        rows=[[one.figure.label, one.before, one.now, one.now - one.before] for one in standing.changes],
    )


# --- the yearly summary ----------------------------------------------------------------------------------------


def summary_sheet(told: Year, *, actor: Actor) -> bytes:
    """年度のまとめ as PDF: as it reads on the page."""
    return documents.pdf(
        "reports/summary_paper.html",
        {"told": told, "agency_name": actor.agency_name, "hidden_words": HIDDEN_WORDS},
    )


def summary_book(told: Year, *, actor: Actor) -> bytes:
    """Its words and figures as Excel: one page each, and what every figure counts."""
    notes = [told.summary.title, f"{told.summary.scope_label}　{told.days}", told.counted]
    notes += [] if told.is_released else ["下書きです。まだ承認されていません。"]
    numbers = Sheet(
        title="数", notes=[*notes, *([HIDDEN_WORDS] if told.hides else [])],
        columns=[Column("数", 28), Column("", 16)],
        rows=[
            *([one["label"], one["words"]] for one in told.content["told"]),
            *([one["label"], f"{one['number']}{one['unit']}"] for one in told.content["networks"]["sums"]),
        ],
    )  # fmt: skip
    tables = [_breakdown(one) for one in told.content["tables"] if one["rows"]]
    linked = told.content["networks"]
    lines = Sheet(
        title="ネットワーク",
        columns=[Column("ネットワーク", 28), *(Column(f"{label}（{unit}）", 12) for label, unit in linked["columns"])],
        rows=[[one["label"], *one["cells"]] for one in linked["lines"]],
    )  # fmt: skip
    written: list[list[Value]] = [["", one.title, one.text] for one in told.words]
    written += [[one.told_on, one.title, one.text] for one in told.stories]
    words = Sheet(
        title="取組・声・来年度",
        columns=[Column("いつ", 16), Column("題", 28), Column("文", 90)],
        rows=written,
    )
    meanings = Sheet(
        title="数え方",
        columns=[
            Column("数", 24),
            Column("単位", 8),
            Column("数え方", 90),
            Column("印", 8),
            Column("版", 12),
        ],
        rows=[
            [one["label"], one["unit"], one["definition"], one["mark"], one["version"]]
            for one in told.figures
        ],
    )
    marks = Marks(words=f"{actor.agency_name}　{actor.name}")
    return documents.workbook(
        numbers, *tables, *([lines] if linked["lines"] else []), words, meanings, title="年度のまとめ", marks=marks
    )  # fmt: skip


def _breakdown(table: Content) -> Sheet:
    rows: list[list[Value]] = [
        [row["label"], *(HIDDEN if one is None else one for one in row["cells"])] for row in table["rows"]
    ]
    return Sheet(
        title=table["title"], notes=[table["note"]] if table["note"] else [],
        columns=[
            Column(table["heading"], 24), *(Column(f"{one['label']}（{one['unit']}）", 13) for one in table["columns"])
        ],
        rows=rows,
    )  # fmt: skip
