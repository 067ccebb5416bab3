"""進捗の一覧 for the monthly meeting, and 会えていないケース."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import finish, open_form
from norishiro.core.verdict import Refused
from norishiro.plans import access, defaults, operations, queries, rules
from norishiro.plans.forms import ReviewForm
from norishiro.plans.views import shared

SPANS = (14, 30, 60, 90, 180)


@page(needs=Permission.WORK_CASE)
def review_progress(request: Any) -> HttpResponse:
    """進捗の一覧: every running case with what moved last, and a line for each while the meeting goes through them."""
    actor, today = request.actor, timezone.localdate()
    sitting = queries.reviewing_sitting(actor, sitting_id=_uuid(request.GET.get("sitting", "")))
    lines = queries.progress_lines(actor, today=today)
    form = open_form(
        request, ReviewForm, subject=sitting.id if sitting else actor.staff_id,
        cases=[(line.case.id, line.case.title) for line in lines],
    )  # fmt: skip
    back = reverse("meetings:sitting", args=[sitting.id]) if sitting else reverse("plans:list_monitoring")
    if request.method == "POST" and form.is_valid():
        cases = {line.case.id: line.case for line in lines}

        def review() -> str:
            written = form.lines()
            for case_id, words, result in written:
                operations.review_progress(
                    actor, case=cases[case_id], sitting=sitting, progress=words, result=result, today=today
                )
            messages.success(request, f"{len(written)}件のひとことを、モニタリングとして記録しました。")
            return back

        try:
            return finish(request, form, do=review)
        except Refused as refusal:
            shared.place(form, refusal)
    context = {
        "form": form, "sitting": sitting, "back": back, "today": today, "rule": access.monitoring_rule(today=today),
        "may": rules.may_review_progress(sitting_status=sitting.status if sitting else None),
        "groups": [
            (label, [_shown(form, line, today=today) for line in lines if line.is_consented is consented])
            for label, consented in (("同意のあるケース", True), ("同意のないケース（支援会議・自機関）", False))
        ],
        "nothing": not lines,
    }  # fmt: skip
    shown = [line.case.id for line in lines]
    return answer(request, "plans/review_progress.html", context, shown=shown, status=shared.status_of(form))


def _shown(form: ReviewForm, line: queries.ProgressLine, *, today: Any) -> dict[str, Any]:
    return {
        "line": line, "fields": form.fields_of(line.case.id), "days": (today - line.case.last_moved_on).days,
    }  # fmt: skip


@page(needs=Permission.SEE_PEOPLE)
def list_silent(request: Any) -> HttpResponse:
    """会えていないケース: running cases in which nobody was met for longer than the days chosen."""
    actor, today = request.actor, timezone.localdate()
    wanted = request.GET.get("days", "")
    days = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 5 else defaults.SILENT_DAYS
    found = queries.silent_cases(actor, days=days, today=today)
    context = {"found": found, "days": days, "spans": sorted({*SPANS, days}), "today": today}
    return answer(request, "plans/list_silent.html", context, shown=[one.case.id for one in found])


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
