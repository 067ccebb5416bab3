"""ひとこと記録: write a contact in thirty seconds, of one or of many who were there, and put it right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.choices import Programme
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.assessment import queries as assessment_queries
from norishiro.cases import queries as case_queries
from norishiro.casework.operations import recording
from norishiro.core.form_pages import carry_out, open_form
from norishiro.core.records import Unseen
from norishiro.outreach import operations, queries, stages
from norishiro.outreach.choices import Met, Method, WorkKind
from norishiro.outreach.forms import ContactForm
from norishiro.outreach.rules import Counted, proposed_programme
from norishiro.outreach.views.offered import (
    TOLD,
    companions_in,
    offer_agencies,
    offer_grounds,
    offer_present,
    offer_tags,
    show_phrases,
    status_of,
    told_in,
)
from norishiro.people import queries as people_queries
from norishiro.sharing.choices import Category
from norishiro.visits import queries as visit_queries

if TYPE_CHECKING:
    from norishiro.agencies.actor import Actor
    from norishiro.cases.models import Case
    from norishiro.outreach.models import Contact
    from norishiro.people.models import Household, Person


@dataclass(frozen=True)
class Whose:
    """Whom a form is about. ``people``: by the number that is posted, the record to write in (a merged one is answered by
    the one it was merged into); ``near``: who else may have been there."""

    subject: UUID
    called: str
    people: dict[str, Person]
    near: list[Person]
    back: str
    case: Case | None = None
    household: Household | None = None


def of_case(actor: Actor, case_id: UUID) -> Whose:
    case = case_queries.get_visible(actor, case_id=case_id)
    people = {
        str(one.person_id): people_queries.in_use(actor, person=one.person)
        for one in case_queries.members(actor, case=case)
    }
    back = reverse("cases:show", args=[case.id])
    return Whose(case.id, case.title, people, list(people.values()), back, case, case.household)


def of_person(actor: Actor, person_id: UUID) -> Whose:
    person = people_queries.get_person(actor, person_id=person_id)
    kept = people_queries.in_use(actor, person=person)
    near = people_queries.housemates_of(actor, person=kept, on=timezone.localdate())
    back = reverse("people:show", args=[kept.id])
    return Whose(person.id, kept.label, {str(person.id): kept}, near, back)


def of_household(actor: Actor, household_id: UUID) -> Whose:
    home = people_queries.get_household(actor, household_id=household_id)
    members = people_queries.members_of(actor, household=home, on=timezone.localdate())
    people = {str(one.person_id): people_queries.in_use(actor, person=one.person) for one in members}
    if not people:
        raise Unseen(household_id)
    back = reverse("people:household", args=[home.id])
    return Whose(home.id, home.label, people, list(people.values()), back, household=home)


@page(needs=Permission.RECORD_CONTACT)
def record_case_contact(request: Any, case_id: UUID) -> HttpResponse:
    """ひとこと記録（ケースから）."""
    return _record(request, of_case(request.actor, case_id))


@page(needs=Permission.RECORD_CONTACT)
def record_person_contact(request: Any, person_id: UUID) -> HttpResponse:
    """ひとこと記録（ケースになっていない人にも）."""
    return _record(request, of_person(request.actor, person_id))


@page(needs=Permission.RECORD_CONTACT)
def record_household_contact(request: Any, household_id: UUID) -> HttpResponse:
    """ひとこと記録（世帯から）."""
    return _record(request, of_household(request.actor, household_id))


@page(needs=Permission.RECORD_CONTACT)
def record_contact(request: Any, subject_id: UUID) -> HttpResponse:
    """Where a half-written record is taken up again, whatever it is about."""
    actor = request.actor
    if case_queries.visible_to(actor).filter(id=subject_id).exists():
        name = "outreach:record_case_contact"
    elif people_queries.people_named(actor, person_ids=[subject_id]):
        name = "outreach:record_person_contact"
    else:
        people_queries.get_household(actor, household_id=subject_id)
        name = "outreach:record_household_contact"
    return redirect(f"{reverse(name, args=[subject_id])}?{request.GET.urlencode()}")


def _record(request: Any, whose: Whose) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    back = reverse("casework:today") if request.GET.get("back") == "today" else whose.back
    person = request.GET.get("person", "")
    asked = request.GET.get("method", "")
    method = asked if asked in Method.values else ""
    posted = request.method == "POST"
    initial = {} if posted else proposed(actor, whose, person=person, method=method, today=today)
    form = open_form(request, ContactForm, subject=whose.subject, initial=initial)
    named = offer_all(request, form, whose)
    if posted and form.is_valid():
        given = form.cleaned_data

        def write() -> str:
            person = whose.people.get(given["person"])
            counted = _counted(actor, whose, method=given["method"])
            common = {
                "case": whose.case, "household": whose.household, "person": person, "seen": _seen(given), "told": told_in(given, programme=counted.programme), "basis": given["basis"],
                "categories": sum(int(one) for one in given["categories"]), "companions": companions_in(given),
                "present": [named[one] for one in given["present"]], "tags": given["tags"],
                "photo": given["photo"], "today": today,
            }  # fmt: skip
            recording.record_contact(actor, **common)
            messages.success(request, _said(given, person=person, counted=counted))
            return back

        done = carry_out(request, form, do=write)
        if done is not None:
            return done
    _explain(request, form, whose)
    shown = [*whose.people.values(), *named.values()]
    around = [*([whose.case.id] if whose.case else []), *(one.id for one in whose.people.values())]
    context = {
        **_around(request, whose, form, back=back),
        "safety": visit_queries.safety_of(actor, subject_ids=around), "ways": visit_queries.ways_in(actor, subject_ids=around),
    }  # fmt: skip
    template = "outreach/record_part.html" if request.htmx else "outreach/record_contact.html"
    return answer(
        request, template, context,
        shown=list(dict.fromkeys([*([whose.case.id] if whose.case else []), *(one.id for one in shown)])),
        status=status_of(form),
    )  # fmt: skip


def _around(request: Any, whose: Whose, form: ContactForm, *, back: str) -> dict[str, Any]:
    merged = next((one for key, one in whose.people.items() if key != str(one.id)), None)
    return {
        "form": form, "back": back, "about": whose.called, "merged": merged, "here": request.get_full_path(),
        "readers": dict(form.fields["basis"].choices).get(form["basis"].value(), ""),
    }  # fmt: skip


def offer_all(request: Any, form: ContactForm, whose: Whose) -> dict[str, Person]:
    """Everything the form is offered; answers everybody it names, by the number that is posted."""
    _offer_whose(form, whose)
    offer_agencies(request, form)
    offer_tags(form)
    offer_grounds(request, form, subject=_written_under(whose))
    _offer_steps(form, whose)
    form.fields["programme"].offer(Programme.choices, blank="おまかせ（下の理由で数えます）")
    return offer_present(request, form, near=whose.near)


def _explain(request: Any, form: ContactForm, whose: Whose) -> None:
    """What only a form that is drawn needs: the agency's own phrases, and what the record will count for."""
    show_phrases(request, form)
    counted = _counted(request.actor, whose, method=str(form["method"].value()))
    form.fields[
        "programme"
    ].help_text = f"{Programme(counted.programme).label}として数えます（理由：{counted.why}）。ちがうときは選びなおしてください。"
    if request.htmx:
        form.fields["body"].widget.attrs["data-n-focus"] = True


def _offer_steps(form: ContactForm, whose: Whose) -> None:
    """つながりの段階 of anybody; 受援力 where there is a case that goes on."""
    form.fields["stage"].offer(
        [(str(one.number), f"{one.number}　{one.label}") for one in stages.STAGES], blank="書かない"
    )
    steps = assessment_queries.steps_to_offer(beside=whose.case) if whose.case else []
    if steps:
        form.fields["step"].offer(steps, blank="書かない")
    else:
        del form.fields["step"]


def _seen(given: dict[str, Any]) -> recording.Seen | None:
    """How far the person was reached and takes help, where the record says so."""
    stage, step = given["stage"], given.get("step", "")
    if not stage and not step:
        return None
    words = given["seen"] or f"ひとこと記録（{Method(given['method']).label}・{Met(given['met']).label}）"
    return recording.Seen(stage=int(stage) if stage else None, step=step, words=words)


def _counted(actor: Actor, whose: Whose, *, method: str) -> Counted:
    """Which programme it counts for, where nobody chooses."""
    engaged = [
        one.programme
        for one in (case_queries.engagements(actor, case=whose.case) if whose.case else ())
        if one.ended_on is None and one.agency_id in actor.agency_ids
    ]
    return proposed_programme(
        engaged=engaged, roles=actor.role_kinds, method=method, in_case=whose.case is not None
    )


def _written_under(whose: Whose) -> UUID:
    """The subject whose grounds are offered: the case, or the one person."""
    return whose.case.id if whose.case else next(iter(whose.people.values())).id


def _said(given: dict[str, Any], *, person: Person | None, counted: Counted) -> str:
    """What happened, in words: saved, where, as what, and what comes next."""
    words = ["記録しました。"]
    if person is not None and given["person"] != str(person.id):
        words.append(
            f"同じ人の二つの記録がまとめられていたので、残した記録（{person.label}）のほうに書きました。"
        )
    if not given["programme"]:
        words.append(f"{Programme(counted.programme).label}として数えます（理由：{counted.why}）。")
    if given["stage"] or given.get("step"):
        words.append("つながりの様子も書きました。")
    if given["next_on"]:
        words.append(f"次は{given['next_on'].month}月{given['next_on'].day}日です。")
    return "".join(words)


def proposed(actor: Actor, whose: Whose, *, person: str, method: str, today: date) -> dict[str, Any]:
    """What most often is right, so that six inputs are enough."""
    return {
        "person": person or ("" if whose.case else next(iter(whose.people))),
        "method": method or queries.last_method(actor, subject_id=_written_under(whose)) or Method.VISIT,
        "met": Met.MET,
        "happened_on": today,
        "kind": WorkKind.INDIVIDUAL,
        "categories": [str(int(Category.LIFE_HISTORY))],
    }


def _offer_whose(form: ContactForm, whose: Whose) -> None:
    field = form.fields["person"]
    field.offer(
        [(key, person.label) for key, person in whose.people.items()], blank="世帯全体" if whose.case else ""
    )
    field.required = whose.case is None


@page(needs=Permission.RECORD_CONTACT)
def correct_contact(request: Any, contact_id: UUID) -> HttpResponse:
    """記録を書き改める: a new record takes the place of the old one."""
    old = queries.get_contact(request.actor, contact_id=contact_id)
    today = timezone.localdate()
    form = open_form(request, ContactForm, subject=old.id, initial=_present(request.actor, old))
    form.fields["person"].offer(
        [(str(old.person_id), old.person.label)] if old.person else [], blank="" if old.person else "世帯全体"
    )
    form.fields["person"].required = old.person is not None
    offer_agencies(request, form)
    offer_tags(form)
    show_phrases(request, form)
    near = people_queries.housemates_of(request.actor, person=old.person, on=today) if old.person else []
    named = offer_present(request, form, near=[*(one.person for one in old.present.all()), *near])
    for name in ("stage", "step", "seen"):
        del form.fields[name]
    form.fields["basis"].disabled = True
    form.fields["basis"].initial = old.basis
    form.fields["basis"].offer([(old.basis, old.get_basis_display())])
    if request.method == "POST" and form.is_valid():

        def write() -> str:
            given = form.cleaned_data
            corrected = operations.correct_contact(
                request.actor, contact=old, told=told_in(given, programme=old.programme), companions=companions_in(given),
                present=[named[one] for one in given["present"]], tags=given["tags"], photo=given["photo"], today=today,
            )  # fmt: skip
            messages.success(request, "書き改めました。前の記録も残っています。")
            return reverse("outreach:contact", args=[corrected.id])

        done = carry_out(request, form, do=write)
        if done is not None:
            return done
    context = {"form": form, "back": reverse("outreach:contact", args=[old.id]), "old": old}
    return answer(
        request, "outreach/correct_contact.html", context, shown=[old.subject_id, *(one.id for one in named.values())],
        status=status_of(form),
    )  # fmt: skip


def _present(actor: Actor, contact: Contact) -> dict[str, Any]:
    mask = contact.categories
    return {
        **{name: getattr(contact, name) for name in TOLD},
        **queries.written(actor, contact=contact),
        "person": str(contact.person_id or ""),
        "asked_agency": str(contact.asked_agency_id or ""),
        "categories": [str(int(one)) for one in Category if mask & one],
        "tags": [one.code for one in contact.tags.all()],
        "present": [str(one.person_id) for one in contact.present.all()],
    }
