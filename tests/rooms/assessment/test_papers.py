"""The form on paper and as a workbook, compared whole: PDF text and cell values (tests/golden/assessment)."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.urls import reverse
from openpyxl import load_workbook

from norishiro.assessment import book, operations, queries
from norishiro.assessment.choices import ToldBy
from norishiro.assessment.models import Sheet
from norishiro.cases import operations as cases
from norishiro.core.documents import pdf
from norishiro.core.operation import announce
from tests.golden import same_as_golden
from tests.rooms.agencies.conftest import browser_of
from tests.rooms.assessment.town import J6, OWN, Home, given

pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).parents[2] / "golden" / "assessment"
DAY = date(2026, 11, 20)
LONG = "ながい話です。" * 429


@pytest.fixture
def sheet(home: Home) -> Sheet:
    """A sheet with rare letters, two bodies that differ, a thick frame and something a formula could begin with."""
    home.met(home.other)
    home.person.name, home.person.kana = "𠮷田　髙﨑", "よしだ たかさき"
    home.person.birth = "1945-04"
    home.person.save(update_fields=["name", "kana", "birth"])
    home.case.title, home.case.number = "𠮷田家", "架-0001"
    home.case.save(update_fields=["title", "number"])
    begun = home.start(today=DAY)
    told = {"basis": J6, "today": DAY}
    home.fill(begun, INCOME=given("=1+1 と書いてあった通帳"), **told)
    home.fill(begun, by=home.other, told_by=ToldBy.FAMILY, INCOME=given("仕送りもある"), **told)
    home.fill(
        begun,
        person=home.person,
        TRAITS=given("", "ISOLATION", "NO_CARE"),
        STRENGTH=given("将棋が強い"),
        **told,
    )
    home.fill(
        begun, person=home.person, HEALTH=given("", "TREATED"), OWN_WORDS=given("家で暮らしたい"), **told
    )
    cases.add_issue(
        home.lead, case=home.case, scope="PERSON", person=home.person, title="受診が止まっている", strength="薬は分けてある",
        source="長女", found_on=DAY, basis=J6, today=DAY,
    )  # fmt: skip
    cases.add_issue(
        home.lead,
        case=home.case,
        scope="AGENCY",
        title="窓口の人手が足りない",
        source="係長",
        found_on=DAY,
        basis=J6,
        today=DAY,
    )
    operations.note_refusal(
        home.lead, case=home.case, person=home.person, for_person=None, what="受診", source="長女", noted_on=DAY, basis=J6,
        today=DAY,
    )  # fmt: skip
    operations.note_acceptance(
        home.lead,
        case=home.case,
        person=home.person,
        step="U2",
        seen="短い返事",
        seen_on=DAY,
        basis=J6,
        today=DAY,
    )
    home.case.household.refresh_from_db()
    announce(home.lead)
    return queries.get_sheet(home.lead, sheet_id=begun.id)


def paper_text(home: Home, sheet: Sheet, actor: Any = None) -> str:
    reader = actor or home.lead
    announce(reader)
    paper = queries.paper_of(reader, sheet=sheet, today=DAY)
    context = {"paper": paper, "sheet": sheet, "case": sheet.case, "today": DAY, "actor": reader}
    document = pypdf.PdfReader(BytesIO(pdf("assessment/sheet_paper.html", context)))
    return "\n--- 次の頁 ---\n".join(page.extract_text() for page in document.pages)


def cells(home: Home, sheet: Sheet, actor: Any = None) -> str:
    reader = actor or home.lead
    announce(reader)
    paper = queries.paper_of(reader, sheet=sheet, today=DAY)
    content = book.filled(paper, taken_by="架空 社協　架空 一", today=DAY)
    lines = []
    for leaf in load_workbook(BytesIO(content)):
        lines.append(f"# {leaf.title}")
        for row in leaf.iter_rows():
            thick = "太枠 " if row[1].border.left.style == "thick" else ""
            values = ["" if cell.value is None else str(cell.value) for cell in row]
            lines.append(f"{thick}{'｜'.join(values)}")
    return "\n".join(lines) + "\n"


def test_the_paper_is_as_the_golden_one(home, sheet):
    same_as_golden(GOLDEN / "sheet.txt", paper_text(home, sheet), wrapped=True)


def test_the_workbook_is_as_the_golden_one(home, sheet):
    same_as_golden(GOLDEN / "workbook.txt", cells(home, sheet))


def test_rare_letters_are_printed_and_what_agencies_find_hard_themselves_is_not(home, sheet):
    text = paper_text(home, sheet).replace("\n", "")
    assert [name in text for name in ("𠮷田", "髙﨑")] == [True, True]
    assert "窓口の人手が足りない" not in text
    assert "窓口の人手が足りない" not in cells(home, sheet)
    assert "受診が止まっている" in text


def test_a_long_answer_goes_on_over_the_page_whole(home, sheet):
    home.fill(sheet, person=home.person, CAREER=given(LONG), basis=J6)
    text = paper_text(home, sheet)
    assert text.replace("\n", "").count("ながい話です。") == 429
    assert text.count("--- 次の頁 ---") <= 5


def test_a_text_is_never_a_formula(home, sheet):
    announce(home.lead)
    content = book.filled(queries.paper_of(home.lead, sheet=sheet, today=DAY), taken_by="", today=DAY)
    found = [
        cell
        for row in load_workbook(BytesIO(content)).worksheets[0].iter_rows()
        for cell in row
        if str(cell.value).startswith("=1+1")
    ]
    assert [(cell.data_type, cell.quotePrefix) for cell in found] == [("s", True)]


def test_paper_and_workbook_hold_only_what_their_reader_may_see(home, sheet):
    home.fill(sheet, basis=OWN, DEBTS=given("母の借金のこと"))
    for read in (paper_text, cells):
        assert ("母の借金のこと" in read(home, sheet), "母の借金のこと" in read(home, sheet, home.other)) == (
            True,
            False,
        )


def test_both_files_are_handed_over_without_a_name_in_theirs_and_not_to_a_stranger(home, sheet):
    for name, kind in (("sheet_paper", "pdf"), ("sheet_workbook", "xlsx")):
        path = reverse(f"assessment:{name}", args=[sheet.id])
        page = browser_of(home.lead).get(path)
        assert page.status_code == 200
        assert page.headers["Content-Disposition"].endswith(f".{kind}")
        assert "%F0%A0%AE%B7" not in page.headers["Content-Disposition"]
        assert browser_of(home.stranger).get(path).status_code == 404
