"""The form as an Excel workbook people can go on with: one leaf for the household, one for each person, ruled as on paper."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from norishiro.core.calendar import wareki
from norishiro.core.documents import A4, CUT, FORMULA_STARTS, LONGEST_CELL, WAREKI_DAY
from norishiro.core.templatetags.norishiro import age

if TYPE_CHECKING:
    from norishiro.assessment.lines import Cell
    from norishiro.assessment.models import Answer
    from norishiro.assessment.queries.papers import Paper, PaperPart, PaperPerson

TITLE = "インテーク・アセスメントシート"
WIDTHS = {"A": 14, "B": 26, "C": 52, "D": 18, "E": 16, "F": 12, "G": 24}
HEADS = ("欄", "項目", "記入", "だれから", "分かった日", "確かさ", "書いた機関")
PEOPLE_HEADS = ("氏名", "ふりがな", "生年月日", "年齢", "性別", "続柄", "同別居")
CHARACTERS = 26
LINE_POINTS = 15
MOST_POINTS = 400

_THIN, _THICK = Side(style="thin", color="444444"), Side(style="thick", color="000000")
_RULED, _FRAMED = Border(_THIN, _THIN, _THIN, _THIN), Border(_THICK, _THICK, _THICK, _THICK)
_HEAD = PatternFill("solid", fgColor="E8F1FE")


def filled(paper: Paper, *, taken_by: str, today: date) -> bytes:
    """The workbook. A text is never a formula; a cell that is too long says so."""
    book = Workbook()
    book.remove(book.active)
    for number, part in enumerate(paper.parts):
        leaf = book.create_sheet("世帯" if part.person is None else f"対象者{number}")
        _arrange(leaf, taken_by=taken_by, today=today)
        _head(leaf, paper, part, today=today)
        if part.person is None:
            _people(leaf, paper.people, today=today)
        _lines(leaf, part)
        if part.person is None:
            _household_tables(leaf, paper)
    book.properties.title = TITLE
    book.properties.creator = "のりしろ"
    book.properties.description = taken_by
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _arrange(leaf: Any, *, taken_by: str, today: date) -> None:
    for letter, width in WIDTHS.items():
        leaf.column_dimensions[letter].width = width
    leaf.page_setup.orientation = "portrait"
    leaf.page_setup.paperSize = A4
    leaf.page_setup.fitToHeight = 0
    leaf.sheet_properties.pageSetUpPr.fitToPage = True
    leaf.oddFooter.left.text = f"{taken_by} {wareki(today)}に取り出し　取扱注意".replace("&", "&&")
    leaf.oddFooter.right.text = "&P / &N"


def _head(leaf: Any, paper: Paper, part: PaperPart, *, today: date) -> None:
    leaf.append([f"{TITLE}（{part.title}）"])
    leaf["A1"].font = Font(bold=True, size=14)
    case = paper.sheet.case
    leaf.append(
        [
            f"{case.number}　{case.title}　{wareki(paper.sheet.begun_on)}に開始　様式の版 {paper.sheet.form_version}"
        ]
    )
    leaf.append(
        [
            "太い枠は、国に報告する項目です。空いているところは、まだ書かれていないか、取り出した人の根拠では見られないところです。"
        ]
    )


def _row(leaf: Any, values: tuple[Any, ...], *, head: bool = False, frame: Border = _RULED) -> None:
    at = leaf.max_row + 1
    for column, value in enumerate(values, start=1):
        cell = leaf.cell(row=at, column=column)
        _put(cell, value)
        cell.border = frame
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if head:
            cell.font, cell.fill = Font(bold=True), _HEAD
    longest = max((len(str(value or "")) for value in values), default=0)
    lines = max(1, -(-longest // CHARACTERS), *(str(value or "").count("\n") + 1 for value in values))
    leaf.row_dimensions[at].height = min(MOST_POINTS, LINE_POINTS * lines)


def _put(cell: Any, value: Any) -> None:
    if not isinstance(value, str):
        cell.value = value
        if isinstance(value, date):
            cell.number_format = WAREKI_DAY
        return
    cell.value = value if len(value) <= LONGEST_CELL else value[: LONGEST_CELL - len(CUT)] + CUT
    # Without this a text that begins with "=" would be computed.
    cell.data_type = "s"
    cell.quotePrefix = value.startswith(FORMULA_STARTS)


def _people(leaf: Any, people: tuple[PaperPerson, ...], *, today: date) -> None:
    _row(leaf, PEOPLE_HEADS, head=True)
    for one in people:
        birth = one.birth.label() if one.birth else ""
        who = one.person
        _row(
            leaf,
            (
                who.label,
                who.kana,
                birth,
                age(one.birth, today),
                who.get_sex_display(),
                one.relation,
                one.together,
            ),
        )


def _lines(leaf: Any, part: PaperPart) -> None:
    _row(leaf, HEADS, head=True)
    for section in part.sections:
        for cell in section.cells:
            frame = _FRAMED if cell.item.national else _RULED
            for first, answer in _each(cell):
                label = cell.item.label if first else ""
                _row(leaf, (section.label if first else "", label, *_answer(answer)), frame=frame)


def _each(cell: Cell) -> list[tuple[bool, Answer | None]]:
    """A line for every agency that answered; one empty line where nobody did."""
    return [(at == 0, one) for at, one in enumerate(cell.current)] or [(True, None)]


def _answer(answer: Answer | None) -> tuple[Any, ...]:
    if answer is None:
        return ("", "", "", "", "")
    told = answer.get_told_by_display()
    return (
        answer.words, f"{told}（{answer.told_name}）" if answer.told_name else told, answer.known_on,
        answer.get_certainty_display(), answer.agency.name,
    )  # fmt: skip


def _household_tables(leaf: Any, paper: Paper) -> None:
    _row(
        leaf, ("課題", "だれの", "課題", "力・できていること", "分かった日", "出所", "書いた機関"), head=True
    )
    for one in paper.issues:
        whose = one.person.called if one.person else "世帯"
        detail = f"{one.title}\n{one.detail}" if one.detail else one.title
        _row(leaf, ("", whose, detail, one.strength, one.found_on, one.source, one.agency.name))
    _row(
        leaf,
        ("断られている支援", "断っている人", "支援", "だれへの", "分かった日", "和らいだ日", "書いた機関"),
        head=True,
    )
    for each in paper.refusals:
        by = each.person.called if each.person else "世帯"
        to = each.for_person.called if each.for_person else ""
        _row(leaf, ("", by, each.what, to, each.noted_on, each.eased_on, each.agency.name))
    _row(
        leaf,
        ("受援力", "だれの", "見て分かった様子", "段", "見た日", "力・できていること", "書いた機関"),
        head=True,
    )
    for seen in paper.acceptances:
        _row(
            leaf,
            (
                "",
                seen.person.called,
                seen.seen,
                seen.step_label,
                seen.seen_on,
                seen.strength,
                seen.agency.name,
            ),
        )
    _row(leaf, ("決めた段階", "票", "わけ", "段階", "決めた日", "見直す日", "だれが決めたか"), head=True)
    for risk in paper.risks:
        for decided in list(risk.decisions.all())[:1]:
            who = f"{decided.get_decider_display()}　{decided.decided_by}"
            level = decided.level_label
            _row(
                leaf, ("", risk.form_name, decided.reason, level, decided.decided_on, decided.review_on, who)
            )
