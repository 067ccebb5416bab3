"""見る人数を増やす: asking, and a second person's answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.rules import PEOPLE_AN_HOUR
from norishiro.core.form_pages import carry_out, open_form
from norishiro.watching import operations, queries
from norishiro.watching.forms import AnswerWideningForm, AskWideningForm


@page(needs=Permission.SEE_PEOPLE)
def ask_widening(request: Any) -> HttpResponse:
    """見る人数を増やすことを頼む."""
    form = open_form(request, AskWideningForm)
    if request.method == "POST" and form.is_valid():

        def ask() -> str:
            operations.ask_widening(request.actor, reason=form.cleaned_data["reason"], now=timezone.now())
            messages.success(request, "頼みました。所属長か統括に、声もかけてください。")
            return reverse("watching:ask_widening")

        done = carry_out(request, form, do=ask)
        if done is not None:
            return done
    context = {
        "form": form, "limit": PEOPLE_AN_HOUR, "seen": queries.seen_this_hour(request.actor, now=timezone.now()),
        "mine": queries.my_widenings(request.actor), "back": reverse("casework:today"), "now": timezone.now(),
    }  # fmt: skip
    return answer(request, "watching/ask_widening.html", context, shown=[], status=_status(form))


@page(needs=Permission.REVIEW_LOOKS)
def list_widenings(request: Any) -> HttpResponse:
    """見る人数を増やす頼み."""
    return answer(
        request, "watching/widenings.html", {"waiting": queries.widenings_waiting(request.actor)}, shown=[]
    )


@page(needs=Permission.REVIEW_LOOKS)
def answer_widening(request: Any, widening_id: UUID) -> HttpResponse:
    """頼みに答える."""
    widening = queries.get_widening(request.actor, widening_id=widening_id)
    form = open_form(request, AnswerWideningForm, subject=widening.id)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def reply() -> str:
            operations.answer_widening(
                request.actor, widening=widening, opens=given["opens"] == "yes", words=given["words"], now=timezone.now()
            )  # fmt: skip
            messages.success(request, "答えを記録しました。")
            return reverse("watching:widenings")

        done = carry_out(request, form, do=reply)
        if done is not None:
            return done
    context = {
        "form": form,
        "widening": widening,
        "limit": PEOPLE_AN_HOUR,
        "back": reverse("watching:widenings"),
    }
    return answer(request, "watching/answer_widening.html", context, shown=[], status=_status(form))


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200
