"""地区の便りを受け取る: asking, pressing, changing and leaving. No cookie, no name; every link is a key of its own (docs/adr/0068).

Opening a link does nothing: machines that look through mails open links, too. Only a press does.
"""

from __future__ import annotations

import logging
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from norishiro.core.verdict import Refused
from norishiro.neighbours import slot
from norishiro.public_site import drawing
from norishiro.public_site.drawing import Way
from norishiro.public_site.forms import ChoosingForm, LettersForm
from norishiro.public_site.kept import kept
from norishiro.public_site.views.opening import answered, way_of

log = logging.getLogger(__name__)

SEEN_OR_SENT = ["GET", "HEAD", "POST"]


@login_not_required
@csrf_exempt
@require_http_methods(SEEN_OR_SENT)
def letters(request: Any, tongue: str) -> HttpResponse:
    """地区の便りを受け取る: choose districts, give an address, and a mail goes there."""
    way = way_of(tongue)
    if request.method != "POST":
        return answered(request, kept(f"letters {tongue} {way.today}", lambda: drawing.letters(way)))
    form = LettersForm(request.POST, districts=drawing.districts_of(way))
    wrong, status = list(form.errors), 422
    if not wrong:
        wrong, status = _ask(request, way, form)
    if not wrong:
        return HttpResponse(drawing.letters_asked(way))
    page = drawing.letters(
        way, chosen=request.POST.getlist("areas"), typed=request.POST.get("address", ""), wrong=wrong
    )
    return HttpResponse(page, status=status)


def _ask(request: Any, way: Way, form: LettersForm) -> tuple[list[str], int]:
    """What is wrong, by its word, and the status of the answer; nothing where the mail went."""
    try:
        slot.ask(
            address=form.cleaned_data["address"], areas=form.cleaned_data["areas"], tongue=way.tongue.code,
            base=settings.NORISHIRO_ADDRESS or request.build_absolute_uri("/").rstrip("/"),
            place=get_adapter().get_client_ip(request), now=timezone.now(),
        )  # fmt: skip
    except Refused as refusal:
        return [one.code for one in refusal.verdict.reasons], 429
    except (OSError, slot.LedgerClosed) as closed:
        log.error("no mail to confirm a registration", exc_info=closed)
        return ["unsent"], 503
    return [], 200


@login_not_required
@csrf_exempt
@require_http_methods(SEEN_OR_SENT)
def confirm_letters(request: Any, tongue: str, mail_key: UUID) -> HttpResponse:
    """登録を確かめる: a page with a button; pressed, it is done."""
    way, now = way_of(tongue), timezone.now()
    if request.method == "POST":
        own = slot.confirm(key=mail_key, now=now)
        return HttpResponse(drawing.letters_registered(way, own)) if own else _gone(way)
    found = slot.waiting(key=mail_key, now=now)
    return HttpResponse(drawing.letters_confirm(way, mail_key, found.names)) if found else _gone(way)


@login_not_required
@csrf_exempt
@require_http_methods(SEEN_OR_SENT)
def own_letters(request: Any, tongue: str, mail_key: UUID) -> HttpResponse:
    """わたしの登録: change districts, or leave."""
    way = way_of(tongue)
    wrong: list[str] = []
    if request.method == "POST":
        form = ChoosingForm(request.POST, districts=drawing.districts_of(way))
        wrong = list(form.errors)
        if not wrong and not slot.choose(
            key=mail_key, areas=form.cleaned_data["areas"], tongue=tongue, on=way.today
        ):
            return _gone(way)
    found = slot.own(key=mail_key, on=way.today)
    if found is None:
        return _gone(way)
    done = request.method == "POST" and not wrong
    page = drawing.letters_own(way, mail_key, found.names, chosen=found.areas, wrong=wrong, changed=done)
    return HttpResponse(page, status=422 if wrong else 200)


@login_not_required
@csrf_exempt
@require_http_methods(SEEN_OR_SENT)
def leave_letters(request: Any, tongue: str, mail_key: UUID) -> HttpResponse:
    """便りをやめる: by one press, here or in the mail program (RFC 8058); the address is deleted at once."""
    way = way_of(tongue)
    if request.method == "POST":
        left = slot.leave(key=mail_key, on=way.today)
        return HttpResponse(drawing.letters_left(way)) if left else _gone(way, status=200)
    found = slot.own(key=mail_key, on=way.today)
    return HttpResponse(drawing.letters_leave(way, mail_key, found.names)) if found else _gone(way)


def _gone(way: Way, *, status: int = 404) -> HttpResponse:
    return HttpResponse(drawing.letters_gone(way), status=status)


__all__ = ["confirm_letters", "leave_letters", "letters", "own_letters"]
