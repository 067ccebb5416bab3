"""The door: who may open this kind of screen, in what transaction, and what the ledger hears of it.

A view behind ``@page`` gets ``request.actor``. A GET runs on a read-only transaction that is thrown away afterwards;
then one disclosure line is written with the records shown, and if that fails the page is not sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from copy import copy
from functools import wraps
from time import time
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.db import DatabaseError, InternalError, transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from norishiro.agencies.actor import Actor
from norishiro.agencies.permissions import Permission
from norishiro.agencies.rules import refuse_too_many
from norishiro.core import searches, standby
from norishiro.core.form_pages import SENT_BEFORE, led_before, led_otherwise
from norishiro.core.given_back import Typed, to_send_again, typed_in
from norishiro.core.late_posts import keep_posted, with_draft
from norishiro.core.operation import announce
from norishiro.core.records import StaleVersion, Unseen
from norishiro.core.submissions import SentOtherwise
from norishiro.core.verdict import Reason, Refused, Verdict, no
from norishiro.core.withheld import guesses
from norishiro.ledger import operations as ledger
from norishiro.ledger.operations import LedgerClosed

ASKED = "大切な操作なので、もう一度ご本人かを確かめます。確かめたあとで、もう一度押してください。"
KEPT_AND_ASKED = "大切な操作なので、もう一度ご本人かを確かめます。入力した内容はお預かりしています。"


class StaffRequest(HttpRequest):
    """A request behind the door: somebody is acting. ``shown`` collects what the page discloses."""

    actor: Actor
    shown: list[UUID]
    searched_in_vain: bool
    looked_for: str
    of_one: bool
    counts: bool
    htmx: Any


View = Callable[..., HttpResponse]


def page(
    *, needs: Permission | None, fresh: bool = False, of_one: bool = False, counts: bool = False
) -> Callable[[View], View]:
    """Open the screen to whoever wears a hat with this permission (None: anybody with a hat).

    ``fresh``: and who proved in the last five minutes that it is really them, for what hands out records in bulk, opens
    them in an emergency, or gives rights. Whoever did not is asked first; what was typed waits as a draft.
    ``of_one``: a page of one case, person or member of staff that asks many questions, each by an id: the database answers
    a look with the plan it has kept, whatever the id (ADR 0054).
    ``counts``: a page that counts much; a look may be read from a database machine that follows the writing one (ADR 0091).
    """

    def guard(view: View) -> View:
        @wraps(view)
        def enter(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.actor is None:
                return redirect(
                    f"{reverse('agencies:choose_hat')}?{urlencode({'next': request.get_full_path()})}"
                )
            request.shown, request.searched_in_vain, request.looked_for = [], False, ""
            request.of_one, request.counts = of_one, counts
            try:
                if needs is not None and not request.actor.may(needs):
                    return _turned_away(view, request, needs, kwargs)
                if fresh and not is_fresh(request, now=time()):
                    return _ask_again(request)
                response = _looked_at_anew_if_overtaken(view, request, *args, **kwargs)
            except Unseen as unseen:
                if earlier := led_before(request):
                    return earlier
                if elsewhere := led_otherwise(request):
                    return _sent_otherwise_page(request, elsewhere, may_go_again=False)
                with transaction.atomic():
                    ledger.refuse_access(request.actor, screen=_screen(request), subject=unseen.subject)
                raise Http404 from unseen
            except Refused as refusal:
                return led_before(request) or refused_page(request, refusal)
            except SentOtherwise as otherwise:
                return _sent_otherwise_page(request, otherwise.address)
            return _remembered(request) or _words_that_were_not_drawn(request, response) or response

        enter.needs, enter.fresh = needs, fresh  # type: ignore[attr-defined]
        return enter

    return guard


def _turned_away(view: View, request: Any, needs: Permission, kwargs: dict[str, Any]) -> HttpResponse:
    """The page that names the missing role; but where the address names a record, what is unseen stays unseen first.

    The view is tried as a look, read-only, to hear whether it finds the record; its page is thrown away. A view that
    only writes is stopped by the read-only transaction: it has found its record by then.
    """
    if kwargs:
        look = copy(request)
        look.method, look.GET, look.POST = "GET", QueryDict(), QueryDict()
        with suppress(Refused, InternalError, LedgerClosed):
            _run(view, look, **kwargs)
    return refused_page(
        request, Refused(no("door", f"この画面を開くには「{needs.value}」の役割が必要です。"))
    )


def is_fresh(request: Any, *, now: float) -> bool:
    """Whether the last proof of who this is, at log-in or since, is at most five minutes old."""
    proofs = [record["at"] for record in get_authentication_records(request, request.user)]
    return bool(proofs) and 0 <= now - max(proofs) <= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def proof_address(request: Any, *, back: str = "") -> str:
    """The page that asks for the password or the second proof, and leads back here."""
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': back or request.get_full_path()})}"


def _ask_again(request: Any) -> HttpResponse:
    """To the page that asks for the password or the second proof, and back here."""
    address = request.get_full_path()
    if request.method == "POST":
        kept = request.POST.get("draft_form") and keep_posted(request, staff_id=request.user.pk)
        address = with_draft(request) if kept else address
        messages.info(request, KEPT_AND_ASKED if kept else ASKED)
    return redirect(proof_address(request, back=address))


def _looked_at_anew_if_overtaken(view: View, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """Somebody may save between a view's own look at a record and the moment it holds it. Nothing was written then: the view is
    asked once more, finds the form overtaken, and shows both texts (``merge_page``)."""
    try:
        return _read_or_run(view, request, *args, **kwargs)
    except StaleVersion:
        said: Any = messages.get_messages(request)
        said._queued_messages.clear()  # what was said of the first time did not happen
        request.shown, request.searched_in_vain, request.looked_for = [], False, ""
        return _read_or_run(view, request, *args, **kwargs)


def _read_or_run(view: View, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """A look that counts much is read from the standby where that has everything; what fails there is read anew here."""
    reading = request.counts and request.method in ("GET", "HEAD")
    if not reading or transaction.get_connection().in_atomic_block or not standby.is_level():
        return _run(view, request, *args, **kwargs)
    try:
        with standby.instead():
            return _run(view, request, *args, **kwargs)
    except DatabaseError:
        standby.leave_alone()
        request.shown, request.searched_in_vain, request.looked_for = [], False, ""
        return _run(view, request, *args, **kwargs)


def _run(view: View, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """The view in a transaction of its own, for a look a read-only one. It ends with a commit of nothing, because the driver
    throws its kept plans away with every rollback (ADR 0054); inside a larger one only a rollback takes "read-only" back."""
    reading = request.method in ("GET", "HEAD")
    within = transaction.get_connection().in_atomic_block
    with transaction.atomic():
        announce(request.actor, reading=reading, of_one=reading and request.of_one)
        response = view(request, *args, **kwargs)
        if reading and within:
            transaction.set_rollback(True)
    return response


def answer(
    request: Any,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    shown: Iterable[UUID],
    status: int = 200,
) -> HttpResponse:
    """The fifth beat: the page, and the ids of the persons and cases it shows (``[]`` when it shows none)."""
    request.shown.extend(shown)
    response = render(request, template, context or {}, status=status)
    response["Vary"] = "HX-Request"
    return response


# What may be handed over as a file, by the end of its name.
FILE_KINDS = {
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".toml": "application/toml; charset=utf-8",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".zip": "application/zip",
}


def hand_over(request: Any, content: bytes, *, name: str, shown: Iterable[UUID]) -> HttpResponse:
    """The fifth beat as a file. ``name`` says what kind of paper it is and never whose."""
    request.shown.extend(shown)
    response = HttpResponse(content, content_type=FILE_KINDS[name[name.rindex(".") :]])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def found_nothing(request: Any, *, words: str = "") -> None:
    """A search that found nothing is a look as well: the door writes it down after the view. Where the ``words`` are
    given, the same page looked at again within some minutes is no second search."""
    request.searched_in_vain, request.looked_for = True, words


def refused_page(request: Any, refusal: Refused, *, status: int = 403) -> HttpResponse:
    """What may be seen but not done: every reason, in words, and what was typed, so that it is not lost."""
    words = {"verdict": refusal.verdict, "typed": _typed(request), "earlier": led_otherwise(request)}
    return _remembered(request) or render(request, "core/refused.html", words, status=status)


def _words_that_were_not_drawn(request: Any, response: HttpResponse) -> HttpResponse | None:
    """Where a form was refused and its page has no place for any form any more (the matter is closed, say), the page of reasons gives
    the words back."""
    form = vars(request).get("posted_form")
    if response.status_code != 422 or form is None or b'name="form_token"' in response.content:
        return None
    refusal = Verdict(tuple(Reason("form", str(one)) for found in form.errors.values() for one in found))
    return refused_page(request, Refused(refusal), status=422) if refusal.reasons else None


def _sent_otherwise_page(request: Any, earlier: str, *, may_go_again: bool = True) -> HttpResponse:
    """A form that was done already came with other words (409): both ways on, and nothing typed is lost. Where what it was about is
    there no more, only one of the ways."""
    words = {
        "verdict": no("once", SENT_BEFORE), "typed": _typed(request), "earlier": earlier,
        "again": to_send_again(request) if may_go_again else [], "fresh": uuid4(),
    }  # fmt: skip
    return _remembered(request) or render(request, "core/refused.html", words, status=409)


def _typed(request: Any) -> list[Typed]:
    """What was typed, covered where it must be. What the view was about to show is shown to nobody."""
    request.shown, request.searched_in_vain, request.looked_for = [], False, ""
    with transaction.atomic():
        announce(request.actor, reading=True)
        return typed_in(request)


# What the database says when a page would show more people in an hour than one may see (norishiro.watching).
TOO_MANY = "NR200"


def _remembered(request: Any) -> HttpResponse | None:
    """Write the look down; the page of reasons where the database finds it one too many."""
    try:
        _remember(request)
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") != TOO_MANY:
            raise
        with transaction.atomic():
            ledger.throttle(request.actor, screen=_screen(request))
        return render(request, "agencies/too_many.html", {"verdict": refuse_too_many()}, status=403)
    return None


def _remember(request: Any) -> None:
    """Write down what was looked at, in a transaction of its own. If it cannot be written, nothing is served.

    A form filled from a draft is a look as well, although what stands in it is nobody's record yet; and so is a form that
    told somebody that what they typed is withheld."""
    with transaction.atomic():
        if request.shown or request.GET.get("draft") == "load":
            ledger.disclose(request.actor, screen=_screen(request), subjects=request.shown)
        if request.searched_in_vain and (not request.looked_for or _is_new(request, request.looked_for)):
            ledger.search_in_vain(request.actor, screen=_screen(request))
        # Each is asked, so that each is remembered; one line is enough for one page.
        fresh = [text for text in guesses(request) if _is_new(request, text)]
        if fresh:
            ledger.note_guess(request.actor, screen=_screen(request))


def _is_new(request: Any, words: str) -> bool:
    return searches.is_new(who=request.actor.staff_id, words=f"{_screen(request)}:{words}")


def _screen(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match else ""
