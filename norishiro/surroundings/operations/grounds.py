"""Under which ground something is written here, and what opens the actor's own words."""

from __future__ import annotations

from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.cases import access, rules
from norishiro.cases.models import Case
from norishiro.people.models import Person
from norishiro.sharing.choices import Ground
from norishiro.sharing.operations import case as case_subject
from norishiro.sharing.operations import own_words
from norishiro.sharing.operations import person as person_subject


def stand_on(actor: Actor, *, case: Case, person: Person | None, basis: str) -> UUID:
    """Ask whether the actor may write under this ground; answers whose grants open the row: the member's or the case's.

    What is written on own work is opened by own work, so that grant is laid first."""
    subject_id = person.id if person else case.id
    rules.may_write_under(
        basis_open=access.writes_under(actor, subject_id=subject_id, basis=basis)
    ).or_refuse()
    if basis == Ground.OWN:
        subject = person_subject(person.id) if person else case_subject(case.id)
        own_words(actor, subjects=[subject], source_id=case.id)
    return subject_id
