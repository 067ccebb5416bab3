"""日の回り: the visits of a day in order, with what one needs at each door; on the screen and on paper."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, hand_over, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views.parts import asked_day
from norishiro.core import documents
from norishiro.core.calendar import wareki
from norishiro.visits import operations, queries
from norishiro.visits.queries import rounds


@page(needs=Permission.RECORD_CONTACT)
def show_round(request: Any) -> HttpResponse:
    """日の回り: mine in my order, or the whole office's by the clock."""
    asked, office = asked_day(request), request.GET.get("whose") == "office"
    stops = rounds.round_of(request.actor, day=asked.day, whole_office=office)
    context = {
        "asked": asked, "stops": stops, "office": office,
        "before": _address(asked.day - timedelta(days=1), office), "after": _address(asked.day + timedelta(days=1), office),
        "mine": _address(asked.day, False), "all": _address(asked.day, True), "most": rounds.MOST,
        "paper": f"{reverse('visits:round_paper')}?{_query(asked.day, office)}",
    }  # fmt: skip
    return answer(request, "visits/round.html", context, shown=_named(stops))


@page(needs=Permission.RECORD_CONTACT)
def round_paper(request: Any) -> HttpResponse:
    """The same list on paper, to take along."""
    asked, office = asked_day(request), request.GET.get("whose") == "office"
    stops = rounds.round_of(request.actor, day=asked.day, whole_office=office)
    context = {
        "day": asked.day, "stops": stops, "office": office, "actor": request.actor, "today": timezone.localdate(),
    }  # fmt: skip
    content = documents.pdf("visits/round_paper.html", context)
    return hand_over(request, content, name="日の回り.pdf", shown=_named(stops))


@require_POST
@page(needs=Permission.RECORD_CONTACT)
def move_visit(request: Any, visit_id: UUID) -> HttpResponse:
    """一つ先に回る、一つ後に回る."""
    visit = queries.get_visit(request.actor, visit_id=visit_id)
    later = request.POST.get("to") == "later"
    operations.move_visit(request.actor, visit=visit, later=later, today=timezone.localdate())
    return redirect(f"{_address(visit.day, False)}#visit-{visit.id}")


def _named(stops: list[rounds.Stop]) -> dict[UUID, None]:
    return dict.fromkeys(one for stop in stops for one in stop.named_ids)


def _query(day: Any, office: bool) -> str:
    return urlencode({"on": wareki(day), **({"whose": "office"} if office else {})})


def _address(day: Any, office: bool) -> str:
    return f"{reverse('visits:show_round')}?{_query(day, office)}"
