"""The consent screens of one person: what was agreed, who can see, and how to take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.choices import Field
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.cases import queries as case_queries
from norishiro.core.form_pages import carry_out, open_form
from norishiro.people import queries as people_queries
from norishiro.profiles.current import current_profile
from norishiro.sharing import operations, queries, viewing
from norishiro.sharing.choices import CATEGORY_LABELS, ConsentGiver, ConsentState
from norishiro.sharing.forms import ConsentForm, RefusalForm, WithdrawalForm

if TYPE_CHECKING:
    pass


@page(needs=Permission.SEE_PEOPLE)
def consents(request: Any, person_id: UUID) -> HttpResponse:
    """同意と、いま見られる人."""
    person = people_queries.get_person(request.actor, person_id=person_id)
    found = list(
        queries.consents_visible_to(request.actor)
        .filter(person_id=person.id)
        .select_related("agency", "asked_by")
        .prefetch_related("recipients__agency")
    )
    context = {
        "person": person,
        "consents": [(one, _labels(one.categories)) for one in found],
        "current": [one for one in found if one.state == ConsentState.GIVEN],
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
    person = people_queries.get_person(request.actor, person_id=person_id)
    today = timezone.localdate()
    case_id = _case_of(request, person_id)
    form = open_form(request, ConsentForm, subject=person.id, initial=_proposed(request))
    form.fields["recipients"].choices = _agency_choices(request)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def take() -> str:
            operations.take_consent(
                request.actor,
                person=person,
                case_id=case_id,
                recipient_ids=[UUID(one) for one in given["recipients"]],
                categories=sum(int(one) for one in given["categories"]),
                asked_on=given["asked_on"],
                until_on=given["until_on"],
                method=given["method"],
                witness=given["witness"],
                giver=given["giver"],
                giver_name=given["giver_name"],
                wording_version=given["wording_version"],
                purpose=given["purpose"],
                today=today,
            )
            messages.success(
                request, f"{person.label}さんの同意を登録しました。印を付けた機関は、いまから見られます。"
            )
            return _next(request) or _home(person_id)

        done = carry_out(request, form, do=take)
        if done is not None:
            return done
    context = {"form": form, "person": person, "back": _next(request) or _home(person_id)}
    return answer(request, "sharing/take_consent.html", context, shown=[person.id], status=_status(form))


@page(needs=Permission.TAKE_CONSENT)
def note_refusal(request: Any, person_id: UUID) -> HttpResponse:
    """同意を断られた・尋ねられなかった."""
    person = people_queries.get_person(request.actor, person_id=person_id)
    today = timezone.localdate()
    form = open_form(request, RefusalForm, subject=person.id, initial={"asked_on": today})
    if request.method == "POST" and form.is_valid():

        def note() -> str:
            operations.note_refusal(
                request.actor,
                person=person,
                case_id=_case_of(request, person_id),
                today=today,
                **form.cleaned_data,
            )
            messages.success(
                request,
                "断られたこと（尋ねられなかったこと）を記録しました。支援会議の道で支援を続けられます。",
            )
            return _next(request) or _home(person_id)

        done = carry_out(request, form, do=note)
        if done is not None:
            return done
    context = {"form": form, "person": person, "back": _next(request) or _home(person_id)}
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
        "labels": _labels(consent.categories),
        "recipients": [one.agency.name for one in consent.recipients.select_related("agency")],
        "back": _home(person.id),
    }
    return answer(request, "sharing/withdraw_consent.html", context, shown=[person.id], status=_status(form))


def _labels(categories: int) -> list[str]:
    return [label for category, label in CATEGORY_LABELS.items() if categories & category]


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


def _proposed(request: Any) -> dict[str, Any]:
    """What most often is right: today, in writing, by the person, the wording in force, the agencies handed in."""
    today = timezone.localdate()
    return {
        "asked_on": today,
        "method": "WRITTEN",
        "giver": ConsentGiver.SELF,
        "wording_version": current_profile(today).consent.version,
        "recipients": [*request.GET.getlist("to"), str(request.actor.agency_id)],
    }


def _agency_choices(request: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for agency in agency_queries.agencies(request.actor, on=timezone.localdate()).order_by("field", "code"):
        groups.setdefault(Field(agency.field).label, []).append((str(agency.id), agency.name))
    return list(groups.items())


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200
