"""開く日を決める: what was written is shown as it was understood, and only then kept; days of their own."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, page
from norishiro.core.calendar import is_holiday
from norishiro.core.form_pages import carry_out, open_form
from norishiro.resources import forms, operations, queries
from norishiro.resources.opening import Reading, days_open, read_opening, words_of
from norishiro.resources.views import looking, parts

SHOWN = 8


@page(needs=parts.KEEP)
def set_opening(request: Any, resource_id: UUID) -> HttpResponse:
    """居場所の開く日を決める. The first press shows what was understood and the days that follow; the second keeps it."""
    actor, today = request.actor, timezone.localdate()

    def fresh() -> forms.OpeningForm:
        found = queries.get_place(actor, place_id=resource_id)
        written = "\n".join(words_of(queries.lines_of(actor, place=found)))
        return open_form(
            request, forms.OpeningForm, subject=found.id, version=found.version, initial={"text": written}
        )

    found, form = queries.get_place(actor, place_id=resource_id), fresh()
    reading, understood = None, ""
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        reading = read_opening(text)
        _tell_unread(form, reading)
        understood = "\n".join(words_of(reading.rules))
        if not form.errors and request.POST.get("understood", "") == understood:

            def keep() -> str:
                operations.set_opening(actor, place=found, version=form.version, lines=reading.rules)
                messages.success(request, f"「{found.name}」の開く日を決めました。")
                return parts.address_of(found)

            done = carry_out(request, form, do=keep, current=fresh)
            if done is not None:
                return done
    ready = reading is not None and not form.errors
    context = {
        "form": form, "place": found, "reading": reading, "ready": ready, "understood": understood,
        "lines": words_of(reading.rules) if reading else [], "coming": _coming(reading, today) if ready else [],
        "back": parts.address_of(found), "crumbs": parts.crumbs((found.name, parts.address_of(found)), ("開く日を決める", "")),
    }  # fmt: skip
    return answer(
        request,
        "resources/set_opening.html",
        context,
        shown=[],
        status=422 if form.is_bound and form.errors else 200,
    )


def _tell_unread(form: Any, reading: Reading) -> None:
    for piece in reading.unread:
        form.add_error(
            "text",
            f"「{piece.text}」は読み取れませんでした。{piece.hint or '曜日と時間のほかのことばは、外してください。'}",
        )
    if not reading.rules and not reading.unread:
        form.add_error("text", "開く日が書かれていません。")


def _coming(reading: Reading | None, today: Any) -> list[Any]:
    """The next open days these lines give."""
    if reading is None:
        return []
    days = days_open(today, today + timedelta(days=120), reading.rules, is_holiday=is_holiday)
    return [looking.told(day, said) for day, said in islice(days, SHOWN)]


@page(needs=parts.KEEP)
def add_special(request: Any, resource_id: UUID) -> HttpResponse:
    """居場所の、その日だけの予定を足す."""
    found = queries.get_place(request.actor, place_id=resource_id)
    today = timezone.localdate()
    form = open_form(request, forms.SpecialForm, subject=found.id, initial={"what": "CLOSED"})

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        operations.add_special(
            request.actor, place=found, first=given["first"], last=given["last_on"] or given["first"],
            closed=given["what"] == "CLOSED", opens=given["opens"], closes=given["closes"], reason=given["reason"],
            today=today,
        )  # fmt: skip
        return "その日だけの予定を足しました。", parts.address_of(found)

    return parts.perform(
        request, form, title=f"{found.name}の、その日だけの予定を足す", submit="足す", do=do, back=parts.address_of(found),
        steps=parts.crumbs((found.name, parts.address_of(found)), ("その日だけの予定", "")),
        lines=["ここに書いた日は、いつもの決まりより先に見ます。同じ日に二つ書くと、あとから書いたほうになります。"],
    )  # fmt: skip


@require_POST
@page(needs=parts.KEEP)
def remove_special(request: Any, special_id: UUID) -> HttpResponse:
    """その日だけの予定を消す."""
    special = queries.get_special(request.actor, special_id=special_id)
    operations.remove_special(request.actor, special=special)
    messages.success(request, "その日だけの予定を消しました。")
    return redirect("resources:place", special.place_id)
