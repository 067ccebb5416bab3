"""施設のCSW: people, places and consultations of one hall on one page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.casework.queries import hall as queries


@page(needs=Permission.SEE_PEOPLE)
def show_hall(request: Any, base_id: UUID) -> HttpResponse:
    """人・場所・相談 of a base, as far as the actor may see them."""
    asked = parts.asked_day(request)
    found = queries.hall(request.actor, base_id=base_id, on=asked.day)
    context = {
        "hall": found,
        "asked": asked,
        "crumbs": [
            {"label": "拠点", "url": reverse("agencies:bases")},
            {"label": found.base.name, "url": reverse("agencies:base", args=[base_id])},
            {"label": "人・場所・相談", "url": ""},
        ],
    }
    return answer(
        request, "casework/show_hall.html", context, shown=[person_id for person_id, _name in found.people]
    )
