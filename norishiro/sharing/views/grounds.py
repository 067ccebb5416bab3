"""The register of grounds as a page to read: what the law allows, from when, and what has to be written down."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.sharing import register


@page(needs=Permission.SEE_PEOPLE)
def list_grounds(request: Any) -> HttpResponse:
    """共有の根拠の一覧."""
    today = timezone.localdate()
    context = {
        "grounds": register.in_force(today),
        "others": [entry for entry in register.entries() if not entry.in_force(today)],
        "sides": register.SIDES, "marks": register.MARKS,
    }  # fmt: skip
    return answer(request, "sharing/grounds.html", context, shown=[])
