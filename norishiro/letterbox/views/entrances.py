"""入口と連絡員: listed, appointed, ended, thanked; the card and the poster with their QR; the examples on the forms."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import qrcode
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from qrcode.constants import ERROR_CORRECT_M

from norishiro.agencies.door import answer, hand_over, page
from norishiro.agencies.permissions import Permission
from norishiro.core import documents
from norishiro.core.form_pages import open_form
from norishiro.letterbox import operations, queries, rules
from norishiro.letterbox.choices import EntranceKind
from norishiro.letterbox.examples import current_examples
from norishiro.letterbox.forms import AppointForm, EndEntranceForm, ExamplesForm, ThankForm
from norishiro.letterbox.views.common import form_screen
from norishiro.profiles.current import NoProfileError, current_profile

if TYPE_CHECKING:
    from norishiro.letterbox.models import Entrance

TO_WRITE = "（これから書く）"


@page(needs=Permission.KEEP_ENTRANCES)
def list_entrances(request: Any) -> HttpResponse:
    """連絡員と入口."""
    ended = request.GET.get("box") == "ended"
    today = timezone.localdate()
    context = {
        "ended": ended,
        "held": queries.entrances(request.actor, on=today, held=True, ended=ended),
        "places": queries.entrances(request.actor, on=today, held=False, ended=ended),
        "front": request.build_absolute_uri(reverse("public_site:front")),
    }
    return answer(request, "letterbox/list_entrances.html", context, shown=[])


@page(needs=Permission.KEEP_ENTRANCES)
def appoint(request: Any) -> HttpResponse:
    """連絡員を任命する・入口を開く."""
    actor, today = request.actor, timezone.localdate()
    receivers = [(str(one.id), one.name) for one in queries.receivers(actor, on=today)]
    form = open_form(
        request, AppointForm, receivers=receivers,
        initial={"kind": EntranceKind.LIAISON, "receiver_agency": str(actor.agency_id), "from_on": today},
    )  # fmt: skip

    def make() -> tuple[str, str]:
        given = form.cleaned_data
        entrance = operations.appoint(
            actor, kind=EntranceKind(given["kind"]), facility=given["facility"], holder=given["holder"],
            receiver_agency_id=UUID(given["receiver_agency"]), from_on=given["from_on"],
            until_on=given["until_on"], today=today,
        )  # fmt: skip
        return "入口を開きました。カードかポスターを印刷して、渡してください。", _home(entrance.id)

    context = {"back": reverse("letterbox:entrances")}
    return form_screen(request, "letterbox/appoint.html", form=form, do=make, shown=[], context=context)


@page(needs=Permission.KEEP_ENTRANCES)
def show_entrance(request: Any, entrance_id: UUID) -> HttpResponse:
    """入口."""
    entrance = queries.get_entrance(request.actor, entrance_id=entrance_id)
    today = timezone.localdate()
    context = {
        "entrance": entrance,
        "received": queries.received_by(request.actor, entrance=entrance),
        "address": _address(request, entrance),
        "live": entrance.until_on is None or today < entrance.until_on,
        "may_end": rules.may_end_entrance(
            ended=entrance.until_on is not None and entrance.until_on <= today,
            until_on=max(today, entrance.from_on) + timedelta(days=1), from_on=entrance.from_on,
            reason=TO_WRITE,
        ),
    }  # fmt: skip
    return answer(request, "letterbox/show_entrance.html", context, shown=[])


@page(needs=Permission.KEEP_ENTRANCES)
def end_entrance(request: Any, entrance_id: UUID) -> HttpResponse:
    """任命・入口を終える."""
    entrance = queries.get_entrance(request.actor, entrance_id=entrance_id)
    today = timezone.localdate()
    form = open_form(request, EndEntranceForm, subject=entrance.id, initial={"until_on": today})

    def end() -> tuple[str, str]:
        operations.end_entrance(
            request.actor, entrance=entrance, until_on=form.cleaned_data["until_on"],
            reason=form.cleaned_data["reason"], today=today,
        )  # fmt: skip
        return "終わりの日を決めました。その日から、QR は総合の窓口を案内します。", _home(entrance.id)

    return _entrance_form(request, entrance, "letterbox/end_entrance.html", form=form, do=end)


@page(needs=Permission.KEEP_ENTRANCES)
def thank_holder(request: Any, entrance_id: UUID) -> HttpResponse:
    """お礼を伝える."""
    entrance = queries.get_entrance(request.actor, entrance_id=entrance_id)
    form = open_form(request, ThankForm, subject=entrance.id, initial={"words": entrance.thanks})

    def thank() -> tuple[str, str]:
        operations.thank_holder(
            request.actor, entrance=entrance, words=form.cleaned_data["words"], today=timezone.localdate()
        )
        return "お礼を伝えました。本人の控えのページに出ます。", _home(entrance.id)

    return _entrance_form(request, entrance, "letterbox/thank_holder.html", form=form, do=thank)


def _entrance_form(request: Any, entrance: Entrance, template: str, *, form: Any, do: Any) -> HttpResponse:
    context = {"entrance": entrance, "back": _home(entrance.id)}
    return form_screen(request, template, form=form, do=do, shown=[], context=context)


@page(needs=Permission.KEEP_ENTRANCES)
def card(request: Any, entrance_id: UUID) -> HttpResponse:
    """A card for the purse: one QR to write with, one to look what became of it."""
    entrance = queries.get_entrance(request.actor, entrance_id=entrance_id)
    own = request.build_absolute_uri(reverse("public_site:status", args=[entrance.status_card.id]))
    context = _paper(request, entrance) | {"own": _drawn(own), "own_address": own}
    return hand_over(
        request, documents.pdf("letterbox/card.html", context), name="つなぐカード.pdf", shown=[]
    )


@page(needs=Permission.KEEP_ENTRANCES)
def poster(request: Any, entrance_id: UUID) -> HttpResponse:
    """A poster for the wall: one QR, and the telephone for those without a telephone that reads it."""
    entrance = queries.get_entrance(request.actor, entrance_id=entrance_id)
    context = _paper(request, entrance) | {"worries": current_examples().worries}
    return hand_over(request, documents.pdf("letterbox/poster.html", context), name="ポスター.pdf", shown=[])


@page(needs=Permission.KEEP_ENTRANCES)
def change_examples(request: Any) -> HttpResponse:
    """フォームの例."""
    now = current_examples()
    stories = "\n\n".join(f"{one.title}\n{one.text}" for one in now.stories)
    form = open_form(request, ExamplesForm, initial={"worries": "\n".join(now.worries), "stories": stories})

    def change() -> tuple[str, str]:
        operations.change_examples(request.actor, worries=form.worry_lines, stories=form.story_parts)
        return "例を直しました。公開のフォームに、すぐ出ます。", reverse("letterbox:entrances")

    context = {"back": reverse("letterbox:entrances")}
    return form_screen(
        request, "letterbox/change_examples.html", form=form, do=change, shown=[], context=context
    )


def _paper(request: Any, entrance: Entrance) -> dict[str, Any]:
    address = _address(request, entrance)
    return {
        "entrance": entrance, "code": _drawn(address), "address": address, "town": _town(),
        "agency": entrance.receiver_agency,
    }  # fmt: skip


def _address(request: Any, entrance: Entrance) -> str:
    address: str = request.build_absolute_uri(reverse("public_site:enter", args=[entrance.id]))
    return address


def _drawn(words: str) -> tuple[str, int]:
    """The QR as one path on a grid of that many squares."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(words)
    rows = code.get_matrix()
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return "".join(dark), len(rows)


def _town() -> str:
    try:
        return current_profile(timezone.localdate()).municipality.name
    except NoProfileError:
        return ""


def _home(entrance_id: UUID) -> str:
    return reverse("letterbox:entrance", args=[entrance_id])
