"""What hangs on a measure: projects, efforts, progress, indicators, the values of a year, and its evaluation."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.consultations.access import nobody_named
from norishiro.core.calendar import fiscal_year
from norishiro.core.operation import operation
from norishiro.core.records import StaleVersion, change_fields
from norishiro.core.verdict import Verdict
from norishiro.ledger.operations import sign
from norishiro.policies import events, rules
from norishiro.policies.choices import ReviewState
from norishiro.policies.figures import has_two
from norishiro.policies.models import (
    Deed,
    Effort,
    Indicator,
    Measure,
    Progress,
    Project,
    Review,
    Standing,
    YearValue,
)
from norishiro.policies.queries.evaluation import Form


@operation
def add_project(
    actor: Actor, /, *, measure: Measure, side: str, name: str, programme: str, scheme_id: UUID | None
) -> Project:
    """Tie a project to a measure. Records ``project.added``; refused by ``may_add_project`` and a name that is known."""
    taken = Project.objects.filter(measure=measure, side=side, name=name).exists()
    (rules.may_add_project(taken=taken) & nobody_named(actor, name, field="name")).or_refuse()
    project = Project.objects.create(
        measure=measure, side=side, name=name, programme=programme, scheme_id=scheme_id
    )
    sign(actor, events.PROJECT_ADDED, changes={"measure": (None, measure.id), "project": (None, project.id)})
    return project


@operation
def add_effort(actor: Actor, /, *, measure: Measure, number: str, name: str, content: str) -> Effort:
    """Enter what is done for a measure, by its number. Records ``effort.added``; refused by ``may_add_effort`` and a name
    that is known."""
    taken = Effort.objects.filter(measure=measure, number=number).exists()
    (rules.may_add_effort(taken=taken) & nobody_named(actor, name, content, field="content")).or_refuse()
    effort = Effort.objects.create(measure=measure, number=number, name=name, content=content)
    sign(actor, events.EFFORT_ADDED, changes={"measure": (None, measure.id), "effort": (None, effort.id)})
    return effort


@operation
def add_deed(
    actor: Actor, /, *, effort: Effort, done_on: date, words: str, sitting_id: UUID | None, activity_id: UUID | None,
    today: date,
) -> Deed:  # fmt: skip
    """Note what was done for an effort, tied to the sitting or the gathering it stands in. Records ``deed.added``; refused by
    ``may_add_deed`` and a name that is known."""
    verdict = rules.may_add_deed(done_on=done_on, today=today)
    (verdict & nobody_named(actor, words, field="words")).or_refuse()
    deed = Deed.objects.create(
        effort=effort,
        done_on=done_on,
        words=words,
        sitting_id=sitting_id,
        activity_id=activity_id,
        staff_id=actor.staff_id,
    )
    sign(
        actor,
        events.DEED_ADDED,
        changes={"effort": (None, effort.id), "deed": (None, deed.id)},
        changed_text=["words"],
    )
    return deed


@operation
def write_progress(actor: Actor, /, *, standing: Standing, year: int, state: str, words: str) -> Progress:
    """Say how far a plan has come with an item; what was said before stays. Records ``progress.written``; refused by
    ``may_write_progress`` and a name that is known."""
    verdict = rules.may_write_progress(
        year=year, first=standing.policy.from_year, last=standing.policy.last_year
    )
    (verdict & nobody_named(actor, words, field="words")).or_refuse()
    progress = Progress.objects.create(
        standing=standing, year=year, state=state, words=words, staff_id=actor.staff_id
    )
    sign(
        actor, events.PROGRESS_WRITTEN, changes={"standing": (None, standing.id), "year": (None, year), "state": (None, state)},
        changed_text=["words"],
    )  # fmt: skip
    return progress


def _shape(values: dict[str, Any]) -> rules.Shape:
    return rules.Shape(
        counting=values["counting"], direction=values["direction"], tolerance=values["tolerance"],
        a_label=values["a_label"], b_label=values["b_label"], base_b=values["base_b"], figure=values["figure"],
        two=has_two(values["figure"]),
        programme=values["programme"], question=values["question_id"] is not None, definition=values["definition"],
    )  # fmt: skip


def _indicator_verdict(
    actor: Actor, measure: Measure, values: dict[str, Any], *, but: UUID | None
) -> Verdict:
    same = Indicator.objects.filter(measure=measure, kind=values["kind"], name=values["name"])
    taken = same.exclude(id=but) if but else same
    verdict = rules.may_add_indicator(_shape(values), taken=taken.exists())
    return verdict & nobody_named(actor, values["name"], values["definition"], field="definition")


@operation
def add_indicator(actor: Actor, /, *, measure: Measure, values: dict[str, Any]) -> Indicator:
    """Enter an indicator of a measure. Records ``indicator.added``; refused by ``may_add_indicator`` and a name that is
    known."""
    _indicator_verdict(actor, measure, values, but=None).or_refuse()
    indicator = Indicator.objects.create(measure=measure, **values)
    sign(
        actor,
        events.INDICATOR_ADDED,
        changes={"measure": (None, measure.id), "indicator": (None, indicator.id)},
    )
    return indicator


@operation
def change_indicator(
    actor: Actor, /, *, indicator: Indicator, version: int, values: dict[str, Any]
) -> Indicator:
    """Put an indicator right. Records ``indicator.changed`` with before and after; refused by ``may_add_indicator`` and a
    name that is known; StaleVersion."""
    _indicator_verdict(actor, indicator.measure, values, but=indicator.id).or_refuse()
    changes = change_fields(indicator, version=version, values=values)
    sign(actor, events.INDICATOR_CHANGED, changes={"indicator": (indicator.id, indicator.id), **changes})
    return indicator


@operation
def write_year(
    actor: Actor,
    /,
    *,
    indicator: Indicator,
    year: int,
    version: int,
    value: rules.Year,
    marks: dict[str, Any],
) -> YearValue:
    """Write the target of a year, and by hand what came of it (never what the house counts). Records
    ``indicator.year_written``; refused by ``may_write_year`` and a name that is known; StaleVersion."""
    years = indicator.measure.standings.values_list("policy__from_year", "policy__last_year")
    verdict = rules.may_write_year(
        value, pair=indicator.is_pair, by_hand=indicator.is_by_hand, years=list(years), year=year
    ) & nobody_named(actor, marks["note"], value.source, field="note")  # fmt: skip
    verdict.or_refuse()
    Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
    row = YearValue.objects.filter(indicator=indicator, year=year).first()
    values = {
        "target": value.target, "target_b": value.target_b, "state": value.state, "actual": value.actual,
        "actual_b": value.actual_b, "source": value.source, **marks,
    }  # fmt: skip
    if row is None:
        row = YearValue.objects.create(indicator=indicator, year=year, **values)
        changes: dict[str, Any] = {"target": (None, value.target), "actual": (None, value.actual)}
    else:
        changes = change_fields(row, version=version, values=values)
    sign(
        actor, events.YEAR_WRITTEN,
        changes={"indicator": (indicator.id, indicator.id), "year": (None, year), **changes},
    )  # fmt: skip
    return row


def _review_of(standing: Standing, year: int) -> Review | None:
    return Review.objects.select_for_update(of=("self",)).filter(standing=standing, year=year).first()


@operation
def write_review(actor: Actor, /, *, standing: Standing, year: int, version: int, words: str) -> Review:
    """Write the 総評 of a year until it is fixed. Records ``review.written``; refused by ``may_write_progress``,
    ``may_write_review`` and a name that is known; StaleVersion."""
    found = _review_of(standing, year)
    verdict = rules.may_write_review(fixed=found is not None and found.state == ReviewState.FIXED)
    verdict &= rules.may_write_progress(
        year=year, first=standing.policy.from_year, last=standing.policy.last_year
    )
    (verdict & nobody_named(actor, words, field="words")).or_refuse()
    if found is None:
        if version:
            raise StaleVersion(current=standing.policy)
        found = Review.objects.create(standing=standing, year=year, words=words, staff_id=actor.staff_id)
    else:
        change_fields(found, version=version, values={"words": words, "staff_id": actor.staff_id})
    sign(
        actor, events.REVIEW_WRITTEN, changes={"standing": (None, standing.id), "year": (None, year)},
        changed_text=["words"],
    )  # fmt: skip
    return found


@operation
def fix_review(actor: Actor, /, *, form: Form, today: date) -> Review:
    """Fix the year: the table stays as it stands now, whatever is put right later. Records ``review.fixed``; refused by
    ``may_fix_review``."""
    found = _review_of(form.standing, form.year)
    rules.may_fix_review(
        fixed=found is not None and found.state == ReviewState.FIXED, words=found.words if found else "",
        indicators=len(form.lines), year=form.year, this_year=fiscal_year(today),
    ).or_refuse()  # fmt: skip
    assert found is not None
    change_fields(
        found, version=found.version,
        values={"state": ReviewState.FIXED.value, "content": form.content(), "fixed_on": today, "staff_id": actor.staff_id},
    )  # fmt: skip
    sign(actor, events.REVIEW_FIXED, changes={"review": (found.id, found.id), "year": (None, form.year)})
    return found
