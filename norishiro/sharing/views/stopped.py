"""撤回 while use is stopped: what there is to take back, without the person it belongs to (ADR 0035)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import carry_out, open_form
from norishiro.people import queries as people_queries
from norishiro.sharing import operations, queries, saying
from norishiro.sharing.forms import StoppedWithdrawalForm


@page(needs=Permission.TAKE_WITHDRAWAL)
def stopped_consents(request: Any) -> HttpResponse:
    """利用停止中の人の同意: those whose withdrawal the actor may take."""
    found = queries.stopped_consents(request.actor)
    context = {"lines": [(one, saying.labels(one.categories)) for one in found]}
    return answer(request, "sharing/stopped_consents.html", context, shown=[one.person_id for one in found])


@page(needs=Permission.TAKE_WITHDRAWAL)
def withdraw_stopped_consent(request: Any, consent_id: UUID) -> HttpResponse:
    """利用停止中の同意の撤回を受ける."""
    consent = queries.get_stopped_consent(request.actor, consent_id=consent_id)
    back = reverse("sharing:stopped_consents")
    form = open_form(request, StoppedWithdrawalForm, subject=consent.id)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def withdraw() -> str:
            operations.withdraw_stopped_consent(
                request.actor,
                consent_id=consent.id,
                right_name=people_queries.is_called(
                    request.actor, person_id=consent.person_id, text=given["name"]
                ),
                words=given["words"],
            )
            messages.success(
                request,
                "同意の撤回を登録しました。利用停止が解かれても、この同意では、だれも見られません。",
            )
            return back

        done = carry_out(request, form, do=withdraw)
        if done is not None:
            return done
    context = {"form": form, "consent": consent, "labels": saying.labels(consent.categories), "back": back}
    return answer(
        request, "sharing/withdraw_stopped_consent.html", context, shown=[consent.person_id],
        status=422 if form.is_bound and form.errors else 200,
    )  # fmt: skip
