"""The form as paper and as a workbook: filled from the records, each reader through their own gate."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from norishiro.agencies.door import hand_over, page
from norishiro.agencies.permissions import Permission
from norishiro.assessment import book, queries
from norishiro.core.documents import pdf

# A kind of paper, and never whose.
NAME = "インテーク・アセスメントシート"


@page(needs=Permission.SEE_PEOPLE)
def sheet_paper(request: Any, sheet_id: UUID) -> HttpResponse:
    """インテーク・アセスメントシート（印刷）."""
    sheet = queries.get_sheet(request.actor, sheet_id=sheet_id)
    today = timezone.localdate()
    paper = queries.paper_of(request.actor, sheet=sheet, today=today)
    context = {"paper": paper, "sheet": sheet, "case": sheet.case, "today": today, "actor": request.actor}
    shown = [sheet.case_id, *(one.person.id for one in paper.people)]
    return hand_over(request, pdf("assessment/sheet_paper.html", context), name=f"{NAME}.pdf", shown=shown)


@page(needs=Permission.SEE_PEOPLE)
def sheet_workbook(request: Any, sheet_id: UUID) -> HttpResponse:
    """インテーク・アセスメントシート（Excel）."""
    sheet = queries.get_sheet(request.actor, sheet_id=sheet_id)
    today = timezone.localdate()
    paper = queries.paper_of(request.actor, sheet=sheet, today=today)
    actor = request.actor
    content = book.filled(paper, taken_by=f"{actor.agency_name}　{actor.name}", today=today)
    shown = [sheet.case_id, *(one.person.id for one in paper.people)]
    return hand_over(request, content, name=f"{NAME}.xlsx", shown=shown)
