"""Writing the draft: begin, change, begin the next version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency
from norishiro.cases.models import Case, CaseMember
from norishiro.core.operation import operation
from norishiro.core.records import Unseen, change_fields
from norishiro.core.verdict import Verdict
from norishiro.ledger.operations import sign
from norishiro.plans import access, defaults, events, rules
from norishiro.plans.choices import PlanKind
from norishiro.plans.models import AgencyPlan, Plan, PlanPerson, PlanRow, PlanStep
from norishiro.sharing.choices import Category, Ground
from norishiro.sharing.operations import case as case_subject
from norishiro.sharing.operations import own_words

NARRATIVE = ("problems", "wishes", "long_goal", "goal", "approach", "particulars")


@dataclass(frozen=True)
class RowInput:
    """One row of the role table as written."""

    issue: str
    goal: str
    action: str
    bearer_id: UUID
    person_id: UUID | None = None
    bearer_name: str = ""
    frequency: str = ""
    due_on: date | None = None
    agency_plan_id: UUID | None = None


@dataclass(frozen=True)
class PlanContent:
    """What a plan says, as written."""

    problems: str
    goal: str
    from_on: date
    until_on: date
    people: tuple[UUID, ...] = ()
    rows: tuple[RowInput, ...] = ()
    wishes: str = ""
    long_goal: str = ""
    approach: str = ""
    particulars: Mapping[str, str] = field(default_factory=dict)
    needs_outreach: bool = False
    needs_participation: bool = False

    def named(self) -> set[UUID]:
        """Everybody the plan speaks of by name: whom it is for, and whose the rows are."""
        return {*self.people, *(row.person_id for row in self.rows if row.person_id)}

    def fields(self) -> dict[str, Any]:
        """The columns of the plan itself."""
        return {
            "problems": self.problems, "goal": self.goal, "from_on": self.from_on, "until_on": self.until_on,
            "wishes": self.wishes, "long_goal": self.long_goal, "approach": self.approach,
            "particulars": dict(self.particulars), "needs_outreach": self.needs_outreach, "needs_participation": self.needs_participation,
        }  # fmt: skip


@operation
def draft_plan(
    actor: Actor,
    /,
    *,
    case: Case,
    kind: PlanKind,
    basis: Ground,
    content: PlanContent,
    today: date,
    categories: int = int(Category.ATTRIBUTES),
) -> Plan:
    """Begin a plan: one row of plans with its people and role table, in the state 案を作成中.

    Records ``plan.drafted``. Refused by ``may_draft`` (consent, who drafts here, a plan of the kind exists),
    ``may_name`` (on consent, only who consented) and ``content_is_sound``; unseen people or agency plans do not exist.
    """
    Case.objects.select_for_update().get(pk=case.pk)
    verdict = access.may_draft(
        actor, case=case, kind=kind, basis=basis, sides=access.sides(actor, today=today)
    )
    sound = _sound(actor, case_id=case.id, basis=basis, categories=categories, content=content)
    (verdict & sound).or_refuse()
    own_words(actor, subjects=[case_subject(case.id)], source_id=case.id)
    plan = Plan.objects.create(
        case=case, subject_id=case.id, basis=basis, agency_id=actor.agency_id, categories=categories, kind=kind,
        number=_next_number(case=case, kind=kind), drafted_by_id=actor.staff_id, drafted_on=today, **content.fields(),
    )  # fmt: skip
    _write_parts(plan, content=content)
    note_step(actor, plan=plan, today=today)
    sign(actor, events.PLAN_DRAFTED, subjects=[case.id], ground=basis, changed_text=NARRATIVE)
    return plan


@operation
def change_plan(actor: Actor, /, *, plan: Plan, version: int, content: PlanContent, today: date) -> Plan:
    """Write the draft anew: its fields, its people and its rows. Needs the version the person saw.

    Records ``plan.changed``. Refused by ``may_change`` (handed over, another agency's), ``may_name`` and ``content_is_sound``;
    raises ``StaleVersion`` when somebody else changed it first.
    """
    verdict = access.may_change(actor, plan=plan)
    sound = _sound(
        actor, case_id=plan.case_id, basis=Ground(plan.basis), categories=plan.categories, content=content
    )
    (verdict & sound).or_refuse()
    changes = change_fields(plan, version=version, values=content.fields())
    plan.rows.all().delete()
    plan.people.all().delete()
    _write_parts(plan, content=content)
    sign(
        actor, events.PLAN_CHANGED, subjects=[plan.case_id], ground=plan.basis,
        changes={name: pair for name, pair in changes.items() if name not in NARRATIVE},
        changed_text=[*[name for name in changes if name in NARRATIVE], "rows"],
    )  # fmt: skip
    return plan


@operation
def revise_plan(actor: Actor, /, *, plan: Plan, today: date) -> Plan:
    """Begin the next version as a copy in draft; the version in force stays until the next one is decided.

    Who no longer consents is not copied into a plan on consent, nor are the free words: they may speak of them.

    Records ``plan.revised``. Refused by ``may_revise`` (not in force, a next version exists, who drafts here).
    """
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    access.may_revise(actor, plan=locked, sides=access.sides(actor, today=today)).or_refuse()
    own_words(actor, subjects=[case_subject(locked.case_id)], source_id=locked.case_id)
    content = _still_sayable(actor, plan=locked)
    revised = Plan.objects.create(
        case_id=locked.case_id, subject_id=locked.subject_id, basis=locked.basis, agency_id=actor.agency_id,
        categories=locked.categories, kind=locked.kind, number=locked.number, version_no=locked.version_no + 1,
        previous=locked, drafted_by_id=actor.staff_id, drafted_on=today, **content.fields(),
    )  # fmt: skip
    _write_parts(revised, content=content)
    note_step(actor, plan=revised, today=today)
    sign(
        actor, events.PLAN_REVISED, subjects=[locked.case_id], ground=locked.basis,
        changes={"version_no": (locked.version_no, revised.version_no)},
    )  # fmt: skip
    return revised


def content_of(plan: Plan) -> PlanContent:
    """What a stored plan says, as if it were written just now."""
    return PlanContent(
        problems=plan.problems, goal=plan.goal, from_on=plan.from_on, until_on=plan.until_on, wishes=plan.wishes,
        long_goal=plan.long_goal, approach=plan.approach, particulars=plan.particulars,
        needs_outreach=plan.needs_outreach,
        needs_participation=plan.needs_participation,
        people=tuple(one.person_id for one in plan.people.all()),
        rows=tuple(
            RowInput(
                issue=row.issue, goal=row.goal, action=row.action, bearer_id=row.bearer_id, person_id=row.person_id,
                bearer_name=row.bearer_name, frequency=row.frequency, due_on=row.due_on,
                agency_plan_id=row.agency_plan_id,
            )
            for row in plan.rows.all()
        ),
    )  # fmt: skip


def _still_sayable(actor: Actor, *, plan: Plan) -> PlanContent:
    content = content_of(plan)
    if plan.basis != Ground.CONSENT or not access.named_without_consent(plan):
        return content
    over = access.people_without_consent(actor, people=content.named(), categories=plan.categories)
    return replace(
        content, people=tuple(one for one in content.people if one not in over),
        rows=tuple(row for row in content.rows if row.person_id not in over), problems="", wishes="",
        long_goal="", goal="", approach="", particulars={},
    )  # fmt: skip


def note_step(actor: Actor, *, plan: Plan, today: date, comment: str = "") -> None:
    """Keep the plan's present state as one step of its way."""
    PlanStep.objects.create(
        plan=plan, status=plan.status, happened_on=today, staff_id=actor.staff_id, agency_id=actor.agency_id,
        comment=comment,
    )  # fmt: skip


def _sound(actor: Actor, *, case_id: UUID, basis: Ground, categories: int, content: PlanContent) -> Verdict:
    people = content.named()
    _must_see(CaseMember.objects.filter(case_id=case_id), ids=people, column="person_id")
    own_plans = {row.agency_plan_id for row in content.rows if row.agency_plan_id}
    _must_see(
        AgencyPlan.objects.filter(person__case_memberships__case_id=case_id), ids=own_plans, column="id"
    )
    bearers = {row.bearer_id for row in content.rows}
    names = dict(Agency.objects.filter(id__in=bearers).values_list("id", "name"))
    for missing in bearers - set(names):
        raise Unseen(missing)
    rows = [PlanRow(**_columns(row)) for row in content.rows]
    over = (
        access.people_without_consent(actor, people=people, categories=categories)
        if basis == Ground.CONSENT
        else ()
    )
    return rules.may_name(basis=basis, without_consent=len(over)) & rules.content_is_sound(
        goal=content.goal, problems=content.problems, from_on=content.from_on, until_on=content.until_on,
        most_rows=defaults.MOST_ROWS, basis=basis,
        rows=access.row_facts(actor, case_id=case_id, basis=basis, rows=rows, names=names),
    )  # fmt: skip


def _must_see(rows: Any, *, ids: Iterable[UUID], column: str) -> None:
    wanted = set(ids)
    seen = set(rows.filter(**{f"{column}__in": wanted}).values_list(column, flat=True)) if wanted else set()
    for missing in wanted - seen:
        raise Unseen(missing)


def _columns(row: RowInput) -> dict[str, Any]:
    return {
        "issue": row.issue, "goal": row.goal, "action": row.action, "bearer_id": row.bearer_id,
        "person_id": row.person_id, "bearer_name": row.bearer_name, "frequency": row.frequency,
        "due_on": row.due_on, "agency_plan_id": row.agency_plan_id,
    }  # fmt: skip


def _write_parts(plan: Plan, *, content: PlanContent) -> None:
    PlanPerson.objects.bulk_create(
        PlanPerson(plan=plan, person_id=one) for one in dict.fromkeys(content.people)
    )
    rows: Sequence[RowInput] = content.rows
    PlanRow.objects.bulk_create(
        PlanRow(plan=plan, order=order, **_columns(row)) for order, row in enumerate(rows, start=1)
    )


def _next_number(*, case: Case, kind: PlanKind) -> int:
    latest: int | None = Plan.objects.filter(case=case, kind=kind).aggregate(latest=Max("number"))["latest"]
    return (latest or 0) + 1
