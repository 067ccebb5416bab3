"""おそい問い合わせ: what pages had to wait for, without any value. Reads files only."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse

from norishiro.agencies import slow
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts

SHOWN = 50


@page(needs=Permission.SEE_CHECKPOINTS)
def slow_questions(request: Any) -> HttpResponse:
    """おそい問い合わせ."""
    found = slow.questions()
    context = {
        "tabs": parts.tabs("agencies:slow_questions"),
        "questions": found[:SHOWN],
        "more": max(len(found) - SHOWN, 0),
        "seconds": f"{settings.NORISHIRO_SLOW_SECONDS:g}",
    }
    return answer(request, "agencies/slow_questions.html", context, shown=[])
