"""What the screens of this room share: the tabs, the form page, what the address asks for, what the lists offer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.agencies.views.acts import act_screen
from norishiro.community import queries
from norishiro.core.calendar import fiscal_year, fiscal_year_label
from norishiro.core.forms.base import as_uuid
from norishiro.core.verdict import YES, Verdict, no

if TYPE_CHECKING:
    from norishiro.community.models import Group
    from norishiro.core.forms.base import Form

SEE = Permission.SEE_LOCAL
KEEP = Permission.KEEP_LOCAL
TABS = (
    ("活動", "community:activities"),
    ("事業ごと", "community:works"),
    ("団体", "community:groups"),
    ("団体からの求め", "community:requests"),
    ("提案とそのあと", "community:proposals"),
    ("圏域ごと", "community:areas"),
    ("法人連携", "corporations:corporations"),
    ("食支援", "food:stock"),
    ("寄付と助成", "funds:funds"),
    ("担い手", "helpers:helpers"),
    ("広報", "publicity:items"),
)


# What only some may open stands only before them.
NEEDS = {"helpers:helpers": Permission.KEEP_HELPERS}


def tabs(actor: Actor, current: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "href": reverse(name), "current": name == current}
        for label, name in TABS
        if name not in NEEDS or actor.may(NEEDS[name])
    ]


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    return [
        {"label": "地域づくり", "url": reverse("community:activities")},
        *({"label": label, "url": url} for label, url in steps),
    ]


def may_keep(actor: Actor) -> Verdict:
    """Shown at every button that writes."""
    if actor.may(KEEP):
        return YES
    return no("keep", f"書けるのは「{KEEP.value}」の役割の人です。地域を担当する職員に伝えてください。")


def asked_year(request: Any) -> int:
    return parts.asked_year(request)


def years(actor: Actor, *known_years: int) -> list[dict[str, Any]]:
    known = {*known_years, fiscal_year(timezone.localdate()), *queries.years(actor)}
    return [{"year": one, "label": fiscal_year_label(one)} for one in sorted(known, reverse=True)]


def asked_id(request: Any, name: str) -> UUID | None:
    return as_uuid(request.GET.get(name, ""))


def one_of(request: Any, name: str, allowed: Any) -> str:
    """What the address asks for, if it is one of those there are."""
    asked = request.GET.get(name, "")
    return asked if asked in allowed else ""


def as_id(text: str) -> UUID | None:
    return UUID(text) if text else None


def areas_offered(actor: Actor) -> list[tuple[str, list[tuple[str, str]]]]:
    return parts.area_choices(actor, timezone.localdate())


def groups_offered(rows: list[Group]) -> list[tuple[str, str]]:
    return [(str(one.id), f"{one.name}（{one.area.name}）") for one in rows]


def form_screen(
    request: Any, form: Form, *, title: str, submit: str, lines: list[str], back: str, do: Callable[[], tuple[str, str]],
    current: Callable[[], Form] | None = None,
) -> HttpResponse:  # fmt: skip
    """One act on one screen; ``do`` answers what is said when it is done, and where it leads."""
    context = {"title": title, "submit": submit, "lines": lines, "back": back, "crumbs": crumbs((title, ""))}
    return act_screen(request, "community/form.html", form, do=do, context=context, current=current)
