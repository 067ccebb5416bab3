"""What several screens of this room need."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.actor import Actor
from norishiro.core.verdict import Refused
from norishiro.plans import queries
from norishiro.sharing.choices import Ground

# A reason of the rule and the field it is about, where the names differ.
FIELD_OF = {
    "period": "until_on",
    "due_outside": "until_on",
    "own_only": "basis",
    "no_consent": "people",
    "no_item": "item",
}


def place(form: Any, refusal: Refused) -> None:
    """Put every reason at its field, so that nothing typed is lost."""
    for reason in refusal.verdict.reasons:
        name = FIELD_OF.get(reason.code, reason.code)
        form.add_error(name if name in form.fields else None, reason.message)


def status_of(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200


def agency_choices(actor: Actor, *, today: Any) -> list[tuple[str, str]]:
    return [(str(agency.id), agency.name) for agency in agency_queries.agencies(actor, on=today)]


def basis_choices(actor: Actor, *, case_id: UUID, grounds: list[Ground]) -> list[tuple[str, str]]:
    """Each ground one may write under, with the names of those who will see it."""
    names = queries.names_of_viewers(actor, case_id=case_id)
    return [(str(ground), f"{ground.label}（見られる人：{_few(names[ground])}）") for ground in grounds]


def _few(names: list[str], *, most: int = 4) -> str:
    more = f" ほか{len(names) - most}" if len(names) > most else ""
    return "、".join(names[:most]) + more


def ground_words(actor: Actor, plan: Any) -> dict[str, str]:
    """On which ground this plan is seen, and who else can."""
    names = queries.names_of_viewers(actor, case_id=plan.case_id)[Ground(plan.basis)]
    return {
        "ground": Ground(plan.basis).label,
        "others": _few([name for name in names if name != actor.agency_name]),
    }


def plan_address(plan_id: UUID) -> str:
    return reverse("plans:show_plan", args=[plan_id])


def case_address(case_id: UUID) -> str:
    return reverse("plans:case_plans", args=[case_id])


def crumbs(plan: Any, here: str) -> list[dict[str, str]]:
    return [
        {"label": "今日", "url": "/"},
        {"label": plan.case.title, "url": reverse("cases:show", args=[plan.case_id])},
        {"label": "プランとモニタリング", "url": case_address(plan.case_id)},
        {"label": str(plan), "url": plan_address(plan.id)},
        {"label": here, "url": ""},
    ]


def case_crumbs(case: Any, here: str) -> list[dict[str, str]]:
    return [
        {"label": "今日", "url": "/"},
        {"label": case.title, "url": reverse("cases:show", args=[case.id])},
        {"label": "プランとモニタリング", "url": case_address(case.id)},
        {"label": here, "url": ""},
    ]


def shown_by(plan: Any) -> list[UUID]:
    return [plan.case_id, *[one.person_id for one in plan.people.all()]]
