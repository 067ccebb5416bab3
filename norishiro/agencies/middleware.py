"""Puts the hat being worn on the request: ``request.actor`` (None for a visitor, or for staff without appointment)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from norishiro.agencies.actor import Actor, actor_for

HAT = "hat"


def wear_hat(get_response: Callable[[Any], HttpResponse]) -> Callable[[Any], HttpResponse]:
    """Middleware: resolve the actor from the session's chosen agency and today's appointments."""

    def handle(request: Any) -> HttpResponse:
        request.actor = _actor(request) if request.user.is_authenticated else None
        return get_response(request)

    return handle


def _actor(request: Any) -> Actor | None:
    chosen = request.session.get(HAT)
    return actor_for(
        staff_id=request.user.pk, agency_id=UUID(chosen) if chosen else None, today=timezone.localdate()
    )
