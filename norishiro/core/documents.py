"""What leaves on paper or in a file: HTML → PDF, rows → Excel or CSV. Rows are handed in; nothing is looked up here.

A sheet is a template that extends ``core/sheet.html`` and uses the classes of ``static/core/sheet.css``. Excel cells
keep their kind: a day is a day (shown in 和暦), a number a number, and a text is never a formula.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.template.utils import get_app_template_dirs
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from norishiro.core.typesetting import LENGTH, MANY, NO_ENGINE
from norishiro.core.verdict import Refused, no

COMMAND: Sequence[str] = (sys.executable, "-m", "norishiro.core.typesetting")
LONG_LISTS: Sequence[str] = (sys.executable, "-m", "norishiro.core.long_lists")

# Seconds until a sheet is given up; a hundred pages take about ten.
LONGEST: float = 120

WAREKI_DAY = '[$-411]ggge"年"m"月"d"日";@'
A4 = 9  # ECMA-376 part 1, 18.3.1.63
MOMENT = "yyyy/mm/dd hh:mm"

# What a spreadsheet program may take for a formula when it opens a CSV (OWASP CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

# A cell holds no more (Excel specifications and limits); the rest is never dropped in silence.
LONGEST_CELL = 32_767
CUT = "…（長いため、ここまで。続きは画面で見てください）"

Value = str | int | float | date | datetime | None


def pdf(template: str, context: Mapping[str, Any] | None = None) -> bytes:
    """The template as PDF/UA. Refuses, in words, where the machine cannot set type or the sheet takes too long.

    The title of the document is the template's title block: a kind of paper, never a person's name."""
    return typeset(render_to_string(template, dict(context or {})))


def typeset(text: str) -> bytes:
    """One whole HTML text as PDF, in a process of its own. Refuses like ``pdf``."""
    return _typesetter(text.encode(), command=COMMAND)


def typeset_many(texts: Sequence[str]) -> list[bytes]:
    """Several HTML texts as a PDF each, through one process. Refuses like ``pdf``."""
    answered = BytesIO(_typesetter(json.dumps(list(texts)).encode(), command=(*COMMAND, MANY)))
    return [answered.read(int.from_bytes(answered.read(LENGTH), "big")) for _text in texts]


def long_list(template: str, data: Mapping[str, Any]) -> bytes:
    """A template of Typst among the others (``….typ``) as PDF, for lists of thousands (docs/adr/0085): strings and lists of
    strings are all it is handed. Refuses what takes too long, like ``pdf``."""
    found = next(
        path for folder in get_app_template_dirs("templates") if (path := Path(folder, template)).is_file()
    )
    given = {"template": str(found), "data": data}
    return _typesetter(json.dumps(given).encode(), command=LONG_LISTS)


def _typesetter(given: bytes, *, command: Sequence[str]) -> bytes:
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired:
        raise Refused(
            no("too_long", "印刷するものが大きすぎて、作りきれませんでした。期間や対象を分けてください。")
        ) from None
    if done.returncode == NO_ENGINE:
        raise Refused(
            no(
                "no_engine",
                "このサーバーには、PDFを作る部品（Pango）が入っていません。"
                "管理者に「norishiro doctor」を動かしてもらってください。",
            )
        )
    if done.returncode:
        raise RuntimeError(f"typesetting ended with {done.returncode}: {_last_line(done.stderr)}")
    return done.stdout


def _last_line(error: bytes) -> str:
    """Only the fault's own words: the lines before it may quote the sheet."""
    lines = error.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].partition(":")[0] if lines else ""


@dataclass(frozen=True)
class Column:
    """One column: its heading, and its width in characters."""

    label: str
    width: int = 16


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet of a workbook: heading lines above the table, then the table."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    notes: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Marks:
    """What every sheet carries visibly and in its properties: who took it, when, under which number."""

    words: str = ""
    number: str = ""


def workbook(*sheets: Sheet, title: str, marks: Marks | None = None) -> bytes:
    """The sheets as one Excel file; headings stay in sight while scrolling and are repeated on every printed page."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _write(book, sheet, marks=marks or Marks())
    book.properties.title = title
    book.properties.creator = "のりしろ"
    book.properties.description = "　".join(filter(None, [marks.words, marks.number])) if marks else ""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _write(book: Workbook, sheet: Sheet, *, marks: Marks) -> None:
    page = book.create_sheet(title=sheet.title[:31])
    for at, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(at)].width = column.width
    above = [*sheet.notes, *filter(None, [marks.words])]
    head = len(above) + 1
    page.freeze_panes = f"A{head + 1}"
    page.print_title_rows = f"{head}:{head}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddFooter.left.text = _footer(marks.words)
    page.oddFooter.right.text = "&P / &N"
    for line in above:
        page.append([_over_the_table(page, line)])
    page.append([_heading(page, column.label) for column in sheet.columns])
    for row in sheet.rows:
        page.append([_cell(page, value) for value in row])


def _footer(words: str) -> str:
    """An ampersand commands the footer; doubled it is a letter."""
    return words.replace("&", "&&")


_LINE = Side(style="thin", color="999999")
_HEAD_FILL = PatternFill("solid", fgColor="E8F1FE")


def _heading(page: Any, label: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, value=label)
    cell.font, cell.fill, cell.border = Font(bold=True), _HEAD_FILL, Border(bottom=_LINE)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _over_the_table(page: Any, line: str) -> WriteOnlyCell:
    """In one line across the columns: wrapped, it would be pressed into the width of the first."""
    cell = _cell(page, line)
    cell.alignment = Alignment(vertical="top")
    return cell


def _cell(page: Any, value: Value) -> WriteOnlyCell:
    if isinstance(value, datetime):
        value = timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
        cell = WriteOnlyCell(page, value=value)
        cell.number_format = MOMENT
        return cell
    if isinstance(value, str):
        cell = WriteOnlyCell(page, value=_fitting(value))
        # Without this a text that begins with "=" would be computed.
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULA_STARTS)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        return cell
    cell = WriteOnlyCell(page, value=value)
    if isinstance(value, date):
        cell.number_format = WAREKI_DAY
    return cell


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT)] + CUT


def csv_file(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """The rows as CSV that Excel opens in Japanese (UTF-8 with mark); what looks like a formula gets an apostrophe."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_plain(value) for value in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).strftime("%Y-%m-%d %H:%M")
    return str(value)
