"""○/×/? sheets, and the level people decide on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.assessment import access, events, rules
from norishiro.assessment.dictionary import risk_forms_on
from norishiro.assessment.given import Marked
from norishiro.assessment.models import RiskAnswer, RiskDecision, RiskSheet
from norishiro.cases import access as case_access
from norishiro.cases import rules as case_rules
from norishiro.cases.models import Case
from norishiro.cases.operations import moved
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.people.models import Person
from norishiro.profiles.schema.forms import RiskForm
from norishiro.sharing.choices import Category, Ground

LIFE = int(Category.LIFE_HISTORY)


@operation
def fill_risk(
    actor: Actor, /, *, case: Case, person: Person | None, form: RiskForm, marks: Mapping[str, Marked], filled_on: date,
    basis: str = Ground.OWN, today: date,
) -> RiskSheet:  # fmt: skip
    """Write a ○/×/? sheet; a question nobody answered stands as ?. Nothing is decided by it.

    Records ``risk.filled``; refused by ``may_fill_risk`` and for a basis the actor does not hold.
    """
    subject_id = access.subject_of(case, person=person)
    (
        rules.may_fill_risk(
            status=case.status, member=access.is_member(case, person=person), filled_on=filled_on, today=today
        )
        & case_rules.may_write_under(
            basis_open=case_access.writes_under(actor, subject_id=subject_id, basis=basis)
        )
    ).or_refuse()
    access.open_own_words(actor, case=case, person=person, basis=basis)
    sheet = RiskSheet.objects.create(
        case=case, subject_id=subject_id, basis=basis, agency_id=actor.agency_id, categories=LIFE, person=person,
        form_code=form.code, form_version=form.version, form_name=form.name, filled_on=filled_on,
        staff_id=actor.staff_id,
    )  # fmt: skip
    for order, question in enumerate(form.questions):
        said = marks.get(question.code, Marked())
        RiskAnswer.objects.create(
            sheet=sheet, question=question.code, text=question.text, mark=said.mark, known=said.known,
            strength=said.strength, order=order,
        )  # fmt: skip
    moved(case, today=today)
    sign(actor, events.RISK_FILLED, subjects=[case.id, subject_id], ground=basis, changed_text=["answers"])
    return sheet


@operation
def decide_level(
    actor: Actor, /, *, sheet: RiskSheet, level: str, reason: str, decider: str, decided_by: str, decided_on: date,
    review_on: date, today: date,
) -> RiskDecision:  # fmt: skip
    """Keep the level people decided on: why, who, when, and the day it is looked at again.

    Records ``risk.decided``; refused by ``may_decide_level``. An earlier decision stays.
    """
    locked = RiskSheet.objects.select_for_update(of=("self",)).select_related("case").get(pk=sheet.pk)
    label = _label_of(locked, level)
    rules.may_decide_level(
        status=locked.case.status, known_level=bool(label), reason=reason, decided_by=decided_by,
        decided_on=decided_on, review_on=review_on, today=today,
    ).or_refuse()  # fmt: skip
    decided = RiskDecision.objects.create(
        sheet=locked, level=level, level_label=label, reason=reason, decider=decider, decided_by=decided_by,
        decided_on=decided_on, review_on=review_on, staff_id=actor.staff_id,
    )  # fmt: skip
    moved(locked.case, today=today)
    sign(
        actor, events.RISK_DECIDED, subjects=[locked.case_id, locked.subject_id], ground=locked.basis,
        changes={"level": (None, level)}, changed_text=["reason"],
    )  # fmt: skip
    return decided


def _label_of(sheet: RiskSheet, level: str) -> str:
    """How the scale of the sheet's own day calls this level; empty where it knows none such."""
    forms = [one for one in risk_forms_on(sheet.filled_on) if one.code == sheet.form_code]
    return next((one.label for form in forms for one in form.levels if one.code == level), "")
