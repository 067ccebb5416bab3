"""What is open to everybody: no account, no cookie, no script, nothing from elsewhere.

Pages are drawn without the request, so that neither a session nor a CSRF cookie comes into being. A form carries a
signed slip instead: nobody's rights are behind it, so a foreign page that sends it gains nothing (docs/adr/0031).
"""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from norishiro.agencies import navigator, queries
from norishiro.core.middleware import MAY_BE_KEPT
from norishiro.core.verdict import Refused
from norishiro.letterbox import slot
from norishiro.letterbox.choices import Hurry, LetterKind
from norishiro.letterbox.contents import Content, Wording, wordings
from norishiro.letterbox.examples import current_examples
from norishiro.profiles.current import NoProfileError, current_profile
from norishiro.public_site import slips
from norishiro.public_site.forms import AskForm, ConsultForm, LetterForm, PlainConsultForm, SheetForm

LONGEST = 120
SHOWN_FIRST = 6

log = logging.getLogger(__name__)

LATER = "1分ほど待って、もう一度お試しください。お急ぎのときは、窓口に電話してください。"
NOT_SENT = f"いまは受け取れないので、まだ送っていません。{LATER}書いた内容は、この画面に残っています。"
NOT_FOUND_NOW = f"いまは調べられません。{LATER}"
SLIP_OLD = "画面を開いてから時間がたったので、まだ送っていません。書いた内容は残っています。もう一度「送る」を押してください。"


@login_not_required
@require_GET
def front(request: Any) -> HttpResponse:
    """伝える・相談する."""
    today = timezone.localdate()
    context = {"windows": slot.windows(on=today), "has_form": slot.general_entrance(on=today) is not None}
    return _may_be_kept(_page("public_site/front.html", context))


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: Any) -> HttpResponse:
    """相談先をさがす. By one tap or one sentence; what is written is looked at and forgotten."""
    now, plain = timezone.localtime(), request.GET.get("words") == "plain"
    written = "".join(one for one in request.POST.get("q", "") if one.isprintable())
    sentence = written.strip()[:LONGEST]
    chosen = navigator.topic(request.GET.get("topic", "")) if not sentence else None
    found = [chosen] if chosen else navigator.topics_in(sentence)
    asked = bool(chosen or sentence)
    ways = queries.ways(None, fields=navigator.fields_of(found), at=now) if asked else []
    context = {
        "plain": plain, "now": now, "here": reverse("public_site:find"), "sentence": sentence, "found": found,
        "asked": asked, "first": ways[:SHOWN_FIRST], "more": ways[SHOWN_FIRST:],
        "topics": [(one, _topic_address(one.code, plain=plain), one == chosen) for one in navigator.TOPICS],
        "at_once": navigator.at_once(found), "has_form": slot.general_entrance(on=now.date()) is not None,
    }  # fmt: skip
    page = _page("public_site/find.html", context)
    return page if request.method == "POST" else _may_be_kept(page)


def _topic_address(code: str, *, plain: bool) -> str:
    query = {"topic": code} | ({"words": "plain"} if plain else {})
    return f"?{urlencode(query)}"


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def consult(request: Any) -> HttpResponse:
    """相談する."""
    entrance = slot.general_entrance(on=timezone.localdate())
    return _write(request, entrance) if entrance else _turn_elsewhere(known=True)


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: Any, entrance_id: UUID) -> HttpResponse:
    """QR から送る."""
    entrance = slot.entrance_at(entrance_id, on=timezone.localdate())
    return _write(request, entrance) if entrance else _turn_elsewhere(known=False)


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: Any) -> HttpResponse:
    """返事を見る."""
    form = AskForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "found": None, "asked": False}
    status = 200
    if request.method == "POST" and form.is_valid():
        context["asked"] = True
        try:
            context["found"] = slot.ask(**form.cleaned_data, address=_address(request), now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.verdict.reasons[0].message)
            context["asked"], status = False, 429
        except slot.LedgerClosed as closed:
            _say_closed(closed)
            form.add_error(None, NOT_FOUND_NOW)
            context["asked"], status = False, 503
    elif form.is_bound:
        status = 422
    return _page("public_site/reply.html", context, status=status)


@login_not_required
@require_GET
def status(request: Any, card_id: UUID) -> HttpResponse:
    """自分の送ったもの."""
    try:
        own = slot.own_letters(card_id=card_id, on=timezone.localdate())
    except slot.LedgerClosed as closed:
        _say_closed(closed)
        return _turn_elsewhere(known=True, later=LATER)
    return _page("public_site/status.html", {"own": own}) if own else _turn_elsewhere(known=False)


# --- one form, one letter -----------------------------------------------------------------------------


def _write(request: Any, entrance: Any) -> HttpResponse:
    """The form of this entrance; or, sent well, the receipt in the same answer: no address ever carries it."""
    plain = entrance.letter_kind == LetterKind.CONSULT and request.GET.get("words") == "plain"
    examples = current_examples()
    form_class, wording = _form_of(entrance, plain=plain)
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = form_class(*given, worries=examples.worries, initial={"hurry": Hurry.WATCH, "about": "SELF"})
    code = 200
    if request.method == "POST":
        slip = slips.read(request.POST.get("slip", ""))
        if form.is_valid() and slip is not None:
            try:
                receipt = _post(request, entrance, form, wording, slip)
            except Refused as refusal:
                form.add_error(None, refusal.verdict.reasons[0].message)
                code = 429
            except slot.LedgerClosed as closed:
                _say_closed(closed)
                form.add_error(None, NOT_SENT)
                code = 503
            else:
                return _page("public_site/receipt.html", {"receipt": receipt, "entrance": entrance})
        else:
            code = 422
        if slip is None:
            form.add_error(None, SLIP_OLD)
    fresh = slips.hand_out() if form.non_field_errors() or not form.is_bound else request.POST["slip"]
    context = {
        "form": form, "entrance": entrance, "wording": wording, "slip": fresh, "plain": plain,
        "stories": examples.stories, "is_sheet": entrance.letter_kind == LetterKind.SHEET,
        "windows": slot.windows(on=timezone.localdate()) if form.non_field_errors() else [],
    }  # fmt: skip
    return _page("public_site/write.html", context, status=code)


def _form_of(entrance: Any, *, plain: bool) -> tuple[type[LetterForm], Wording]:
    if entrance.letter_kind == LetterKind.SHEET:
        return SheetForm, wordings()["SHEET"]
    if plain:
        return PlainConsultForm, wordings()["CONSULT_PLAIN"]
    return ConsultForm, wordings()["CONSULT"]


def _post(request: Any, entrance: Any, form: LetterForm, wording: Wording, slip: UUID) -> Any:
    given = form.cleaned_data
    content = Content(
        words=given["words"], worries=tuple(given["worries"]), about=given.get("about", ""), who=given["who"],
        reply_to=given["reply_to"], language=given["language"],
    )  # fmt: skip
    return slot.post(
        entrance=entrance, content=content, consented=given["consent"], wording=wording,
        hurry=Hurry(given["hurry"]), photo=given["photo"], slip=slip, address=_address(request),
        now=timezone.now(),
    )  # fmt: skip


def _address(request: Any) -> str:
    """Where it comes from, for counting within the hour; kept by nobody."""
    address: str = get_adapter().get_client_ip(request)
    return address


def _say_closed(closed: Exception) -> None:
    """For whoever keeps the machine; the sender is told what to do."""
    log.error("the ledger cannot be written", exc_info=closed)


def _turn_elsewhere(*, known: bool, later: str = "") -> HttpResponse:
    """The QR is not in use, or nothing can be shown at the moment (``later``): where to turn instead."""
    today = timezone.localdate()
    context = {
        "known": known, "later": later, "windows": slot.windows(on=today),
        "has_form": not later and slot.general_entrance(on=today) is not None,
    }  # fmt: skip
    return _page("public_site/elsewhere.html", context, status=503 if later else 200 if known else 404)


def _may_be_kept(page: HttpResponse) -> HttpResponse:
    """The same for everybody for a minute: whoever stands in between may keep it."""
    page["Cache-Control"] = MAY_BE_KEPT
    return page


def _page(template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Drawn without the request: no session, no cookie, no hint who may be logged in at this browser."""
    try:
        town = current_profile(timezone.localdate()).municipality.name
    except NoProfileError:
        town = ""
    return HttpResponse(render_to_string(template, {"municipality_name": town, **context}), status=status)
