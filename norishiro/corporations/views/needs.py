"""法人への問い: what was asked, who has not answered yet, the answers and what came of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.views import parts
from norishiro.core.form_pages import open_form
from norishiro.core.forms.base import as_uuid
from norishiro.core.verdict import Verdict
from norishiro.corporations import forms, operations, queries, rules
from norishiro.corporations.views.common import (
    KEEP,
    PLACES,
    SEE,
    asked_id,
    crumbs,
    form_screen,
    may_keep,
    named,
    tabs,
)
from norishiro.matching import queries as matching

if TYPE_CHECKING:
    from norishiro.agencies.actor import Actor
    from norishiro.corporations.models import Need

TIME_TO_ANSWER = timedelta(days=14)


def _home(need: Need) -> str:
    return reverse("corporations:need", args=[need.id])


def _may_touch(actor: Actor, need: Need) -> Verdict:
    return may_keep(actor) & rules.may_touch_need(
        mine=need.agency_id in actor.agency_ids, closed=need.closed_on is not None
    )


@page(needs=SEE)
def needs(request: Any) -> HttpResponse:
    """問いの一覧, and who has not answered."""
    actor, ended = request.actor, request.GET.get("ended") == "1"
    context = {
        "tabs": tabs("corporations:needs"), "ended": ended, "lines": queries.needs(actor, ended=ended),
        "unanswered": [] if ended else queries.unanswered(actor), "today": timezone.localdate(),
        "may_keep": may_keep(actor), "crumbs": crumbs(),
    }  # fmt: skip
    return answer(request, "corporations/needs.html", context, shown=[])


@page(needs=SEE)
def need(request: Any, corporation_need_id: UUID) -> HttpResponse:
    """一つの問い: the answers and what came of each."""
    actor = request.actor
    found = queries.get_need(actor, need_id=corporation_need_id)
    answers = list(found.answers.all())
    context = {
        "need": found, "answers": answers, "waiting": sum(not one.reply for one in answers), "today": timezone.localdate(),
        "may_touch": _may_touch(actor, found), "may_offer": actor.may(PLACES),
        "crumbs": crumbs(("法人への問い", reverse("corporations:needs")), (found.text, "")),
    }  # fmt: skip
    return answer(request, "corporations/need.html", context, shown=[])


@page(needs=KEEP)
def send_need(request: Any) -> HttpResponse:
    """法人にたずねる; ``?shortage=`` takes over what is missing, ``?corporation=`` chooses whom to ask."""
    actor, today = request.actor, timezone.localdate()
    initial: dict[str, Any] = {"due_on": today + TIME_TO_ANSWER, "asked": request.GET.getlist("corporation")}
    lacking = asked_id(request, "shortage")
    if lacking:
        missing = matching.get_shortage(actor, shortage_id=lacking)
        initial |= {"text": missing.words, "area": str(missing.area_id or "")}
    known = queries.corporations_named(actor)
    form = open_form(
        request, forms.NeedForm, subject=lacking or "", initial=initial,
        offers={"area": parts.area_choices(actor, today), "asked": named(known)},
    )  # fmt: skip

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        sent = operations.send_need(
            actor, text=given["text"], kind=given["kind"], area_id=as_uuid(given["area"]), due_on=given["due_on"],
            asked=[one for one in known if str(one.id) in given["asked"]], today=today,
        )  # fmt: skip
        return "たずねたことを残しました。電話やメールで伝え、返事が来たらここに書きます。", _home(sent)

    return form_screen(
        request, form, title="法人にたずねる", submit="残す", back=reverse("corporations:needs"), do=do,
        lines=[
            "人のことは書きません。どんな場が・いつごろ・どの圏域に要るかだけを書きます。",
            "のりしろから法人へは送られません。この文をそのまま、いつもの方法で伝えてください。",
        ],
    )  # fmt: skip


@page(needs=KEEP)
def answer_need(request: Any, need_answer_id: UUID) -> HttpResponse:
    """返事を残す・直す."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_answer(actor, answer_id=need_answer_id)
    _may_touch(actor, found.need).or_refuse()

    def opened() -> forms.AnswerForm:
        now = queries.get_answer(actor, answer_id=need_answer_id)
        return open_form(
            request, forms.AnswerForm, subject=now.id, version=now.version,
            initial={
                "reply": now.reply, "answered_on": now.answered_on or today, "words": now.words, "outcome": now.outcome,
            },
        )  # fmt: skip

    form = opened()

    def do() -> tuple[str, str]:
        operations.answer_need(
            actor, answer=found, version=form.version or found.version, today=today, **form.cleaned_data
        )
        return "返事を残しました。", _home(found.need)

    return form_screen(
        request, form, title=f"{found.corporation}の返事", submit="残す", back=_home(found.need), do=do, current=opened,
        lines=[f"たずねたこと：{found.need.text}"],
    )  # fmt: skip


@page(needs=KEEP)
def close_need(request: Any, corporation_need_id: UUID) -> HttpResponse:
    """問いに区切りをつける."""
    actor = request.actor
    found = queries.get_need(actor, need_id=corporation_need_id)
    _may_touch(actor, found).or_refuse()
    form = open_form(request, forms.CloseNeedForm, subject=found.id)

    def do() -> tuple[str, str]:
        operations.close_need(
            actor, need=found, outcome=form.cleaned_data["outcome"], today=timezone.localdate()
        )
        return "区切りをつけました。", _home(found)

    return form_screen(
        request, form, title="問いに区切りをつける", submit="区切りをつける", back=_home(found), do=do,
        lines=[f"たずねたこと：{found.text}", "返事のない法人は「返事なし」のまま残ります。"],
    )  # fmt: skip
