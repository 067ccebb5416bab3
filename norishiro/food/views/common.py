"""What the screens of this room share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views.acts import act_screen
from norishiro.core.calendar import fiscal_year, fiscal_year_label
from norishiro.core.verdict import YES, Verdict, no
from norishiro.food import operations, queries

if TYPE_CHECKING:
    from norishiro.core.forms import Form

SEE = Permission.SEE_LOCAL
KEEP = Permission.KEEP_LOCAL
TABS = (
    ("いま置いているもの", "food:stock"),
    ("渡した記録", "food:handouts"),
    ("配布日・ドライブ", "food:days"),
    ("食品の呼びかけ", "food:calls"),
    ("年度のまとめ", "food:years"),
)


def tabs(current: str) -> list[dict[str, Any]]:
    return [{"label": label, "href": reverse(name), "current": name == current} for label, name in TABS]


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    return [
        {"label": "地域づくり", "url": reverse("community:activities")},
        {"label": "食支援", "url": reverse("food:stock")},
        *({"label": label, "url": url} for label, url in steps),
    ]


def may_keep(actor: Actor) -> Verdict:
    """Shown at every button that writes."""
    if actor.may(KEEP):
        return YES
    return no("keep", f"書けるのは「{KEEP.value}」の役割の人です。地域を担当する職員に伝えてください。")


def mine(actor: Actor, agency: Any) -> Verdict:
    """Shown at every button that changes what an agency keeps."""
    if agency.id in actor.agency_ids:
        return may_keep(actor)
    return no("mine", f"書けるのは、{agency.name}の人です。")


def whose(request: Any) -> frozenset[UUID] | None:
    """One's own agencies, or everybody's where the address asks for all."""
    return None if request.GET.get("whose") == "all" else request.actor.agency_ids


def years_shown(actor: Actor, year: int) -> list[dict[str, Any]]:
    known = {year, fiscal_year(timezone.localdate()), *queries.years(actor)}
    return [{"year": one, "label": fiscal_year_label(one)} for one in sorted(known, reverse=True)]


def names_of(actor: Actor) -> list[str]:
    return [one.name for one in queries.bodies(actor)]


def named(given: dict[str, Any], field: str) -> operations.Named:
    return operations.Named(given[field], given[f"{field}_kind"])


def form_screen(
    request: Any, form: Form, *, title: str, submit: str, lines: list[str], back: str, do: Callable[[], tuple[str, str]],
    current: Callable[[], Form] | None = None,
) -> HttpResponse:  # fmt: skip
    """One act on one screen; ``do`` answers what is said when it is done, and where it leads."""
    context = {"title": title, "submit": submit, "lines": lines, "back": back, "crumbs": crumbs((title, ""))}
    return act_screen(request, "food/form.html", form, do=do, context=context, current=current)
