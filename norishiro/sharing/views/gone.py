"""What is told when something cannot be opened: nothing, unless one has seen it before and it was closed since.

An agency that once held a grant on a person or case knows of them; it is told when its sight ended and what kind of
ground it was (ADR 0027). Everybody else gets the page for what does not exist. What was typed is kept either way.
"""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.core import drafts
from norishiro.core.late_posts import keep_posted
from norishiro.core.operation import announce
from norishiro.core.records import Unseen
from norishiro.core.views import not_found as nothing_here
from norishiro.core.withheld import COVER, note_guess
from norishiro.sharing import queries, viewing

WORDS = re.compile(r"[ぁ-んァ-ヶ一-龠]")
MOST = 30


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page behind every 404 of somebody who acts."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return nothing_here(request, exception)
    kept = (
        request.method == "POST"
        and bool(request.POST.get("draft_form"))
        and keep_posted(request, staff_id=actor.staff_id)
    )
    unseen = exception.__cause__ if exception else None
    closing = None
    if isinstance(unseen, Unseen):
        with transaction.atomic():
            announce(actor, reading=True)
            closing = queries.closing_of(actor, subject_id=unseen.subject, now=timezone.now())
    if closing is None and not kept:
        return nothing_here(request, exception)
    context = {"reason": viewing.closing_in_words(closing) if closing else "", "kept": kept}
    return render(request, "sharing/closed.html", context, status=404)


@page(needs=None)
def kept_words(request: Any) -> HttpResponse:
    """書きかけの文章: one's own half-written words, also those whose form can no longer be opened."""
    found = drafts.of_announced(staff_id=request.actor.staff_id, limit=MOST)
    kept = [(draft.saved_at, words) for draft in found if (words := _words(drafts.typed_in(draft)))]
    note_guess(request, [word for _at, words in kept for word in words if COVER in word])
    return answer(request, "sharing/kept_words.html", {"kept": kept}, shown=[])


def _words(typed: Any) -> list[str]:
    """The fields in which somebody wrote something, without the codes that were chosen."""
    return [value for _name, values in typed.lists() for value in values if WORDS.search(value)]
