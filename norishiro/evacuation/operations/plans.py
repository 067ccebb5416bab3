"""Plans: the form of the day, and plans written in it, version after version."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.evacuation import events, lookups, rules
from norishiro.evacuation.items import items
from norishiro.evacuation.models import (
    EvacuationPlan,
    PlanForm,
    PlanFormItem,
    PlanLine,
    Refuge,
    RefugeStep,
    Target,
)
from norishiro.evacuation.routes import Step
from norishiro.ledger.operations import sign
from norishiro.opendata.datasets import datasets
from norishiro.opendata.models import IntakeRow


@operation
def start_form(actor: Actor, /, *, name: str, from_on: date, codes: Collection[str], today: date) -> PlanForm:
    """Decide a new form and the month of dispatch from which it is used; older plans keep theirs. Records
    ``evacuation.form_started``; refused by ``may_start_form``."""
    mine = PlanForm.objects.filter(agency_id=actor.agency_id)
    chosen = [one for one in items() if one.code in codes]
    rules.may_start_form(
        from_on=from_on, newest=mine.values_list("from_on", flat=True).first(),
        missing=[one.label for one in items() if one.required and one.code not in codes], today=today,
    ).or_refuse()  # fmt: skip
    form = PlanForm.objects.create(
        agency_id=actor.agency_id, name=name, from_on=from_on, staff_id=actor.staff_id
    )
    PlanFormItem.objects.bulk_create(
        PlanFormItem(form=form, order=at, code=one.code, label=one.label)
        for at, one in enumerate(chosen, start=1)
    )
    sign(actor, events.FORM_STARTED, changes={"form": (None, form.id), "from_on": (None, from_on)})
    return form


@dataclass(frozen=True)
class Agreement:
    """With whom the plan was made, and to what the person agreed."""

    maker: str
    agreed_on: date
    share: str
    share_with: str
    review_on: date


@operation
def write_plan(
    actor: Actor, /, *, target: Target, number: int, form: PlanForm, made_on: date, agreement: Agreement,
    texts: Mapping[str, str], today: date,
) -> EvacuationPlan:  # fmt: skip
    """Write the first plan of somebody, or the next version, in the form of the day it was made; what stood before stays, and
    the places it named come along.

    ``number`` is the version the writer had before their eyes plus one. Records ``evacuation.plan_written``; refused by
    ``may_write_plan``.
    """
    locked = Target.objects.select_for_update(of=("self",)).get(pk=target.pk)
    newest = lookups.newest_plan(locked)
    wanted = lookups.form_on(locked.agency_id, made_on)
    rules.may_write_plan(
        made_on=made_on, today=today, agreed_on=agreement.agreed_on, review_on=agreement.review_on, share=agreement.share,
        share_with=agreement.share_with, is_next=number == (newest.number if newest else 0) + 1,
        newest_on=newest.made_on if newest else None, in_form=wanted is not None and wanted.id == form.id,
    ).or_refuse()  # fmt: skip
    plan = EvacuationPlan.objects.create(
        target=locked, number=number, form=form, made_on=made_on, maker=agreement.maker, agreed_on=agreement.agreed_on,
        share=agreement.share, share_with=agreement.share_with, review_on=agreement.review_on, staff_id=actor.staff_id,
    )  # fmt: skip
    PlanLine.objects.bulk_create(
        PlanLine(plan=plan, item=one, text=texts[one.code]) for one in form.items.all() if texts.get(one.code)
    )
    if newest:
        _bring_refuges(newest, plan)
    sign(
        actor, events.PLAN_WRITTEN, subjects=[locked.seen_as],
        changes={"plan": (newest.id if newest else None, plan.id), "number": (None, number), "form": (None, form.id)},
    )  # fmt: skip
    return plan


def _bring_refuges(before: EvacuationPlan, plan: EvacuationPlan) -> None:
    """What the version before named last for each kind of disaster, with the way there."""
    for one in lookups.refuges_of(before):
        steps = [Step(step.words, step.point) for step in one.steps.all()]
        made = Refuge.objects.create(
            plan=plan,
            hazard=one.hazard,
            number=1,
            row_id=one.row_id,
            chosen_on=one.chosen_on,
            staff_id=one.staff_id,
        )
        _write_steps(made, steps)


def _write_steps(refuge: Refuge, steps: Sequence[Step]) -> None:
    RefugeStep.objects.bulk_create(
        RefugeStep(
            refuge=refuge, order=at, words=one.words, latitude=one.point.latitude if one.point else None,
            longitude=one.point.longitude if one.point else None,
        )
        for at, one in enumerate(steps, start=1)
    )  # fmt: skip


@operation
def choose_refuge(
    actor: Actor, /, *, plan: EvacuationPlan, row: IntakeRow, hazard: str, steps: Sequence[Step], number: int, today: date
) -> Refuge:  # fmt: skip
    """Say where somebody goes in one kind of disaster, and by which way. What was chosen before stays as a record; ``number``
    is which choice this is for whoever has the page before them. Records ``evacuation.refuge_chosen``; refused by
    ``may_choose_refuge``.
    """
    target = Target.objects.select_for_update(of=("self",)).get(pk=plan.target_id)
    newest = lookups.newest_plan(target)
    rules.may_choose_refuge(
        is_newest=newest is not None and newest.id == plan.id,
        is_next=number == Refuge.objects.filter(plan=plan, hazard=hazard).count() + 1, hazard=hazard,
        of_place=row.hazard_codes, offered=datasets().hazard_names,
    ).or_refuse()  # fmt: skip
    made = Refuge(plan=plan, hazard=hazard, number=number, row=row, chosen_on=today, staff_id=actor.staff_id)
    made.save(force_insert=True)
    _write_steps(made, steps)
    sign(
        actor, events.REFUGE_CHOSEN, subjects=[target.seen_as],
        changes={"plan": (None, plan.id), "refuge": (None, made.id), "row": (None, row.id), "hazard": (None, hazard)},
    )  # fmt: skip
    return made
