"""The report of a reading, row by row, as an Excel file."""

from __future__ import annotations

from collections.abc import Sequence

from norishiro.core.calendar import wareki
from norishiro.core.documents import Column, Sheet, workbook
from norishiro.opendata.choices import NoteKind, Outcome
from norishiro.opendata.models import Intake, IntakeRow


def report(intake: Intake, rows: Sequence[IntakeRow], *, dataset: str) -> bytes:
    """Two sheets: each row with what became of it; each note with before and after."""
    lines = intake.above + intake.heading_lines + intake.blank + len(rows)
    notes = [
        f"{intake.file_name}（{dataset}・{intake.coding}{f'・シート「{intake.sheet}」' if intake.sheet else ''}）　出典：{intake.source}"
        f"（{intake.get_licence_display()}・{wareki(intake.as_of)}時点）",
        f"ぜんぶで{lines}行：見出しより上{intake.above}・見出し{intake.heading_lines}・空{intake.blank}・場の行{len(rows)}",
        f"読まなかった列：{intake.unknown or 'なし'}",
    ]
    by_row = Sheet(
        title="行ごと", notes=notes,
        columns=[Column("行", 6), Column("どうなるか", 22), Column("もとの番号", 20), Column("名称", 32), Column("所在地", 40),
                 Column("注記の数", 10)],
        rows=[
            [row.line_no, str(Outcome(row.outcome).label), "" if row.external_id.startswith("~") else row.external_id, row.name, row.address, len(row.notes.all())]
            for row in rows
        ],
    )  # fmt: skip
    by_note = Sheet(
        title="注記",
        columns=[Column("行", 6), Column("名称", 32), Column("何か", 12), Column("欄", 24), Column("ことば", 60), Column("もと", 32),
                 Column("あと", 32)],
        rows=[
            [row.line_no, row.name, str(NoteKind(note.kind).label), note.about, note.words, note.before, note.after]
            for row in rows for note in row.notes.all()
        ],
    )  # fmt: skip
    return workbook(by_row, by_note, title="オープンデータの行ごとの報告")
