"""心配ごと: handed in on a telephone, or written down at the window; received, answered, made a consultation."""

from __future__ import annotations

from datetime import date
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
from norishiro.consultations.choices import Hurry, Knows, Origin
from norishiro.consultations.forms import AnswerWorryForm, PressForm, WorryForm
from norishiro.consultations.views.common import form_screen, permitted
from norishiro.core.form_pages import finish, open_form
from norishiro.core.forms.base import as_uuid
from norishiro.core.tables import place_in
from norishiro.helpers import queries as helper_queries

if TYPE_CHECKING:
    from norishiro.consultations.models import Worry
    from norishiro.helpers.models import Helper

TO_WRITE = "（これから書く）"


@page(needs=Permission.SEND_SHEET)
def list_worries(request: Any) -> HttpResponse:
    """心配ごとの一覧."""
    at_window = request.actor.may(Permission.RECEIVE)
    sent = not at_window or request.GET.get("box") == "sent"
    found = queries.worry_rows(request.actor, sent=sent, place=place_in(request.GET))
    context = {
        "page": found, "sent": sent, "at_window": at_window, "rows": [(one, _stage(one)) for one in found.rows],
        "hidden": {one.id for one in found.rows if _hides_teller(request, one)},
    }  # fmt: skip
    return answer(request, "consultations/worries.html", context, shown=[one.id for one in found.rows])


@page(needs=Permission.SEND_SHEET)
def tell_worry(request: Any) -> HttpResponse:
    """心配ごとを伝える."""
    actor, today = request.actor, timezone.localdate()
    at_counter = actor.may(Permission.RECEIVE)
    windows = queries.worry_windows(actor, on=today)
    teller = _teller(request, today=today) if at_counter else None
    said = {"origin": Origin.TALK, "teller": teller.name} if teller else {}
    form = open_form(
        request, WorryForm, windows=_choices(windows), at_counter=at_counter,
        initial={"receiver_agency": _usual(windows, own=actor.agency_id if at_counter else None), **said},
    )  # fmt: skip

    def tell() -> tuple[str, str]:
        given = form.cleaned_data
        worry = operations.tell_worry(
            actor, receiver_agency_id=UUID(given["receiver_agency"]), seen=given["seen"], who=given["who"],
            place=given["place"], hurry=Hurry(given["hurry"]), knows=Knows(given["knows"]),
            reply_to=given["reply_to"], origin=Origin(given.get("origin") or Origin.SCREEN),
            teller=given.get("teller", ""), today=today,
        )  # fmt: skip
        return f"伝えました（{worry.number}）。受け取られた日と返事が、ここに出ます。", _home(worry.id)

    context = {"back": reverse("consultations:worries"), "at_counter": at_counter, "windows": windows}
    return form_screen(
        request,
        "consultations/tell_worry.html",
        form=form,
        do=tell,
        shown=[teller.id] if teller else [],
        context=context,
    )


def _teller(request: Any, *, today: date) -> Helper | None:
    """Who of one's own register told it, where the page came from there."""
    asked = as_uuid(request.GET.get("helper", ""))
    if asked is None or not request.actor.may(Permission.KEEP_HELPERS):
        return None
    return helper_queries.get_helper(request.actor, helper_id=asked, on=today)


def _choices(windows: list[queries.WorryWindow]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {"あなたの地区の窓口": [], "ほかの窓口": []}
    for one in windows:
        groups["あなたの地区の窓口" if one.near else "ほかの窓口"].append(
            (str(one.agency.id), one.agency.name)
        )
    return [(label, choices) for label, choices in groups.items() if choices]


def _usual(windows: list[queries.WorryWindow], *, own: UUID | None) -> str:
    """The own counter, else the window of the own area, else the only one there is."""
    ids = [one.agency.id for one in windows]
    near = [one.agency.id for one in windows if one.near]
    if own in ids:
        return str(own)
    if near:
        return str(near[0])
    return str(ids[0]) if len(ids) == 1 else ""


@page(needs=Permission.SEND_SHEET)
def show_worry(request: Any, worry_id: UUID) -> HttpResponse:
    """心配ごと."""
    actor = request.actor
    worry = queries.get_worry(actor, worry_id=worry_id)
    mine = worry.receiver_agency_id in actor.agency_ids
    receives = mine and actor.may(Permission.RECEIVE)
    context = {
        "worry": worry, "receives": receives, "stage": _stage(worry), "key": str(worry.id), "hides": _hides_teller(request, worry),
        "press": open_form(request, PressForm, subject=worry.id),
        "lead_id": queries.lead_of_worry(actor, worry=worry) if receives else None,
        "may_take": rules.may_take_worry(mine=mine, taken=worry.taken_on is not None),
        "may_answer": rules.may_answer_worry(mine=mine, answered=worry.answered_on is not None, words=TO_WRITE),
        "may_receive": permitted(request, Permission.RECEIVE)
        & rules.may_receive(
            received_on=worry.told_on, today=worry.told_on, summary=worry.seen,
            worry_open=mine and worry.consultation_id is None,
        ),
    }  # fmt: skip
    return answer(request, "consultations/show_worry.html", context, shown=[worry.id])


@require_POST
@page(needs=Permission.RECEIVE)
def take_worry(request: Any, worry_id: UUID) -> HttpResponse:
    """心配ごとを受け取る."""
    worry = queries.get_worry(request.actor, worry_id=worry_id)

    def take() -> str:
        operations.take_worry(request.actor, worry=worry, today=timezone.localdate())
        messages.success(request, "受け取りました。伝えた人の画面に、受け取った日が出ます。")
        return _home(worry.id)

    return finish(request, open_form(request, PressForm, subject=worry.id), do=take)


@page(needs=Permission.RECEIVE)
def answer_worry(request: Any, worry_id: UUID) -> HttpResponse:
    """心配ごとを伝えた人に返事をする."""
    worry = queries.get_worry(request.actor, worry_id=worry_id)
    form = open_form(request, AnswerWorryForm, subject=worry.id)

    def reply() -> tuple[str, str]:
        operations.answer_worry(
            request.actor, worry=worry, answer=form.cleaned_data["answer"], today=timezone.localdate()
        )
        return "返事をしました。伝えた人の画面に出ます。", _home(worry.id)

    context = {"worry": worry, "back": _home(worry.id), "hides": _hides_teller(request, worry)}
    return form_screen(
        request, "consultations/answer_worry.html", form=form, do=reply, shown=[worry.id], context=context
    )


def _hides_teller(request: Any, worry: Worry) -> bool:
    """Who told it is opened from the consultation, with a purpose, by who may (``look_at_reporter``)."""
    return rules.hides_teller(
        own=worry.staff_id == request.actor.staff_id, became=worry.consultation_id is not None,
        hidden=worry.consultation.visitor_hidden if worry.consultation else None,
    )  # fmt: skip


def _stage(worry: Worry) -> str:
    if worry.answered_on:
        return "返事が来た"
    return "受け取った" if worry.taken_on else "受け取りを待っている"


def _home(worry_id: UUID) -> str:
    return reverse("consultations:show_worry", args=[worry_id])
