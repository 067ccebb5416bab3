"""What the screens of this room share: who may write, the form page, the crumbs."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.actor import Actor
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views.acts import act_screen
from norishiro.core.calendar import fiscal_year_label
from norishiro.core.verdict import YES, Verdict, no

if TYPE_CHECKING:
    from norishiro.core.forms.base import Form
    from norishiro.policies.models import Policy, Standing

SEE = Permission.SEE_STAFFING
COUNT = Permission.SEE_COUNTS
KEEP = Permission.KEEP_POLICIES


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    return [
        {"label": "計画と評価", "url": reverse("policies:policies")},
        *({"label": label, "url": url} for label, url in steps),
    ]


def may_keep(actor: Actor) -> Verdict:
    """Shown at every button that writes."""
    if actor.may(KEEP):
        return YES
    return no("keep", f"書けるのは「{KEEP.value}」の役割の人です。計画を担当する職員に伝えてください。")


def may_count(actor: Actor) -> Verdict:
    """Shown at every way to an evaluation: figures of the whole town stand in it."""
    if actor.may(COUNT):
        return YES
    return no("count", f"評価表を開けるのは「{COUNT.value}」の役割の人です。")


def may_report(actor: Actor) -> Verdict:
    """Shown at the way to the bases: what they received is counted there."""
    if actor.may(Permission.SEE_REPORTS):
        return YES
    return no("report", f"拠点の計画と統計を開けるのは「{Permission.SEE_REPORTS.value}」の役割の人です。")


def form_screen(
    request: Any, form: Form, *, title: str, submit: str, lines: list[str], back: str, steps: tuple[tuple[str, str], ...] = (),
    do: Callable[[], tuple[str, str]], current: Callable[[], Form] | None = None,
) -> HttpResponse:  # fmt: skip
    context = {
        "title": title, "submit": submit, "lines": lines, "back": back, "crumbs": crumbs(*steps, (title, "")),
    }  # fmt: skip
    return act_screen(request, "policies/form.html", form, do=do, context=context, current=current)


def home_of(policy: Policy) -> str:
    return reverse("policies:policy", args=[policy.id])


def page_of(measure_id: UUID) -> str:
    return reverse("policies:measure", args=[measure_id])


def step_to(standing: Standing) -> tuple[str, str]:
    return (standing.policy.name, home_of(standing.policy))


def agency_choices(actor: Actor) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in agency_queries.agencies(actor, on=timezone.localdate())]


def uuid_or_none(text: str) -> UUID | None:
    return UUID(text) if text else None


def plain(value: Any) -> Any:
    """A number as one would type it: 60, not 60.00."""
    return Decimal(f"{value.normalize():f}") if isinstance(value, Decimal) else value


def year_of(request: Any, policy: Policy, *, today_year: int) -> int:
    """The year of the address inside the plan's period; without one the present, or the nearest the plan has."""
    typed = request.GET.get("year", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else today_year
    return min(max(year, policy.from_year), policy.last_year)


def years_of(policy: Policy) -> list[dict[str, Any]]:
    return [
        {"year": one, "label": fiscal_year_label(one)}
        for one in range(policy.from_year, policy.last_year + 1)
    ]
