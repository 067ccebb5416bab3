"""定型文: words the agency's records often begin with, kept and taken back by the agency itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import carry_out, open_form
from norishiro.outreach import operations, queries
from norishiro.outreach.forms import PhraseForm
from norishiro.outreach.views.offered import status_of


@page(needs=Permission.RECORD_CONTACT)
def list_phrases(request: Any) -> HttpResponse:
    """定型文: those of the own agency, and one more."""
    today = timezone.localdate()
    form = open_form(request, PhraseForm)
    if request.method == "POST" and form.is_valid():

        def keep() -> str:
            operations.keep_phrase(request.actor, today=today, **form.cleaned_data)
            messages.success(request, "定型文を登録しました。ひとこと記録の欄の下に、ボタンで出ます。")
            return reverse("outreach:list_phrases")

        done = carry_out(request, form, do=keep)
        if done is not None:
            return done
    rows = queries.phrases(request.actor, on=today)
    context = {"form": form, "rows": rows}
    return answer(request, "outreach/list_phrases.html", context, shown=[], status=status_of(form))


@require_POST
@page(needs=Permission.RECORD_CONTACT)
def end_phrase(request: Any, phrase_id: UUID) -> HttpResponse:
    """定型文をやめる."""
    phrase = queries.get_phrase(request.actor, phrase_id=phrase_id)
    operations.end_phrase(request.actor, phrase=phrase, today=timezone.localdate())
    messages.success(request, "この定型文をやめました。書いた記録は変わりません。")
    return redirect("outreach:list_phrases")
