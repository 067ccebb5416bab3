"""Who acts, with which hat, on which device; and what is said when the ledger cannot be written."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import operations
from norishiro.agencies.actor import Actor, actor_for
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.slow import Noticing
from norishiro.core.away import is_away
from norishiro.core.late_posts import keep_posted
from norishiro.core.middleware import IDLE
from norishiro.ledger.operations import LedgerClosed

HAT = "hat"
DEVICE = "session_device"
MOVED = "ログインしたときと別のブラウザーから使われたため、安全のためにログアウトしました。もう一度ログインしてください。"

Handler = Callable[[Any], HttpResponse]

log = logging.getLogger("norishiro.ledger")


def wear_hat(get_response: Handler) -> Handler:
    """Middleware: resolve the actor from the session's chosen agency and today's appointments."""

    def handle(request: Any) -> HttpResponse:
        request.actor = _actor(request) if request.user.is_authenticated else None
        if request.actor:
            _set_idle_time(request)
        return get_response(request)

    return handle


def _actor(request: Any) -> Actor | None:
    chosen = request.session.get(HAT)
    return actor_for(
        staff_id=request.user.pk, agency_id=UUID(chosen) if chosen else None, today=timezone.localdate()
    )


def _set_idle_time(request: Any) -> None:
    """Whoever runs the system is logged out sooner; the next request reads it."""
    administers = RoleKind.SYSTEM in request.actor.role_kinds
    if administers and IDLE not in request.session:
        request.session[IDLE] = settings.SESSION_ADMINISTRATOR_AGE
    elif not administers and IDLE in request.session:
        del request.session[IDLE]


def stay_on_device(get_response: Handler) -> Handler:
    """Middleware: a log-in belongs to the browser it was made with. A copied cookie elsewhere ends it and leaves a line.

    Another browser of the same make and version is not told apart; for that there are the short times, the list of
    devices and the proof asked anew before what is dangerous.
    """

    def handle(request: Any) -> HttpResponse:
        if request.user.is_authenticated:
            _keep_to_device(request)
        return get_response(request)

    return handle


def _keep_to_device(request: Any) -> None:
    device = hashlib.sha256(request.headers.get("User-Agent", "").encode()).hexdigest()[:32]
    known = request.session.setdefault(DEVICE, device)
    if known == device:
        return
    staff = request.user
    logout(request)
    messages.warning(request, MOVED)
    with suppress(LedgerClosed):  # it is ended in any case
        operations.note_moved_session(staff_id=staff.pk)


def notice_slow(get_response: Handler) -> Handler:
    """Middleware: what the database took long to answer is noted, without any value."""

    def handle(request: Any) -> HttpResponse:
        with Noticing(request):
            return get_response(request)

    return handle


def choose_own_password(get_response: Handler) -> Handler:
    """Middleware: whoever came in with a password somebody else knows chooses their own before anything else."""

    def handle(request: Any) -> HttpResponse:
        if not (request.user.is_authenticated and request.user.password_is_lent):
            return get_response(request)
        own, out = reverse("account_change_password"), reverse("account_logout")
        if request.path in (own, out):
            return get_response(request)
        return redirect(own)

    return handle


class LedgerMustWrite:
    """Where a line cannot be written, nothing is shown: the page says what happened, and whom to tell."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: Any, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, LedgerClosed) or is_away(exception):  # that is said elsewhere
            return None
        log.error("the ledger cannot be written", exc_info=exception)
        kept = (
            request.user.is_authenticated  # whoever is nobody has no drafts
            and bool(request.POST.get("draft_form"))
            and keep_posted(request, staff_id=request.user.pk)
        )
        response = render(request, "core/ledger_closed.html", {"kept": kept}, status=503)
        response["Retry-After"] = "60"
        return response
