"""What the screens of this room share."""

from __future__ import annotations

from collections.abc import Callable
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
from norishiro.core.form_pages import carry_out
from norishiro.core.verdict import YES, Verdict, no
from norishiro.surveys.comparing import PLAIN, TRAITS

if TYPE_CHECKING:
    from norishiro.core.forms.base import Form

KEEP = Permission.KEEP_PLACES
MEANT = {"YES": True, "NO": False, "": None}
SAID = {True: "YES", False: "NO", None: ""}


def may_keep(actor: Actor) -> Verdict:
    if actor.may(KEEP):
        return YES
    return no("keep", f"調査をすすめるのは、「{KEEP.value}」の役割の人です。")


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    first = [("居場所", reverse("resources:places")), ("年次の調査", reverse("surveys:rounds"))]
    return [{"label": label, "url": url} for label, url in (*first, *steps)]


def areas_offered(actor: Actor) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in agency_queries.areas(actor, on=timezone.localdate())]


def ids_below(actor: Actor, chosen: str) -> frozenset[UUID] | None:
    """The chosen area with everything below it."""
    if not chosen:
        return None
    tree = agency_queries.area_tree(actor, on=timezone.localdate())
    node = next((one for one in tree if str(one.area.id) == chosen), None)
    return node.ids_below if node else frozenset()


def people_offered(actor: Actor) -> list[tuple[str, str]]:
    picks = agency_queries.pickable(actor, timezone.localdate())
    return list({str(one.staff_id): f"{one.staff_name}（{one.agency_name}）" for one in picks}.items())


def initial_of(standing: dict[str, Any]) -> dict[str, Any]:
    """What the registry says, as the sheet shows it."""
    return standing | {"trial": SAID[standing["trial"]]}


def said_in(form: Form) -> dict[str, Any]:
    """What the sheet says, as the registry keeps it."""
    given = form.cleaned_data
    said = {name: given[name] for name in (*PLAIN, *TRAITS, "opening") if name in given}
    return said | {"trial": MEANT[given["trial"]]}


def form_screen(
    request: Any, form: Form, *, title: str, submit: str, lines: list[str], back: str, steps: list[dict[str, str]],
    do: Callable[[], tuple[str, str]],
) -> HttpResponse:  # fmt: skip
    """One act on one screen; ``do`` answers what is said when it is done, and where it leads."""

    def run() -> str:
        said, address = do()
        messages.success(request, said)
        return address

    if request.method == "POST" and form.is_valid():
        done = carry_out(request, form, do=run)
        if done is not None:
            return done
    context = {"form": form, "title": title, "submit": submit, "lines": lines, "back": back, "crumbs": steps}
    status = 422 if form.is_bound and form.errors else 200
    return answer(request, "surveys/form.html", context, shown=[], status=status)
