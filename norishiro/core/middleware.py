"""Manners every answer keeps: pages are not stored by browsers, log-ins end, a broken seal is said in words."""

import datetime
import logging
from collections.abc import Callable
from urllib.parse import unquote

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from norishiro.core.sealing.envelope import Unopened

Handler = Callable[[HttpRequest], HttpResponse]

logger = logging.getLogger(__name__)

BEGAN = "session_began_at"
TOUCHED = "session_touched_at"
IDLE = "session_idle_seconds"  # shorter for some; set where hats are known

# The session row is rewritten at most this often: sliding by the minute is exact enough.
TOUCH_EVERY = datetime.timedelta(minutes=1)


# A page that is the same for everybody says so; one that sets a cookie is never such a page.
MAY_BE_KEPT = "public, max-age=60"
# The same where this process itself keeps it for up to half a minute: together no more than one.
KEPT_SHORT = "public, max-age=30"


def no_store(get_response: Handler) -> Handler:
    """Forbid browsers and proxies to keep a page, unless it is open to everybody and says so. Static files never come
    this far."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.cookies or response.get("Cache-Control") not in (MAY_BE_KEPT, KEPT_SHORT):
            response["Cache-Control"] = "no-store"
        return response

    return answer


def readable_address(get_response: Handler) -> Handler:
    """What follows the "?" with a character that no database can hold (NUL) is nobody's question: refused before any is asked."""

    def answer(request: HttpRequest) -> HttpResponse:
        if "\x00" in unquote(request.META.get("QUERY_STRING", "")):
            raise BadRequest("NUL in the address")
        return get_response(request)

    return answer


def broken_seal(get_response: Handler) -> Handler:
    """Where a sealed value does not open, say so: nothing of the page is shown, and the log learns only the kind."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Unopened):
            return None
        logger.error("sealed value not opened: %s", type(error).__name__)
        words = {
            "heading": "封をした記録を開けられません",
            "what": str(error),
            "steps": [
                "情報担当に、この画面の言葉をそのまま知らせてください。",
                "ほかの記録は、いつもどおり使えます。",
            ],
        }
        return render(request, "core/error.html", words, status=503)

    answer.process_exception = process_exception  # type: ignore[attr-defined]
    return answer


def session_lifetime(get_response: Handler) -> Handler:
    """End a log-in 30 minutes after its last use, and 10 hours after it began whatever happens.

    When it ends, the browser is told to forget the pages it holds; on purpose, also what it keeps of this site. What was
    written without network lies there sealed for the server, and must outlast a log-in that ran out (ADR 0047).
    """

    def answer(request: HttpRequest) -> HttpResponse:
        was_logged_in = request.user.is_authenticated
        if was_logged_in:
            keep_or_end(request, now=timezone.now())
        response = get_response(request)
        if was_logged_in and not request.user.is_authenticated:
            on_purpose = request.path_info == reverse("account_logout")
            response["Clear-Site-Data"] = '"cache", "storage"' if on_purpose else '"cache"'
        return response

    return answer


def device_activity(get_response: Handler) -> Handler:
    """Note on which device a log-in was last seen, as often as the log-in itself is touched.

    allauth's own middleware writes at every request; the list of one's devices does not need the second.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.session.modified:
            UserSession.objects.create_from_request(request)
        return get_response(request)

    return answer


def keep_or_end(request: HttpRequest, *, now: datetime.datetime) -> None:
    """Mark the log-in as used at `now`, or end it when one of its two limits has passed."""
    began = _moment(request, BEGAN) or now
    touched = _moment(request, TOUCHED) or now
    idle = datetime.timedelta(seconds=request.session.get(IDLE, settings.SESSION_IDLE_AGE))
    if is_over(began=began, touched=touched, now=now, idle=idle):
        logout(request)
        messages.info(request, "しばらく時間がたったため、ログアウトしました。もう一度ログインしてください。")
        return
    if request.path_info == reverse(
        "core:session_token"
    ):  # a page that only asks whether it may stay is no use
        return
    if BEGAN not in request.session:
        request.session[BEGAN] = now.isoformat()
    if TOUCHED not in request.session or now - touched >= TOUCH_EVERY:
        request.session[TOUCHED] = now.isoformat()


def is_over(
    *, began: datetime.datetime, touched: datetime.datetime, now: datetime.datetime, idle: datetime.timedelta
) -> bool:
    """Whether a log-in has reached its idle or its absolute limit."""
    absolute = datetime.timedelta(seconds=settings.SESSION_ABSOLUTE_AGE)
    return now - touched >= idle or now - began >= absolute


def _moment(request: HttpRequest, key: str) -> datetime.datetime | None:
    kept = request.session.get(key)
    return datetime.datetime.fromisoformat(kept) if kept else None
