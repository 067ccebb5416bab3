"""What the screens of this room share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views.acts import act_screen
from norishiro.core.calendar import fiscal_year, fiscal_year_label
from norishiro.core.verdict import YES, Verdict, no
from norishiro.publicity import queries

if TYPE_CHECKING:
    from norishiro.core.forms import Form

SEE = Permission.SEE_LOCAL
KEEP = Permission.PUBLISH
HOME = ("広報", "publicity:items")
TABS = (
    ("広報物と催し", "publicity:items"),
    ("配布と説明", "publicity:handouts"),
    ("公開のページ", "publicity:public_pages"),
    ("地区の便り", "neighbours:posts"),
)


def tabs(current: str) -> list[dict[str, Any]]:
    return [{"label": label, "href": reverse(name), "current": name == current} for label, name in TABS]


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    return [
        {"label": "地域づくり", "url": reverse("community:activities")},
        {"label": HOME[0], "url": reverse(HOME[1])},
        *({"label": label, "url": url} for label, url in steps),
    ]


def years(actor: Actor, year: int) -> list[dict[str, Any]]:
    known = {year, fiscal_year(timezone.localdate()), *queries.years(actor)}
    return [{"year": one, "label": fiscal_year_label(one)} for one in sorted(known, reverse=True)]


def may_keep(actor: Actor) -> Verdict:
    """Shown at every button that writes."""
    if actor.may(KEEP):
        return YES
    return no("keep", f"書けるのは「{KEEP.value}」の役割の人です。広報を受け持つ職員に伝えてください。")


def form_screen(
    request: Any, form: Form, *, title: str, submit: str, lines: list[str], back: str, do: Callable[[], tuple[str, str]],
    current: Callable[[], Form] | None = None, steps: tuple[tuple[str, str], ...] = (),
) -> HttpResponse:  # fmt: skip
    """One act on one screen; ``do`` answers what is said when it is done, and where it leads."""
    context = {
        "title": title, "submit": submit, "lines": lines, "back": back, "crumbs": crumbs(*steps, (title, "")),
    }  # fmt: skip
    return act_screen(request, "publicity/form.html", form, do=do, context=context, current=current)
