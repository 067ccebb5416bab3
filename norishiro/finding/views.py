"""記録をさがす: one box, and the newest records in which the words stand."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse

from norishiro.agencies.door import answer, found_nothing, page
from norishiro.agencies.permissions import Permission
from norishiro.core.forms.base import as_uuid
from norishiro.core.searches import NAME, led_to_search, words_of
from norishiro.core.withheld import typed_into
from norishiro.finding import forms, queries
from norishiro.finding.folding import words_in


@page(needs=Permission.SEE_PEOPLE)
def find(request: Any) -> HttpResponse:
    """記録をさがす: by any two letters or more. A search that finds nothing is noted too."""
    if request.method == "POST":
        return led_to_search(request, field="q")
    text = typed_into(request, words_of(request, limit=100))
    words = words_in(text)
    short = any(len(word) < queries.SHORTEST for word in words)
    hits = queries.find(request.actor, words=[] if short else words, after=_mark(request))
    if words and not short and not hits.rows:
        found_nothing(request)
    context = {
        "form": forms.FindForm(initial={"q": text}),
        "text": text,
        "short": short,
        "hits": hits,
        "sealed": request.GET.get(NAME, ""),
    }
    return answer(request, "finding/find.html", context, shown={one.found.subject_id for one in hits.rows})


def _mark(request: Any) -> queries.Mark | None:
    """Where the page before ended; nothing when somebody changed the address."""
    number = as_uuid(request.GET.get("after", ""))
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None
    return queries.Mark(day, number) if number else None
