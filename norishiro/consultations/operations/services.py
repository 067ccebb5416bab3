"""困窮の事業 of a person: written down, and brought up to date."""

from __future__ import annotations

import uuid
from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.consultations import events, rules
from norishiro.consultations.choices import PovertyServiceState
from norishiro.consultations.models import PovertyService, PovertyServiceDetail
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.ledger.operations import sign
from norishiro.people.models import Person
from norishiro.sharing.choices import Category, Ground
from norishiro.sharing.operations import own_work
from norishiro.sharing.operations import person as person_subject
from norishiro.sharing.queries import bases_open_to

KINDS = int(Category.WELFARE_USE)
DETAILS = int(Category.ECONOMY | Category.WELFARE_USE)


@operation
def note_service(
    actor: Actor, /, *, person: Person, kind: str, state: str, started_on: date | None, ended_on: date | None,
    shown: bool, detail: str, today: date,
) -> PovertyService:  # fmt: skip
    """Write which service of the centre a person uses. ``shown`` opens kind and state, never the detail, to the agencies
    the person consented to. Records ``service.noted``; refused by ``may_note_service``."""
    _ask(
        actor,
        person,
        mine=True,
        shown=shown,
        state=state,
        started_on=started_on,
        ended_on=ended_on,
        today=today,
    )
    new_id = uuid.uuid4()
    own_work(actor, subjects=[person_subject(person.id)], source_id=new_id)
    service = PovertyService.objects.create(
        id=new_id, subject_id=person.id, basis=Ground.CONSENT if shown else Ground.OWN, agency_id=actor.agency_id,
        categories=KINDS, person=person, kind=kind, state=state, started_on=started_on, ended_on=ended_on,
        staff_id=actor.staff_id,
    )  # fmt: skip
    _write_detail(actor, service, detail)
    sign(
        actor,
        events.SERVICE_NOTED,
        subjects=[person.id],
        changes={"kind": (None, kind), "state": (None, state)},
    )
    return service


def _ask(
    actor: Actor, person: Person, *, mine: bool, shown: bool, state: str, started_on: date | None,
    ended_on: date | None, today: date,
) -> None:  # fmt: skip
    rules.may_note_service(
        mine=mine, shown=shown, consented=Ground.CONSENT in bases_open_to(actor, subject_id=person.id),
        started_on=started_on, ended_on=ended_on, ended=state == PovertyServiceState.ENDED, today=today,
    ).or_refuse()  # fmt: skip


def _write_detail(actor: Actor, service: PovertyService, text: str) -> None:
    """Replaces what was written before; of the centre's own work, whoever sees the line."""
    PovertyServiceDetail.objects.filter(service=service).delete()
    if text.strip():
        PovertyServiceDetail.objects.create(
            service=service, text=text, subject_id=service.person_id, basis=Ground.OWN, agency_id=service.agency_id,
            categories=DETAILS,
        )  # fmt: skip


@operation
def change_service(
    actor: Actor, /, *, service: PovertyService, version: int, state: str, started_on: date | None,
    ended_on: date | None, shown: bool, detail: str, today: date,
) -> PovertyService:  # fmt: skip
    """Bring a line up to date. Records ``service.changed``; refused by ``may_note_service``; raises StaleVersion when
    somebody was faster."""
    _ask(
        actor, service.person, mine=service.agency_id in actor.agency_ids, shown=shown, state=state,
        started_on=started_on, ended_on=ended_on, today=today,
    )  # fmt: skip
    basis = Ground.CONSENT if shown else Ground.OWN
    values = {"state": state, "started_on": started_on, "ended_on": ended_on, "basis": basis}
    changes = change_fields(service, version=version, values=values)
    _write_detail(actor, service, detail)
    sign(
        actor, events.SERVICE_CHANGED, subjects=[service.person_id], changes=changes, changed_text=["detail"]
    )
    return service
