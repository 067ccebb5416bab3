"""相談会・配布会: one's own events, counting who comes, and receiving who wishes it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.casework.forms.gatherings import AtGatheringForm
from norishiro.casework.operations.gatherings import receive_at_gathering as receive_visitor
from norishiro.casework.queries.gatherings import Sums, gathering_lines
from norishiro.casework.rules.gatherings import may_receive_at
from norishiro.consultations.choices import Channel, Visitor
from norishiro.consultations.forms import DETAILS
from norishiro.consultations.views.common import ask_who, one_chosen
from norishiro.consultations.views.focus import door_choices
from norishiro.core.calendar import fiscal_year, fiscal_year_label, fiscal_year_span
from norishiro.core.form_pages import carry_out, led_before, open_form
from norishiro.outreach import queries as outreach_queries
from norishiro.outreach.forms import VisitForm
from norishiro.profiles.current import current_profile


@page(needs=Permission.RECEIVE)
def gatherings(request: Any) -> HttpResponse:
    """相談会・配布会."""
    today, year = timezone.localdate(), parts.asked_year(request)
    first, after = fiscal_year_span(year)
    lines = gathering_lines(request.actor, first=first, after=after)
    context = {
        "lines": [(one, open_form(request, VisitForm, subject=one.gathering.id)) for one in lines],
        "sums": Sums.of(lines), "year": year, "year_label": fiscal_year_label(year),
        "years": parts.years_around(fiscal_year(today)), "may_count": request.actor.may(Permission.KEEP_LOCAL),
    }  # fmt: skip
    return answer(request, "casework/gatherings.html", context, shown=[])


@page(needs=Permission.RECEIVE)
def receive_at_gathering(request: Any, gathering_id: UUID) -> HttpResponse:
    """集まりに来た人の相談を受け付ける."""
    actor, today = request.actor, timezone.localdate()
    gathering = outreach_queries.get_gathering(actor, gathering_id=gathering_id)
    if request.method == "POST" and (earlier := led_before(request)):
        return earlier
    may_receive_at(
        mine=gathering.agency_id in actor.agency_ids, wished=True, held_on=gathering.held_on, today=today
    ).or_refuse()
    concerns = [(one.code, one.label) for one in current_profile(today).intake_form.concerns]
    initial = {"received_on": gathering.held_on, "channel": Channel.IBASHO, "visitor": Visitor.SELF}
    form = open_form(
        request,
        AtGatheringForm,
        subject=gathering.id,
        concerns=concerns,
        initial=initial,
        **door_choices(request, today=today),
    )
    if request.method == "POST" and form.is_valid():
        ask_who(request, form, today=today)
        if earlier := led_before(request):  # asked again: a first sending may have ended meanwhile
            return earlier

    def receive() -> str:
        given = form.cleaned_data
        known = one_chosen(request, form)
        received = receive_visitor(
            actor, gathering=gathering, wished=given["wished"], today=today,
            person=known, window_id=UUID(given["window"]) if given["window"] else None,
            focus_id=UUID(given["focus"]) if given["focus"] else None,
            newcomer=None if known else form.newcomer, received_on=given["received_on"], channel=given["channel"],
            visitor=given["visitor"], summary=given["summary"], concerns=given["concerns"],
            details={name: given[name] for name in DETAILS},
        )  # fmt: skip
        messages.success(
            request, f"相談を受け付けました（{received.number}）。次にどうするかを選んでください。"
        )
        return reverse("consultations:show", args=[received.id])

    if request.method == "POST" and form.is_valid():
        done = carry_out(request, form, do=receive)
        if done is not None:
            return done
    context = {"form": form, "gathering": gathering, "back": reverse("casework:gatherings")}
    status = 422 if form.is_bound and form.errors else 200
    return answer(request, "casework/receive_at_gathering.html", context, shown=[], status=status)
