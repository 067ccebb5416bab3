"""What the screens of this room share: the case, the ground line, choices, and the one shape of a screen with one act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.actor import Actor
from norishiro.agencies.door import answer
from norishiro.agencies.permissions import Permission
from norishiro.cases import queries as case_queries
from norishiro.cases.views.parts import Act, offer_basis, offer_people, person_of
from norishiro.core.form_pages import carry_out
from norishiro.core.forms.base import Form
from norishiro.sharing.queries import viewers_of
from norishiro.sharing.viewing import grounds_in_words, others_in_words

if TYPE_CHECKING:
    from norishiro.cases.models import Case, CaseMember

LOOK, WORK = Permission.SEE_PEOPLE, Permission.WORK_CASE
__all__ = [
    "LOOK",
    "WORK",
    "Act",
    "area_choices",
    "case_seen",
    "crumbs",
    "day_asked",
    "frame",
    "keep",
    "offer_basis",
    "offer_people",
    "person_of",
    "shown_of",
    "today",
]


def today() -> date:
    return timezone.localdate()


def case_seen(request: Any, case_id: UUID) -> Case:
    return case_queries.get_visible(request.actor, case_id=case_id)


def day_asked(request: Any, name: str = "on") -> date:
    """The day a drawing is asked for; today where none, or no real one, was given."""
    try:
        asked = date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return today()
    return min(asked, today())


def crumbs(case: Case, *those: tuple[str, str]) -> list[dict[str, str]]:
    return [
        {"label": case.title, "url": reverse("cases:show", args=[case.id])},
        *({"label": label, "url": url} for label, url in those),
    ]


def frame(actor: Actor, *, case: Case, label: str) -> dict[str, Any]:
    """What every page of this room carries: on which ground it is seen, by whom else, and the way back."""
    viewers = viewers_of(actor, subject_id=case.id)
    return {
        "case": case,
        "today": today(),
        "grounds": grounds_in_words(viewers),
        "others": others_in_words(viewers),
        "may_work": actor.may(WORK),
        "crumbs": crumbs(case, (label, "")),
    }


def shown_of(case: Case, members: list[CaseMember]) -> list[UUID]:
    return [case.id, *(one.person_id for one in members)]


def area_choices(actor: Actor) -> list[tuple[str, str]]:
    return [
        ("", "選んでください"),
        *((str(one.id), one.name) for one in agency_queries.areas(actor, on=today())),
    ]


def keep(
    request: Any, form: Form, *, act: Act, do: Callable[[], Any], back: str, case: Case, shown: list[UUID],
    current: Callable[[], Form] | None = None, about: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """Do the act when the form is right, and lead back; else show the form with its reasons."""
    if request.method == "POST" and form.is_valid():

        def run() -> str:
            do()
            messages.success(request, act.done)
            return back

        done = carry_out(request, form, do=run, current=current)
        if done is not None:
            return done
    context = {
        "form": form,
        "act": act,
        "back": back,
        "crumbs": crumbs(case, (act.title, "")),
        **(about or {}),
    }
    return answer(
        request,
        "surroundings/act.html",
        context,
        shown=shown,
        status=422 if form.is_bound and form.errors else 200,
    )
