"""From draft to decision and to the agencies: hand over, return, found appropriate, decide, acknowledge, end."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Programme
from norishiro.cases import operations as cases
from norishiro.cases.choices import CaseStatus, RoleStatus
from norishiro.cases.models import Case, Role
from norishiro.core.operation import operation
from norishiro.core.verdict import Refused, no
from norishiro.ledger.events import Event
from norishiro.ledger.operations import sign
from norishiro.meetings.models import Item
from norishiro.plans import access, events
from norishiro.plans.choices import PlanKind, PlanStatus
from norishiro.plans.models import Acknowledgement, Plan, PlanRow
from norishiro.plans.operations.drafting import note_step
from norishiro.plans.operations.monitoring import ensure_monitoring
from norishiro.plans.operations.roles import end_roles
from norishiro.sharing.choices import Ground

PROGRAMMES = {
    PlanKind.MULTI_AGENCY: Programme.MULTI_AGENCY,
    PlanKind.OUTREACH: Programme.OUTREACH,
    PlanKind.PARTICIPATION: Programme.PARTICIPATION,
}
WHAT_LIMIT = 200


@operation
def submit_plan(actor: Actor, /, *, plan: Plan, comment: str, today: date) -> Plan:
    """Hand the draft to the side that tables and decides it.

    Records ``plan.submitted``. Refused by ``may_submit``: not the drafting agency, something missing, or the
    deciding agency could not see the plan.
    """
    locked = _lock(plan)
    access.may_submit(actor, plan=locked, sides=access.sides(actor, today=today)).or_refuse()
    return _move(
        actor, locked, PlanStatus.SUBMITTED, event=events.PLAN_SUBMITTED, today=today, comment=comment
    )


@operation
def return_plan(actor: Actor, /, *, plan: Plan, comment: str, today: date) -> Plan:
    """Give the draft back with what should become different. Records ``plan.returned``; refused by ``may_return``."""
    locked = _lock(plan)
    access.may_return(actor, plan=locked, sides=access.sides(actor, today=today), comment=comment).or_refuse()
    return _move(
        actor, locked, PlanStatus.RETURNED, event=events.PLAN_RETURNED, today=today, comment=comment,
        values={"checked_at": None},
    )  # fmt: skip


@operation
def mark_appropriate(actor: Actor, /, *, plan: Plan, item: Item | None, comment: str, today: date) -> Plan:
    """Keep at which meeting item the plan was found appropriate.

    Records ``plan.appropriate``. Refused by ``may_mark_appropriate``: no consented item, another case's, a body
    that does not review plans here, an item not yet on a table.
    """
    locked = _lock(plan)
    sides = access.sides(actor, today=today)
    access.may_mark_appropriate(actor, plan=locked, item=item, sides=sides).or_refuse()
    return _move(
        actor, locked, PlanStatus.APPROPRIATE, event=events.PLAN_APPROPRIATE, today=today, comment=comment,
        values={"checked_at": item},
    )  # fmt: skip


@operation
def decide_plan(
    actor: Actor, /, *, plan: Plan, decided_on: date, agreed_on: date | None, comment: str, today: date
) -> Plan:
    """Make the plan binding: every row becomes a role with its date, the case is supported, monitoring is scheduled.

    A version before this one is replaced: roles that stand in both stay, the others are dropped. Records
    ``plan.decided``. Refused by ``may_decide``: not found appropriate, not the one entitled here, something missing.
    """
    locked = _lock(plan)
    sides = access.sides(actor, today=today)
    access.may_decide(actor, plan=locked, sides=sides, decided_on=decided_on, today=today).or_refuse()
    if agreed_on is not None and agreed_on > today:
        raise Refused(no("agreed_on", "本人が同意・署名した日が先の日付です。今日までの日にしてください。"))
    case = Case.objects.get(pk=locked.case_id)
    _move(
        actor, locked, PlanStatus.DECIDED, event=events.PLAN_DECIDED, today=today, comment=comment,
        values={
            "decided_on": decided_on, "decided_by_id": actor.staff_id, "decided_agency_id": actor.agency_id,
            "agreed_on": agreed_on,
        },
    )  # fmt: skip
    _rows_become_roles(actor, plan=locked, case=case, today=today)
    if locked.basis == Ground.CONSENT and case.status != CaseStatus.SUPPORTED:
        cases.change_status(
            actor, case=case, status=CaseStatus.SUPPORTED, flow_step="", reason="プランの決定", today=today
        )
    ensure_monitoring(actor, case=case, today=today)
    return locked


@operation
def acknowledge_plan(actor: Actor, /, *, plan: Plan, today: date) -> Plan:
    """The actor's agency says it has the decided plan. When all have said so, the plan is 共有・確認済み.

    Records ``plan.acknowledged``. Refused by ``may_acknowledge``: not decided, no row of this agency, said already.
    """
    locked = _lock(plan)
    access.may_acknowledge(actor, plan=locked).or_refuse()
    Acknowledgement.objects.create(
        plan=locked, agency_id=actor.agency_id, staff_id=actor.staff_id, acknowledged_on=today
    )
    bearers = access.bearers_of(locked)
    said = set(locked.acknowledgements.values_list("agency_id", flat=True))
    if locked.status == PlanStatus.DECIDED and bearers <= said:
        return _move(actor, locked, PlanStatus.SHARED, event=events.PLAN_ACKNOWLEDGED, today=today)
    sign(actor, events.PLAN_ACKNOWLEDGED, subjects=[locked.case_id], ground=locked.basis)
    return locked


@operation
def end_plan(actor: Actor, /, *, plan: Plan, today: date) -> Plan:
    """End a plan in force. Its roles stay: they end with their own words, or with the case.

    Records ``plan.ended``. Refused by ``may_end_plan``: not in force, or nobody has evaluated it.
    """
    locked = _lock(plan)
    access.may_end(actor, plan=locked).or_refuse()
    return _move(
        actor, locked, PlanStatus.ENDED, event=events.PLAN_ENDED, today=today, values={"ended_on": today}
    )


def _lock(plan: Plan) -> Plan:
    return Plan.objects.select_for_update(of=("self",)).select_related("checked_at__body").get(pk=plan.pk)


def _move(
    actor: Actor,
    plan: Plan,
    status: PlanStatus,
    *,
    event: Event,
    today: date,
    comment: str = "",
    values: dict[str, Any] | None = None,
) -> Plan:
    before = plan.status
    plan.status = status
    if comment:
        plan.comment = comment
    for name, value in (values or {}).items():
        setattr(plan, name, value)
    plan.version += 1
    plan.save()
    note_step(actor, plan=plan, today=today, comment=comment)
    sign(
        actor, event, subjects=[plan.case_id], ground=plan.basis, changes={"status": (before, status)},
        changed_text=["comment"] if comment else [],
    )  # fmt: skip
    return plan


def _rows_become_roles(actor: Actor, *, plan: Plan, case: Case, today: date) -> None:
    """Rows that carry on a role of the version before keep it; the others become new roles."""
    before = plan.previous
    carried = {_key(row): row.role_id for row in before.rows.all() if row.role_id} if before else {}
    for row in plan.rows.select_related("bearer"):
        role_id = carried.pop(_key(row), None)
        row.role_id = role_id or _new_role(actor, plan=plan, case=case, row=row, today=today).id
        row.save(update_fields=["role_id"])
    if before is not None:
        dropped = Role.objects.filter(id__in=list(carried.values()), status=RoleStatus.PROMISED)
        end_roles(
            actor, roles=dropped, status=RoleStatus.DROPPED, words="プランの見直しで取りやめ", today=today
        )
        replaced = _lock(before)
        _move(
            actor,
            replaced,
            PlanStatus.REPLACED,
            event=events.PLAN_ENDED,
            today=today,
            values={"ended_on": today},
        )


def _key(row: PlanRow) -> tuple[UUID | None, UUID, str]:
    return (row.person_id, row.bearer_id, row.action)


def _new_role(actor: Actor, *, plan: Plan, case: Case, row: PlanRow, today: date) -> Role:
    return cases.assign_role(
        actor, case=case, person=row.person, bearer_id=row.bearer_id, bearer_staff_id=None,
        what=row.action[:WHAT_LIMIT], programme=PROGRAMMES[PlanKind(plan.kind)], basis=Ground(plan.basis),
        from_on=plan.from_on, next_on=row.due_on, next_what=row.goal[:WHAT_LIMIT], decided_at=plan.id,
        categories=plan.categories, today=today,
    )  # fmt: skip
