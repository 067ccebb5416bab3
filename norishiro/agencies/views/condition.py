"""いまの様子: every thing that keeps the house running, ○, △ or ×, and what to do. Counts and moments, never a record."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from norishiro.agencies import condition as kept
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts


@page(needs=Permission.SEE_CHECKPOINTS)
def condition(request: Any) -> HttpResponse:
    """いまの様子."""
    now = timezone.now()
    found = kept.lines(now=now)
    context = {
        "tabs": parts.tabs("agencies:condition"),
        "now": timezone.localtime(now),
        "lines": found,
        "bad": list(kept.bad(found)),
    }
    return answer(request, "agencies/condition.html", context, shown=[])
