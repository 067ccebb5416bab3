"""From the proposal to the letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone

from norishiro.agencies.door import answer, hand_over, page
from norishiro.core.documents import pdf
from norishiro.core.form_pages import carry_out, open_form
from norishiro.core.forms.base import Form
from norishiro.rights import forms, operations, queries
from norishiro.rights.choices import OUTCOMES, Outcome, RequestKind
from norishiro.rights.terms import term_of
from norishiro.rights.views.common import P, Words, form_page, home, shown_of

if TYPE_CHECKING:
    pass


@page(needs=P.KEEP_RIGHTS)
def propose_decision(request: Any, request_id: UUID) -> HttpResponse:
    """決定の案を作る."""
    asked = queries.get_request(request.actor, request_id=request_id)
    form = open_form(
        request, forms.ProposeForm, subject=asked.id,
        initial={"outcome": asked.proposed_outcome, "reason": asked.proposed_reason},
    )  # fmt: skip
    form.fields["outcome"].choices = [(one.value, one.label) for one in OUTCOMES[RequestKind(asked.kind)]]

    def propose() -> str:
        operations.propose_decision(request.actor, request=asked, **form.cleaned_data)
        return home(asked.id)

    words = Words(
        "決定の案を作る", "案は、もう一人の職員が確かめて決定します。開示しないところの根拠は、集めた記録のとおりに通知に載ります。",
        "案を出す", "案を出しました。もう一人が確かめて決定します。",
    )  # fmt: skip
    return form_page(request, asked, form, words, do=propose, back=home(asked.id))


@page(needs=P.DECIDE_RIGHTS)
def decide_request(request: Any, request_id: UUID) -> HttpResponse:
    """案を確かめて決定する."""
    asked, today = queries.get_request(request.actor, request_id=request_id), timezone.localdate()
    form = open_form(request, Form, subject=asked.id)

    def decide() -> str:
        operations.decide_request(request.actor, request=asked, now=timezone.now(), today=today)
        messages.success(request, "決定しました。通知を印刷して、求めた人に知らせてください。")
        return home(asked.id)

    if request.method == "POST" and form.is_valid():
        done = carry_out(request, form, do=decide)
        if done is not None:
            return done
    items = queries.whole_package(request.actor, request=asked)
    context = {
        "asked": asked, "form": form, "grounds": queries.grounds_of(items), "back": home(asked.id),
        "counted": queries.counted(request.actor, request=asked),
        "corrections": queries.corrections_of(request.actor, request=asked), "stops": asked.proposed_outcome == Outcome.STOP,
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return answer(request, "rights/decide_request.html", context, shown=shown_of(asked), status=status)


@page(needs=P.DECIDE_RIGHTS)
def return_proposal(request: Any, request_id: UUID) -> HttpResponse:
    """案を戻す."""
    asked = queries.get_request(request.actor, request_id=request_id)
    form = open_form(request, forms.ReturnForm, subject=asked.id)

    def give_back() -> str:
        operations.return_proposal(request.actor, request=asked, **form.cleaned_data)
        return home(asked.id)

    words = Words("案を戻す", "直してほしいところを書いて戻します。", "戻す", "案を戻しました。")
    return form_page(request, asked, form, words, do=give_back, back=home(asked.id))


@page(needs=P.KEEP_RIGHTS)
def deliver_decision(request: Any, request_id: UUID) -> HttpResponse:
    """通知したことを記録する."""
    asked, today = queries.get_request(request.actor, request_id=request_id), timezone.localdate()
    form = open_form(request, forms.DeliverForm, subject=asked.id, initial={"on": today})

    def deliver() -> str:
        operations.deliver_decision(request.actor, request=asked, **form.cleaned_data)
        return home(asked.id)

    words = Words(
        "通知したことを記録する",
        "決定通知と、開示する書面を渡した日を書きます。",
        "記録する",
        "通知を記録しました。",
    )
    return form_page(request, asked, form, words, do=deliver, back=home(asked.id))


@page(needs=P.KEEP_RIGHTS)
def withdraw_request(request: Any, request_id: UUID) -> HttpResponse:
    """取り下げを記録する."""
    asked = queries.get_request(request.actor, request_id=request_id)
    form = open_form(request, forms.WithdrawForm, subject=asked.id)

    def withdraw() -> str:
        operations.withdraw_request(request.actor, request=asked, **form.cleaned_data)
        return home(asked.id)

    words = Words(
        "取り下げを記録する", "求めた人が取り下げたときに書きます。求めがあったことの記録は残ります。", "記録する",
        "取り下げを記録しました。",
    )  # fmt: skip
    return form_page(request, asked, form, words, do=withdraw, back=home(asked.id))


@page(needs=P.KEEP_RIGHTS)
def letter(request: Any, request_id: UUID) -> HttpResponse:
    """決定（または延長）の通知書."""
    asked = queries.get_request(request.actor, request_id=request_id)
    items = queries.whole_package(request.actor, request=asked)
    context = {
        "asked": asked, "grounds": queries.grounds_of(items) if asked.outcome == Outcome.PART else [],
        "due": queries.due_of(asked), "article": term_of(asked.kind).article,
        "corrections": queries.corrections_of(request.actor, request=asked),
    }  # fmt: skip
    return hand_over(
        request, pdf("rights/letter_sheet.html", context), name="通知書.pdf", shown=shown_of(asked)
    )
