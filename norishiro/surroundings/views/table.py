"""みんなで見る: all drawings of a household on one screen for the meeting, and the same on paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from norishiro.agencies.door import answer, hand_over, page
from norishiro.cases import queries as case_queries
from norishiro.cases.choices import RoleStatus
from norishiro.core import documents
from norishiro.surroundings import queries
from norishiro.surroundings.views.chronology import told_of
from norishiro.surroundings.views.ecomap import drawn_on
from norishiro.surroundings.views.life_map import mapped_on
from norishiro.surroundings.views.nine import chosen
from norishiro.surroundings.views.parts import LOOK, case_seen, day_asked, frame, today

KINDS = ("ecomap", "nine", "map", "years")


@page(needs=LOOK)
def table(request: Any, case_id: UUID) -> HttpResponse:
    """みんなで見る: large type, no addresses, one after the other; the headings lead to each."""
    case = case_seen(request, case_id)
    gathered = _gathered(request, case, linked=False)
    context = {
        **frame(request.actor, case=case, label="みんなで見る"),
        **gathered,
        "roles": [
            one for one in case_queries.roles(request.actor, case=case) if one.status == RoleStatus.PROMISED
        ],
    }
    return answer(request, "surroundings/table.html", context, shown=gathered["ids"])


@page(needs=LOOK)
def paper(request: Any, case_id: UUID) -> HttpResponse:
    """図を紙で（PDF）: one drawing, or all of them, each on a sheet of its own."""
    case = case_seen(request, case_id)
    asked = request.GET.get("what", "")
    wanted = [asked] if asked in KINDS else list(KINDS)
    gathered = _gathered(request, case, linked=False)
    context = {
        **gathered, "case": case, "today": today(), "wanted": wanted, "agency": request.actor.agency_name,
        "reader": request.actor.name,
    }  # fmt: skip
    content = documents.pdf("surroundings/paper.html", context)
    return hand_over(request, content, name="まわりの図.pdf", shown=gathered["ids"])


def _gathered(request: Any, case: Any, *, linked: bool) -> dict[str, Any]:
    """What is drawn of one household on one day, with the ids of everybody on it."""
    actor, on = request.actor, day_asked(request)
    ties = queries.ties(actor, case=case)
    drawn = drawn_on(actor, case=case, ties=ties, on=on, key="ecomap", linked=linked)
    told = told_of(actor, case=case, span=_span(request), key="years", linked=linked)
    sheets = queries.nine_sheets(actor, case=case)
    sheet = chosen(request, sheets, "version")
    cells = list(sheet.cells.all()) if sheet else []
    mapped = mapped_on(actor, case=case, on=on, key="map", linked=linked)
    return {
        **drawn, **told, **mapped, "sheet": sheet, "cells": cells,
        "rows": [cells[at : at + 3] for at in range(0, len(cells), 3)], "on": on,
        "ids": list(dict.fromkeys([*drawn["ids"], *told["ids"]])),
    }  # fmt: skip


def _span(request: Any) -> int | None:
    asked = request.GET.get("years", "")
    return int(asked) if asked in ("2", "5", "10", "20") else None
