"""データの控え: how old the newest copy of the database is, and what is wrong. Reads one small note, never a record."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.ledger import copies


@page(needs=Permission.SEE_CHECKPOINTS)
def show_copies(request: Any) -> HttpResponse:
    """データの控え."""
    context = {"tabs": parts.tabs("agencies:copies"), "copies": copies.watch(now=timezone.now())}
    return answer(request, "agencies/copies.html", context, shown=[])
