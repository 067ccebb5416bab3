"""The sheet as a whole: how far it is, what agencies say, what is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.assessment import operations, queries, rules
from norishiro.assessment.dictionary import Dictionary, SectionOf, risk_forms_on
from norishiro.assessment.forms import StartForm
from norishiro.assessment.lines import Cell, Place, filled_by_section, open_by_stage
from norishiro.assessment.views.shared import (
    Act,
    case_crumbs,
    perform,
    sheet_crumbs,
    today,
)
from norishiro.attachments import queries as attachment_queries
from norishiro.cases import queries as case_queries
from norishiro.core.form_pages import open_form
from norishiro.core.verdict import Verdict
from norishiro.sharing.queries import viewers_of
from norishiro.sharing.viewing import grounds_in_words, others_in_words

if TYPE_CHECKING:
    from norishiro.assessment.models import ItemInquiry, Sheet
    from norishiro.cases.models import Case
    from norishiro.people.models import Person

SEE = Permission.SEE_PEOPLE
WORK = Permission.WORK_CASE


@page(needs=SEE)
def case_assessment(request: Any, case_id: UUID) -> HttpResponse:
    """このケースのアセスメント. The household page takes it in as a part (htmx); alone it leads to the newest sheet."""
    actor = request.actor
    case = case_queries.get_visible(actor, case_id=case_id)
    sheet = queries.newest_sheet(actor, case=case)
    if sheet is not None and not request.htmx:
        return redirect("assessment:show_sheet", sheet_id=sheet.id)
    context: dict[str, Any] = {
        "case": case, "sheet": sheet, "may_start": _may_start(case, sheet), "crumbs": case_crumbs(case, "アセスメント"),
    }  # fmt: skip
    shown = [case.id]
    if sheet is not None:
        known, found = queries.cells(actor, sheet=sheet)
        parts = filled_by_section(known, found)
        context |= {
            "filled": sum(one.filled for one in parts), "lines": sum(one.lines for one in parts),
            "split": [cell for cell in found.values() if cell.is_split],
            "standings": queries.standings(actor, sheet=sheet),
        }  # fmt: skip
        shown += {cell.person.id for cell in found.values() if cell.person}
    template = "assessment/_case_assessment.html" if request.htmx else "assessment/case_assessment.html"
    return answer(request, template, context, shown=shown)


def _may_start(case: Case, sheet: Sheet | None) -> Verdict:
    return rules.may_start_sheet(status=case.status, begun_today=bool(sheet and sheet.begun_on == today()))


@page(needs=WORK)
def start_sheet(request: Any, case_id: UUID) -> HttpResponse:
    """アセスメントを始める."""
    case = case_queries.get_visible(request.actor, case_id=case_id)
    form = open_form(request, StartForm, subject=case.id)
    act = Act(
        title="アセスメントを始める", submit="始める", done="アセスメントを始めました。分かったところから書いてください。",
        back=reverse("cases:show", args=[case.id]),
        hints=(
            "インテーク・アセスメントシートを、今日の版で始めます。一度に全部書かなくてかまいません。",
            "前のアセスメントは、その版のまま残り、書いたことは新しいシートに写せます。",
        ),
        crumbs=case_crumbs(case, "アセスメントを始める"),
    )  # fmt: skip

    def do() -> str:
        sheet = operations.start_sheet(request.actor, case=case, today=today())
        return reverse("assessment:show_sheet", args=[sheet.id])

    return perform(request, form, act=act, do=do, shown=[case.id])


@page(needs=SEE)
def show_sheet(request: Any, sheet_id: UUID) -> HttpResponse:
    """インテーク・アセスメントシート."""
    actor = request.actor
    sheet = queries.get_sheet(actor, sheet_id=sheet_id)
    people = [one.person for one in case_queries.members(actor, case=sheet.case)]
    known, found = queries.cells(actor, sheet=sheet, people=people)
    all_sheets = queries.sheets(actor, case=sheet.case)
    newest = all_sheets[0].id == sheet.id
    inquiries = queries.get_inquiries(actor, sheet=sheet)
    forms = queries.own_forms(actor, sheet=sheet)
    scans = {
        one.about_id: one
        for one in attachment_queries.scans_of_each(actor, about_ids=[one.id for one in forms])
    }
    standings = queries.standings(actor, sheet=sheet)
    parts = filled_by_section(known, found)
    viewers = viewers_of(actor, subject_id=sheet.case_id)
    context = {
        "sheet": sheet,
        "case": sheet.case,
        "newest": newest,
        "sheets": all_sheets,
        "people": people,
        "sections": [_block(one, people, list(found.values()), inquiries) for one in known.sections],
        "filled": sum(one.filled for one in parts),
        "lines": sum(one.lines for one in parts),
        "open_by_stage": open_by_stage(found),
        "standings": standings,
        "complete": bool(standings) and all(one.confirmed for one in standings),
        "may_write": rules.may_assess(status=sheet.case.status),
        "may_start": _may_start(sheet.case, all_sheets[0]),
        "may_confirm": rules.may_confirm(
            party=any(one.agency_id == actor.agency_id for one in standings),
            already=any(one.agency_id == actor.agency_id and one.confirmed for one in standings),
            answers=sum(one.is_filled for one in found.values()),
        ),
        "own_forms": [(one, scans.get(one.id)) for one in forms],
        "refusals": queries.refusals(actor, case=sheet.case),
        "acceptances": queries.acceptances(actor, case=sheet.case),
        "risks": queries.risk_sheets(actor, case=sheet.case),
        "risk_forms": risk_forms_on(today()),
        "chosen_words": _chosen_words(known, queries.meeting_parts(actor, sheet=sheet)),
        "national": [one for one in found.values() if one.item.national],
        "press": StartForm(subject=sheet.id),
        "grounds": grounds_in_words(viewers),
        "others": others_in_words(viewers),
        "today": today(),
        "crumbs": sheet_crumbs(sheet, "")[:-1],
    }  # fmt: skip
    return answer(
        request, "assessment/show_sheet.html", context, shown=[sheet.case_id, *(one.id for one in people)]
    )


def _chosen_words(known: Dictionary, chosen: set[tuple[str, str]]) -> list[str]:
    """What goes to the meeting, in the order of the sheet."""
    words = []
    for section in known.sections:
        if (section.code, "") in chosen:
            words.append(f"{section.label}の全部")
        words += [one.label for one in section.items if (section.code, one.code) in chosen]
    return words


@dataclass(frozen=True)
class Group:
    """The lines of one section about one person, or about the household: what is known or asked, and what is still open."""

    who: Person | None
    rows: list[tuple[Cell, ItemInquiry | None]]

    @property
    def told(self) -> list[tuple[Cell, ItemInquiry | None]]:
        return [(cell, asked) for cell, asked in self.rows if cell.is_filled or asked]

    @property
    def open(self) -> list[Cell]:
        return [cell for cell, asked in self.rows if not cell.is_filled and not asked]


@dataclass(frozen=True)
class Block:
    """One section on the page: its lines for the household, then for each person."""

    section: SectionOf
    groups: list[Group]

    @property
    def filled(self) -> int:
        return sum(cell.is_filled for group in self.groups for cell, _asked in group.rows)

    @property
    def lines(self) -> int:
        return sum(len(group.rows) for group in self.groups)


def _block(
    section: SectionOf, people: list[Person], found: list[Cell], inquiries: dict[Place, ItemInquiry]
) -> Block:
    here = [one for one in found if one.item.section == section.code]
    groups = [
        Group(who, [(one, inquiries.get(one.place)) for one in here if one.person == who])
        for who in (None, *people)
    ]
    return Block(section, [one for one in groups if one.rows])


@page(needs=SEE)
def earlier_answers(request: Any, sheet_id: UUID) -> HttpResponse:
    """前に書かれたこと: everything that was said of each line, the newest first."""
    actor = request.actor
    sheet = queries.get_sheet(actor, sheet_id=sheet_id)
    _known, found = queries.cells(actor, sheet=sheet)
    lines = [one for one in found.values() if one.earlier]
    shown = [sheet.case_id, *{one.person.id for one in lines if one.person}]
    context = {"sheet": sheet, "lines": lines, "crumbs": sheet_crumbs(sheet, "前に書かれたこと")}
    return answer(request, "assessment/earlier_answers.html", context, shown=shown)
