"""渡せるかを尋ね、根拠を選び、渡し、受け取り、閉じる: the screens of handing information on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import carry_out, finish, open_form
from norishiro.core.forms.base import Form
from norishiro.core.verdict import Verdict
from norishiro.people import queries as people_queries
from norishiro.sharing import access, operations, queries, register, rules
from norishiro.sharing.choices import CATEGORY_LABELS, NOT_ACCEPTED, Ground, ProvisionMethod, Standing
from norishiro.sharing.forms import EndProvisionForm, ProvisionForm, ReviewForm, WeighForm

TONES = {
    Standing.READY: "green", Standing.ASK: "blue", Standing.MISSING: "yellow", Standing.NOT_YOURS: "",
}  # fmt: skip


@dataclass(frozen=True)
class Weighed:
    """One ground and how it stands for the question: each condition with yes, no, or to be answered."""

    entry: register.Entry
    standing: Standing
    conditions: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    href: str

    @property
    def tone(self) -> str:
        return TONES[self.standing]


@page(needs=Permission.SEE_PEOPLE)
def weigh(request: Any, person_id: UUID) -> HttpResponse:
    """この情報を、この相手に、渡せるか."""
    actor, today = request.actor, timezone.localdate()
    person = people_queries.get_person(actor, person_id=person_id)
    form = WeighForm(request.GET if "receiver" in request.GET else None, today=today)
    form.fields["receiver"].offer(_others(request))
    weighed: list[Weighed] = []
    receiver = None
    if form.is_valid():
        receiver = agency_queries.agencies(actor, on=today).get(id=form.cleaned_data["receiver"])
        categories = _sum(form.cleaned_data["categories"])
        held = access.held_facts(
            actor, person_id=person.id, receiver=receiver, categories=categories, today=today
        )
        question = {"receiver": receiver.id, "categories": form.cleaned_data["categories"]}
        weighed = [
            _weigh(request, entry, held=held, person_id=person.id, question=question)
            for entry in register.in_force(today)
        ]
    context = {
        "form": form, "person": person, "receiver": receiver,
        "groups": _grouped(weighed),
        "not_yours": [one for one in weighed if one.standing == Standing.NOT_YOURS],
        "may_share": actor.may(Permission.SHARE),
        "chosen": _labels(_sum(form.cleaned_data.get("categories", []))) if weighed else [],
    }  # fmt: skip
    return answer(request, "sharing/weigh.html", context, shown=[person.id], status=_status(form))


@dataclass(frozen=True)
class Group:
    """Grounds that are thought of together. Those of other laws stay folded: most days nobody needs them."""

    title: str
    weighed: tuple[Weighed, ...]
    folded: bool


def _grouped(weighed: list[Weighed]) -> list[Group]:
    fitting = [one for one in weighed if one.standing != Standing.NOT_YOURS]
    groups = [
        Group(title, tuple(one for one in fitting if one.entry.group == key), key not in ("FIRST", "OFFICE"))
        for key, title in register.GROUPS.items()
    ]
    return [group for group in groups if group.weighed]


def _weigh(
    request: Any, entry: register.Entry, *, held: frozenset[str], person_id: UUID, question: dict[str, Any]
) -> Weighed:
    fits = access.fits_giver(request.actor, entry)
    missing = tuple(one.missing for one in entry.condition if one.by == "system" and one.key not in held)
    asked = any(one.by == "staff" for one in entry.condition)
    standing = (
        Standing.NOT_YOURS if not fits
        else Standing.MISSING if missing
        else Standing.ASK if asked
        else Standing.READY
    )  # fmt: skip
    conditions = tuple(
        (one.ask, "書いて答えます" if one.by == "staff" else "はい" if one.key in held else "いいえ")
        for one in entry.condition
    )
    query = urlencode({**question, "ground": entry.code}, doseq=True)
    return Weighed(
        entry, standing, conditions, missing, f"{reverse('sharing:provide', args=[person_id])}?{query}"
    )


@page(needs=Permission.SHARE)
def provide(request: Any, person_id: UUID) -> HttpResponse:
    """根拠を選んで情報を渡す."""
    actor, today = request.actor, timezone.localdate()
    person = people_queries.get_person(actor, person_id=person_id)
    question = WeighForm(request.GET, today=today)
    question.fields["receiver"].offer(_others(request))
    entry = register.ground_on(request.GET.get("ground", ""), on=today)
    if entry is None or not question.is_valid():
        messages.warning(request, "先に、だれに・どの情報を渡すかと、根拠を選んでください。")
        return HttpResponseRedirect(reverse("sharing:weigh", args=[person_id]))
    receiver = agency_queries.agencies(actor, on=today).get(id=question.cleaned_data["receiver"])
    categories = _sum(question.cleaned_data["categories"])
    form = open_form(
        request, ProvisionForm, subject=f"{person.id}:{receiver.id}:{entry.code}", conditions=entry.condition,
        initial={"method": ProvisionMethod.SCREEN},
    )  # fmt: skip
    may = access.stands(
        actor, entry, answers={one.key: "—" for one in entry.condition if one.by == "staff"},
        held=access.held_facts(
            actor, person_id=person.id, receiver=receiver, categories=categories, today=today
        ),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():

        def hand_on() -> str:
            given = form.cleaned_data
            made = operations.provide(
                actor, person=person, ground_code=entry.code, receiver=receiver, categories=categories,
                body=given["body"], purpose=given["purpose"], limits=given["limits"],
                method=ProvisionMethod(given["method"]), answers=form.answers, until_on=given["until_on"],
                today=today,
            )  # fmt: skip
            messages.success(request, f"{receiver.name}に情報を渡し、記録しました（{made.number}）。")
            return _page_of(made.id)

        done = carry_out(request, form, do=hand_on)
        if done is not None:
            return done
    context = {
        "form": form, "person": person, "entry": entry, "receiver": receiver, "labels": _labels(categories),
        "may": may, "back": f"{reverse('sharing:weigh', args=[person_id])}?{_question_of(request)}",
    }  # fmt: skip
    return answer(request, "sharing/provide.html", context, shown=[person.id], status=_status(form))


@page(needs=Permission.SEE_PEOPLE)
def list_provisions(request: Any, person_id: UUID) -> HttpResponse:
    """渡した情報・受け取った情報."""
    person = people_queries.get_person(request.actor, person_id=person_id)
    found = queries.provisions_visible_to(request.actor).filter(subject_id=person.id)[:50]
    context = {"person": person, "provisions": found, "may_share": request.actor.may(Permission.SHARE)}
    return answer(request, "sharing/provisions.html", context, shown=[person.id])


@page(needs=Permission.SEE_PEOPLE)
def waiting(request: Any) -> HttpResponse:
    """届いた情報提供と、審査を待つ緊急の情報提供."""
    actor = request.actor
    received = queries.provisions_waiting(actor)
    reviews = queries.provisions_to_review(actor)
    people = people_queries.labels_of(actor, person_ids=[one.subject_id for one in [*received, *reviews]])
    context = {
        "received": [(one, people.get(one.subject_id, "")) for one in received],
        "reviews": [(one, people.get(one.subject_id, "")) for one in reviews],
        "may_review": actor.may(Permission.REVIEW_SHARING),
    }
    return answer(request, "sharing/waiting.html", context, shown=list(people))


@page(needs=Permission.SEE_PEOPLE)
def show_provision(request: Any, provision_id: UUID) -> HttpResponse:
    """情報提供の一枚."""
    actor = request.actor
    provision = queries.get_provision(actor, provision_id=provision_id)
    person = people_queries.get_person(actor, person_id=provision.subject_id)
    gives = provision.agency_id in actor.agency_ids
    receives = provision.receiver_id in actor.agency_ids
    settled = provision.settled_ground
    context = {
        "provision": provision, "person": person, "gives": gives, "receives": receives,
        "labels": _labels(provision.categories), "press": open_form(request, Form, subject=provision.id),
        "settled": "根拠を認めなかった" if settled == NOT_ACCEPTED else register.name_of(settled),
        "may_acknowledge": rules.may_acknowledge(
            by_receiver=receives, already=provision.acknowledged_at is not None,
            ended=provision.ended_at is not None,
        ),
        "may_end": rules.may_end_provision(by_giver=gives, ended=provision.ended_at is not None, reason="—"),
        "may_review": _may_review(actor, provision),
    }  # fmt: skip
    return answer(request, "sharing/show_provision.html", context, shown=[person.id])


def _may_review(actor: Any, provision: Any) -> Verdict | None:
    """The rule's answer for the button; None where there is nothing for this actor to review."""
    if not (provision.needs_review and actor.may(Permission.REVIEW_SHARING)):
        return None
    return rules.may_review_provision(
        needs_review=True, reviewed=provision.reviewed_on is not None,
        by_provider=provision.provided_by_id == actor.staff_id, settled="—", words="—",
    )  # fmt: skip


@require_POST
@page(needs=Permission.SEE_PEOPLE)
def acknowledge_provision(request: Any, provision_id: UUID) -> HttpResponse:
    """受け取ったことを伝える."""
    provision = queries.get_provision(request.actor, provision_id=provision_id)
    form = open_form(request, Form, subject=provision.id)

    def acknowledge() -> str:
        operations.acknowledge_provision(request.actor, provision=provision)
        messages.success(request, "受け取ったことを、渡した機関に伝えました。")
        return _page_of(provision.id)

    return finish(request, form, do=acknowledge)


@page(needs=Permission.SHARE)
def end_provision(request: Any, provision_id: UUID) -> HttpResponse:
    """渡した情報を見られなくする."""
    provision = queries.get_provision(request.actor, provision_id=provision_id)
    person = people_queries.get_person(request.actor, person_id=provision.subject_id)
    form = open_form(request, EndProvisionForm, subject=provision.id)
    if request.method == "POST" and form.is_valid():

        def end() -> str:
            operations.end_provision(request.actor, provision=provision, reason=form.cleaned_data["reason"])
            messages.success(request, f"{provision.receiver.name}は、この情報を見られなくなりました。")
            return _page_of(provision.id)

        done = carry_out(request, form, do=end)
        if done is not None:
            return done
    context = {"form": form, "provision": provision, "person": person, "back": _page_of(provision.id)}
    return answer(request, "sharing/end_provision.html", context, shown=[person.id], status=_status(form))


@page(needs=Permission.REVIEW_SHARING)
def review_provision(request: Any, provision_id: UUID) -> HttpResponse:
    """緊急の情報提供を審査し、根拠を確定する."""
    today = timezone.localdate()
    provision = queries.get_provision(request.actor, provision_id=provision_id)
    person = people_queries.get_person(request.actor, person_id=provision.subject_id)
    form = open_form(request, ReviewForm, subject=provision.id)
    form.fields["settled_ground"].choices = [
        ("", "選んでください"), *_settling(provision.provided_on), (NOT_ACCEPTED, "認めない（すぐに見られなくする）"),
    ]  # fmt: skip
    if request.method == "POST" and form.is_valid():

        def review() -> str:
            operations.review_provision(
                request.actor, provision=provision, settled_ground=form.cleaned_data["settled_ground"],
                words=form.cleaned_data["words"], today=today,
            )  # fmt: skip
            messages.success(request, "審査を記録しました。")
            return _page_of(provision.id)

        done = carry_out(request, form, do=review)
        if done is not None:
            return done
    context = {"form": form, "provision": provision, "person": person, "back": _page_of(provision.id)}
    return answer(request, "sharing/review_provision.html", context, shown=[person.id], status=_status(form))


def _settling(day: Any) -> Iterable[tuple[str, str]]:
    """The grounds on which an emergency may turn out to have stood: all of that day but those that need no review."""
    return [
        (entry.code, f"{entry.name}（{entry.article}）")
        for entry in register.in_force(day)
        if not entry.needs_review and entry.code not in (Ground.CONSENT, Ground.CONFERENCE)
    ]


def _others(request: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """The agencies one may tell, by field, one's own left out."""
    groups: dict[str, list[tuple[str, str]]] = {}
    found = agency_queries.agencies(request.actor, on=timezone.localdate()).order_by("field", "code")
    for agency in found.exclude(id__in=request.actor.agency_ids):
        groups.setdefault(agency.get_field_display(), []).append((str(agency.id), agency.name))
    return list(groups.items())


def _question_of(request: Any) -> str:
    return urlencode(
        {"receiver": request.GET.get("receiver", ""), "categories": request.GET.getlist("categories")},
        doseq=True,
    )


def _sum(categories: Iterable[str]) -> int:
    return sum(int(one) for one in categories)


def _labels(categories: int) -> list[str]:
    return [label for category, label in CATEGORY_LABELS.items() if categories & category]


def _page_of(provision_id: UUID) -> str:
    return reverse("sharing:show_provision", args=[provision_id])


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200
