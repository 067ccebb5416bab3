"""The records of one person, piece by piece, and what is shown of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, hand_over, page
from norishiro.core.documents import pdf
from norishiro.core.form_pages import open_form
from norishiro.rights import forms, operations, queries
from norishiro.rights.views.common import P, Words, form_page, shown_of

if TYPE_CHECKING:
    pass


@require_POST
@page(needs=P.KEEP_RIGHTS)
def gather_records(request: Any, request_id: UUID) -> HttpResponse:
    """記録を集める."""
    asked = queries.get_request(request.actor, request_id=request_id)
    found = operations.gather_records(request.actor, request=asked)
    messages.success(request, f"{found}件の記録を集めました。見せる範囲の提案を確かめてください。")
    return HttpResponseRedirect(reverse("rights:package", args=[asked.id]))


@page(needs=P.KEEP_RIGHTS)
def show_package(request: Any, request_id: UUID) -> HttpResponse:
    """集めた記録と、見せる範囲."""
    asked = queries.get_request(request.actor, request_id=request_id)
    typed = request.GET.get("after", "")
    after = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 8 else 0
    items = queries.items_of(request.actor, request=asked, after=after)
    context = {
        "asked": asked, "items": items, "counted": queries.counted(request.actor, request=asked),
        "next": items[-1].order if len(items) == queries.PAGE else 0, "changeable": not asked.outcome,
        "open": asked.status not in operations.CLOSED,
    }  # fmt: skip
    return answer(request, "rights/package.html", context, shown=shown_of(asked))


@page(needs=P.KEEP_RIGHTS)
def change_part(request: Any, part_id: UUID) -> HttpResponse:
    """見せる範囲を変える."""
    part = queries.get_part(request.actor, part_id=part_id)
    asked = part.item.request
    form = open_form(request, forms.PartForm, subject=part.id, initial={"withheld": part.withheld})
    back = f"{reverse('rights:package', args=[asked.id])}?after={max(part.item.order - 1, 0)}"

    def change() -> str:
        operations.change_part(request.actor, part=part, **form.cleaned_data)
        return back

    words = Words(
        "見せる範囲を変える",
        "提案はきまりによるものです。読んで、合わないときに理由を書いて変えます。",
        "変える",
        "変えました。",
    )
    return form_page(request, asked, form, words, do=change, back=back, part=part)


@page(needs=P.KEEP_RIGHTS)
def package_paper(request: Any, request_id: UUID) -> HttpResponse:
    """開示する書面."""
    asked = queries.get_request(request.actor, request_id=request_id)
    items = queries.whole_package(request.actor, request=asked)
    context = {"asked": asked, "sheets": queries.on_paper(items), "grounds": queries.grounds_of(items)}
    return hand_over(
        request, pdf("rights/package_sheet.html", context), name="開示する記録.pdf", shown=shown_of(asked)
    )
