"""振り分け会議: one list from every window, one decision per line, on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.consultations import operations, queries, rules
from norishiro.consultations.choices import Sorting
from norishiro.consultations.forms import SortingForm
from norishiro.consultations.views.common import lead_guide
from norishiro.core.form_pages import carry_out, open_form
from norishiro.profiles.current import current_profile

if TYPE_CHECKING:
    from datetime import date

    from norishiro.consultations.models import SupportRequest


@page(needs=Permission.ANSWER_REQUEST)
def sorting(request: Any) -> HttpResponse:
    """振り分け会議の一覧."""
    actor, today = request.actor, timezone.localdate()
    listed = queries.sorting_list(actor)
    form = open_form(
        request, SortingForm, subject=actor.agency_id,
        lines=[(str(one.id), f"{one.number} {one.person.called}") for one in listed],
    )  # fmt: skip
    by_key = {str(one.id): one for one in listed}
    if request.method == "POST" and form.is_valid() and _may_all(request, form, by_key):
        done = carry_out(request, form, do=lambda: _decide(request, form, by_key, today))
        if done is not None:
            return done
    past = queries.sorted_lately(actor)
    flow = current_profile(today).flow
    context = {
        "form": form, "listed": [(one, (today - one.applied_on).days) for one in listed], "past": past,
        "guides": flow.screening, "lead_guide": lead_guide(today),
        "on_duty": agency_queries.duty_at(actor, at=timezone.localtime()),
        "on_call": agency_queries.on_call_at(actor, path=(), at=timezone.localtime()),
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    shown = dict.fromkeys(one.person_id for one in (*listed, *past))
    return answer(request, "consultations/sorting.html", context, shown=shown, status=status)


def _may_all(request: Any, form: SortingForm, by_key: dict[str, SupportRequest]) -> bool:
    """Every reason at the field of its line; nothing is decided while one of them stands."""
    if not form.decided:
        form.add_error(None, "まだ何も決められていません。決められる行だけ選んでください。")
    for key, decision, reason, proposal in form.decided:
        verdict = rules.may_sort(
            mine=by_key[key].operator_id in request.actor.agency_ids, listed=True, decided=True, reason=reason,
            sends_back=decision != Sorting.TAKE, proposal=proposal,
        )  # fmt: skip
        for one in verdict.reasons:
            form.add_error(f"{one.code}_{key}" if f"{one.code}_{key}" in form.fields else None, one.message)
    return not form.errors


def _decide(request: Any, form: SortingForm, by_key: dict[str, SupportRequest], today: date) -> str:
    for key, decision, reason, proposal in form.decided:
        operations.sort_request(
            request.actor, request=by_key[key], decision=Sorting(decision), reason=reason, proposal=proposal,
            today=today,
        )  # fmt: skip
    left = len(by_key) - len(form.decided)
    rest = f"まだ決めていない世帯が{left}件あります。" if left else "一覧のすべてが決まりました。"
    messages.success(request, f"{len(form.decided)}件を振り分けました。{rest}")
    return reverse("consultations:sorting")
