"""A form in the ruled layout people know, described once and set twice: as A4 PDF and as Excel for editing.

A form is blocks of rows on a grid of twelve columns. Each block has a thick frame; inside it thin lines. A row may hold boxes
to tick. Long text flows: on paper over the page, in Excel over several rows, because one row there cannot be higher.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break

from norishiro.core import documents

GRID = 12
# Excel's own limits and measures: width of a column in letters, height of a line in points, most lines of one row.
COLUMN_WIDTH = 7.6
LETTERS_PER_COLUMN = 3.7
LINE_HEIGHT = 15.0
MOST_LINES = 26
TICKED, OPEN = "☑", "☐"


@dataclass(frozen=True)
class Box:
    """One box to tick, and what it stands for."""

    label: str
    ticked: bool = False


@dataclass(frozen=True)
class Cell:
    """One cell: a heading or what was written, over so many columns; ``lines`` keeps room to write by hand."""

    text: str = ""
    span: int = 1
    head: bool = False
    boxes: tuple[Box, ...] = ()
    lines: int = 1

    @property
    def words(self) -> str:
        """All of it as one text."""
        ticks = "　".join(f"{TICKED if box.ticked else OPEN} {box.label}" for box in self.boxes)
        return "\n".join(part for part in (ticks, self.text) if part)


Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Block:
    """Rows in one thick frame, under a title; ``new_page`` begins a sheet of paper."""

    rows: tuple[Row, ...]
    title: str = ""
    new_page: bool = False


@dataclass(frozen=True)
class RuledForm:
    """The whole form. ``title`` says what kind of paper it is and never whose."""

    title: str
    blocks: tuple[Block, ...]
    number: str = ""
    foot: str = ""
    notes: tuple[str, ...] = ()


def head(text: str, span: int = 2) -> Cell:
    return Cell(text, span=span, head=True)


def pair(label: str, text: str, *, label_span: int = 2, lines: int = 1) -> Row:
    """A heading and what was written, over the whole width."""
    return (head(label, label_span), Cell(text, span=GRID - label_span, lines=lines))


def pdf(form: RuledForm) -> bytes:
    """The form as A4 PDF. Refuses like ``documents.pdf``."""
    return documents.pdf("core/ruled.html", {"form": form})


def workbook(form: RuledForm) -> bytes:
    """The form as one Excel sheet, A4 upright, as wide as the paper."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = form.title[:31]
    book.properties.title = form.title
    book.properties.creator = "のりしろ"
    _set_up(page, form)
    at = _write_line(page, 1, form.title, size=14, bold=True)
    if form.number:
        at = _write_line(page, at, form.number, right=True)
    for block in form.blocks:
        at = _write_block(page, at, block)
    for note in form.notes:
        at = _write_line(page, at, note)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


_THIN, _THICK = Side(style="thin", color="444444"), Side(style="medium", color="000000")
_HEAD = PatternFill("solid", fgColor="EEEEEE")
_LETTERS = "游ゴシック"


def _set_up(page: Any, form: RuledForm) -> None:
    for column in range(1, GRID + 1):
        page.column_dimensions[get_column_letter(column)].width = COLUMN_WIDTH
    page.page_setup.paperSize = documents.A4
    page.page_setup.orientation = "portrait"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddFooter.left.text = form.foot.replace("&", "&&")
    page.oddFooter.right.text = "&P / &N"


def _write_line(
    page: Any, at: int, text: str, *, size: int = 10, bold: bool = False, right: bool = False
) -> int:
    _text(page.cell(row=at, column=1), text, size=size, bold=bold, right=right)
    page.merge_cells(start_row=at, end_row=at, start_column=1, end_column=GRID)
    page.row_dimensions[at].height = LINE_HEIGHT * _lines(text, GRID) + (8 if bold else 0)
    return at + 1


def _write_block(page: Any, at: int, block: Block) -> int:
    if block.new_page and at > 1:
        page.row_breaks.append(Break(id=at - 1))
    if block.title:
        at = _write_line(page, at, f"■ {block.title}", bold=True)
    first = at
    for row in block.rows:
        for part in _parts(row):
            _write_row(page, at, part)
            at += 1
    _frame(page, first, at - 1)
    return at + 1


def _parts(row: Row) -> Iterator[Row]:
    """The row, or as many as its longest cell needs."""
    texts = [_chunks(cell) for cell in row]
    for number in range(max(len(one) for one in texts)):
        yield tuple(
            Cell(
                text=chunks[number] if number < len(chunks) else "", span=cell.span, head=cell.head,
                lines=cell.lines if number == 0 else 1,
            )
            for cell, chunks in zip(row, texts, strict=True)
        )  # fmt: skip


def _chunks(cell: Cell) -> list[str]:
    """The words in pieces no higher than a row can be; what the writer ended stays ended."""
    wide = max(1, int(cell.span * LETTERS_PER_COLUMN))
    seen: list[str] = []
    for line in cell.words.splitlines() or [""]:
        pieces = [line[start : start + wide] for start in range(0, len(line), wide)] or [""]
        seen += [*pieces[:-1], f"{pieces[-1]}\n"]
    return [
        "".join(seen[start : start + MOST_LINES]).removesuffix("\n")
        for start in range(0, len(seen), MOST_LINES)
    ]


def _lines(text: str, span: int) -> int:
    wide = max(1, int(span * LETTERS_PER_COLUMN))
    return sum(max(1, ceil(len(line) / wide)) for line in (text.splitlines() or [""]))


def _write_row(page: Any, at: int, row: Row) -> None:
    column, high = 1, 1
    for cell in row:
        _text(page.cell(row=at, column=column), cell.words, fill=cell.head)
        if cell.span > 1:
            page.merge_cells(start_row=at, end_row=at, start_column=column, end_column=column + cell.span - 1)
        high = max(high, cell.lines, _lines(cell.words, cell.span))
        column += cell.span
    page.row_dimensions[at].height = LINE_HEIGHT * min(high, MOST_LINES + 1)


def _text(
    cell: Any, text: str, *, size: int = 10, bold: bool = False, right: bool = False, fill: bool = False
) -> None:
    cell.value = text
    # Without this a text that begins with "=" would be computed.
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(documents.FORMULA_STARTS)
    cell.font = Font(name=_LETTERS, size=size, bold=bold or fill)
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="right" if right else None)
    if fill:
        cell.fill = _HEAD


def _frame(page: Any, first: int, last: int) -> None:
    """Thin lines inside, a thick frame around. Of a merged cell some programs draw each cell's line, some only the first's:
    so the first one has the lines of the whole."""
    for at in range(first, last + 1):
        for column in range(1, GRID + 1):
            page.cell(row=at, column=column).border = _lines_at(at, column, column, first=first, last=last)
    for merged in page.merged_cells.ranges:
        if first <= merged.min_row <= last:
            page.cell(row=merged.min_row, column=merged.min_col).border = _lines_at(
                merged.min_row, merged.min_col, merged.max_col, first=first, last=last
            )


def _lines_at(at: int, left: int, right: int, *, first: int, last: int) -> Border:
    return Border(
        top=_THICK if at == first else _THIN, bottom=_THICK if at == last else _THIN,
        left=_THICK if left == 1 else _THIN, right=_THICK if right == GRID else _THIN,
    )  # fmt: skip
