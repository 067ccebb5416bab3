"""The one screen of the ground floor: does the program live, and can the ledger be written?"""

from __future__ import annotations

from functools import lru_cache
from time import monotonic

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from norishiro.ledger import operations


@login_not_required
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """For the machine that watches this one. Always 200 while the program answers; says nothing about anybody."""
    seconds = settings.NORISHIRO_HEALTH_SECONDS
    is_open = _is_open(int(monotonic() // seconds)) if seconds else operations.is_open()
    return JsonResponse({"program": "up", "ledger": "open" if is_open else "closed"})


@login_not_required
@require_GET
def ready(request: HttpRequest) -> HttpResponse:
    """For whoever sends visitors on: 200 while records can be shown, 503 while the ledger or the database is closed."""
    seconds = settings.NORISHIRO_HEALTH_SECONDS
    is_open = _is_open(int(monotonic() // seconds)) if seconds else operations.is_open()
    return JsonResponse({"ready": is_open}, status=200 if is_open else 503)


@lru_cache(maxsize=1)
def _is_open(moment: int) -> bool:
    """Asked anew once in a while, however often the page is called: whoever calls has not signed in."""
    return operations.is_open()
