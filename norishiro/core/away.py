"""When the database is away for a moment: it is started anew, another machine takes over (ADR 0091), or its disk is full.

Whoever meets that moment gets a plain page that asks nothing of the database, and what was typed is handed back in it, to
be sent again by one press. A form that came through although its answer was lost is not done twice (``core.submissions``).
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from functools import lru_cache
from time import monotonic
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import Error, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.template.loader import render_to_string
from django.views.defaults import server_error

# The server's own words for "I am going", "I am not there yet", "too many already"; 08 are those of the wire.
LEAVING = ("57P01", "57P02", "57P03", "53300")
WIRE = "08"
# One that may only read: the machine that wrote until now has become the second.
ONLY_READS = "25006"
# Nothing more fits on its disk.
FULL = "53100"
RETRY_AFTER = "5"
PLAIN = "いま、データベースにつながりません。10秒ほど待って、もう一度お試しください。"
# However many meet the moment, the log hears of it this often.
TOLD_EVERY = 10.0

log = logging.getLogger(__name__)

# Whoever logs in types it again.
NEVER_HANDED_BACK = "/accounts/"


def error_page(request: HttpRequest) -> HttpResponse:
    """handler500: a database that is away is no fault of the program, and is said in other words (503)."""
    error = sys.exception()
    if error is None or not is_away(error, writing=request.method == "POST"):
        return server_error(request)
    if request.headers.get("HX-Request") or request.headers.get("X-Requested-With") == "fetch":
        response = HttpResponse(PLAIN, status=503, content_type="text/plain; charset=utf-8")
    else:
        words = {"is_full": FULL in _states(error), **_words(request)}
        response = HttpResponse(render_to_string("503.html", words), status=503)
    response["Retry-After"] = RETRY_AFTER
    _tell(int(monotonic() // TOLD_EVERY))
    noted: Any = response
    noted._has_been_logged = True  # Django's word for "say no more of it"
    return response


@lru_cache(maxsize=1)
def _tell(_moment: int) -> None:
    log.error("the database does not answer, or its disk is full; pages say so (503) until it is put right")


def is_away(error: BaseException, *, writing: bool = False) -> bool:
    """Whether this, or what it came from, says that nobody answers at the other end."""
    return any(_says_away(one, writing=writing) for one in _causes(error))


def _states(error: BaseException) -> set[str | None]:
    """What the server itself said, in its own numbers."""
    return {getattr(one, "sqlstate", None) for one in _causes(error)}


def _causes(error: BaseException) -> Iterator[BaseException]:
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__


def _says_away(error: BaseException, *, writing: bool) -> bool:
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, Error):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    if state is None:  # no server has said anything
        return isinstance(error, OperationalError)
    return state in (*LEAVING, FULL) or state.startswith(WIRE) or (writing and state == ONLY_READS)


def _words(request: HttpRequest) -> dict[str, object]:
    if request.method != "POST":
        return {"again": request.get_full_path() if request.method == "GET" else "/"}
    typed = _typed(request)
    return {
        "was_sent": True,
        "address": request.get_full_path(),
        "typed": typed,
        "is_once": any(name == "form_token" for name, _value in typed),
    }


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, to be sent again. A file cannot be handed back, so neither is the form around it."""
    try:
        posted, files = request.POST, request.FILES
    except (UnreadablePostError, SuspiciousOperation, BadRequest):
        return []
    if files or request.path_info.startswith(NEVER_HANDED_BACK):
        return []
    return [(name, str(value)) for name, values in posted.lists() for value in values]
