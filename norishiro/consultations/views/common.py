"""What the screens of this room share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from norishiro.agencies.door import answer
from norishiro.agencies.permissions import Permission
from norishiro.consultations import access, intake_fields, queries, rules
from norishiro.core.form_pages import carry_out
from norishiro.core.verdict import Verdict, when
from norishiro.people import queries as people_queries
from norishiro.people.saying import in_words
from norishiro.profiles.current import current_profile

if TYPE_CHECKING:
    from norishiro.consultations.models import Consultation
    from norishiro.people.forms import AsksWhoForm
    from norishiro.people.models import Person


def permitted(request: Any, permission: Permission) -> Verdict:
    """For buttons: a missing role is a reason like any other."""
    return when(
        not request.actor.may(permission), "permission", f"「{permission.value}」の役割の人ができます。"
    )


def only(verdict: Verdict, *codes: str) -> Verdict:
    """The reasons that already hold before anything has been written into the form."""
    return Verdict(tuple(reason for reason in verdict.reasons if reason.code in codes))


def query_id(request: Any, name: str) -> UUID | None:
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None


def consent_address(request: Any, *, person_id: UUID, to: UUID | None = None) -> str:
    """Where the consent is taken, and back to this very page afterwards."""
    asked = {"next": request.get_full_path()} | ({"to": str(to)} if to else {})
    return f"{reverse('sharing:take_consent', args=[person_id])}?{urlencode(asked)}"


def form_screen(
    request: Any,
    template: str,
    *,
    form: Any,
    do: Callable[[], tuple[str, str]],
    shown: Iterable[UUID],
    context: dict[str, Any],
    current: Callable[[], Any] | None = None,
) -> HttpResponse:
    """The form; or done, with a message, and on to the address. ``do`` answers message and address."""
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            message, address = do()
            messages.success(request, message)
            return address

        done = carry_out(request, form, do=act, current=current)
        if done is not None:
            return done
    status = 422 if form.is_bound and form.errors else 200
    return answer(request, template, {"form": form, **context}, shown=shown, status=status)


def lead_guide(today: date) -> list[tuple[str, str, str]]:
    """The town's own rule on who leads what: code of the reason, its words, and the side with its agencies."""
    profile = current_profile(today)
    return [
        (
            one.reason.value,
            one.reason.label,
            "・".join([one.side.label, *(profile.agency(code).name for code in one.agencies)]),
        )
        for one in profile.flow.lead_rules
    ]


def missing_for_meeting(found: Consultation) -> Verdict:
    """What the form still asks for before the matter goes to a meeting. ``found`` comes with its concerns and screenings."""
    filled = access.filled_in(
        found, concerns=bool(found.concerns.all()), screened=bool(found.screenings.all())
    )
    return rules.missing_before(needed=intake_fields.needed("MEETING"), filled=filled)


def ask_who(request: Any, form: AsksWhoForm, *, today: date) -> None:
    """Before somebody is registered anew: is it one of those the actor already knows?"""
    alike = queries.similar_people(request.actor, given=form.cleaned_data, today=today)
    if alike:
        form.ask_who([(str(one.person.id), in_words(one)) for one in alike])


def one_chosen(request: Any, form: AsksWhoForm) -> Person | None:
    """The one of those offered it was said to be."""
    chosen = form.one_chosen
    return people_queries.get_person(request.actor, person_id=UUID(chosen)) if chosen else None
