"""The two ends of every form page: open it (with its draft), and finish it (once, draft removed).

form = open_form(request, ContactForm, subject=case.id)
if request.method == "POST" and form.is_valid():
    if form.is_stale:
        return merge_page(request, form)
    return finish(request, form, do=lambda: record(actor, **form.cleaned_data))
return render(request, "outreach/record_contact.html", {"form": form}, status=422 if form.errors else 200)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from norishiro.core import drafts
from norishiro.core.forms import Form, MergeRow
from norishiro.core.forms.base import as_uuid
from norishiro.core.records import StaleVersion
from norishiro.core.submissions import SentOtherwise, address_of, once, sent_otherwise, what_was_sent
from norishiro.core.verdict import Refused
from norishiro.core.withheld import COVER, note_guess

F = TypeVar("F", bound=Form)

SENT_BEFORE = (
    "この画面からは、前に一度登録されています。いまの入力は、そのときと違うので、まだ登録していません。"
    "前のものを直したいときは、前に登録したものを開いてください。別のものとして登録するときは、このまま、もう一度押してください。"
)


def open_form(
    request: HttpRequest,
    form_class: type[F],
    *,
    subject: UUID | str = "",
    version: int | None = None,
    **kwargs: Any,
) -> F:
    """The form as posted; or filled from the draft (``?draft=load``); or new, with the draft offered.

    For an existing record hand in ``initial`` (its present values) and ``version``. Reads the draft, writes nothing.
    """
    kwargs.setdefault("today", timezone.localdate())
    if request.method == "POST":
        posted = form_class(request.POST, request.FILES, subject=subject, version=version, **kwargs)
        posted.tell_guesses(partial(note_guess, request))
        vars(request)["posted_form"] = (
            posted  # for whoever sends a form through its page and reads what was wrong
        )
        return posted
    draft = _draft_of(request, form_class, subject=subject)
    if draft is not None and request.GET.get("draft") == "load":
        if COVER in draft.payload:
            note_guess(request, [draft.payload])
        return form_class(drafts.typed_in(draft), subject=subject, version=version, restored=True, **kwargs)
    form = form_class(subject=subject, version=version, **kwargs)
    form.draft = draft
    return form


def finish(
    request: HttpRequest, form: Form, *, do: Callable[[], str], now: datetime | None = None
) -> HttpResponseRedirect:
    """Do it once, remove the draft, pass on remarks, and lead to the address ``do`` answered.

    Other words in a form that was done already are refused (``SentOtherwise``): the door hands them back.
    """
    staff_id = _staff_id(request)
    address = once(
        token=form.token, staff_id=staff_id, now=now or timezone.now(), do=do, sent=what_was_sent(request)
    )
    if form.form_key:
        drafts.discard(staff_id=staff_id, form_key=form.form_key, subject_key=form.subject)
    for remark in form.remarks:
        messages.warning(request, remark)
    return HttpResponseRedirect(address)


@dataclass(frozen=True)
class DrawnRow:
    """A line of the merge page with the field in which mine can still be changed."""

    row: MergeRow
    field: BoundField

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)


def merge_page(request: HttpRequest, form: Form) -> HttpResponse:
    """Both texts side by side; sent again with the present version. Nothing is written.

    Who meets it by a second click on a form that the first click saved is led where the first click led. Who went
    back and wrote something else meets the page, with a fresh token: the used one would swallow the new words.
    """
    rows = [DrawnRow(row, form[row.name]) for row in form.merge_rows()]
    earlier = address_of(token=form.token, staff_id=_staff_id(request))
    if earlier and not any(row.is_open for row in rows):
        return HttpResponseRedirect(earlier)
    if earlier:
        form.token = uuid4()
    form.rebased = True
    return render(request, "core/merge.html", {"form": form, "rows": rows}, status=409)


def led_before(request: HttpRequest) -> HttpResponseRedirect | None:
    """For a form that comes again, with the same words, when its first sending has already changed the state: where that one
    led."""
    token = _token_of(request)
    earlier = (
        address_of(token=token, staff_id=_staff_id(request), sent=what_was_sent(request)) if token else ""
    )
    return HttpResponseRedirect(earlier) if earlier else None


def led_otherwise(request: HttpRequest) -> str:
    """Where the first sending of this form led, if it comes again with other words; else empty."""
    token = _token_of(request)
    if token is None:
        return ""
    return sent_otherwise(token=token, staff_id=_staff_id(request), sent=what_was_sent(request))


def _token_of(request: HttpRequest) -> UUID | None:
    return as_uuid(request.POST.get("form_token", "")) if request.method == "POST" else None


def _draft_of(request: HttpRequest, form_class: type[Form], *, subject: UUID | str) -> Any:
    if not (form_class.form_key and request.user.is_authenticated):
        return None
    return drafts.find(staff_id=_staff_id(request), form_key=form_class.form_key, subject_key=str(subject))


def _staff_id(request: HttpRequest) -> UUID:
    staff_id: UUID = request.user.pk  # type: ignore[assignment]
    return staff_id


def carry_out(
    request: HttpRequest, form: Form, *, do: Callable[[], str], current: Callable[[], Form] | None = None
) -> HttpResponse | None:
    """Do it and lead on; or, when a rule says no, put every reason at its field and answer None.

    So it does with other words in a form that was done already: they stay in the form, which gets a fresh number.

    ``current`` opens the form anew with the record as it is now, for two people who edit at once (merge page).
    """
    try:
        if form.is_stale:
            return merge_page(request, form)
        return finish(request, form, do=do)
    except Refused as refusal:
        for reason in refusal.verdict.reasons:
            form.add_error(reason.code if reason.code in form.fields else None, reason.message)
    except StaleVersion:
        if current is None:
            raise
        return merge_page(request, current())
    except SentOtherwise as otherwise:
        form.token, form.sent_before = uuid4(), otherwise.address
        form.add_error(None, SENT_BEFORE)
    return None
