"""What is already recorded, laid into a new draft: nothing is typed twice.

Only material of the plan's own ground, or of the actor's own agency, is taken: what was said in a 支援会議 must not
slip into a plan that stands on consent. Nor is anything of a person taken whom the plan may not name.
"""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.cases.choices import IssueStatus, RoleStatus
from norishiro.cases.models import Case, Issue, Role, Wish
from norishiro.people.models import Person
from norishiro.plans import defaults, rules
from norishiro.plans.choices import PlanKind
from norishiro.plans.models import AgencyPlan
from norishiro.sharing.choices import Depth, Ground
from norishiro.sharing.queries import through_gate

M = TypeVar("M", bound=Model)


def prefilled(
    actor: Actor, *, case: Case, kind: PlanKind, basis: Ground, members: list[Person], today: date
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The initial values of a draft, and its rows: roles, agencies' own plans, and issues nobody carries yet."""
    names = {person.id: person.label for person in members}
    whose = Q(person=None) | Q(person__in=members)
    issues = list(_taken(actor, Issue.objects.filter(whose, case=case, status=IssueStatus.OPEN), basis=basis))
    wishes = list(_taken(actor, Wish.objects.filter(whose, case=case), basis=basis))
    initial = {
        "problems": "\n".join(f"・{_whose(issue.person_id, names)}{issue.title}" for issue in issues),
        "wishes": "\n".join(f"{names.get(wish.person_id, '')}「{wish.words}」" for wish in wishes),
        "from_on": today,
        "until_on": rules.add_months(today, defaults.USUAL_MONTHS),
        "people": [str(person.id) for person in members],
        "basis": basis,
        "needs_outreach": kind == PlanKind.OUTREACH,
        "needs_participation": kind == PlanKind.PARTICIPATION,
    }
    return initial, _rows(actor, case=case, basis=basis, issues=issues, members=members)[: defaults.MOST_ROWS]


def words_of(actor: Actor, *, case: Case, person: Person) -> list[Wish]:
    """One person's own words, the newest first."""
    rows = through_gate(Wish.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)
    return list(rows.filter(case=case, person=person).order_by("-said_on", "-made_at")[:3])


def _rows(
    actor: Actor, *, case: Case, basis: Ground, issues: list[Issue], members: list[Person]
) -> list[dict[str, Any]]:
    roles = _taken(
        actor,
        Role.objects.filter(Q(person=None) | Q(person__in=members), case=case, status=RoleStatus.PROMISED),
        basis=basis,
    )
    own_plans = _taken(
        actor, AgencyPlan.objects.filter(person__in=members, until_on__isnull=True), basis=basis
    )
    by_person: dict[UUID | None, str] = {}
    for issue in issues:
        by_person.setdefault(issue.person_id, issue.title)
    rows = [
        {
            "person": _id(role.person_id), "issue": by_person.get(role.person_id, ""), "goal": role.next_what,
            "action": role.what, "bearer": str(role.bearer_id), "due_on": role.next_on,
        }
        for role in roles
    ]  # fmt: skip
    rows += [
        {
            "person": _id(plan.person_id), "issue": by_person.get(plan.person_id, ""), "goal": plan.goal,
            "action": plan.name, "bearer": str(plan.agency_id), "agency_plan": str(plan.id),
        }
        for plan in own_plans
    ]  # fmt: skip
    named = {row["issue"] for row in rows}
    rows += [
        {"person": _id(issue.person_id), "issue": issue.title} for issue in issues if issue.title not in named
    ]
    return rows


def _taken(actor: Actor, rows: QuerySet[M], *, basis: Ground) -> QuerySet[M]:
    seen = through_gate(rows, actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)
    return seen.filter(basis__in=(basis, Ground.OWN))


def _whose(person_id: UUID | None, names: dict[UUID, str]) -> str:
    return f"{names[person_id]}：" if person_id in names else ""


def _id(value: UUID | None) -> str:
    return str(value) if value else ""
