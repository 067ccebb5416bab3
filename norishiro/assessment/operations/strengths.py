"""Who refuses what, and how help is taken over time."""

from __future__ import annotations

from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.assessment import access, events, rules
from norishiro.assessment.dictionary import acceptance_steps
from norishiro.assessment.models import Acceptance, Refusal
from norishiro.cases import access as case_access
from norishiro.cases import rules as case_rules
from norishiro.cases.models import Case
from norishiro.cases.operations import moved
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.people.models import Person
from norishiro.sharing.choices import Category, Ground

LIFE = int(Category.LIFE_HISTORY)


@operation
def note_refusal(
    actor: Actor, /, *, case: Case, person: Person | None, for_person: Person | None, what: str, reason: str = "",
    source: str, noted_on: date, basis: str = Ground.OWN, today: date,
) -> Refusal:  # fmt: skip
    """Write down who refuses which support, for whom. Records ``refusal.noted``; refused by ``may_note_refusal`` and for a
    basis the actor does not hold."""
    subject_id = access.subject_of(case, person=person)
    (
        rules.may_note_refusal(
            status=case.status, noted_on=noted_on, today=today,
            member=access.is_member(case, person=person) and access.is_member(case, person=for_person),
        )
        & case_rules.may_write_under(
            basis_open=case_access.writes_under(actor, subject_id=subject_id, basis=basis)
        )
    ).or_refuse()  # fmt: skip
    access.open_own_words(actor, case=case, person=person, basis=basis)
    refusal = Refusal.objects.create(
        case=case, subject_id=subject_id, basis=basis, agency_id=actor.agency_id, categories=LIFE, person=person,
        for_person=for_person, what=what, reason=reason, source=source, noted_on=noted_on, staff_id=actor.staff_id,
    )  # fmt: skip
    moved(case, today=today)
    sign(
        actor,
        events.REFUSAL_NOTED,
        subjects=[case.id, subject_id],
        ground=basis,
        changed_text=["what", "reason"],
    )
    return refusal


@operation
def ease_refusal(actor: Actor, /, *, refusal: Refusal, how: str, today: date) -> Refusal:
    """Say that a refusal eased, and what helped. Records ``refusal.eased``; refused by ``may_ease_refusal``."""
    locked = Refusal.objects.select_for_update(of=("self",)).select_related("case").get(pk=refusal.pk)
    rules.may_ease_refusal(eased=locked.eased_on is not None, how=how).or_refuse()
    locked.eased_on, locked.eased_how = today, how
    locked.save(update_fields=["eased_on", "eased_how"])
    moved(locked.case, today=today)
    sign(
        actor, events.REFUSAL_EASED, subjects=[locked.case_id, locked.subject_id], ground=locked.basis,
        changed_text=["eased_how"],
    )  # fmt: skip
    return locked


@operation
def note_acceptance(
    actor: Actor, /, *, case: Case, person: Person, step: str, seen: str, strength: str = "", route: str = "",
    first_met_on: date | None = None, seen_on: date, basis: str = Ground.OWN, today: date,
) -> Acceptance:  # fmt: skip
    """Write down how the person takes help, by what was seen; the first meeting and the strength beside it.

    Records ``acceptance.noted``; refused by ``may_note_acceptance`` and for a basis the actor does not hold.
    """
    label = next((one.label for one in acceptance_steps() if one.code == step), "")
    (
        rules.may_note_acceptance(
            status=case.status, member=access.is_member(case, person=person), known_step=bool(label), seen_on=seen_on,
            first_met_on=first_met_on, today=today,
        )
        & case_rules.may_write_under(
            basis_open=case_access.writes_under(actor, subject_id=person.id, basis=basis)
        )
    ).or_refuse()  # fmt: skip
    access.open_own_words(actor, case=case, person=person, basis=basis)
    noted = Acceptance.objects.create(
        case=case, subject_id=person.id, basis=basis, agency_id=actor.agency_id, categories=LIFE, person=person,
        step=step, step_label=label, seen=seen, strength=strength, route=route, first_met_on=first_met_on,
        seen_on=seen_on, staff_id=actor.staff_id,
    )  # fmt: skip
    moved(case, today=today)
    sign(actor, events.ACCEPTANCE_NOTED, subjects=[case.id, person.id], ground=basis, changed_text=["seen"])
    return noted
