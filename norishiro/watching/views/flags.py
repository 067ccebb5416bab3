"""閲覧の点検: the flags, one flag, and the side of the one who looked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import carry_out, finish, open_form
from norishiro.core.forms.base import Form
from norishiro.people import queries as people_queries
from norishiro.watching import limits, operations, queries, wording
from norishiro.watching.choices import FlagState
from norishiro.watching.forms import HomeForm, JudgementForm, StatementForm
from norishiro.watching.rules import reviewing

UNKNOWN_TO_YOU = "あなたには見られない人"


@page(needs=Permission.REVIEW_LOOKS)
def list_flags(request: Any) -> HttpResponse:
    """閲覧の点検."""
    today = timezone.localdate()
    settled = request.GET.get("state", "") == "settled"
    found = queries.settled_flags(request.actor) if settled else queries.flags_to_judge(request.actor)
    context = {
        "settled": settled, "rows": [(one, _signs(one)) for one in found], "today": today,
        "overdue": sum(one.due_on < today for one in found) if not settled else 0,
        "waiting": len(queries.widenings_waiting(request.actor)), "watch": limits.watch_on(today),
        "press": open_form(request, Form),
    }  # fmt: skip
    return answer(request, "watching/flags.html", context, shown=[])


def _signs(flag: Any) -> list[str]:
    return list(dict.fromkeys(line.get_sign_display() for line in flag.lines.all()))


@require_POST
@page(needs=Permission.REVIEW_LOOKS)
def seek_flags(request: Any) -> HttpResponse:
    """いま調べる."""
    form = open_form(request, Form)

    def seek() -> str:
        made = operations.seek_flags(request.actor, today=timezone.localdate(), now=timezone.now())
        messages.success(
            request,
            f"調べました。新しく{made}件に印を付けました。" if made else "調べました。新しい印はありません。",
        )
        return reverse("watching:flags")

    return finish(request, form, do=seek)


@page(needs=Permission.REVIEW_LOOKS)
def judge_flag(request: Any, flag_id: UUID) -> HttpResponse:
    """一つの印を確かめる."""
    actor = request.actor
    flag = queries.get_flag(actor, flag_id=flag_id)
    form = open_form(request, JudgementForm, subject=flag.id)
    may = reviewing.may_judge(
        oneself=flag.staff_id == actor.staff_id, settled=flag.state == FlagState.SETTLED, judgement="—", words="—"
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():

        def judge() -> str:
            operations.judge_flag(actor, flag=flag, now=timezone.now(), **form.cleaned_data)
            messages.success(request, "記録しました。")
            return reverse("watching:flags")

        done = carry_out(request, form, do=judge)
        if done is not None:
            return done
    lines = queries.lines_of(actor, flag=flag)
    looks = queries.looks_behind(
        actor, flag=flag, subject_ids=[one.subject_id for one in lines if one.subject_id]
    )
    # A line of many people names nobody; the looks behind it do.
    people = people_queries.labels_of(
        actor, person_ids=[one.subject_id for one in (*lines, *looks) if one.subject_id]
    )
    context = {
        "flag": flag, "form": form, "may": may, "today": timezone.localdate(), "back": reverse("watching:flags"),
        "lines": [(one, _label(one.subject_id, people)) for one in lines],
        "looks": [
            (one, _label(one.subject_id, people), wording.act_plain(one.act))
            for one in looks
        ],
        "earlier": [(one, _signs(one)) for one in queries.earlier_flags(actor, flag=flag)],
    }  # fmt: skip
    return answer(request, "watching/judge_flag.html", context, shown=list(people), status=_status(form))


def _label(subject_id: UUID | None, people: dict[UUID, str]) -> str:
    if subject_id is None:
        return ""
    return (
        f"{people[subject_id]}さん" if subject_id in people else f"{UNKNOWN_TO_YOU}（{str(subject_id)[:8]}）"
    )


@page(needs=Permission.SEE_PEOPLE)
def list_my_flags(request: Any) -> HttpResponse:
    """わたしの閲覧について尋ねられたこと."""
    found = queries.flags_about_me(request.actor)
    context = {"rows": [(one, _signs(one)) for one in found], "home": queries.home_of(request.actor)}
    return answer(request, "watching/my_flags.html", context, shown=[])


@page(needs=Permission.SEE_PEOPLE)
def answer_flag(request: Any, flag_id: UUID) -> HttpResponse:
    """閲覧のわけを書く."""
    actor = request.actor
    flag = queries.get_flag(actor, flag_id=flag_id)
    form = open_form(request, StatementForm, subject=flag.id, initial={"statement": flag.statement})
    may = reviewing.may_answer(
        oneself=flag.staff_id == actor.staff_id, asked=flag.state != FlagState.OPEN,
        settled=flag.state == FlagState.SETTLED, statement="—",
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():

        def state() -> str:
            operations.answer_flag(
                actor, flag=flag, statement=form.cleaned_data["statement"], now=timezone.now()
            )
            messages.success(request, "わけを送りました。")
            return reverse("watching:my_flags")

        done = carry_out(request, form, do=state)
        if done is not None:
            return done
    lines = queries.lines_of(actor, flag=flag)
    looks = queries.looks_behind(
        actor, flag=flag, subject_ids=[one.subject_id for one in lines if one.subject_id]
    )
    # A line of many people names nobody; the looks behind it do.
    people = people_queries.labels_of(
        actor, person_ids=[one.subject_id for one in (*lines, *looks) if one.subject_id]
    )
    context = {
        "flag": flag, "form": form, "may": may, "back": reverse("watching:my_flags"),
        "lines": [(one, _label(one.subject_id, people)) for one in lines],
    }  # fmt: skip
    return answer(request, "watching/answer_flag.html", context, shown=list(people), status=_status(form))


@page(needs=Permission.SEE_PEOPLE)
def tell_home(request: Any) -> HttpResponse:
    """点検のための住まい."""
    form = open_form(request, HomeForm, initial={"block": queries.home_of(request.actor)})
    if request.method == "POST" and form.is_valid():

        def tell() -> str:
            operations.tell_home(request.actor, block=form.cleaned_data["block"])
            messages.success(request, "書きました。近所の人の記録を見たときの点検だけに使います。")
            return reverse("watching:my_flags")

        done = carry_out(request, form, do=tell)
        if done is not None:
            return done
    context = {"form": form, "back": reverse("watching:my_flags")}
    return answer(request, "watching/tell_home.html", context, shown=[], status=_status(form))


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200
