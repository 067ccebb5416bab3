"""関係づくり, and the team that is formed when there is a relation."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.cases import queries as case_queries
from norishiro.cases.views.parts import basis_choices
from norishiro.core.form_pages import carry_out, open_form
from norishiro.teams import operations, queries
from norishiro.teams.forms import RapportForm


@page(needs=Permission.WORK_CASE)
def start_building(request: Any, case_id: UUID) -> HttpResponse:
    """関係づくりを始める."""
    return _note(request, case_id, building=True)


@page(needs=Permission.WORK_CASE)
def form_team(request: Any, case_id: UUID) -> HttpResponse:
    """関係ができた：支援チームを組む."""
    return _note(request, case_id, building=False)


def _note(request: Any, case_id: UUID, *, building: bool) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    case = case_queries.get_visible(actor, case_id=case_id)
    people = {f"{one.agency_id}/{one.staff_id}": one for one in queries.pickable(actor, case=case, on=today)}
    form = open_form(
        request, RapportForm, subject=case.id, building=building,
        people=[(key, f"{one.agency.name}　{one.staff.name}（{one.role.label}）") for key, one in people.items()],
        bases=basis_choices(actor, subject_id=case.id),
        initial={} if building else {"noted_on": today},
    )  # fmt: skip

    def do() -> str:
        given = form.cleaned_data
        duties = [
            operations.Duty(
                number, what, next_on, people[who].staff_id if who else None, people[who].agency_id if who else None
            )
            for number, who, what, next_on in form.lines()
        ]  # fmt: skip
        told = {
            "case": case,
            "words": given["words"],
            "duties": duties,
            "basis": given["basis"],
            "today": today,
        }
        if building:
            operations.start_building(actor, **told)
            messages.success(
                request, "関係づくりを始めました。することは、期日が近づくと担当の人の「今日」に出ます。"
            )
        else:
            operations.form_team(actor, noted_on=given["noted_on"], **told)
            messages.success(request, "関係ができたことを残し、チームの役割を決めました。")
        return reverse("teams:team", args=[case.id])

    if request.method == "POST" and form.is_valid():
        done = carry_out(request, form, do=do)
        if done is not None:
            return done
    label = "関係づくりを始める" if building else "支援チームを組む"
    context = {
        "form": form, "case": case, "building": building, "label": label,
        "crumbs": [
            {"label": case.title, "url": reverse("cases:show", args=[case.id])},
            {"label": "担当", "url": reverse("teams:team", args=[case.id])},
            {"label": label, "url": ""},
        ],
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return answer(request, "teams/rapport.html", context, shown=[case.id], status=status)
