"""夜のしごと: what the clock calls, when it last came, and what to do where it did not. Reads files only."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from norishiro.agencies import errands as kept
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts


@page(needs=Permission.SEE_CHECKPOINTS)
def errands(request: Any) -> HttpResponse:
    """夜のしごと."""
    standings = kept.standings(now=timezone.now())
    context = {
        "tabs": parts.tabs("agencies:errands"),
        "lines": standings,
        "troubled": [one for one in standings if one.failed or one.late],
        "never": kept.never_ran(),
    }
    return answer(request, "agencies/errands.html", context, shown=[])
