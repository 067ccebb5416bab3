"""いっしょに受ける窓口: who stands behind it, what all of them received, and opening further entries at one visit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.consultations import operations, queries, rules
from norishiro.consultations.forms import EntriesForm, PressForm
from norishiro.consultations.views.common import consent_address, form_screen
from norishiro.core.form_pages import finish, open_form
from norishiro.core.tables import place_in
from norishiro.sharing.queries import consented_agencies

if TYPE_CHECKING:
    from norishiro.consultations.models import Consultation


@page(needs=Permission.RECEIVE)
def list_counters(request: Any) -> HttpResponse:
    """いっしょに受ける窓口."""
    found = queries.counters(request.actor, on=timezone.localdate())
    return answer(request, "consultations/counters.html", {"counters": found}, shown=[])


@page(needs=Permission.RECEIVE)
def show_counter(request: Any, window_id: UUID) -> HttpResponse:
    """いっしょに受ける窓口の相談."""
    counter = queries.get_counter(request.actor, window_id=window_id, on=timezone.localdate())
    undecided = request.GET.get("only") == "undecided"
    found = queries.counter_rows(
        request.actor, counter=counter, undecided=undecided, place=place_in(request.GET)
    )
    context = {"counter": counter, "page": found, "undecided": undecided}
    return answer(
        request, "consultations/counter.html", context, shown=dict.fromkeys(one.person_id for one in found.rows)
    )  # fmt: skip


@require_POST
@page(needs=Permission.RECEIVE)
def share_consultation(request: Any, consultation_id: UUID) -> HttpResponse:
    """相談を、同意のある機関と共有する."""
    found = queries.get_consultation(request.actor, consultation_id=consultation_id)

    def share() -> str:
        operations.share_consultation(request.actor, consultation=found, today=timezone.localdate())
        messages.success(request, "本人の同意の範囲で共有しました。同意が終わると、共有も終わります。")
        return _home(found.id)

    return finish(request, open_form(request, PressForm, subject=found.id), do=share)


@page(needs=Permission.SEND_SHEET)
def open_entries(request: Any, consultation_id: UUID) -> HttpResponse:
    """一度の来所で、ほかの受付も開く."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_consultation(actor, consultation_id=consultation_id)
    offered = _receivers(request, found)
    form = open_form(
        request, EntriesForm, subject=found.id, receivers=offered, initial={"worry": found.summary[:5000]}
    )

    def opens() -> tuple[str, str]:
        given = form.cleaned_data
        sheets = operations.open_entries(
            actor, consultation=found, receiver_ids=[UUID(one) for one in given["receivers"]],
            worry=given["worry"], today=today,
        )  # fmt: skip
        return f"{len(sheets)}か所の受付を開きました。返事は、この相談の画面に並びます。", _home(found.id)

    context = {
        "consultation": found, "person": found.person, "offered": offered, "back": _home(found.id),
        "may": rules.may_open_entries(mine=found.agency_id in actor.agency_ids, chosen=1, already=()),
        "consent_url": consent_address(request, person_id=found.person_id),
    }  # fmt: skip
    return form_screen(
        request, "consultations/open_entries.html", form=form, do=opens, shown=[found.person_id], context=context
    )  # fmt: skip


def _receivers(request: Any, found: Consultation) -> list[tuple[str, str]]:
    """The other agencies of the own counters, each with whether the person consented to it."""
    consented = consented_agencies(request.actor, person_id=found.person_id)
    others = {
        one.agency.id: one.agency.name
        for counter in queries.counters(request.actor, on=timezone.localdate())
        for one in counter.partners
        if one.agency.id not in request.actor.agency_ids
    }
    return [
        (str(key), f"{name}（{'本人の同意あり' if key in consented else '本人の同意がまだ'}）")
        for key, name in others.items()
    ]


def _home(consultation_id: UUID) -> str:
    return reverse("consultations:show", args=[consultation_id])
