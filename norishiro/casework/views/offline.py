"""電波のない所で書く: the key for the device, what it sealed and now sends, and what waits for its writer (ADR 0047)."""

from __future__ import annotations

import base64
import json
from copy import copy
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.messages.storage import default_storage
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, found_nothing, page
from norishiro.agencies.permissions import Permission
from norishiro.cases import queries as case_queries
from norishiro.casework.arrivals import (
    ABOUT,
    FORM_KEY,
    NICKNAME,
    REASONS,
    WRITTEN,
    Arrived,
    read_arrived,
    typed_alone,
)
from norishiro.casework.forms.offline import DiscardForm, LaterForm, LookForm, TakeUpForm
from norishiro.casework.operations import offline as operations
from norishiro.casework.rules.offline import may_go_straight, moment_written
from norishiro.core import drafts, parcels
from norishiro.core.form_pages import carry_out, finish, open_form
from norishiro.core.forms import Form, problems_of
from norishiro.core.forms.base import as_uuid, describe
from norishiro.core.records import Unseen
from norishiro.core.sealing.parcels import MOST_PARCELS, Parcel, ParcelBroken, as_parcel
from norishiro.core.searches import led_to_search, words_of
from norishiro.core.submissions import address_of, once
from norishiro.core.withheld import COVER, covered, note_guess
from norishiro.outreach.choices import Met, Method, WorkKind
from norishiro.people import queries as people_queries
from norishiro.sharing.choices import Category
from norishiro.sharing.queries import bases_open_to

if TYPE_CHECKING:
    from norishiro.agencies.actor import Actor
    from norishiro.core.models import Draft

WRITES = Permission.RECORD_CONTACT
# The pages that may be written on without network, and the one on which nobody is chosen yet.
ORDINARY = (
    "outreach:record_person_contact",
    "outreach:record_case_contact",
    "outreach:record_household_contact",
)
RECORD_FORM = "outreach.record_contact"
KEPT, AGAIN, WAITING, CLOSED, BROKEN = "kept", "again", "waiting", "closed", "broken"
MOST_LINES = 100
NOBODY_YET = "だれの記録か、まだ選ばれていません。"
NOT_NOW = "この人・ケースの記録は、いまは書けません。だれの記録かを、選びなおしてください。"
UNFINISHED = "記録する前に、確かめることが残っています。続きから書いて、もう一度登録してください。"
TOO_MANY = f"一度に送れる記録は{MOST_PARCELS}件までです。"


@require_POST
@page(needs=WRITES)
def open_key(request: Any) -> HttpResponse:
    """The public half of this log-in's key, and the server's time: a device's own clock is not asked."""
    now = timezone.now()
    before = as_uuid(request.session.get(parcels.KEY_OF_LOG_IN, ""))
    key = parcels.key_of_log_in(staff_id=request.actor.staff_id, key_id=before, now=now)
    if key.id != before:
        request.session[parcels.KEY_OF_LOG_IN] = str(key.id)
    public = base64.b64encode(key.public).decode("ascii")
    return JsonResponse({"id": str(key.id), "public": public, "now": round(now.timestamp() * 1000)})


@require_POST
@page(needs=WRITES)
def receive_offline(request: Any) -> HttpResponse:
    """Each sealed record, opened and sent through the very page it was written on. Answers for each what became of it."""
    try:
        sent = json.loads(request.body)["parcels"]
        count = len(sent)
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"message": "送られた内容を読み取れませんでした。"}, status=400)
    if count > MOST_PARCELS:
        return JsonResponse({"message": TOO_MANY}, status=422)
    now = timezone.now()
    keys = parcels.keys_of(staff_id=request.actor.staff_id, now=now)
    return JsonResponse({"states": [_receive(request, one, keys=keys, now=now) for one in sent]})


def _receive(request: Any, sent: Any, *, keys: dict[UUID, Any], now: datetime) -> str:
    try:
        parcel = as_parcel(sent)
    except ParcelBroken:
        return BROKEN
    key = keys.get(parcel.key_id)
    if key is None:
        return CLOSED
    try:
        arrived = read_arrived(parcels.opened(parcel, key=key))
    except ParcelBroken:
        return _unreadable(request, parcel)
    if address_of(token=arrived.token, staff_id=request.actor.staff_id):
        return AGAIN
    return _take_in(request, arrived, issued_at=key.made_at, now=now)


def _unreadable(request: Any, parcel: Parcel) -> str:
    operations.note_unreadable(request.actor, parcel_id=parcel.id)
    return BROKEN


def _take_in(request: Any, arrived: Arrived, *, issued_at: datetime, now: datetime) -> str:
    """Through the ordinary page where it may go straight; else it waits for its writer, with every reason."""
    written_at = moment_written(said=arrived.said_at, issued_at=issued_at, now=now)
    match = _page_of(arrived.path)
    verdict = may_go_straight(whole=arrived.whole, named=match is not None, issued_at=issued_at, now=now)
    reasons = [reason.message for reason in verdict.reasons]
    if match is not None and not reasons:
        reasons = _send_through(request, match, arrived.as_posted(written_at=written_at))
        if not reasons:
            return KEPT

    def keep() -> str:
        kept = arrived.to_keep(written_at=written_at, reasons=reasons)
        operations.keep_offline(request.actor, token=arrived.token, kept=kept, now=now)
        return reverse("casework:list_offline")

    once(token=arrived.token, staff_id=request.actor.staff_id, now=now, do=keep)
    return WAITING


def _status(form: Form) -> int:
    return 422 if form.is_bound and form.errors else 200


def _page_of(path: str) -> ResolverMatch | None:
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return match if match.view_name in ORDINARY else None


def _send_through(request: Any, match: ResolverMatch, posted: QueryDict) -> list[str]:
    """The same door, form, verb and ledger line as if the page had been sent at once. Answers why it did not go in."""
    inner = copy(request)
    inner.GET, inner.POST, inner._files = QueryDict(), posted, MultiValueDict()
    inner.path = inner.path_info = reverse(match.view_name, kwargs=match.kwargs)
    inner.resolver_match = match
    inner._messages = default_storage(inner)  # nobody is looking at that page
    try:
        response = match.func(inner, *match.args, **match.kwargs)
    except Http404:
        return [NOT_NOW]
    if response.status_code == HttpResponse(status=302).status_code:
        return []
    return _wrong_in(vars(inner).get("posted_form"))


def _wrong_in(form: Form | None) -> list[str]:
    """What the ordinary page would have said; it never stays silent."""
    if form is None:
        return [NOT_NOW]
    problems = [f"{one.label}：{one.message}" if one.label else one.message for one in problems_of(form)]
    return problems or [UNFINISHED]


# --- what waits for its writer -----------------------------------------------------------------------


@page(needs=WRITES)
def list_offline(request: Any) -> HttpResponse:
    """まだ送っていない記録: how many lie on this device (the page counts them itself), and what arrived and waits."""
    waiting = drafts.of_form(staff_id=request.actor.staff_id, form_key=FORM_KEY, limit=MOST_LINES)
    typed = [(one.id, drafts.typed_in(one)) for one in waiting]
    _tell_covered(request, [kept for _id, kept in typed])
    lines = [(draft_id, _moment(kept), kept.get(NICKNAME, "")) for draft_id, kept in typed]
    return answer(request, "casework/list_offline.html", {"lines": lines}, shown=[])


@page(needs=WRITES)
def write_offline(request: Any) -> HttpResponse:
    """あとで人を選ぶ記録: opened before the round, written at the door, given to somebody at the desk."""
    now = timezone.now()
    form = open_form(request, LaterForm, initial=_proposed(request))

    def keep() -> str:
        kept = request.POST.copy()
        kept.setlist(REASONS, [NOBODY_YET])
        draft = operations.keep_offline(request.actor, token=form.token, kept=kept, now=now)
        messages.success(request, "書いたものをお預かりしました。だれの記録にするかを選んでください。")
        return reverse("casework:check_offline", args=[draft.id])

    if request.method == "POST" and form.is_valid():
        done = carry_out(request, form, do=keep)
        if done is not None:
            return done
    context = {"form": form, "back": reverse("casework:list_offline")}
    return answer(request, "casework/write_offline.html", context, shown=[], status=_status(form))


def _proposed(request: Any) -> dict[str, Any]:
    return {
        "method": Method.VISIT, "met": Met.MET, "happened_on": timezone.localdate(), "kind": WorkKind.INDIVIDUAL,
        "categories": [str(int(Category.LIFE_HISTORY))],
    }  # fmt: skip


@page(needs=WRITES)
def check_offline(request: Any, draft_id: UUID) -> HttpResponse:
    """電波のない所で書いた記録を確かめる: what was typed, why it waits, and whose record it becomes."""
    draft = _draft(request, draft_id)
    if request.method == "POST" and "q" in request.POST:
        return led_to_search(request, field="q")
    kept = drafts.typed_in(draft)
    _tell_covered(request, [kept])
    offered = _offered(request, kept)
    form = open_form(request, TakeUpForm, subject=draft_id, initial={"about": next(iter(offered), "")})
    form.fields["about"].offer([(path, label) for path, (_id, label) in offered.items()])
    if request.method == "POST" and form.is_valid():

        def take_up() -> str:
            path = form.cleaned_data["about"]
            chosen = resolve(path).kwargs
            subject = next(iter(chosen.values()))
            operations.take_up_offline(
                request.actor, draft=draft, kept=_written_for(request, kept, path=path, subject=subject),
                form_key=RECORD_FORM, subject=subject, now=timezone.now(),
            )  # fmt: skip
            messages.info(request, "書いた内容を入れました。確かめて、「記録する」を押してください。")
            return f"{path}?draft=load"

        done = carry_out(request, form, do=take_up)
        if done is not None:
            return done
    context = {
        "form": form, "look": LookForm(), "looked": bool(words_of(request, limit=80)), "offered": bool(offered),
        "discard": DiscardForm(subject=draft_id), "draft": draft, "written_at": _moment(kept),
        "nickname": kept.get(NICKNAME, ""), "reasons": kept.getlist(REASONS), "words": _words(kept),
        "back": reverse("casework:list_offline"),
    }  # fmt: skip
    return answer(
        request,
        "casework/check_offline.html",
        context,
        shown=[one for one, _label in offered.values()],
        status=_status(form),
    )


@require_POST
@page(needs=WRITES)
def discard_offline(request: Any, draft_id: UUID) -> HttpResponse:
    """登録せずに捨てる."""
    draft = _draft(request, draft_id)
    form = open_form(request, DiscardForm, subject=draft_id)

    def discard() -> str:
        operations.discard_offline(request.actor, draft=draft)
        messages.success(request, "捨てました。記録にはなっていません。")
        return reverse("casework:list_offline")

    return finish(request, form, do=discard)


def _draft(request: Any, draft_id: UUID) -> Draft:
    draft = drafts.numbered(staff_id=request.actor.staff_id, form_key=FORM_KEY, draft_id=draft_id)
    if draft is None:
        raise Unseen(draft_id)
    return draft


def _tell_covered(request: Any, kept: list[QueryDict]) -> None:
    """A page that shows a cover tells that something is withheld; the door writes that down."""
    covers = [text for one in kept for _name, texts in one.lists() for text in texts if COVER in text]
    if covers:
        note_guess(request, covers)


def _moment(kept: QueryDict) -> datetime | None:
    written = parse_datetime(kept.get(WRITTEN, ""))
    return timezone.localtime(written) if written else None


def _words(kept: QueryDict) -> list[tuple[str, str]]:
    """What was typed, by its label, in the words of the form."""
    form = LaterForm(typed_alone(kept), restored=True)
    told = [(str(one.label), describe(one.field, one.data)) for one in form.visible_fields() if one.data]
    return [(label, words) for label, words in told if words]


def _offered(request: Any, kept: QueryDict) -> dict[str, tuple[UUID, str]]:
    """The pages it may be written on, with whom they are about: whom it was written about, and whom somebody looks for, as
    far as they may be seen. Withheld words find nobody, like words that nobody has."""
    text = words_of(request, limit=80)
    hidden = covered([text]) != [None]
    found = (
        [] if hidden else people_queries.search_people(request.actor, text=text, today=timezone.localdate())
    )
    if text and not found:
        found_nothing(request, words=text)
    match = _page_of(kept.get(ABOUT, ""))
    before = _called(request.actor, match) if match else {}
    return before | {_record_page(one.id): (one.id, one.label) for one in found}


def _called(actor: Actor, match: ResolverMatch) -> dict[str, tuple[UUID, str]]:
    """The page of one person or case with its name; nothing where the actor does not see it."""
    path = reverse(match.view_name, kwargs=match.kwargs)
    try:
        if "case_id" in match.kwargs:
            case = case_queries.get_visible(actor, case_id=match.kwargs["case_id"])
            return {path: (case.id, case.title)}
        if "household_id" in match.kwargs:
            home = people_queries.get_household(actor, household_id=match.kwargs["household_id"])
            return {path: (home.id, home.label)}
        person = people_queries.get_person(actor, **match.kwargs)
    except Unseen:
        return {}
    return {path: (person.id, person.label)}


def _record_page(person_id: UUID) -> str:
    return reverse("outreach:record_person_contact", args=[person_id])


def _written_for(request: Any, kept: QueryDict, *, path: str, subject: UUID) -> QueryDict:
    """The same words for whoever was chosen: what was chosen of the first person is not carried to another."""
    if path == kept.get(ABOUT):
        return kept
    written = kept.copy()
    for name in ("present", "companion", "companion_name", "asked_agency"):
        written.pop(name, None)
    written["person"] = "" if path != _record_page(subject) else str(subject)
    written["basis"] = bases_open_to(request.actor, subject_id=subject)[0].value
    return written
