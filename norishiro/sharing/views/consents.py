"""The consent screens of one person: what was agreed, who can see, and how to take it back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.choices import Field
from norishiro.agencies.door import answer, hand_over, page
from norishiro.agencies.permissions import Permission
from norishiro.cases import queries as case_queries
from norishiro.core.calendar import wareki
from norishiro.core.documents import pdf
from norishiro.core.form_pages import carry_out, open_form
from norishiro.people import queries as people_queries
from norishiro.sharing import operations, queries, saying, viewing
from norishiro.sharing.choices import ConsentGiver
from norishiro.sharing.forms import ConsentForm, RefusalForm, WithdrawalForm, WordingForm

if TYPE_CHECKING:
    from norishiro.sharing.models import Consent

TAKEN_AS_WRITTEN = (
    "asked_on", "until_on", "method", "witness", "giver", "giver_name", "giver_powers", "own_view", "wording_version",
    "purpose", "paper_note",
)  # fmt: skip
NOTICE = timedelta(days=saying.SOON_DAYS)


@page(needs=Permission.SEE_PEOPLE)
def consents(request: Any, person_id: UUID) -> HttpResponse:
    """同意と、いま見られる人."""
    person = people_queries.get_person(request.actor, person_id=person_id)
    today = queries.gate_today()
    found = list(
        queries.consents_visible_to(request.actor)
        .filter(person_id__in=person.all_ids)
        .select_related("agency", "asked_by", "ask_again_by", "withdrawn_by")
        .prefetch_related("recipients__agency", "recipients__narrowed_by", "kinds")
    )
    lines = [saying.line_of(one, today=today) for one in found]
    context = {
        "person": person,
        "lines": lines,
        "disagree": [line for line in lines if line.narrowed and line.is_live],
        "viewers": (viewers := viewing.each_once(queries.viewers_of(request.actor, subject_id=person.id))),
        "grounds": viewing.grounds_in_words(viewers),
        "others": viewing.others_in_words(viewers),
        "back": _next(request),
        "carry": _carry(request),
        "may_take": request.actor.may(Permission.TAKE_CONSENT),
    }
    return answer(request, "sharing/consents.html", context, shown=[person.id])


@page(needs=Permission.TAKE_CONSENT)
def take_consent(request: Any, person_id: UUID) -> HttpResponse:
    """本人の同意を受け取る."""
    return _take(request, person_id=person_id, former=None)


@page(needs=Permission.TAKE_CONSENT)
def renew_consent(request: Any, consent_id: UUID) -> HttpResponse:
    """前の同意を写して、新しく受け取る."""
    former = queries.get_consent(request.actor, consent_id=consent_id)
    return _take(request, person_id=former.person_id, former=former)


def _take(request: Any, *, person_id: UUID, former: Consent | None) -> HttpResponse:
    person = people_queries.get_person(request.actor, person_id=person_id)
    today = queries.gate_today()
    standing = queries.standing_consents(request.actor, person_ids=person.all_ids, today=today)
    case_id = former.case_id if former else _case_of(request, person_id)
    proposed = saying.renewal(former) if former else {}
    form = open_form(
        request, ConsentForm, subject=person.id, initial={**_proposed(request), **proposed}, today=today
    )
    form.offer(
        agencies=_agency_choices(request),
        standing=[(str(one.id), saying.named(one)) for one in standing],
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def take() -> str:
            taken = operations.take_consent(
                request.actor,
                person=person,
                case_id=case_id,
                recipient_ids=form.recipient_ids,
                limited=form.limited,
                kinds=given["kinds"],
                categories=sum(int(one) for one in given["categories"]),
                replaces=[UUID(one) for one in given.get("replaced", [])],
                today=today,
                **{name: given[name] for name in TAKEN_AS_WRITTEN},
            )
            messages.success(
                request,
                f"{person.called}の同意を登録しました。印を付けた機関は、いまから見られます。"
                "本人に渡す控えは、同意の画面の「本人に渡す控え」から印刷できます。",
            )
            if queries.was_narrowed(request.actor, consent=taken):
                messages.warning(
                    request,
                    "前の同意と重なる所があり、せまいほうに合わせました。何がせまくなったかは、同意の画面に出ています。",
                )
            return _next(request) or _home(person_id)

        done = carry_out(request, form, do=take)
        if done is not None:
            return done
    context = {
        "form": form,
        "person": person,
        "standing": [saying.line_of(one, today=today) for one in standing],
        "former": former,
        "applies": case_id is not None,
        "wording": queries.wording_on(request.actor, on=today),
        "back": _next(request) or _home(person_id),
    }
    return answer(request, "sharing/take_consent.html", context, shown=[person.id], status=_status(form))


@page(needs=Permission.TAKE_CONSENT)
def note_refusal(request: Any, person_id: UUID) -> HttpResponse:
    """同意を断られた・尋ねられなかった."""
    person = people_queries.get_person(request.actor, person_id=person_id)
    today = queries.gate_today()
    standing = queries.standing_consents(request.actor, person_ids=person.all_ids, today=today)
    initial = {"asked_on": today, "ask_again_by": str(request.actor.staff_id)}
    form = open_form(request, RefusalForm, subject=person.id, initial=initial, today=today)
    form.offer(agencies=_agency_choices(request), staff=_colleagues(request, today))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def note() -> str:
            operations.note_refusal(
                request.actor,
                person=person,
                case_id=_case_of(request, person_id),
                today=today,
                asked_on=given["asked_on"],
                reason=given["reason"],
                ask_again_on=given["ask_again_on"],
                ask_again_by_id=UUID(given["ask_again_by"]) if given["ask_again_by"] else None,
                refused_recipients=[UUID(one) for one in given["refused_recipients"]],
                refused_categories=sum(int(one) for one in given["refused_categories"]),
            )
            messages.success(
                request,
                "断られたこと（尋ねられなかったこと）を記録しました。支援会議の道で支援を続けられます。",
            )
            return _next(request) or _home(person_id)

        done = carry_out(request, form, do=note)
        if done is not None:
            return done
    context = {
        "form": form,
        "person": person,
        "standing": [saying.line_of(one, today=today) for one in standing],
        "back": _next(request) or _home(person_id),
    }
    return answer(request, "sharing/note_refusal.html", context, shown=[person.id], status=_status(form))


@page(needs=Permission.TAKE_CONSENT)
def withdraw_consent(request: Any, consent_id: UUID) -> HttpResponse:
    """同意の撤回を受ける."""
    consent = queries.get_consent(request.actor, consent_id=consent_id)
    person = people_queries.get_person(request.actor, person_id=consent.person_id)
    form = open_form(request, WithdrawalForm, subject=consent.id)
    if request.method == "POST" and form.is_valid():

        def withdraw() -> str:
            operations.withdraw_consent(request.actor, consent=consent, words=form.cleaned_data["words"])
            messages.success(
                request, "同意の撤回を登録しました。同意にもとづいて見ていた機関は、いまから見られません。"
            )
            return _home(person.id)

        done = carry_out(request, form, do=withdraw)
        if done is not None:
            return done
    context = {
        "form": form,
        "person": person,
        "consent": consent,
        "labels": saying.labels(consent.categories),
        "recipients": [one.agency.name for one in consent.recipients.select_related("agency")],
        "back": _home(person.id),
    }
    return answer(request, "sharing/withdraw_consent.html", context, shown=[person.id], status=_status(form))


@page(needs=Permission.SEE_PEOPLE)
def consent_dates(request: Any) -> HttpResponse:
    """同意の期限: what runs out within thirty days, and who is to be asked again."""
    today = queries.gate_today()
    ending = queries.consents_ending(request.actor, today=today, until=today + NOTICE)
    asking = queries.askings_due(request.actor, until=today + NOTICE)
    names = people_queries.labels_of(request.actor, person_ids={one.person_id for one in [*ending, *asking]})
    context = {
        "ending": [
            (names[one.person_id], saying.line_of(one, today=today))
            for one in ending
            if one.person_id in names
        ],
        "asking": [(names[one.person_id], one) for one in asking if one.person_id in names],
        "today": today,
        "may_take": request.actor.may(Permission.TAKE_CONSENT),
        "may_withdraw": request.actor.may(Permission.TAKE_WITHDRAWAL),
    }
    return answer(request, "sharing/consent_dates.html", context, shown=list(names))


@page(needs=Permission.SEE_PEOPLE)
def wordings(request: Any) -> HttpResponse:
    """同意のときに説明する規程: each version, and from when until when it held."""
    today = queries.gate_today()
    versions = [
        (one, "now" if one.in_force(today) else "coming" if one.from_on > today else "past")
        for one in reversed(queries.wordings(request.actor))
    ]
    context = {"versions": versions, "may_keep": request.actor.may(Permission.KEEP_WORDINGS)}
    return answer(request, "sharing/wordings.html", context, shown=[])


@page(needs=Permission.KEEP_WORDINGS)
def keep_wording(request: Any) -> HttpResponse:
    """説明する規程の新しい版を登録する."""
    today = queries.gate_today()
    back = reverse("sharing:wordings")
    held = queries.wordings(request.actor)
    initial = {"decided_on": today, "text": held[-1].text if held else ""}
    form = open_form(request, WordingForm, initial=initial, today=today)
    if request.method == "POST" and form.is_valid():

        def keep() -> str:
            given = {**form.cleaned_data}
            kept = operations.keep_wording(request.actor, version=given.pop("edition"), today=today, **given)
            messages.success(
                request,
                f"「{kept.version}」を登録しました。{wareki(kept.from_on)}から、同意を受け取る画面に出ます。",
            )
            return back

        done = carry_out(request, form, do=keep)
        if done is not None:
            return done
    context = {"form": form, "back": back}
    return answer(request, "sharing/keep_wording.html", context, shown=[], status=_status(form))


@page(needs=Permission.TAKE_CONSENT)
def blank_form(request: Any) -> HttpResponse:
    """同意書の用紙（名前のないもの）."""
    return _paper(request, saying.blank_paper(agency=request.actor.agency_name), shown=[])


@page(needs=Permission.TAKE_CONSENT)
def consent_form(request: Any, person_id: UUID) -> HttpResponse:
    """同意書の用紙（この人の名前と、いまの提案を入れたもの）."""
    person = people_queries.get_person(request.actor, person_id=person_id)
    paper = saying.blank_paper(agency=request.actor.agency_name, name=person.label)
    return _paper(request, paper, shown=[person.id], back=_home(person.id))


@page(needs=Permission.TAKE_CONSENT)
def consent_copy(request: Any, consent_id: UUID) -> HttpResponse:
    """本人に渡す控え."""
    consent = queries.get_consent(request.actor, consent_id=consent_id)
    person = people_queries.get_person(request.actor, person_id=consent.person_id)
    paper = saying.copy_of(consent, name=person.label)
    return _paper(request, paper, shown=[person.id], back=_home(person.id))


def _paper(request: Any, paper: saying.Paper, *, shown: list[UUID], back: str = "") -> HttpResponse:
    """On the screen, or as PDF where asked for."""
    context = {"paper": paper, "back": back}
    if request.GET.get("as") == "pdf":
        return hand_over(
            request, pdf("sharing/consent_sheet.html", context), name=paper.file_name, shown=shown
        )
    return answer(request, "sharing/consent_paper.html", context, shown=shown)


def _home(person_id: UUID) -> str:
    return reverse("sharing:consents", args=[person_id])


def _next(request: Any) -> str:
    wanted: str = request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}) else ""


def _carry(request: Any) -> str:
    return f"?{request.GET.urlencode()}" if request.GET else ""


def _case_of(request: Any, person_id: UUID) -> UUID | None:
    """The case the consent is for: the one the person came from, or the only one the person is in."""
    cases = [case.id for case in case_queries.case_of_person(request.actor, person_id=person_id)]
    wanted = request.GET.get("case", "")
    named = [one for one in cases if str(one) == wanted]
    return named[0] if named else cases[0] if len(cases) == 1 else None


def _colleagues(request: Any, today: date) -> list[tuple[str, str]]:
    staff = agency_queries.staff_of(request.actor, agency_id=request.actor.agency_id, on=today)
    return [(str(one.id), one.name) for one in staff]


def _proposed(request: Any) -> dict[str, Any]:
    """What most often is right: today, in writing, by the person, the wording in force, the agencies handed in."""
    today = queries.gate_today()
    return {
        "asked_on": today,
        "method": "WRITTEN",
        "giver": ConsentGiver.SELF,
        "wording_version": queries.wording_on(request.actor, on=today).version,
        "recipients": [*request.GET.getlist("to"), str(request.actor.agency_id)],
    }


def _agency_choices(request: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for agency in agency_queries.agencies(request.actor, on=queries.gate_today()).order_by("field", "code"):
        groups.setdefault(Field(agency.field).label, []).append((str(agency.id), agency.name))
    return list(groups.items())


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200
