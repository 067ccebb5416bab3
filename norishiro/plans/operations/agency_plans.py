"""The agencies' own plans for one member."""

from __future__ import annotations

from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case
from norishiro.core.operation import operation
from norishiro.core.verdict import when
from norishiro.ledger.operations import sign
from norishiro.people.models import Person
from norishiro.plans import events, rules
from norishiro.plans.models import AgencyPlan
from norishiro.sharing.choices import Category, Ground
from norishiro.sharing.operations import own_work
from norishiro.sharing.operations import person as person_subject


@operation
def record_agency_plan(
    actor: Actor,
    /,
    *,
    case: Case | None,
    person: Person,
    name: str,
    goal: str,
    progress: str,
    percent: int | None,
    from_on: date,
    until_on: date | None,
    basis: Ground,
    today: date,
    categories: int = int(Category.ATTRIBUTES),
) -> AgencyPlan:
    """Keep a plan the actor's agency has for one person, so that the household's plan can be composed of it.

    Records ``agency_plan.recorded``. Refused when the period is reversed or the percentage is no percentage.
    """
    verdict = rules.may_check_progress(own=True, percent=percent, checked_on=today, today=today)
    (
        verdict
        & when(not name.strip(), "name", "計画の名前を書いてください。")
        & when(not goal.strip(), "goal", "計画の目標を書いてください。")
        & when(
            until_on is not None and until_on <= from_on,
            "period",
            "計画の終わりの日は、始まりの日より後にしてください。",
        )
    ).or_refuse()
    own_work(actor, subjects=[person_subject(person.id)], source_id=person.id)
    kept = AgencyPlan.objects.create(
        subject_id=person.id, basis=basis, agency_id=actor.agency_id, categories=categories, case=case, person=person,
        name=name, goal=goal, progress=progress, percent=percent, from_on=from_on, until_on=until_on,
        checked_on=today, staff_id=actor.staff_id,
    )  # fmt: skip
    sign(
        actor,
        events.AGENCY_PLAN_RECORDED,
        subjects=[person.id],
        ground=basis,
        changed_text=["name", "goal", "progress"],
    )
    return kept


@operation
def check_agency_plan(
    actor: Actor,
    /,
    *,
    agency_plan: AgencyPlan,
    progress: str,
    percent: int | None,
    checked_on: date,
    today: date,
) -> AgencyPlan:
    """Tell how far the agency's own plan has come. Records ``agency_plan.checked``; refused by ``may_check_progress``."""
    locked = AgencyPlan.objects.select_for_update().get(pk=agency_plan.pk)
    rules.may_check_progress(
        own=locked.agency_id in actor.agency_ids, percent=percent, checked_on=checked_on, today=today
    ).or_refuse()
    before = locked.percent
    locked.progress, locked.percent, locked.checked_on = progress, percent, checked_on
    locked.save(update_fields=["progress", "percent", "checked_on"])
    sign(
        actor, events.AGENCY_PLAN_CHECKED, subjects=[locked.person_id], ground=locked.basis,
        changes={"percent": (before, percent)}, changed_text=["progress"],
    )  # fmt: skip
    return locked
