"""引き継いだケース: the words left for me, and the tick that says I have read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.teams import operations, queries

if TYPE_CHECKING:
    from norishiro.teams.models import Takeover


@page(needs=Permission.WORK_CASE)
def show_takeover(request: Any, takeover_id: UUID) -> HttpResponse:
    """The cases that went from hand to hand together, with what was left for the next one."""
    takeover = queries.get_takeover(request.actor, takeover_id=takeover_id)
    rows = queries.batch_of(request.actor, takeover=takeover)
    me = request.actor.staff_id
    context = {
        "first": takeover, "rows": rows, "my_id": me, "waiting": _waiting(rows, me),
        "crumbs": [{"label": "引き継いだケース", "url": reverse("casework:takeovers")}, {"label": "申し送り", "url": ""}],
    }  # fmt: skip
    return answer(request, "teams/takeover.html", context, shown=[one.case_id for one in rows])


def _waiting(rows: list[Takeover], me: UUID) -> list[Takeover]:
    return [one for one in rows if one.receiver_id == me and one.moved_on and not one.confirmed_on]


@page(needs=Permission.WORK_CASE)
def confirm_takeovers(request: Any, takeover_id: UUID) -> HttpResponse:
    """引き継いだケースを確かめる: this one, or (``all``) every one that came with it and waits."""
    takeover = queries.get_takeover(request.actor, takeover_id=takeover_id)
    if request.method == "POST":
        everything = request.POST.get("all") == "1"
        rows = queries.batch_of(request.actor, takeover=takeover) if everything else [takeover]
        wanted = _waiting(rows, request.actor.staff_id) if everything else rows
        count = operations.confirm_takeovers(
            request.actor, takeovers=wanted or rows, today=timezone.localdate()
        )
        messages.success(request, f"{count}件を確かめました。")
    return redirect("teams:show_takeover", takeover.id)
