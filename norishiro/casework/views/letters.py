"""便りを相談として受け付ける: the form of the window, filled from the letter, corrected by whoever receives it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.casework.operations import letters as operations
from norishiro.consultations.choices import Channel, Visitor
from norishiro.consultations.forms import DETAILS, ReceiveForm
from norishiro.consultations.views.common import ask_who, one_chosen
from norishiro.consultations.views.focus import door_choices
from norishiro.core.form_pages import carry_out, led_before, open_form
from norishiro.letterbox import queries, rules
from norishiro.letterbox.choices import EntranceKind, LetterKind
from norishiro.profiles.current import current_profile

WHO_CAME = {EntranceKind.COMMISSIONER: Visitor.COMMISSIONER, EntranceKind.OFFICE: Visitor.AGENCY}
OF_WHOM = {"SELF": Visitor.SELF, "FAMILY": Visitor.FAMILY, "NEIGHBOUR": Visitor.NEIGHBOUR}


@page(needs=Permission.RECEIVE)
def receive_letter(request: Any, letter_id: UUID) -> HttpResponse:
    """便りを相談として受け付ける."""
    actor, today = request.actor, timezone.localdate()
    letter = queries.get_letter(actor, letter_id=letter_id)
    if request.method == "POST" and (earlier := led_before(request)):
        return earlier
    rules.may_receive(
        mine=True, taken=letter.taken_at is not None, received=letter.consultation_id is not None
    ).or_refuse()
    content = queries.open_letter(actor, letter=letter).content
    initial = {
        "received_on": timezone.localtime(letter.posted_at).date(), "visitor": _visitor(letter, content),
        "channel": Channel.SHEET if letter.kind == LetterKind.SHEET else Channel.WEB, "name": content.who,
        "summary": _summary(content), "language": content.language, "contact_wish": content.reply_to,
    }  # fmt: skip
    concerns = [(one.code, one.label) for one in current_profile(today).intake_form.concerns]
    form = open_form(
        request,
        ReceiveForm,
        subject=letter.id,
        concerns=concerns,
        initial=initial,
        **door_choices(request, today=today),
    )
    if request.method == "POST" and form.is_valid():
        ask_who(request, form, today=today)
        if earlier := led_before(request):  # asked again: a first sending may have ended meanwhile
            return earlier

    def receive() -> str:
        given = form.cleaned_data
        known = one_chosen(request, form)
        received = operations.receive_letter(
            actor, letter=letter, newcomer=None if known else form.newcomer, received_on=given["received_on"],
            person=known, window_id=UUID(given["window"]) if given["window"] else None,
            focus_id=UUID(given["focus"]) if given["focus"] else None,
            channel=given["channel"], visitor=given["visitor"], summary=given["summary"],
            concerns=given["concerns"], details={name: given[name] for name in DETAILS}, today=today,
        )  # fmt: skip
        messages.success(
            request, f"相談を受け付けました（{received.number}）。次にどうするかを選んでください。"
        )
        return reverse("consultations:show", args=[received.id])

    if request.method == "POST" and form.is_valid():
        done = carry_out(request, form, do=receive)
        if done is not None:
            return done
    context = {"form": form, "letter": letter, "back": reverse("letterbox:show", args=[letter.id])}
    status = 422 if form.is_bound and form.errors else 200
    return answer(request, "casework/receive_letter.html", context, shown=[letter.id], status=status)


def _visitor(letter: Any, content: Any) -> str:
    kind = letter.entrance.kind if letter.entrance else ""
    return str(OF_WHOM.get(content.about) or WHO_CAME.get(kind, Visitor.AGENCY if kind else Visitor.UNKNOWN))


def _summary(content: Any) -> str:
    chosen = f"（選ばれた困りごと：{'、'.join(content.worries)}）" if content.worries else ""
    return "\n".join(filter(None, [content.words, chosen]))
