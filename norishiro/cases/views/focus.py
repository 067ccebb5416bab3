"""重点対象 of a case, found out while working on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import page
from norishiro.cases import forms, operations
from norishiro.cases.views.parts import WORK, Act, case_seen, home, perform, today
from norishiro.core.form_pages import open_form


@page(needs=WORK)
def mark_case_focus(request: Any, case_id: UUID) -> HttpResponse:
    """あとから分かった重点対象を残す."""
    case = case_seen(request, case_id)
    groups = {str(one.id): one for one in agency_queries.focus_groups_on(request.actor, on=today())}
    form = open_form(request, forms.FocusFoundForm, subject=case.id, initial={"found_on": today()})
    form.fields["group"].choices = [("", "選んでください"), *((key, one.name) for key, one in groups.items())]
    act = Act(
        "あとから分かった重点対象を残す", "印を残す", "重点対象の印を残しました。",
        (
            "関わるうちに分かった重点対象を残します。入口で分かったものは、そのまま残ります。",
            "選べるのは今年度の重点対象です。一覧は「機関と体制」の「重点対象」にあります。",
        ),
    )  # fmt: skip

    def do() -> None:
        given = form.cleaned_data
        operations.mark_case_focus(
            request.actor, case=case, group=groups[given["group"]], found_on=given["found_on"], how=given["how"],
            today=today(),
        )  # fmt: skip

    return perform(request, form, act=act, do=do, back=home(case.id), shown=[case.id])
