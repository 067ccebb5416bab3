"""What the screens of this room share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from norishiro.agencies.actor import Actor
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views.acts import act_screen
from norishiro.core.forms.base import as_uuid
from norishiro.core.verdict import YES, Verdict, no

if TYPE_CHECKING:
    from norishiro.core.forms import Form
    from norishiro.corporations.models import Corporation

SEE = Permission.SEE_LOCAL
KEEP = Permission.KEEP_LOCAL
PLACES = Permission.KEEP_PLACES
PEOPLE = Permission.SEE_PEOPLE
TABS = (
    ("法人", "corporations:corporations"),
    ("受け入れ・お仕事", "corporations:offers"),
    ("法人への問い", "corporations:needs"),
    ("ネットワーク", "corporations:networks"),
    ("協働", "corporations:projects"),
)


def tabs(current: str) -> list[dict[str, Any]]:
    return [{"label": label, "href": reverse(name), "current": name == current} for label, name in TABS]


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    return [
        {"label": "地域づくり", "url": reverse("community:activities")},
        {"label": "法人連携", "url": reverse("corporations:corporations")},
        *({"label": label, "url": url} for label, url in steps),
    ]


def may_keep(actor: Actor, needed: Permission = KEEP) -> Verdict:
    """Shown at every button that writes."""
    if actor.may(needed):
        return YES
    return no("keep", f"書けるのは「{needed.value}」の役割の人です。地域を担当する職員に伝えてください。")


def asked_id(request: Any, name: str) -> UUID | None:
    return as_uuid(request.GET.get(name, ""))


def one_of(request: Any, name: str, allowed: Any) -> str:
    """What the address asks for, if it is one of those there are."""
    asked = request.GET.get(name, "")
    return asked if asked in allowed else ""


def named(rows: list[Corporation]) -> list[tuple[str, str]]:
    return [(str(one.id), str(one)) for one in rows]


def form_screen(
    request: Any, form: Form, *, title: str, submit: str, lines: list[str], back: str, do: Callable[[], tuple[str, str]],
    current: Callable[[], Form] | None = None,
) -> HttpResponse:  # fmt: skip
    """One act on one screen; ``do`` answers what is said when it is done, and where it leads."""
    context = {"title": title, "submit": submit, "lines": lines, "back": back, "crumbs": crumbs((title, ""))}
    return act_screen(request, "corporations/form.html", form, do=do, context=context, current=current)
