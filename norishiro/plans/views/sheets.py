"""The forms as files: A4 PDF for papers, Excel for editing. As far as the reader may see, and nobody's name in the file's."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from norishiro.agencies.door import hand_over, page
from norishiro.agencies.permissions import Permission
from norishiro.core import ruled
from norishiro.core.calendar import wareki
from norishiro.plans import queries, sheets
from norishiro.plans.views import shared


@page(needs=Permission.SEE_PEOPLE)
def plan_sheet(request: Any, plan_id: UUID) -> HttpResponse:
    """プランシート, as PDF or (``?as=xlsx``) as Excel."""
    plan = queries.get_plan(request.actor, plan_id=plan_id)
    next_look = queries.next_look(request.actor, case=plan.case)
    form = sheets.plan_form(plan, next_look=next_look, printed=_printed(request))
    return hand_over(request, **_file(request, form), shown=shared.shown_by(plan))


@page(needs=Permission.SEE_PEOPLE)
def evaluation_sheet(request: Any, evaluation_id: UUID) -> HttpResponse:
    """評価シート, as PDF or (``?as=xlsx``) as Excel."""
    evaluation = queries.get_evaluation(request.actor, evaluation_id=evaluation_id)
    closure = queries.closure_after(request.actor, evaluation=evaluation)
    form = sheets.evaluation_form(evaluation, closure=closure, printed=_printed(request))
    return hand_over(request, **_file(request, form), shown=[evaluation.case_id])


def _file(request: Any, form: ruled.RuledForm) -> dict[str, Any]:
    """Content and name, in the kind that was asked for."""
    if request.GET.get("as") == "xlsx":
        return {"content": ruled.workbook(form), "name": f"{form.title}.xlsx"}
    return {"content": ruled.pdf(form), "name": f"{form.title}.pdf"}


def _printed(request: Any) -> str:
    return f"{wareki(timezone.localdate())}　{request.actor.agency_name}　{request.actor.name}"
