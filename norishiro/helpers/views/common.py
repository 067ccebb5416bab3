"""What the screens of this room share: the tabs, the form page, what the address asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from norishiro.agencies.actor import Actor
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.agencies.views.acts import act_screen
from norishiro.core.calendar import fiscal_year, fiscal_year_label
from norishiro.core.verdict import YES, Verdict, no
from norishiro.helpers import queries

if TYPE_CHECKING:
    from norishiro.core.forms import Form

KEEP = Permission.KEEP_HELPERS
HEARD = "VISIT"
TABS = (
    ("名簿", "helpers:helpers"),
    ("助け合いの依頼", "helpers:requests"),
    ("通信", "helpers:newsletters"),
    ("研修", "helpers:lessons"),
    ("助け合いと居場所の数", "helpers:counts"),
)


def tabs(current: str) -> list[dict[str, Any]]:
    return [{"label": label, "href": reverse(name), "current": name == current} for label, name in TABS]


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    return [
        {"label": "地域づくり", "url": reverse("community:activities")},
        {"label": "担い手", "url": reverse("helpers:helpers")},
        *({"label": label, "url": url} for label, url in steps),
    ]


def mine(actor: Actor, agency: Any) -> Verdict:
    """Shown at every button that writes: a register is written by the agency that keeps it, under that hat."""
    return YES if agency.id in actor.agency_ids else no("mine", f"書けるのは、{agency.name}の人です。")


def years_shown(actor: Actor, year: int) -> list[dict[str, Any]]:
    known = {year, fiscal_year(timezone.localdate()), *queries.years(actor)}
    return [{"year": one, "label": fiscal_year_label(one)} for one in sorted(known, reverse=True)]


def areas_offered(actor: Actor) -> list[tuple[str, list[tuple[str, str]]]]:
    return parts.area_choices(actor, timezone.localdate())


def as_id(text: str) -> UUID | None:
    return UUID(text) if text else None


def may_receive(actor: Actor) -> Verdict:
    if actor.may(Permission.RECEIVE):
        return YES
    return no(
        "receive", "相談を受け付けられるのは「相談を受け付ける」役割の人です。心配ごととして伝えてください。"
    )


def receive_url() -> str:
    return f"{reverse('consultations:receive_consultation')}?{urlencode({'channel': HEARD})}"


def form_screen(
    request: Any, form: Form, *, title: str, submit: str, lines: list[str], back: str, do: Callable[[], tuple[str, str]],
    shown: Iterable[UUID] = (), current: Callable[[], Form] | None = None,
) -> HttpResponse:  # fmt: skip
    """One act on one screen; ``do`` answers what is said when it is done, and where it leads; ``shown`` are those it names."""
    context = {"title": title, "submit": submit, "lines": lines, "back": back, "crumbs": crumbs((title, ""))}
    return act_screen(
        request, "helpers/form.html", form, do=do, context=context, current=current, shown=shown
    )
