"""Paper and files: what is on them, what is not, and that a machine without the engine says so."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO

import pypdf
import pytest
from django.template import engines
from openpyxl import load_workbook

from norishiro.core import documents
from norishiro.core.documents import CUT, LONGEST_CELL, Column, Marks, Sheet
from norishiro.core.typesetting import NO_ENGINE
from norishiro.core.verdict import Refused
from tests.marks import mark_of, marked_fields

SHEET = """{% extends "core/sheet.html" %}{% block title %}同意書{% endblock %}
{% block foot %}町役場　写し 3{% endblock %}
{% block watermark %}{% watermark "写し 3" office %}{% endblock %}
{% block content %}<h1>同意書</h1><p>{{ name }}さんの<span class="p-black"></span></p>
<p class="p-newsheet"><ruby>情報<rt>じょうほう</rt></ruby>を<ruby>伝<rt>つた</rt></ruby>えます。</p>{% endblock %}"""


def rendered(name: str, *, office: str = "高齢者支援課") -> str:
    return engines["django"].from_string(SHEET).render({"name": name, "office": office})


def test_a_sheet_carries_its_words_its_foot_and_its_mark_on_every_page() -> None:
    content = documents.typeset(rendered("髙橋 𠮷一"))
    paper = pypdf.PdfReader(BytesIO(content))
    pages = [page.extract_text() for page in paper.pages]

    assert len(pages) == 2
    assert "髙橋 𠮷一さんの" in pages[0]
    for at, text in enumerate(pages):
        assert "町役場 写し 3" in text.replace("\u3000", " ")
        assert mark_of(paper.pages[at]).split("\n") == ["写し 3", "高齢者支援課"]
        assert marked_fields(content, page=at) == 24
    assert paper.metadata is not None
    assert paper.metadata.title == "同意書"
    assert paper.metadata.author is None
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_a_mark_keeps_every_word_however_long_and_a_hostile_one_is_text() -> None:
    office = "とても長い名前の社会福祉法人架空会</svg><b>&'\"𠮷田髙﨑第二相談室" * 3
    paper = pypdf.PdfReader(BytesIO(documents.typeset(rendered("山", office=office))))
    assert mark_of(paper.pages[0]).replace("\n", "").removeprefix("写し 3") == office


def test_a_sheet_without_a_mark_has_none() -> None:
    bare = '{% extends "core/sheet.html" %}{% block content %}<p>山</p>{% endblock %}'
    content = documents.typeset(engines["django"].from_string(bare).render())
    assert marked_fields(content, page=0) == 0
    assert mark_of(pypdf.PdfReader(BytesIO(content)).pages[0]) == ""


def test_a_hostile_text_is_text_and_a_sheet_fetches_nothing() -> None:
    paper = pypdf.PdfReader(BytesIO(documents.typeset(rendered("<img src='file:///etc/passwd'>"))))
    assert "<img src='file:///etc/passwd'>" in paper.pages[0].extract_text()

    with pytest.raises(RuntimeError, match="typesetting ended with 1"):
        documents.typeset("<html lang='ja'><title>x</title><img alt='' src='file:///etc/passwd'></html>")


def test_without_the_engine_the_refusal_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "COMMAND", ("/bin/sh", "-c", f"exit {NO_ENGINE}"))

    with pytest.raises(Refused, match="PDFを作る部品（Pango）が入っていません"):
        documents.typeset("<p>")


def test_a_sheet_that_takes_too_long_is_given_up_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "COMMAND", ("/bin/sleep", "5"))
    monkeypatch.setattr(documents, "LONGEST", 0.05)

    with pytest.raises(Refused, match="期間や対象を分けてください"):
        documents.typeset("<p>")


def test_excel_keeps_kinds_marks_and_never_computes() -> None:
    moment = datetime(2026, 4, 1, 0, 30, tzinfo=UTC)
    file = documents.workbook(
        Sheet(
            title="相談",
            columns=[Column("日", 14), Column("名前"), Column("件数", 6), Column("時")],
            rows=[[date(2026, 4, 1), "=1+1", 3, moment], [None, "あ\nい", None, None]],
            notes=["令和8年度"],
        ),
        title="相談の一覧",
        marks=Marks(words="受付係 A&B 持ち出し", number="EX-12"),
    )
    page = load_workbook(BytesIO(file))["相談"]

    assert [[cell.value for cell in row] for row in page.iter_rows()] == [
        ["令和8年度", None, None, None],
        ["受付係 A&B 持ち出し", None, None, None],
        ["日", "名前", "件数", "時"],
        [datetime(2026, 4, 1), "=1+1", 3, datetime(2026, 4, 1, 9, 30)],
        [None, "あ\nい", None, None],
    ]
    assert page["B4"].data_type == "s"
    assert page["A4"].number_format == documents.WAREKI_DAY
    assert page.freeze_panes == "A4"
    assert page.oddFooter.left.text == "受付係 A&&B 持ち出し"
    book = load_workbook(BytesIO(file))
    assert (book.properties.title, book.properties.description) == (
        "相談の一覧",
        "受付係 A&B 持ち出し　EX-12",
    )


def test_a_text_longer_than_a_cell_says_that_it_was_cut() -> None:
    file = documents.workbook(
        Sheet(
            title="記録", columns=[Column("内容")], rows=[["あ" * LONGEST_CELL], ["い" * (LONGEST_CELL + 1)]]
        ),
        title="記録",
    )
    page = load_workbook(BytesIO(file))["記録"]

    assert page["A2"].value == "あ" * LONGEST_CELL
    assert page["A3"].value == "い" * (LONGEST_CELL - len(CUT)) + CUT


def test_csv_opens_in_japanese_and_is_no_formula() -> None:
    file = documents.csv_file(["日", "内容"], [[date(2026, 4, 1), "-1 点\n「はい」"], [None, 5]])

    assert file == '\ufeff日,内容\r\n2026-04-01,"\'-1 点\n「はい」"\r\n,5\r\n'.encode()
