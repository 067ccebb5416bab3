"""What several screens of this room need."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.actor import Actor
from norishiro.agencies.door import answer
from norishiro.agencies.permissions import Permission
from norishiro.core.calendar import DateProblem, parse_day
from norishiro.core.form_pages import carry_out
from norishiro.core.verdict import YES, Verdict, no
from norishiro.core.withheld import typed_into

if TYPE_CHECKING:
    from norishiro.core.forms.base import Form

KEEP = Permission.KEEP_PLACES


def may_keep(actor: Actor) -> Verdict:
    """Shown at every button that changes the registry."""
    if actor.may(KEEP):
        return YES
    return no("keep", f"登録を変えられるのは、「{KEEP.value}」の役割の人です。")


def sees_private(actor: Actor) -> bool:
    """A contact that is not public is for those who work with residents, not for whoever only hands worries in."""
    return actor.may(KEEP) or actor.may(Permission.RECEIVE)


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    return [
        {"label": "居場所", "url": reverse("resources:places")},
        *({"label": label, "url": url} for label, url in steps),
    ]


def address_of(place: Any) -> str:
    return reverse("resources:place", args=[place.id])


def asked_day(request: Any, *, today: date) -> tuple[date, str, str]:
    """The day of ``?on=``, as typed, and why it could not be read."""
    typed = request.GET.get("on", "").strip()
    if not typed:
        return today, "", ""
    typed = typed_into(request, typed)
    try:
        return parse_day(typed, today=today), typed, ""
    except DateProblem as problem:
        return today, typed, str(problem)


def area_choices(actor: Actor, on: date) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in agency_queries.areas(actor, on=on)]


def agency_choices(actor: Actor, on: date) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in agency_queries.agencies(actor, on=on)]


def perform(
    request: Any,
    form: Form,
    *,
    title: str,
    submit: str,
    lines: list[str],
    steps: list[dict[str, str]],
    back: str,
    do: Callable[[], tuple[str, str]],
    current: Callable[[], Form] | None = None,
) -> HttpResponse:
    """One act on one screen; ``do`` answers what is said when it is done, and where it leads."""

    def run() -> str:
        said, address = do()
        messages.success(request, said)
        return address

    if request.method == "POST" and form.is_valid():
        done = carry_out(request, form, do=run, current=current)
        if done is not None:
            return done
    context = {"form": form, "title": title, "submit": submit, "lines": lines, "back": back, "crumbs": steps}
    status = 422 if form.is_bound and form.errors else 200
    return answer(request, "resources/form.html", context, shown=[], status=status)
