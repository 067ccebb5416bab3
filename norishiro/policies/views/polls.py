"""What residents were asked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.views import parts
from norishiro.core.form_pages import open_form
from norishiro.policies import forms, operations, queries
from norishiro.policies.views.common import KEEP, SEE, crumbs, form_screen, may_keep, uuid_or_none

POLLS = "住民への調査"


@page(needs=SEE)
def polls(request: Any) -> HttpResponse:
    """住民への調査の一覧."""
    context = {
        "polls": queries.polls(request.actor), "may_keep": may_keep(request.actor), "crumbs": crumbs((POLLS, "")),
    }  # fmt: skip
    return answer(request, "policies/polls.html", context, shown=[])


@page(needs=KEEP)
def add_poll(request: Any) -> HttpResponse:
    """調査を登録する."""
    form = open_form(request, forms.PollForm)

    def do() -> tuple[str, str]:
        added = operations.add_poll(request.actor, today=timezone.localdate(), **form.cleaned_data)
        return "調査を登録しました。設問を書いてください。", reverse("policies:poll", args=[added.id])

    return form_screen(
        request, form, title="調査を登録する", submit="登録する", back=reverse("policies:polls"), do=do,
        steps=((POLLS, reverse("policies:polls")),),
        lines=["集計が終わる前でも登録できます。割合を書くまで、評価表には「集計中」と出ます。"],
    )  # fmt: skip


@page(needs=SEE)
def poll(request: Any, poll_id: UUID) -> HttpResponse:
    """一つの調査: shares by question and area, and which measures they justified."""
    actor = request.actor
    found = queries.get_poll(actor, poll_id=poll_id)
    context = {
        "poll": found, "shares": queries.shares_of(actor, poll=found), "may_keep": may_keep(actor),
        "crumbs": crumbs((POLLS, reverse("policies:polls")), (found.name, "")),
    }  # fmt: skip
    return answer(request, "policies/poll.html", context, shown=[])


@page(needs=KEEP)
def write_share(request: Any, poll_id: UUID) -> HttpResponse:
    """設問の割合を書く: a new one, or one that was pending."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_poll(actor, poll_id=poll_id)
    known = {str(one.id): one for one in queries.questions(actor)}
    initial = {"question": request.GET.get("question", ""), "area": request.GET.get("area", "")}
    form = open_form(request, forms.ShareForm, subject=found.id, initial=initial)
    form.fields["question"].offer([(key, one.text) for key, one in known.items()], blank="新しい設問を書く")
    form.fields["area"].offer(parts.area_choices(actor, today), blank="まち全体")
    back = reverse("policies:poll", args=[found.id])

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        operations.write_share(
            actor, poll=found, question=known.get(given["question"]), text=given["text"], answer=given["answer"],
            area_id=uuid_or_none(given["area"]), percent=given["percent"], people=given["people"],
        )  # fmt: skip
        said = "「集計中」として残しました。" if given["percent"] is None else "割合を書きました。"
        return said, back

    return form_screen(
        request, form, title="設問の割合を書く", submit="書く", back=back, do=do,
        steps=((POLLS, reverse("policies:polls")), (found.name, back)),
        lines=["まち全体の割合が、指標の実績になります。圏域ごとの割合は、施策の根拠として並びます。", "同じ設問と圏域の割合をもう一度書くと、前の数を直します。"],
    )  # fmt: skip
