"""What happened in the family, as somebody tells it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.cases.choices import Certainty
from norishiro.cases.models import Case
from norishiro.core.calendar import PartialDate
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.ledger.operations import sign
from norishiro.people.models import Person
from norishiro.sharing.choices import Ground
from norishiro.surroundings import access, events, rules
from norishiro.surroundings.choices import LIFE
from norishiro.surroundings.models import LifeEvent
from norishiro.surroundings.operations.grounds import stand_on


@operation
def add_event(
    actor: Actor, /, *, case: Case, person: Person | None = None, happened: PartialDate, what: str, words: str = "",
    source: str, certainty: str = Certainty.HEARD, basis: str = Ground.OWN, today: date,
) -> LifeEvent:  # fmt: skip
    """Write once what happened, to whom, and when as far as it is known.

    Records ``life_event.added``; refused by ``may_keep_event`` and for a ground the actor does not hold.
    """
    _ask(case, person_id=person.id if person else None, happened=happened, today=today)
    subject_id = stand_on(actor, case=case, person=person, basis=basis)
    event = LifeEvent.objects.create(
        case=case, subject_id=subject_id, basis=basis, agency_id=actor.agency_id, categories=LIFE, person=person,
        happened=happened.to_code(), earliest=happened.earliest(), latest=happened.latest(), what=what, words=words,
        source=source, certainty=certainty, staff_id=actor.staff_id,
    )  # fmt: skip
    sign(
        actor, events.EVENT_ADDED, subjects=[case.id, subject_id], ground=basis,
        changed_text=["what", "words", "source"],
    )  # fmt: skip
    return event


@operation
def change_event(
    actor: Actor, /, *, event: LifeEvent, version: int, happened: PartialDate, what: str, words: str, source: str,
    certainty: str, today: date,
) -> LifeEvent:  # fmt: skip
    """Write an event anew: more was heard of it. Records ``life_event.changed``; refused by ``may_keep_event``;
    ``StaleVersion`` where somebody else was faster."""
    _ask(event.case, person_id=event.person_id, happened=happened, today=today)
    values = {
        "happened": happened.to_code(), "earliest": happened.earliest(), "latest": happened.latest(), "what": what,
        "words": words, "source": source, "certainty": certainty, "staff_id": actor.staff_id,
    }  # fmt: skip
    changes = change_fields(event, version=version, values=values)
    sign(
        actor, events.EVENT_CHANGED, subjects=[event.case_id, event.subject_id], ground=event.basis,
        changed_text=sorted({"what", "words", "source"} & set(changes)),
        changes={key: changes[key] for key in ("happened", "certainty") if key in changes},
    )  # fmt: skip
    return event


def _ask(case: Case, *, person_id: UUID | None, happened: PartialDate, today: date) -> None:
    rules.may_keep_event(
        status=case.status, member=access.is_member(case, person_id=person_id), first=happened.first_day(), today=today,
    ).or_refuse()  # fmt: skip
