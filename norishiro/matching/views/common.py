"""What the screens of this room share: permissions, the form page, and the crumbs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from norishiro.agencies.door import answer
from norishiro.agencies.permissions import Permission
from norishiro.cases import queries as case_queries
from norishiro.core.form_pages import carry_out
from norishiro.core.records import Unseen
from norishiro.core.verdict import YES, Verdict, no

if TYPE_CHECKING:
    from norishiro.agencies.actor import Actor
    from norishiro.cases.models import Case
    from norishiro.core.forms.base import Form
    from norishiro.people.models import Person

READ_IN_SCOPE = "「共有の範囲」の人が読めます。受け入れ先には見えません。"
SEE = Permission.SEE_PEOPLE
WRITE = Permission.RECORD_CONTACT
RECEIVE = Permission.RECEIVE


def may_record(actor: Actor) -> Verdict:
    """Shown at every button that writes."""
    if actor.may(WRITE):
        return YES
    return no("record", f"書けるのは「{WRITE.value}」の役割の人です。担当の職員に伝えてください。")


def person_of_case(actor: Actor, case: Case, person_id: UUID) -> Person:
    """One of the case's people the actor sees."""
    members = case_queries.members(actor, case=case)
    found = next((one.person for one in members if one.person_id == person_id), None)
    if found is None:
        raise Unseen(person_id)
    return found


def crumbs_of(case: Case, *steps: tuple[str, str]) -> list[dict[str, str]]:
    return [
        {"label": case.title, "url": reverse("cases:show", args=[case.id])},
        {
            "label": "参加",
            "url": reverse("matching:case_participations", args=[case.id]) if steps else "",
        },
        *({"label": label, "url": url} for label, url in steps),
    ]


def form_screen(
    request: Any, form: Form, *, title: str, submit: str, lines: Iterable[str], back: str, shown: Iterable[UUID],
    do: Callable[[], tuple[str, str]], crumbs: list[dict[str, str]], current: Callable[[], Form] | None = None,
    audience: str = READ_IN_SCOPE, tab: str = "",
) -> HttpResponse:  # fmt: skip
    """One act on one screen; ``do`` answers what is said when it is done, and where it leads.

    ``tab`` stands on the browser's tab where the title names a person (the tab and the history outlive the page)."""

    def run() -> str:
        said, address = do()
        messages.success(request, said)
        return address

    if request.method == "POST" and form.is_valid():
        done = carry_out(request, form, do=run, current=current)
        if done is not None:
            return done
    context = {
        "form": form, "title": title, "submit": submit, "lines": list(lines), "back": back, "crumbs": crumbs,
        "audience": audience, "tab": tab or title,
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return answer(request, "matching/form.html", context, shown=shown, status=status)
