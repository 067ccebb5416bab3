"""A form sent after the log-in ran out is not lost: it waits, as a draft, for the person who wrote it.

While somebody is logged in, a signed cookie remembers who it was (an id, no name). When a form with a draft name
arrives without a log-in, what was typed is kept under that id and the browser is led to the log-in page. Nothing of
it is ever sent back before the same person has logged in again; logging out on purpose removes the cookie.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone

from norishiro.core import drafts

COOKIE = "norishiro_writer"
SALT = "norishiro.core.late_posts"
KEPT_FOR = timedelta(hours=12)
KEPT = "ログインの時間が切れましたが、入力した内容はお預かりしています。もう一度ログインすると、続きから書けます。"


class LatePosts:
    """Stands after authentication and the idle time-out, before anything that asks for a log-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_logged_in = request.user.is_authenticated
        response = self.get_response(request)
        if request.user.is_authenticated:
            _remember(request, response)
        elif was_logged_in:
            response.delete_cookie(_named(), samesite="Lax")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Runs after the CSRF check, so only forms this site made are kept."""
        if request.method != "POST" or request.user.is_authenticated or not request.POST.get("draft_form"):
            return None
        writer = writer_of(request)
        if writer is None or not keep_posted(request, staff_id=writer):
            return None
        if request.headers.get("HX-Request") or request.headers.get("X-Requested-With") == "fetch":
            return HttpResponse(status=401)
        messages.info(request, KEPT)
        login = resolve_url(settings.LOGIN_URL)
        return HttpResponseRedirect(f"{login}?{urlencode({'next': with_draft(request)})}")


def keep_posted(request: HttpRequest, *, staff_id: UUID) -> bool:
    """Keep the posted form as a draft of this person; False if it cannot be one."""
    try:
        drafts.keep(
            staff_id=staff_id,
            form_key=request.POST.get("draft_form", ""),
            subject_key=request.POST.get("draft_subject", ""),
            posted=request.POST,
            now=timezone.now(),
        )
    except drafts.DraftRefused:
        return False
    return True


def with_draft(request: HttpRequest) -> str:
    """The address of this form with what was kept filled in; whom it is about stays in the address."""
    query = request.GET.copy()
    query["draft"] = "load"
    return f"{request.path}?{query.urlencode()}"


def writer_of(request: HttpRequest) -> UUID | None:
    """Who was last logged in with this browser, if it is not too long ago and the cookie is ours."""
    text = request.get_signed_cookie(_named(), default=None, salt=SALT, max_age=KEPT_FOR)
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _named() -> str:
    return f"{settings.NORISHIRO_COOKIES}{COOKIE}"


def _remember(request: HttpRequest, response: HttpResponse) -> None:
    if writer_of(request) == request.user.pk:
        return
    response.set_signed_cookie(
        _named(),
        str(request.user.pk),
        salt=SALT,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
