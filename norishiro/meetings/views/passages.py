"""ほかの会議との出入り: written down at the item, listed for an officer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import open_form
from norishiro.meetings import access, operations, queries
from norishiro.meetings.forms import PassageForm
from norishiro.meetings.views.common import do_once, form_screen, item_url


@page(needs=Permission.ATTEND_MEETING)
def list_passages(request: Any) -> HttpResponse:
    """出入りの一覧: what came from other bodies and what was handed on, newest first."""
    mine = request.GET.get("mine") == "1"
    rows = queries.passages(request.actor, mine=mine)
    crumbs = [
        {"label": "会議", "url": reverse("meetings:list")},
        {"label": "ほかの会議との出入り", "url": ""},
    ]
    shown = [row.passage.item.subject_id for row in rows]
    return answer(
        request, "meetings/list_passages.html", {"rows": rows, "mine": mine, "crumbs": crumbs}, shown=shown
    )


@page(needs=Permission.ATTEND_MEETING)
def add_passage(request: Any, item_id: UUID) -> HttpResponse:
    """ほかの会議から受けた・渡したことを書く."""
    today = timezone.localdate()
    found = queries.get_item(request.actor, item_id=item_id)
    access.papers_verdict(request.actor, found, today=timezone.localdate()).or_refuse()
    others = [one for one in queries.bodies(request.actor, on=today) if one.id != found.body_id]
    form = open_form(request, PassageForm, subject=found.id, initial={"direction": "IN", "passed_on": today})
    form.fields["body"].choices = [("", "選んでください"), *((str(one.id), one.name) for one in others)]
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        chosen = given.pop("body")
        body = next((one for one in others if str(one.id) == chosen), None)

        def add() -> str:
            operations.add_passage(request.actor, item=found, body=body, today=today, **given)
            return f"{item_url(found.id)}#passages"

        done = do_once(request, form, add, said="ほかの会議との出入りを書きました。")
        if done:
            return done
    return form_screen(
        request, form, title="ほかの会議との出入り", submit="書く", back=item_url(found.id), shown=[found.subject_id],
        crumbs=[{"label": "会議", "url": reverse("meetings:list")}, {"label": "議題", "url": item_url(found.id)},
                {"label": "ほかの会議との出入り", "url": ""}],
        lines=[
            "どの会議から受けたか、どの会議へ渡したかを、日付と理由といっしょに残します。",
            "この記録で相手の会議に資料が開くことはありません。相手の会議では、その会議の根拠で出しなおします。",
        ],
    )  # fmt: skip
