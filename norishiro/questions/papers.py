"""An answer in Excel: its tables, and a sheet that says what was asked, when, by whom and by which definitions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.core import documents
from norishiro.core.calendar import wareki
from norishiro.core.documents import Column, Marks, Sheet, Value
from norishiro.questions.queries import Answer, Cell, Leaving, Table
from norishiro.questions.queries.answering import WHOLE
from norishiro.reports import definitions, suppression
from norishiro.reports.definitions import Figure

MEANING_COLUMNS = (Column("数", 24), Column("単位", 8), Column("数え方", 90), Column("印", 8))


def conditions(found: Answer, *, today: date) -> list[str]:
    """What was asked, of what time, as of when, by which definitions."""
    asked = found.asked
    return [
        asked.words,
        f"{asked.period.label}　{asked.scope.title}",
        f"{wareki(today)}現在の記録から数えました。数え方の版：{definitions.VERSION}",
        *([suppression.COVER_WORDS] if found.covered else []),
        *(["わたしの機関の記録だけを数えています。"] if not asked.scope.is_whole else []),
    ]


def book(found: Answer, *, actor: Actor, today: date, leaves: bool) -> bytes:
    """The tables and the definitions as Excel."""
    told = conditions(found, today=today)
    sheets = [_table(one, nth, notes=told) for nth, one in enumerate(found.tables, start=1)]
    marks = Marks(words=f"{actor.agency_name}　{actor.name}　{wareki(today)}")
    meaning = meanings(found.asked.counted, told=[*told, f"受け取った人：{marks.words}"], also=found.meanings)
    return documents.workbook(*sheets, meaning, title="外に渡す表" if leaves else "数えてみた表", marks=marks)


def meanings(figures: Iterable[Figure], *, told: list[str], also: Iterable[tuple[str, str]] = ()) -> Sheet:
    """The sheet of definitions: every figure, and what rows and columns mean."""
    rows: list[list[Value]] = [
        [one.label, one.unit, f"{one.definition}　{one.told}", one.mark] for one in figures
    ]
    rows += [[name, "", words, ""] for name, words in also]
    return Sheet(
        title="数え方", notes=[*told, f"出典：{definitions.SOURCE}"], columns=MEANING_COLUMNS, rows=rows
    )


def _table(table: Table, nth: int, *, notes: list[str]) -> Sheet:
    return Sheet(
        title=f"表{nth}", notes=[table.title, *notes],
        columns=[Column(table.heading, 22), *(Column(f"{name}（{unit}）", 13) for name, unit in table.columns)],
        rows=[[WHOLE, *_values(table.sums)], *([one.label, *_values(one.cells)] for one in table.rows)],
    )  # fmt: skip


def _values(cells: Iterable[Cell]) -> list[Value]:
    return [suppression.UNDER if one.number is None else one.number for one in cells]


# --- what goes to the prefecture ---------------------------------------------------------------------------------


def leaving_conditions(found: Leaving, *, today: date) -> list[str]:
    """Of what time, as of when, by which definitions, and how it is covered."""
    return [
        f"{found.period.label}　全体",
        f"{wareki(today)}現在の記録から数えました。数え方の版：{definitions.VERSION}",
        suppression.COVER_WORDS,
    ]


def leaving_book(found: Leaving, *, actor: Actor, today: date) -> bytes:
    """The fixed tables and the definitions as Excel."""
    told = leaving_conditions(found, today=today)
    tables = [table for one in found.answers for table in one.tables]
    marks = Marks(words=f"{actor.agency_name}　{actor.name}　{wareki(today)}")
    meaning = meanings(found.figures, told=[*told, f"受け取った人：{marks.words}"], also=found.meanings)
    sheets = [_table(one, nth, notes=told) for nth, one in enumerate(tables, start=1)]
    return documents.workbook(*sheets, meaning, title="外に渡す集計", marks=marks)


CSV_COLUMNS = ("表", "行", "列", "数", "単位", "期間", "数え方の版", "数え方", "数えた日", "受け取った人")


def leaving_csv(found: Leaving, *, actor: Actor, today: date) -> bytes:
    """The same as one long table: a line for each number, with its definition beside it."""
    as_of = (wareki(today), f"{actor.agency_name}　{actor.name}")
    rows: list[list[Value]] = []
    for table in (table for one in found.answers for table in one.tables):
        for label, cells in ((WHOLE, table.sums), *((one.label, one.cells) for one in table.rows)):
            rows += [
                [
                    f"{table.heading}：{table.title}", label, name, suppression.UNDER if cell.number is None else cell.number,
                    unit, found.period.label, definitions.VERSION, cell.figure.definition, *as_of,
                ]
                for (name, unit), cell in zip(table.columns, cells, strict=True)
            ]  # fmt: skip
    return documents.csv_file(CSV_COLUMNS, rows)
