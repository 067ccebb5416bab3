"""使われていない登録: who sleeps, who is about to, and waking."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies import operations, queries, rules
from norishiro.agencies.accounts import limits
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts


@page(needs=Permission.KEEP_AGENCIES)
def unused(request: Any) -> HttpResponse:
    """使われていない登録."""
    actor = request.actor
    sleeping = [
        (one, rules.may_wake(own=one.id == actor.staff_id, asleep=True, active=True))
        for one in queries.asleep(actor)
    ]
    context = {
        "tabs": parts.tabs("agencies:unused"), "limits": limits(), "sleeping": sleeping,
        "soon": queries.falling_asleep(actor, today=timezone.localdate()),
    }  # fmt: skip
    return answer(request, "agencies/unused.html", context, shown=[])


@require_POST
@page(needs=Permission.KEEP_AGENCIES, fresh=True)
def wake_staff(request: Any, staff_id: UUID) -> HttpResponse:
    """起こす."""
    staff = queries.get_staff(request.actor, staff_id=staff_id)
    operations.wake_staff(request.actor, staff=staff, today=timezone.localdate())
    messages.success(request, f"{staff.name}さんの登録を起こしました。いまからログインできます。")
    return redirect("agencies:unused")
