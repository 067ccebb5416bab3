"""Gathers the facts the rules of this room ask for."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency
from norishiro.assessment.models import Answer, Sheet
from norishiro.cases import access as case_access
from norishiro.cases.models import Case
from norishiro.people.models import Person
from norishiro.sharing.choices import Depth, Ground
from norishiro.sharing.operations import case as case_subject
from norishiro.sharing.operations import own_words
from norishiro.sharing.operations import person as person_subject
from norishiro.sharing.queries import agencies_that_see


def is_newest(sheet: Sheet) -> bool:
    return not Sheet.objects.filter(case_id=sheet.case_id, begun_on__gt=sheet.begun_on).exists()


def is_member(case: Case, *, person: Person | None) -> bool:
    """Whether this is the household, or somebody the case is about whom the actor knows by name."""
    return person is None or person.id in case_access.member_ids(case)


def subject_of(case: Case, *, person: Person | None) -> UUID:
    return person.id if person else case.id


def open_own_words(actor: Actor, *, case: Case, person: Person | None, basis: str) -> None:
    """What is written on own work is opened by own work: the wall refuses the row without that grant."""
    if basis == Ground.OWN:
        subject = person_subject(person.id) if person else case_subject(case.id)
        own_words(actor, subjects=[subject], source_id=case.id)


def agencies_in(actor: Actor, *, case: Case) -> dict[UUID, str]:
    """The agencies that see the case in outline now, by name."""
    ids = agencies_that_see(actor, subject_id=case.id, depth=Depth.OUTLINE)
    return {one.id: one.name for one in Agency.objects.filter(id__in=ids).order_by("code")}


def written(actor: Actor, *, sheet: Sheet, items: Iterable[str], person: Person | None) -> int:
    """How many answers the own agency has given to these lines: the state a form was opened on."""
    return Answer.objects.filter(
        sheet=sheet, item__in=list(items), person=person, agency_id=actor.agency_id
    ).count()


def answers_in(sheet: Sheet) -> int:
    """How much is written in it, as far as the actor may read."""
    return Answer.objects.filter(sheet=sheet).count()
