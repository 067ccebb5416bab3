"""What the screens of this room share: choices drawn from the case, and the one shape of a screen with one act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
from norishiro.cases import queries
from norishiro.core.form_pages import carry_out
from norishiro.core.forms.base import Form
from norishiro.sharing.choices import Ground
from norishiro.sharing.queries import bases_open_to

if TYPE_CHECKING:
    from norishiro.cases.models import Case
    from norishiro.people.models import Person

WORK = Permission.WORK_CASE
WHO_READS = {
    Ground.CONSENT: "同意で名前の挙がった機関が読めます（本人の同意）",
    Ground.CONFERENCE: "この件の支援会議の構成員と、役割を担う機関が読めます（支援会議）",
    Ground.OWN: "自分の機関だけが読めます",
}


def case_seen(request: Any, case_id: UUID) -> Case:
    return queries.get_visible(request.actor, case_id=case_id)


@dataclass(frozen=True)
class Act:
    """One act on one screen: what it is called, what it tells beforehand, what it says when done."""

    title: str
    submit: str
    done: str
    hints: tuple[str, ...]


def today() -> date:
    return timezone.localdate()


def home(case_id: UUID) -> str:
    return reverse("cases:show", args=[case_id])


def perform(
    request: Any,
    form: Form,
    *,
    act: Act,
    do: Callable[[], Any],
    back: str,
    shown: list[UUID],
    extra: dict[str, Any] | None = None,
) -> HttpResponse:
    """Do the act when the form is right, and lead back; else show the form with its reasons."""
    if request.method == "POST" and form.is_valid():

        def run() -> str:
            do()
            messages.success(request, act.done)
            return back

        done = carry_out(request, form, do=run)
        if done is not None:
            return done
    context = {"form": form, "act": act, "back": back, **(extra or {})}
    return answer(
        request, "cases/act.html", context, shown=shown, status=422 if form.is_bound and form.errors else 200
    )


def people_choices(actor: Actor, *, case: Case) -> list[tuple[str, str]]:
    return [(str(member.person_id), member.person.label) for member in queries.members(actor, case=case)]


def person_of(actor: Actor, *, case: Case, chosen: str) -> Person | None:
    """The chosen member, out of those the actor may see."""
    return next(
        (one.person for one in queries.members(actor, case=case) if str(one.person_id) == chosen), None
    )


def agency_choices(actor: Actor) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in agency_queries.agencies(actor, on=today())]


def basis_choices(actor: Actor, *, subject_id: UUID) -> list[tuple[str, str]]:
    """The grounds the actor may write under, best first, in the words of who will read."""
    return [(ground.value, WHO_READS[ground]) for ground in bases_open_to(actor, subject_id=subject_id)]


def offer_basis(form: Form, actor: Actor, *, subject_id: UUID) -> None:
    choices = basis_choices(actor, subject_id=subject_id)
    form.fields["basis"].choices = choices
    form.fields["basis"].initial = choices[0][0]


def offer_people(form: Form, actor: Actor, *, case: Case, required: bool = False) -> None:
    form.fields["person"].choices = [
        ("", "選んでください" if required else "世帯全体"),
        *people_choices(actor, case=case),
    ]
