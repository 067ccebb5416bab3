"""前の内容: what was changed in the records of a case or a person, the newest first."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.cases import queries as case_queries
from norishiro.core.tables import place_in
from norishiro.former import queries
from norishiro.former.wording import told
from norishiro.people import queries as people_queries
from norishiro.sharing.choices import Depth


@page(needs=Permission.SEE_PEOPLE)
def of_case(request: Any, case_id: UUID) -> HttpResponse:
    """ケースの、直したところ: of the case, and of its people where they are open."""
    case = case_queries.get_visible(request.actor, case_id=case_id, depth=Depth.EXISTENCE)
    members = case_queries.members(request.actor, case=case)
    subjects = [case.id, *(one.person_id for one in members)]
    return _page(request, subjects, of=case.title, back=reverse("cases:show", args=[case.id]))


@page(needs=Permission.SEE_PEOPLE)
def of_person(request: Any, person_id: UUID) -> HttpResponse:
    """人の、直したところ."""
    person = people_queries.get_person(request.actor, person_id=person_id)
    return _page(request, [person.id], of=person.called, back=reverse("people:show", args=[person.id]))


def _page(request: Any, subjects: Collection[UUID], *, of: str, back: str) -> HttpResponse:
    found = queries.changes(request.actor, subject_ids=subjects, place=place_in(request.GET))
    context = {
        "of": of,
        "back": back,
        "page": found,
        "changes": [told(one) for one in found.rows],
        "crumbs": [
            {"label": "今日", "url": "/"},
            {"label": of, "url": back},
            {"label": "直したところ", "url": ""},
        ],
    }
    return answer(request, "former/changes.html", context, shown=subjects)
