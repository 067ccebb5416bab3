"""A contact and what it moves: the case it belongs to, how far its person was reached and takes help, and the planned visit it
is of."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from norishiro.agencies.actor import Actor
from norishiro.assessment import operations as assessment
from norishiro.cases import operations as cases
from norishiro.cases.models import Case
from norishiro.core.files import CleanFile
from norishiro.outreach import operations as outreach
from norishiro.outreach.models import Contact
from norishiro.people.models import Household, Person
from norishiro.sharing.choices import Ground
from norishiro.sharing.queries import bases_open_to
from norishiro.visits import operations as visits
from norishiro.visits import queries as visit_queries


@dataclass(frozen=True)
class Seen:
    """What the contact showed of its person: つながりの段階, 受援力 (the code of a step), and by what that was seen."""

    stage: int | None
    step: str
    words: str


def record_contact(
    actor: Actor, /, *, case: Case | None, person: Person | None, told: outreach.Told, basis: str, categories: int,
    household: Household | None = None, companions: Iterable[tuple[UUID, str]] = (), present: Collection[Person] = (),
    tags: Collection[str] = (), photo: CleanFile | None = None, seen: Seen | None = None, today: date,
) -> Contact:  # fmt: skip
    """Write a contact, remember that its case moved today, and note with it what was seen of the person.

    All of it or nothing. Each verb signs its own line, and may refuse.
    """
    with transaction.atomic():
        contact = outreach.record_contact(
            actor, person=person, case_id=case.id if case else None,
            household=household or (case.household if case else None), told=told, basis=basis, categories=categories,
            companions=companions, present=present, tags=tags, photo=photo, today=today,
        )  # fmt: skip
        if case is not None:
            cases.moved(case, today=today)
        if seen is not None and person is not None:
            _note(actor, case=case, person=person, seen=seen, on=told.happened_on, like=basis, today=today)
        _close_visit(actor, contact=contact, today=today)
    return contact


def _note(
    actor: Actor, *, case: Case | None, person: Person, seen: Seen, on: date, like: str, today: date
) -> None:
    """On the ground of the record where it holds for the person too; else it stays with the agency that wrote it."""
    basis = like if like in bases_open_to(actor, subject_id=person.id) else Ground.OWN
    if seen.stage is not None:
        outreach.note_stage(
            actor, person=person, stage=seen.stage, noted_on=on, seen=seen.words, watcher="", basis=basis, today=today
        )  # fmt: skip
    if seen.step and case is not None:
        assessment.note_acceptance(
            actor, case=case, person=person, step=seen.step, seen=seen.words, seen_on=on, basis=basis, today=today
        )  # fmt: skip


def _close_visit(actor: Actor, *, contact: Contact, today: date) -> None:
    """The visit this record is of needs nothing typed again; the promise it came from is kept with it."""
    visit = visit_queries.waiting_for(actor, contact=contact)
    if visit is None:
        return
    visits.fulfil_visit(actor, visit=visit, contact=contact)
    if visit.promise is not None and visit.promise.next_done_on is None:
        outreach.keep_promise(actor, contact=visit.promise, today=today)
