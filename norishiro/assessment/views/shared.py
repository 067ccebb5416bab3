"""What the screens of this room share: what is offered to choose, and the one shape of a screen with one act."""

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
from norishiro.cases import queries as case_queries
from norishiro.core.form_pages import carry_out
from norishiro.core.forms.base import Form
from norishiro.core.records import Unseen
from norishiro.sharing.choices import Ground
from norishiro.sharing.queries import bases_open_to

if TYPE_CHECKING:
    from norishiro.assessment.models import Sheet
    from norishiro.cases.models import Case
    from norishiro.people.models import Person

WHO_READS = {
    Ground.CONSENT: "同意で名前の挙がった機関が読めます（本人の同意）",
    Ground.CONFERENCE: "この件の支援会議の構成員と、役割を担う機関が読めます（支援会議）",
    Ground.OWN: "自分の機関だけが読めます",
}


def today() -> date:
    return timezone.localdate()


def basis_choices(actor: Actor, *, subject_id: UUID) -> list[tuple[str, str]]:
    """The grounds the actor may write under, best first, in the words of who will read."""
    return [(ground.value, WHO_READS[ground]) for ground in bases_open_to(actor, subject_id=subject_id)]


def offer_basis(form: Form, actor: Actor, *, subject_id: UUID) -> None:
    choices = basis_choices(actor, subject_id=subject_id)
    form.fields["basis"].choices = choices
    form.fields["basis"].initial = choices[0][0]


def people_of(actor: Actor, *, case: Case) -> list[Person]:
    return [one.person for one in case_queries.members(actor, case=case)]


def offer_people(form: Form, name: str, people: list[Person], *, required: bool = False) -> None:
    first = ("", "選んでください" if required else "世帯全体")
    form.fields[name].choices = [first, *((str(one.id), one.label) for one in people)]


def chosen(people: list[Person], given: str) -> Person | None:
    return next((one for one in people if str(one.id) == given), None)


def person_seen(actor: Actor, *, case: Case, person_id: UUID | None) -> Person | None:
    """The member of the address, as far as the actor may see; None for the household."""
    if person_id is None:
        return None
    found = chosen(people_of(actor, case=case), str(person_id))
    if found is None:
        raise Unseen(person_id)
    return found


def agency_choices(actor: Actor) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in agency_queries.agencies(actor, on=today())]


def case_crumbs(case: Case, here: str) -> list[dict[str, str]]:
    return [
        {"label": "今日", "url": "/"},
        {"label": case.title, "url": reverse("cases:show", args=[case.id])},
        {"label": here, "url": ""},
    ]


def sheet_crumbs(sheet: Sheet, here: str) -> list[dict[str, str]]:
    sheet_url = reverse("assessment:show_sheet", args=[sheet.id])
    return [
        *case_crumbs(sheet.case, "アセスメント")[:-1],
        {"label": "アセスメント", "url": sheet_url},
        {"label": here, "url": ""},
    ]


@dataclass(frozen=True)
class Act:
    """One act on one screen: what it is called, what it tells beforehand, what it says when done, where it leads."""

    title: str
    submit: str
    done: str
    back: str
    hints: tuple[str, ...]
    crumbs: list[dict[str, str]]
    has_file: bool = False


def perform(
    request: Any, form: Form, *, act: Act, do: Callable[[], Any], shown: list[UUID],
    template: str = "assessment/act.html", extra: dict[str, Any] | None = None, current: Callable[[], Form] | None = None,
) -> HttpResponse:  # fmt: skip
    """Do the act when the form is right, and lead on; else show the form with its reasons. ``do`` may answer an address."""
    if request.method == "POST" and form.is_valid():

        def run() -> str:
            address = do()
            messages.success(request, act.done)
            return address if isinstance(address, str) else act.back

        done = carry_out(request, form, do=run, current=current)
        if done is not None:
            return done
    context = {"form": form, "act": act, "crumbs": act.crumbs, **(extra or {})}
    status = 422 if form.is_bound and form.errors else 200
    return answer(request, template, context, shown=shown, status=status)
