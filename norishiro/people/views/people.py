"""The screens of people and households. Views may ask any room's queries; verbs only of their own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.door import answer, found_nothing, page
from norishiro.agencies.permissions import Permission
from norishiro.cases import queries as case_queries
from norishiro.core.calendar import PartialDate
from norishiro.core.form_pages import carry_out, led_before, open_form
from norishiro.core.searches import led_to_search, words_of
from norishiro.core.withheld import covered
from norishiro.outreach import queries as contact_queries
from norishiro.people import forms, operations, queries
from norishiro.people.finding import traits
from norishiro.people.saying import in_words
from norishiro.rights.queries import notes_on
from norishiro.sharing.queries import consents_visible_to, viewers_of
from norishiro.sharing.viewing import each_once, grounds_in_words, others_in_words

if TYPE_CHECKING:
    from norishiro.people.models import Household, Person

SEE = Permission.SEE_PEOPLE
MOST_ALIKE = 8


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200


@page(needs=SEE)
def search(request: Any) -> HttpResponse:
    """人をさがす: by half a name, reading, address or telephone. A search that finds nothing is noted too.

    Withheld words find nobody, like words that nobody has; neither are shown again, so that the page does not tell which.
    """
    if request.method == "POST":
        return led_to_search(request, field="q")
    text = words_of(request, limit=80)
    today = timezone.localdate()
    is_withheld = covered([text]) != [None]
    found = [] if is_withheld else queries.search_people(request.actor, text=text, today=today)
    if text and not found:
        found_nothing(request, words=text)
    form = forms.SearchForm(initial={"q": text if found else ""})
    context = {
        "form": form,
        "text": text,
        "found": [(person, _birth(person)) for person in found],
        "today": today,
        "may_withdraw": request.actor.may(Permission.TAKE_WITHDRAWAL),
        "may_merge": request.actor.may(Permission.MERGE_PEOPLE),
        "may_bring": request.actor.may(Permission.BRING),
        "may_lift": request.actor.may(Permission.LIFT_PROTECTION),
        "may_hurry": request.actor.may(Permission.OPEN_EMERGENCY),
    }
    return answer(request, "people/search.html", context, shown=[person.id for person in found])


def _birth(person: Person) -> PartialDate | None:
    return PartialDate.from_code(person.birth) if person.birth else None


@page(needs=SEE)
def show_person(request: Any, person_id: UUID) -> HttpResponse:
    """一人の頁."""
    person = queries.get_person(request.actor, person_id=person_id)
    viewers = viewers_of(request.actor, subject_id=person.id)
    merges = queries.merges_of(request.actor, person=person)
    ids = [person.id, *(one.away_id for one in merges if one.kept_id == person.id)]
    relations = queries.relations_of(request.actor, person=person)
    context = {
        "person": person,
        "birth": _birth(person),
        "today": timezone.localdate(),
        "consents_url": reverse("sharing:consents", args=[person.id]),
        "grounds": grounds_in_words(viewers),
        "others": others_in_words(viewers),
        "may_exclude": request.actor.may(Permission.EXCLUDE_STAFF),
        "may_tell_looks": request.actor.may(Permission.TELL_LOOKS),
        "consents": consents_visible_to(request.actor).filter(person_id__in=ids)[:3],
        "households": queries.households_of(request.actor, person=person),
        "relations": relations,
        "cases": case_queries.case_of_person(request.actor, person_id=person.id),
        "contacts": contact_queries.contacts_of(request.actor, subject_ids=ids, limit=20),
        "viewers": each_once(viewers),
        "notes": notes_on(request.actor, subject_ids=ids),
        "withheld": queries.withheld_of(request.actor, person=person),
        "merged_away": next((one for one in merges if one.away_id == person.id), None),
        "merged_here": [one for one in merges if one.kept_id == person.id],
        "elsewhere": person.merged_into_id is not None,
        "may_merge": request.actor.may(Permission.MERGE_PEOPLE),
    }
    related = [key for one in relations for key in (one.person_id, one.other_id)]
    there = [one.person_id for contact in context["contacts"] for one in contact.there]
    about = [contact.person_id for contact in context["contacts"] if contact.person_id]
    shown = dict.fromkeys([*ids, *related, *about, *there])
    return answer(request, "people/person.html", context, shown=shown)


@page(needs=SEE)
def change_person(request: Any, person_id: UUID) -> HttpResponse:
    """人の基本情報を書き改める."""
    person = queries.get_person(request.actor, person_id=person_id)
    today = timezone.localdate()

    def fresh() -> Any:
        now = queries.get_person(request.actor, person_id=person_id)
        return open_form(
            request, forms.PersonForm, subject=now.id, version=now.version, initial=_present(now)
        )

    form = fresh()
    if request.method == "POST" and form.is_valid():

        def change() -> str:
            operations.change_person(
                request.actor, person=person, version=form.version, values=form.cleaned_data, today=today
            )
            messages.success(request, f"{person.called}の情報を書き改めました。")
            return reverse("people:show", args=[person.id])

        done = carry_out(request, form, do=change, current=fresh)
        if done is not None:
            return done
    context = {"form": form, "person": person, "back": reverse("people:show", args=[person.id])}
    return answer(request, "people/change_person.html", context, shown=[person.id], status=_status(form))


def _present(person: Person) -> dict[str, Any]:
    names = (
        "name",
        "kana",
        "alias",
        "sex",
        "postal_code",
        "address",
        "phone",
        "contact_wish",
        "keep_from_family",
        "language",
        "died_on",
    )
    return {**{name: getattr(person, name) for name in names}, "birth": _birth(person)}


@page(needs=SEE)
def make_household(request: Any, person_id: UUID) -> HttpResponse:
    """この人を世帯主とする世帯をつくる."""
    person = queries.get_person(request.actor, person_id=person_id)
    form = open_form(
        request,
        forms.HouseholdForm,
        subject=person.id,
        initial={"label": f"{person.called}の世帯", "address": person.address},
    )
    if request.method == "POST" and form.is_valid():

        def make() -> str:
            household = operations.make_household(
                request.actor, head=person, area=person.area, today=timezone.localdate(), **form.cleaned_data
            )
            messages.success(request, "世帯を登録しました。続けて、世帯の人を加えられます。")
            return reverse("people:household", args=[household.id])

        done = carry_out(request, form, do=make)
        if done is not None:
            return done
    context = {"form": form, "person": person, "back": reverse("people:show", args=[person.id])}
    return answer(request, "people/make_household.html", context, shown=[person.id], status=_status(form))


@page(needs=SEE)
def show_household(request: Any, household_id: UUID) -> HttpResponse:
    """世帯の構成: members now and before, as far as the actor may see each."""
    household = queries.get_household(request.actor, household_id=household_id)
    members = queries.members_of(request.actor, household=household)
    context = {
        "household": household,
        "withheld_by": queries.withheld_of_household(request.actor, household=household),
        "present": [(one, _birth(one.person)) for one in members if one.until_on is None],
        "past": [one for one in members if one.until_on is not None],
        "today": timezone.localdate(),
    }
    return answer(request, "people/household.html", context, shown=[one.person_id for one in members])


@page(needs=SEE)
def join_household(request: Any, household_id: UUID) -> HttpResponse:
    """世帯に人を加える: somebody known, or somebody new with or without a name."""
    household = queries.get_household(request.actor, household_id=household_id)
    today = timezone.localdate()
    offered = _candidates(request.actor, household)
    form = open_form(
        request, forms.JoinForm, subject=household.id, initial={"from_on": today, "living_together": True}
    )
    form.fields["person"].choices = [
        ("", "新しい人"),
        *((str(one.id), one.label) for one in offered.values()),
    ]
    if request.method == "POST" and form.is_valid() and not form.cleaned_data["person"]:
        _ask_who(request, form, today=today)
        if earlier := led_before(request):  # asked last: a first sending may have ended meanwhile
            return earlier
    if request.method == "POST" and form.is_valid():

        def join() -> str:
            given = form.cleaned_data
            known = (
                queries.get_person(request.actor, person_id=UUID(form.one_chosen))
                if form.one_chosen
                else None
            )
            person = known or offered.get(given["person"]) or operations.add_person(
                request.actor, name=given["name"], kana=given["kana"], alias=given["alias"], birth=given["birth"],
                address=household.address, area=household.area, today=today,
            )  # fmt: skip
            operations.join_household(
                request.actor, household=household, person=person, relation=given["relation"],
                living_together=given["living_together"], from_on=given["from_on"], today=today,
            )  # fmt: skip
            messages.success(request, f"{person.called}を世帯に加えました。")
            return reverse("people:household", args=[household.id])

        done = carry_out(request, form, do=join)
        if done is not None:
            return done
    context = {"form": form, "household": household, "back": reverse("people:household", args=[household.id])}
    return answer(request, "people/join_household.html", context, shown=[], status=_status(form))


def _ask_who(request: Any, form: forms.JoinForm, *, today: date) -> None:
    """Before somebody is registered anew: is it one of those the actor already knows?"""
    given = form.cleaned_data
    typed = {name: given.get(name) or "" for name in ("name", "kana", "alias")}
    alike = queries.people_alike(
        request.actor, to=traits(**typed, birth=given.get("birth")), words=[typed["name"], typed["kana"]],
        today=today, limit=MOST_ALIKE,
    )  # fmt: skip
    if alike:
        form.ask_who([(str(one.person.id), in_words(one)) for one in alike])


def _candidates(actor: Actor, household: Household) -> dict[str, Person]:
    """People who are related to a member, and could belong to the household too."""
    found: dict[str, Person] = {}
    for member in queries.members_of(actor, household=household):
        for relation in queries.relations_of(actor, person=member.person):
            for one in (relation.person, relation.other):
                found[str(one.id)] = one
        if member.until_on is not None:
            found[str(member.person_id)] = member.person
    present = {
        str(one.person_id) for one in queries.members_of(actor, household=household) if one.until_on is None
    }
    return {key: one for key, one in found.items() if key not in present}


@page(needs=SEE)
def leave_household(request: Any, membership_id: UUID) -> HttpResponse:
    """世帯を離れた."""
    membership = queries.get_membership(request.actor, membership_id=membership_id)
    today = timezone.localdate()
    form = open_form(request, forms.LeaveForm, subject=membership.id, initial={"until_on": today})
    if request.method == "POST" and form.is_valid():

        def leave() -> str:
            operations.leave_household(request.actor, membership=membership, today=today, **form.cleaned_data)
            messages.success(request, f"{membership.person.called}は世帯を離れました。履歴には残ります。")
            return reverse("people:household", args=[membership.household_id])

        done = carry_out(request, form, do=leave)
        if done is not None:
            return done
    context = {
        "form": form,
        "membership": membership,
        "back": reverse("people:household", args=[membership.household_id]),
    }
    return answer(
        request, "people/leave_household.html", context, shown=[membership.person_id], status=_status(form)
    )


@page(needs=SEE)
def add_relation(request: Any, person_id: UUID) -> HttpResponse:
    """間柄を登録する."""
    person = queries.get_person(request.actor, person_id=person_id)
    mates = {
        str(one.id): one
        for one in queries.housemates_of(request.actor, person=person, on=timezone.localdate())
    }
    form = open_form(request, forms.RelationForm, subject=person.id)
    form.fields["other"].choices = [("", "選んでください"), *((key, one.label) for key, one in mates.items())]
    if request.method == "POST" and form.is_valid():

        def relate() -> str:
            given = dict(form.cleaned_data)
            operations.add_relation(request.actor, person=person, other=mates[given.pop("other")], **given)
            messages.success(request, "間柄を登録しました。")
            return reverse("people:show", args=[person.id])

        done = carry_out(request, form, do=relate)
        if done is not None:
            return done
    context = {"form": form, "person": person, "back": reverse("people:show", args=[person.id])}
    shown = [person.id, *(mate.id for mate in mates.values())]
    return answer(request, "people/add_relation.html", context, shown=shown, status=_status(form))


@page(needs=SEE)
def end_relation(request: Any, relation_id: UUID) -> HttpResponse:
    """間柄を終わりにする."""
    relation = queries.get_relation(request.actor, relation_id=relation_id)
    form = open_form(
        request, forms.EndRelationForm, subject=relation.id, initial={"until_on": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():

        def end() -> str:
            operations.end_relation(request.actor, relation=relation, until_on=form.cleaned_data["until_on"])
            messages.success(request, "間柄を終わりにしました。履歴には残ります。")
            return reverse("people:show", args=[relation.person_id])

        done = carry_out(request, form, do=end)
        if done is not None:
            return done
    context = {"form": form, "relation": relation, "back": reverse("people:show", args=[relation.person_id])}
    return answer(
        request,
        "people/end_relation.html",
        context,
        shown=[relation.person_id, relation.other_id],
        status=_status(form),
    )
