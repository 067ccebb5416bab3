"""利益相反: who is shut out of a person by name, and how that ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.cases import queries as case_queries
from norishiro.core.form_pages import carry_out, open_form
from norishiro.people import queries as people_queries
from norishiro.sharing import operations, queries
from norishiro.sharing.forms import ExclusionForm, ReadmissionForm

if TYPE_CHECKING:
    from norishiro.agencies.actor import Actor
    from norishiro.cases.models import Case
    from norishiro.people.models import Person


@page(needs=Permission.EXCLUDE_STAFF)
def exclusions(request: Any, person_id: UUID) -> HttpResponse:
    """利害関係があるため外した職員."""
    person = people_queries.get_person(request.actor, person_id=person_id)
    cases = case_queries.case_of_person(request.actor, person_id=person.id)
    names = {person.id: f"{person.called}"} | {case.id: f"ケース {case.number}" for case in cases}
    found = queries.exclusions_on(request.actor, subject_ids=names)
    context = {"person": person, "lines": [(one, names[one.subject_id]) for one in found]}
    return answer(request, "sharing/exclusions.html", context, shown=[person.id])


@page(needs=Permission.EXCLUDE_STAFF)
def exclude_staff(request: Any, person_id: UUID) -> HttpResponse:
    """利害関係のある職員を外す."""
    person = people_queries.get_person(request.actor, person_id=person_id)
    offered = _excludable(request.actor, person)
    staff = {str(one.id): one for one in agency_queries.staff_list(request.actor, on=timezone.localdate())}
    form = open_form(request, ExclusionForm, subject=person.id, initial={"subjects": [f"person:{person.id}"]})
    form.fields["staff"].choices = [("", "選んでください"), *_staff_choices(request.actor)]
    form.fields["subjects"].choices = [(key, label) for key, (label, _subjects) in offered.items()]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def exclude() -> str:
            operations.exclude_staff(
                request.actor,
                subjects=[one for key in given["subjects"] for one in offered[key][1]],
                shut_out=staff.get(given["staff"]),
                reason=given["reason"],
            )
            messages.success(request, "登録しました。この職員は、次に画面を開くときから見られません。")
            return reverse("sharing:exclusions", args=[person.id])

        done = carry_out(request, form, do=exclude)
        if done is not None:
            return done
    context = {"form": form, "person": person, "back": reverse("sharing:exclusions", args=[person.id])}
    return answer(request, "sharing/exclude_staff.html", context, shown=[person.id], status=_status(form))


def _excludable(actor: Actor, person: Person) -> dict[str, tuple[str, list[operations.Subject]]]:
    """The person, and each case of theirs with everybody in it."""
    found = {f"person:{person.id}": (f"{person.called}", [operations.person(person.id)])}
    for case in case_queries.case_of_person(actor, person_id=person.id):
        found[f"case:{case.id}"] = (f"ケース {case.number}（世帯の全員）", _of_case(actor, case))
    return found


def _of_case(actor: Actor, case: Case) -> list[operations.Subject]:
    members = case_queries.members(actor, case=case)
    return [operations.case(case.id), *(operations.person(one.person_id) for one in members)]


def _staff_choices(actor: Actor) -> list[tuple[str, list[tuple[str, str]]]]:
    """Everybody but oneself, by agency; who wears two hats stands at both and is shut out with both."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in agency_queries.pickable(actor, timezone.localdate()):
        if one.staff_id != actor.staff_id:
            groups.setdefault(one.agency_name, []).append(
                (str(one.staff_id), f"{one.staff_name}（{one.roles}）")
            )
    return list(groups.items())


@page(needs=Permission.EXCLUDE_STAFF)
def readmit_staff(request: Any, person_id: UUID, exclusion_id: UUID) -> HttpResponse:
    """外した職員を、また見られるようにする."""
    person = people_queries.get_person(request.actor, person_id=person_id)
    exclusion = queries.get_exclusion(request.actor, exclusion_id=exclusion_id)
    form = open_form(request, ReadmissionForm, subject=exclusion.id)
    back = reverse("sharing:exclusions", args=[person.id])
    if request.method == "POST" and form.is_valid():

        def readmit() -> str:
            operations.readmit_staff(request.actor, exclusion=exclusion, reason=form.cleaned_data["reason"])
            messages.success(request, f"{exclusion.staff.name}さんは、仕事で必要な範囲でまた見られます。")
            return back

        done = carry_out(request, form, do=readmit)
        if done is not None:
            return done
    context = {"form": form, "person": person, "exclusion": exclusion, "back": back}
    return answer(request, "sharing/readmit_staff.html", context, shown=[person.id], status=_status(form))


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200
