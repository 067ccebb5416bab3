"""The sheet as the place opens it from its QR: no account, no cookie, no script. One press where nothing changed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from norishiro.core.verdict import Refused
from norishiro.profiles.current import current_profile
from norishiro.surveys import rules, slot
from norishiro.surveys.comparing import standing
from norishiro.surveys.forms import OwnSheetForm
from norishiro.surveys.views import common

NOT_SENT = "いまは受け取れないので、まだ送っていません。書いた内容は、この画面に残っています。1分ほど待って、もう一度お試しください。"


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: Any, sheet_key: UUID) -> HttpResponse:
    """調査票. The address is all there is to it: nobody's rights are behind it (ADR 0061)."""
    found = slot.sheet_of(sheet_key)
    if found is None:
        return _page("surveys/no_sheet.html", {}, status=404)
    verdict = rules.may_answer(is_open=found.round.closed_on is None, accepted=slot.is_accepted(found))
    if not verdict.allowed:
        return _page("surveys/no_sheet.html", {"verdict": verdict, "invitation": found})
    form, status, problem = _form(request, found), 200, ""
    pressed = request.POST.get("unchanged") == "1"
    if request.method == "POST" and (pressed or form.is_valid()):
        try:
            _post(found, form, pressed)
        except (Refused, slot.LedgerClosed):
            problem, status = NOT_SENT, 503
        else:
            return _page("surveys/thanks.html", {"invitation": found})
    elif request.method == "POST":
        status = 422
    context = {
        "invitation": found, "place": found.place, "form": form, "problem": problem, "answered": slot.is_answered(found),
    }  # fmt: skip
    return _page("surveys/sheet.html", context, status=status)


def _form(request: Any, found: Any) -> OwnSheetForm:
    """Filled with what was answered already, or with what the registry says."""
    said = standing(found.place) | (found.answer.said if slot.is_answered(found) else {})
    posted = request.POST if request.method == "POST" and request.POST.get("unchanged") != "1" else None
    return OwnSheetForm(
        posted,
        initial=common.initial_of(said),
        private_home=found.place.private_home,
        today=timezone.localdate(),
    )


def _post(found: Any, form: OwnSheetForm, pressed: bool) -> None:
    today = timezone.localdate()
    if pressed:
        slot.post(
            invitation_id=found.id, said={}, unchanged=True, stopped=False, told_by="", note="", today=today
        )
        return
    given = form.cleaned_data
    slot.post(
        invitation_id=found.id, said=common.said_in(form), unchanged=False, stopped=given["stopped"], told_by=given["told_by"],
        note=given["note"], today=today,
    )  # fmt: skip


def _page(template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Drawn without the request: no session, no cookie."""
    town = current_profile(timezone.localdate()).municipality.name
    return HttpResponse(render_to_string(template, {"municipality_name": town, **context}), status=status)
