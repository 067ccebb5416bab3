"""A plan's tree out of what people paste, without a database."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import Workbook

from norishiro.core.text import InputProblem
from norishiro.policies.reading import read, rows_in, rows_of

LEVELS = ["目標", "方向", "施策"]


def tree(text: str) -> list[tuple[str, ...]]:
    found = read(rows_in(text), levels=LEVELS)
    assert found.problems == ()
    return [("　" * (one.depth - 1), one.number, one.name) for one in found.branches]


def test_columns_are_levels_and_an_empty_cell_is_the_one_above():
    pasted = "1 つながる\t1-1 気づく\t①\u3000見守り\r\n\t\t② 声かけ\r\n\t1-2 集う\t① サロン\n2 支える\n"
    assert tree(pasted) == [
        ("", "1", "つながる"), ("　", "1-1", "気づく"), ("　　", "①", "見守り"), ("　　", "②", "声かけ"),
        ("　", "1-2", "集う"), ("　　", "①", "サロン"), ("", "2", "支える"),
    ]  # fmt: skip


def test_a_name_that_begins_with_a_word_or_a_year_keeps_it():
    assert tree("８050の世帯を支える\t3年で広げる\tA班の見守り") == [
        ("", "", "８050の世帯を支える"), ("　", "", "3年で広げる"), ("　　", "", "A班の見守り"),
    ]  # fmt: skip


def test_headings_are_known_by_their_words_in_any_order_and_bring_aims_and_projects():
    pasted = '施策\t目標\t方向\tめざす姿\t市区町村の事業\t社協の事業\n見守り\tつながる\t気づく\t声が届く\t"配食\n巡回"\tサロン\n'
    found = read(rows_in(pasted), levels=LEVELS)
    assert found.problems == ()
    assert [(one.depth, one.name, one.aim, one.projects) for one in found.branches] == [
        (1, "つながる", "", []), (2, "気づく", "", []),
        (3, "見守り", "声が届く", [("MUNICIPAL", "配食"), ("MUNICIPAL", "巡回"), ("COUNCIL", "サロン")]),
    ]  # fmt: skip


def test_what_cannot_be_read_is_told_by_its_line_and_nothing_is_guessed():
    def problems(text: str) -> tuple[str, ...]:
        return read(rows_in(text), levels=LEVELS).problems

    assert problems("") == ("表が空です。体系の表を貼り付けるか、ファイルを選んでください。",)
    assert problems("\t気づく") == ("1行目：「気づく」の上の「目標」が空です。",)
    assert problems("い\tろ\tは\tに") == ("1行目：「に」の列が、段の数（3）より右にあります。",)
    assert len(problems("目標\t方向\t担当")) == 1
    assert len(problems("い" * 201)) == 1


def test_excel_and_both_codings_of_csv_are_read_and_other_files_say_what_to_do():
    book, file = Workbook(), BytesIO()
    book.active.append(["つながる", "気づく", "見守り"])
    book.active.append([None, None, "声かけ"])
    book.save(file)
    wanted = [["つながる", "気づく", "見守り"], ["", "", "声かけ"]]
    assert rows_of(file.getvalue()) == wanted
    text = "つながる,気づく,見守り\n,,声かけ\n"
    assert (rows_of(text.encode("utf-8-sig")), rows_of(text.encode("cp932"))) == (wanted, wanted)
    for broken in (b"PK\x03\x04nothing", b"\xff\x81\xff"):
        with pytest.raises(InputProblem):
            rows_of(broken)
