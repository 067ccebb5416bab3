"""その後の確認: the list of households of 特例貸付 and 住居確保給付金, and one of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.consultations import operations, queries, rules
from norishiro.consultations.choices import FollowUpState
from norishiro.consultations.forms import EndFollowUpForm, FollowUpForm, FollowUpNoteForm
from norishiro.consultations.views.common import ask_who, form_screen, one_chosen, permitted
from norishiro.core.form_pages import led_before, open_form

WHICH = {"open": "確かめている", "unreached": "まだ会えていない", "late": "期日を過ぎた", "ended": "終えた"}


@page(needs=Permission.RECEIVE)
def list_follow_ups(request: Any) -> HttpResponse:
    """その後の確認の一覧."""
    today = timezone.localdate()
    which = request.GET.get("which", "open")
    which = which if which in WHICH else "open"
    rows = queries.follow_ups(request.actor, which=which, today=today)
    context = {
        "rows": rows, "which": which, "whiches": WHICH.items(), "today": today,
        "may_list": permitted(request, Permission.RECEIVE),
    }  # fmt: skip
    return answer(
        request, "consultations/follow_ups.html", context, shown=dict.fromkeys(one.person_id for one in rows)
    )


@page(needs=Permission.RECEIVE)
def list_follow_up(request: Any) -> HttpResponse:
    """一覧に載せる."""
    today = timezone.localdate()
    form = open_form(request, FollowUpForm)
    if request.method == "POST" and form.is_valid():
        ask_who(request, form, today=today)
        if earlier := led_before(request):  # asked last: a first sending may have ended meanwhile
            return earlier

    def put() -> tuple[str, str]:
        given = form.cleaned_data
        about = one_chosen(request, form)
        row = operations.list_follow_up(
            request.actor, person=about, newcomer=None if about else form.newcomer, source=given["source"],
            ground=given["ground"], ground_on=given["ground_on"], ground_words=given["ground_words"],
            next_on=given["next_on"], today=today,
        )  # fmt: skip
        return "一覧に載せました。電話や訪問をしたら、記録してください。", _home(row.id)

    context = {"back": reverse("consultations:follow_ups")}
    return form_screen(
        request, "consultations/list_follow_up.html", form=form, do=put, shown=[], context=context
    )


@page(needs=Permission.RECEIVE)
def show_follow_up(request: Any, follow_up_id: UUID) -> HttpResponse:
    """一つの世帯のその後."""
    found = queries.get_follow_up(request.actor, follow_up_id=follow_up_id)
    mine, waiting = found.agency_id in request.actor.agency_ids, found.state == FollowUpState.OPEN
    today = timezone.localdate()
    context = {
        "found": found, "person": found.person, "tries": queries.tries_of(request.actor, follow_up=found), "today": today,
        "may_note": rules.may_note_follow_up(mine=mine, open_now=waiting, next_on=today, today=today),
        "may_end": rules.may_end_follow_up(mine=mine, open_now=waiting, reason="（これから書く）"),
        "may_record": permitted(request, Permission.RECORD_CONTACT),
    }  # fmt: skip
    return answer(request, "consultations/show_follow_up.html", context, shown=[found.person_id])


@page(needs=Permission.RECEIVE)
def note_follow_up(request: Any, follow_up_id: UUID) -> HttpResponse:
    """分かったことと、次に確かめる日を書く."""
    found = queries.get_follow_up(request.actor, follow_up_id=follow_up_id)

    def fresh() -> Any:
        row = queries.get_follow_up(request.actor, follow_up_id=follow_up_id)
        present = {"needs": row.needs, "next_on": row.next_on}
        return open_form(request, FollowUpNoteForm, subject=row.id, version=row.version, initial=present)

    form = fresh()

    def note() -> tuple[str, str]:
        operations.note_follow_up(
            request.actor,
            follow_up=found,
            version=form.version,
            today=timezone.localdate(),
            **form.cleaned_data,
        )
        return "書きました。次の日に、一覧の上に出ます。", _home(found.id)

    context = {"found": found, "person": found.person, "back": _home(found.id)}
    return form_screen(
        request, "consultations/note_follow_up.html", form=form, do=note, shown=[found.person_id], context=context,
        current=fresh,
    )  # fmt: skip


@page(needs=Permission.RECEIVE)
def end_follow_up(request: Any, follow_up_id: UUID) -> HttpResponse:
    """確認を終える."""
    found = queries.get_follow_up(request.actor, follow_up_id=follow_up_id)
    form = open_form(request, EndFollowUpForm, subject=found.id)

    def end() -> tuple[str, str]:
        operations.end_follow_up(
            request.actor, follow_up=found, reason=form.cleaned_data["reason"], today=timezone.localdate()
        )
        return "確認を終えました。", reverse("consultations:follow_ups")

    context = {"found": found, "person": found.person, "back": _home(found.id)}
    return form_screen(
        request,
        "consultations/end_follow_up.html",
        form=form,
        do=end,
        shown=[found.person_id],
        context=context,
    )


def _home(follow_up_id: UUID) -> str:
    return reverse("consultations:show_follow_up", args=[follow_up_id])
