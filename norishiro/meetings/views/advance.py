"""事前シート: asked for a whole sitting, written by the agency, read by the table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import merge_page, open_form
from norishiro.core.records import StaleVersion
from norishiro.meetings import access, operations, queries
from norishiro.meetings.defaults import AdvanceField, advance_fields
from norishiro.meetings.forms import AdvanceForm, AskAdvanceForm
from norishiro.meetings.views.common import do_once, form_screen, sitting_crumbs, sitting_url, status
from norishiro.meetings.views.item_parts import item_crumbs, open_item, shown_in

# Until when a sheet is asked for, where nobody says otherwise: two days before, to be read and printed.
DAYS_BEFORE = 2


@page(needs=Permission.WRITE_MINUTES)
def ask_advance(request: Any, sitting_id: UUID) -> HttpResponse:
    """事前シートを頼む: every agency at the table in one step; and who has not answered."""
    today = timezone.localdate()
    sitting = queries.get_sitting(request.actor, sitting_id=sitting_id)
    run = access.run_verdict(request.actor, sitting)
    run.or_refuse()
    agenda = queries.agenda(request.actor, sitting=sitting)
    items = [row.item for row in agenda if row.item.status == "TABLED"]
    seats = [
        seat for item in items for seat in item.seats.all() if seat.ended_at is None and not seat.adviser
    ]
    agencies = {
        seat.agency_id: seat.agency for seat in seats if seat.agency_id not in request.actor.agency_ids
    }
    asks = queries.asks_of(request.actor, sitting=sitting)
    titles = {row.item.id: row.title for row in agenda}
    due_on = max(today, sitting.held_on - timedelta(days=DAYS_BEFORE))
    form = open_form(
        request, AskAdvanceForm, subject=sitting.id,
        initial={"due_on": due_on, "agencies": [str(one) for one in agencies]},
    )  # fmt: skip
    form.fields["agencies"].choices = [(str(key), one.name) for key, one in agencies.items()]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def ask() -> str:
            operations.ask_advance(
                request.actor, sitting=sitting, items=items, agency_ids=[UUID(one) for one in given["agencies"]],
                due_on=given["due_on"], today=today,
            )  # fmt: skip
            return reverse("meetings:ask_advance", args=[sitting.id])

        done = do_once(request, form, ask, said="事前シートを頼みました。相手の「今日」の画面に出ています。")
        if done:
            return done
    context = {
        "sitting": sitting,
        "form": form,
        "asks": [(one, titles.get(one.about_id, "（名前は伏せています）")) for one in asks],
        "late": [one for one in asks if one.answered_at is None and one.due_on < today],
        "waiting": [one for one in asks if one.answered_at is None],
        "orders": {item.id: item.order for item in items},
        "fields": advance_fields(body_code=sitting.body.code, on=sitting.held_on),
        "today": today,
        "crumbs": sitting_crumbs(sitting, "事前シート"),
    }
    return answer(
        request,
        "meetings/ask_advance.html",
        context,
        shown=shown_in(agenda),
        status=status(form),
    )


@page(needs=Permission.ATTEND_MEETING)
def write_advance(request: Any, ask_id: UUID) -> HttpResponse:
    """事前シートを書く: once sworn, about the item that was asked about."""
    today = timezone.localdate()
    ask = queries.get_ask(request.actor, ask_id=ask_id)
    if not queries.items_visible_to(request.actor).filter(id=ask.about_id).exists():
        return answer(
            request,
            "meetings/advance_closed.html",
            {"ask": ask, "crumbs": sitting_crumbs(ask.sitting, "事前シート")},
            shown=[],
            status=403,
        )
    item = open_item(request, ask.about_id)
    sheet = queries.sheet_of(request.actor, ask=ask)
    fields = advance_fields(body_code=item.body.code, on=ask.sitting.held_on)
    form = open_form(
        request, AdvanceForm, subject=ask.id, version=sheet.version if sheet else None,
        initial={one.code: getattr(sheet, one.code) for one in fields} if sheet else {},
    )  # fmt: skip
    ask_in_words(form, fields)
    if request.method == "POST" and form.is_valid():
        if form.is_stale:
            return merge_page(request, form)

        def write() -> str:
            operations.write_advance(
                request.actor, ask=ask, item=item, version=form.version, values=form.cleaned_data, now=timezone.now(),
                today=today,
            )  # fmt: skip
            return sitting_url(ask.sitting_id)

        try:
            done = do_once(request, form, write, said="事前シートを出しました。会議の席にいる人が読めます。")
        except StaleVersion:
            return merge_page(request, form)
        if done:
            return done
    return form_screen(
        request, form, title="事前シートを書く", submit="出す", back=sitting_url(ask.sitting_id),
        shown=[item.subject_id], crumbs=item_crumbs(item, "事前シート"),
        lines=[
            "会議の前に、あなたの機関が知っていること・していることを書きます。会議の席にいる人（守秘を確かめた人）が読みます。",
            "知らないときは「関わりはありません」と書けば、それも大切な答えです。締め切りのあとでも、会議が終わるまで書きなおせます。",
        ],
    )  # fmt: skip


def ask_in_words(form: Any, fields: Iterable[AdvanceField]) -> None:
    """The town's words for the questions; what it does not ask is left out."""
    named = {one.code: one for one in fields}
    for code in list(form.fields):
        if code not in named:
            del form.fields[code]
            continue
        form.fields[code].label = named[code].label
        form.fields[code].help_text = named[code].help
