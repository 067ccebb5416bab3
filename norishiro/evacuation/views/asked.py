"""頼まれた訪問: what a contractor's own staff see, the visits asked of their agency and nothing else of the list."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import open_form
from norishiro.core.tables import place_in
from norishiro.evacuation import forms, operations, queries
from norishiro.evacuation.views.common import KEEP, form_screen, tabs

VISIT = Permission.VISIT_FOR_EVACUATION
TITLE = "頼まれた訪問"


@page(needs=VISIT)
def asked_visits(request: Any) -> HttpResponse:
    """頼まれた訪問: the open ones, or all."""
    actor, everything = request.actor, request.GET.get("all") == "1"
    listed = queries.asked_visits(actor, open_only=not everything, place=place_in(request.GET))
    context = {
        "page": listed, "everything": everything, "today": timezone.localdate(),
        "tabs": tabs("evacuation:asked_visits") if actor.may(KEEP) else [], "crumbs": [{"label": TITLE, "url": ""}],
    }  # fmt: skip
    shown = [one.subject_id for one in listed.rows if one.subject_id]
    return answer(request, "evacuation/asked_visits.html", context, shown=shown)


@page(needs=VISIT)
def write_result(request: Any, asked_visit_id: UUID) -> HttpResponse:
    """頼まれた訪問の結果を書く."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_asked_visit(actor, asked_visit_id=asked_visit_id)
    back = reverse("evacuation:asked_visits")

    def opened(visit: Any) -> Any:
        return open_form(
            request, forms.VisitForm, subject=visit.id, version=visit.version,
            initial={"result_on": today, "visitor": actor.name},
        )  # fmt: skip

    form = opened(found)

    def do() -> tuple[str, str]:
        operations.write_result(
            actor, visit=found, version=form.version or found.version, today=today, **form.cleaned_data
        )
        return f"{found.name}さんの訪問の結果を書きました。頼んだ課に届いています。", back

    return form_screen(
        request, form, title=f"{found.number}番　{found.name}さんの訪問", submit="書く", back=back, do=do,
        current=lambda: opened(queries.get_asked_visit(actor, asked_visit_id=asked_visit_id)),
        steps=[{"label": TITLE, "url": back}, {"label": "結果", "url": ""}],
        lines=["結果は、頼んだ課が確かめて、案内の返事に写します。計画は、課といっしょにつくります。"],
        shown=[found.subject_id] if found.subject_id else [],
    )  # fmt: skip
