"""Ruled forms: frames, boxes, and texts that are longer than a row can be."""

from __future__ import annotations

from io import BytesIO
from time import perf_counter

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from norishiro.core import ruled
from norishiro.core.documents import typeset
from norishiro.core.ruled import Block, Box, Cell, RuledForm, head, pair


def page_of(*blocks: Block, **values):
    return load_workbook(BytesIO(ruled.workbook(RuledForm(title="様式", blocks=blocks, **values)))).active


def written(page) -> list[list[object]]:
    return [[cell for cell in row if cell is not None] for row in page.iter_rows(values_only=True)]


def test_boxes_are_ticked_and_headings_stand_beside():
    page = page_of(
        Block(((head("結果"), Cell(boxes=(Box("適切", True), Box("見直し")), span=10)),), title="会議")
    )
    assert written(page) == [["様式"], ["■ 会議"], ["結果", "☑ 適切　☐ 見直し"]]


def test_each_block_has_a_thick_frame_and_thin_lines_inside():
    page = page_of(Block((pair("一", "1"), pair("二", "2"))))
    assert [page.cell(row=2, column=1).border.top.style, page.cell(row=2, column=1).border.bottom.style] == [
        "medium",
        "thin",
    ]
    assert page.cell(row=3, column=12).border.right.style == "medium"
    assert page.cell(row=3, column=12).border.bottom.style == "medium"


def test_a_text_higher_than_a_row_goes_on_in_the_next_without_losing_a_letter():
    text = "\n".join(f"{number}行目の文" for number in range(200))
    page = page_of(Block((pair("課題", text),)))
    parts = [str(row[1]) for row in written(page)[1:] if len(row) > 1] or []
    rest = [str(row[-1]) for row in written(page)[1:]]
    assert ("\n".join(rest), len(parts)) == (text, 1)
    assert max(page.row_dimensions[row].height for row in range(1, page.max_row + 1)) <= 409


SECONDS = 15


@pytest.mark.parametrize("table", ["p-facts", "p-ruled", "p-assess", ""])
def test_a_cell_of_three_thousand_letters_is_whole_on_paper_before_anybody_goes_away(table):
    """With a layout by content each of them took half a minute."""
    text = "".join(f"{number:04d}番目の文です。" for number in range(250))
    row = f"<tr><th>課題</th><td>{text}</td></tr>"
    begun = perf_counter()
    paper = typeset(
        f'<html lang="ja"><body><table class="{table}"><tbody>{row}</tbody></table></body></html>'
    )
    assert perf_counter() - begun < SECONDS
    pages = [page.extract_text().rpartition("\n")[0] for page in PdfReader(BytesIO(paper)).pages]
    assert "".join("".join(pages).split()) == f"課題{text}"


def test_a_line_without_end_is_cut_where_the_row_ends_and_put_together_again():
    text = "あ" * 3000
    assert "".join(str(row[-1]) for row in written(page_of(Block((pair("課題", text),))))[1:]) == text


def test_a_text_that_looks_like_a_formula_is_a_text():
    page = page_of(Block((pair("意向", "=1+1"),)))
    cell = page.cell(row=2, column=3)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_sheet_is_as_wide_as_the_paper_and_breaks_where_it_should():
    page = page_of(Block((pair("一", "1"),)), Block((pair("二", "2"),), new_page=True), foot="A & B")
    assert (page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToHeight) == (
        "portrait",
        9,
        0,
    )
    assert [one.id for one in page.row_breaks.brk] == [3]
    assert page.oddFooter.left.text == "A && B"
