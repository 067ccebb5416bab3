"""二次元コード: a short address to print on a leaflet, and how often it was opened a day."""

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
from norishiro.core.form_pages import open_form
from norishiro.core.qr import qr_svg
from norishiro.publicity import forms, operations, queries
from norishiro.publicity.views import common
from norishiro.publicity.views.common import KEEP, SEE, crumbs, form_screen
from norishiro.publicity.views.items import home_of


@page(needs=SEE)
def code(request: Any, code_id: UUID) -> HttpResponse:
    """一つのコード: to print, and its number a day."""
    actor = request.actor
    found = queries.get_code(actor, code_id=code_id)
    address = request.build_absolute_uri(reverse("public_site:by_code", args=[found.token]))
    days = queries.days_of(actor, code=found)
    context = {
        "code": found, "item": found.item, "address": address, "drawing": qr_svg(address), "days": days,
        "visits": sum(one.visits for one in days), "may_keep": common.may_keep(actor),
        "crumbs": crumbs((str(found.item), home_of(found.item)), ("二次元コード", "")),
    }  # fmt: skip
    return answer(request, "publicity/code.html", context, shown=[])


@page(needs=KEEP)
def make_code(request: Any, told_id: UUID) -> HttpResponse:
    """二次元コードを作る."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_item(actor, item_id=told_id)
    pages = queries.live_pages(actor)
    form = open_form(request, forms.CodeForm, subject=found.id, offered={"page": pages})

    def do() -> tuple[str, str]:
        chosen = form.cleaned_data["page"]
        made = operations.make_code(
            actor, item=found, page=queries.get_page(actor, page_id=UUID(chosen)) if chosen else None,
            where=form.cleaned_data["where"], today=today,
        )  # fmt: skip
        return "コードを作りました。印刷して使えます。", reverse("publicity:code", args=[made.id])

    return form_screen(
        request, form, title="二次元コードを作る", submit="作る", back=home_of(found), do=do, steps=((str(found), home_of(found)),),
        lines=["スマートフォンで読み取ると、公開のページが開きます。数えるのは、その日に開かれた回数だけです。だれが開いたかは残りません。"],
    )  # fmt: skip


@require_POST
@page(needs=KEEP)
def end_code(request: Any, code_id: UUID) -> HttpResponse:
    """コードを終える."""
    found = queries.get_code(request.actor, code_id=code_id)
    operations.end_code(request.actor, code=found, today=timezone.localdate())
    messages.success(request, "このコードを数えるのを終えました。印刷したものからは、いまも開けます。")
    return redirect(home_of(found.item))
