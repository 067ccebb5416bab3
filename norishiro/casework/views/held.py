"""抱え込み: what nobody has handed on, answered or moved, by agency and age."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.casework.queries import held as queries
from norishiro.core.calendar import fiscal_year, fiscal_year_label, fiscal_year_span
from norishiro.profiles.current import current_profile

MONTHS = 12


@page(needs=Permission.SEE_STAFFING)
def held(request: Any) -> HttpResponse:
    """抱え込みの一覧 and its monthly count."""
    actor, today = request.actor, timezone.localdate()
    measure = current_profile(today).held
    chosen = _chosen(request)
    year = parts.asked_year(request)
    found = queries.board(actor, on=today, held=measure, agency_id=chosen)
    first, _after = fiscal_year_span(year)
    context = {
        "board": found, "measure": measure, "guessed": bool(measure.guessed), "chosen": chosen, "today": today,
        "age_labels": queries.AGE_LABELS, "year": year, "year_label": fiscal_year_label(year),
        "years": parts.years_around(fiscal_year(today)),
        "months": queries.monthly(actor, first=first, months=MONTHS, today=today, held=measure),
        "consultations": [(one, (today - one.received_on).days) for one in found.consultations],
        "sheets": [(one, (today - one.due_on).days) for one in found.sheets],
        "cases": [(one, (today - one.last_moved_on).days) for one in found.cases],
    }  # fmt: skip
    shown = [one.person_id for one in found.consultations]
    shown += [one.person_id for one in found.sheets] + [one.id for one in found.cases]
    return answer(request, "casework/held.html", context, shown=dict.fromkeys(shown))


def _chosen(request: Any) -> UUID | None:
    try:
        return UUID(request.GET.get("agency", ""))
    except ValueError:
        return None
