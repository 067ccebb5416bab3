"""What is to be put right, and who is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.core.form_pages import open_form
from norishiro.rights import forms, operations, queries
from norishiro.rights.views.common import P, Words, form_page, home, shown_of

if TYPE_CHECKING:
    pass


@page(needs=P.KEEP_RIGHTS)
def find_part(request: Any, request_id: UUID) -> HttpResponse:
    """訂正を求められた箇所をさがす."""
    asked = queries.get_request(request.actor, request_id=request_id)
    form = forms.FindPartForm(request.POST if request.method == "POST" else None, subject=asked.id)
    parts = []
    if form.is_bound and form.is_valid():
        parts = queries.search_parts(request.actor, request=asked, text=form.cleaned_data["words"])
    context = {"asked": asked, "form": form, "parts": parts, "searched": form.is_bound}
    return answer(request, "rights/find_part.html", context, shown=shown_of(asked))


@page(needs=P.KEEP_RIGHTS)
def add_correction(request: Any, part_id: UUID) -> HttpResponse:
    """訂正の求めの中身を書く."""
    part = queries.get_part(request.actor, part_id=part_id)
    asked = part.item.request
    form = open_form(request, forms.CorrectionForm, subject=part.id)

    def add() -> str:
        operations.add_correction(request.actor, request=asked, part=part, **form.cleaned_data)
        return home(asked.id)

    words = Words(
        "訂正の求めを書く", "もとの記録は消えません。決定すると、正しい内容がその横に立ちます。", "書く",
        "訂正の求めを書きました。調べて、訂正するかを決めてください。",
    )  # fmt: skip
    return form_page(request, asked, form, words, do=add, back=home(asked.id), part=part)


@page(needs=P.KEEP_RIGHTS)
def judge_correction(request: Any, correction_id: UUID) -> HttpResponse:
    """訂正するかを決める."""
    correction = queries.get_correction(request.actor, correction_id=correction_id)
    form = open_form(
        request, forms.JudgeForm, subject=correction.id,
        initial={"refused": "1" if correction.refused else "", "reason": correction.reason},
    )  # fmt: skip

    def judge() -> str:
        given = form.cleaned_data
        operations.judge_correction(
            request.actor, correction=correction, refused=given["refused"] == "1", reason=given["reason"]
        )
        return home(correction.request_id)

    words = Words(
        "訂正するかを調べて決める",
        "事実が違うときに訂正します。見立てや評価は、もとの事実が違うときを除き、訂正の対象になりません。", "記録する",
        "調べたことを記録しました。",
    )  # fmt: skip
    return form_page(
        request, correction.request, form, words, do=judge, back=home(correction.request_id), correction=correction
    )  # fmt: skip


@page(needs=P.SEE_PEOPLE)
def list_notices(request: Any) -> HttpResponse:
    """訂正のお知らせ."""
    context = {
        "waiting": queries.notices_waiting(request.actor),
        "answered": queries.notices_answered(request.actor),
    }
    return answer(request, "rights/notices.html", context, shown=[])


@page(needs=P.SEE_PEOPLE)
def acknowledge_notice(request: Any, notice_id: UUID) -> HttpResponse:
    """訂正のお知らせを確かめる."""
    notice, today = queries.get_notice(request.actor, notice_id=notice_id), timezone.localdate()
    form = open_form(request, forms.AcknowledgeForm, subject=notice.id)

    def acknowledge() -> str:
        operations.acknowledge_notice(request.actor, notice=notice, today=today, **form.cleaned_data)
        return reverse("rights:notices")

    words = Words(
        "訂正のお知らせを確かめる",
        "のりしろの中の記録には、もう正しい内容が出ています。自分の機関の帳票や写しを確かめて、したことを書いてください。",
        "確かめたことを伝える", "確かめたことを伝えました。",
    )  # fmt: skip
    return form_page(
        request, None, form, words, do=acknowledge, back=reverse("rights:notices"), notice=notice
    )
