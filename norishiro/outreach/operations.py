"""The verbs of this room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, time
from typing import Any
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency, Area
from norishiro.core.operation import operation
from norishiro.core.records import Unseen, change_fields
from norishiro.core.verdict import Refused
from norishiro.ledger.operations import sign
from norishiro.outreach import events, rules, segments
from norishiro.outreach.choices import Met, Method, SegmentKind, WorkKind
from norishiro.outreach.models import Bulletin, Companion, Contact, Gathering, Segment
from norishiro.people.models import Household, Person
from norishiro.sharing.choices import Category, Ground
from norishiro.sharing.operations import case as case_subject
from norishiro.sharing.operations import own_words
from norishiro.sharing.operations import person as person_subject
from norishiro.sharing.queries import bases_open_to, live_grants


@dataclass(frozen=True, kw_only=True)
class Told:
    """What somebody writes down of one contact. Each line of ``body`` may say at its beginning whose it is
    (``outreach.segments``); ``impression`` is what the writer made of it."""

    happened_on: date
    method: str
    body: str
    met: str = Met.MET
    happened_at: time | None = None
    minutes: int | None = None
    place: str = ""
    with_whom: str = ""
    asked_agency_id: UUID | None = None
    legal_basis: str = ""
    impression: str = ""
    next_on: date | None = None
    next_what: str = ""
    programme: str = "CONSULTATION"
    sub_programme: str = ""
    kind: str = WorkKind.INDIVIDUAL


@operation
def record_contact(
    actor: Actor,
    /,
    *,
    person: Person | None,
    case_id: UUID | None = None,
    household: Household | None = None,
    told: Told,
    basis: str = Ground.OWN,
    categories: int = int(Category.LIFE_HISTORY),
    companions: Iterable[tuple[UUID, str]] = (),
    today: date,
) -> Contact:
    """Write down one contact with (or about) a person or, without a person, a case. No plan, no consent needed.

    Changes: one contact with its companions; the actor's agency keeps sight of it (OWN). Records ``contact.recorded``.
    Refused by ``may_record_contact``; ``Unseen`` for a case the actor does not hold.
    """
    contact = _write(
        actor, person=person, case_id=case_id, household=household, told=told, basis=basis, categories=categories,
        companions=companions, today=today, supersedes=None,
    )  # fmt: skip
    sign(actor, events.CONTACT_RECORDED, subjects=_about(contact), ground=basis, changed_text=["body"])
    return contact


@operation
def correct_contact(
    actor: Actor,
    /,
    *,
    contact: Contact,
    told: Told,
    companions: Iterable[tuple[UUID, str]] | None = None,
    today: date,
) -> Contact:
    """Correct a record by a new one that supersedes it; the old one stays. Without ``companions`` they are kept, and a
    promise that was kept stays kept while its day is the same. Records ``contact.corrected``.

    Refused by ``may_correct`` and ``may_record_contact``.
    """
    before = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    superseded = Contact.objects.filter(supersedes=before).exists()
    rules.may_correct(own=contact.agency_id in actor.agency_ids, superseded=superseded).or_refuse()
    corrected = _write(
        actor, person=contact.person, case_id=contact.case_id, household=contact.household, told=told,
        basis=contact.basis, categories=contact.categories, today=today, supersedes=contact,
        companions=before.companions.values_list("agency_id", "name") if companions is None else companions,
    )  # fmt: skip
    if before.next_done_on is not None and corrected.next_on == before.next_on:
        corrected.next_done_on = before.next_done_on
        corrected.save(update_fields=["next_done_on"])
    sign(
        actor,
        events.CONTACT_CORRECTED,
        subjects=_about(corrected),
        ground=corrected.basis,
        changed_text=["body"],
    )
    return corrected


@operation
def keep_promise(actor: Actor, /, *, contact: Contact, today: date) -> Contact:
    """The next step written in a contact is done. Records ``promise.kept``; refused by ``may_keep_promise``."""
    locked = Contact.objects.select_for_update().get(pk=contact.pk)
    rules.may_keep_promise(
        promised=locked.next_on is not None, done=locked.next_done_on is not None
    ).or_refuse()
    locked.next_done_on = today
    locked.save(update_fields=["next_done_on"])
    sign(actor, events.PROMISE_KEPT, subjects=_about(locked))
    return locked


@operation
def post_bulletin(
    actor: Actor, /, *, area: Area, title: str, text: str, from_on: date, until_on: date | None = None, today: date
) -> Bulletin:  # fmt: skip
    """Tell those who look after a district something that names nobody.

    Records ``bulletin.posted``; refused by ``may_post_bulletin``.
    """
    rules.may_post_bulletin(
        area_live=area.until_on is None or area.until_on > today,
        from_on=from_on,
        until_on=until_on,
        today=today,
    ).or_refuse()
    bulletin = Bulletin.objects.create(
        area=area, title=title, text=text, from_on=from_on, until_on=until_on, agency_id=actor.agency_id,
        staff_id=actor.staff_id,
    )  # fmt: skip
    sign(actor, events.BULLETIN_POSTED, changes={"area": (None, area.code), "title": (None, title)})
    return bulletin


@operation
def end_bulletin(actor: Actor, /, *, bulletin: Bulletin, today: date) -> Bulletin:
    """Take a notice down; it stays among the earlier ones. Records ``bulletin.ended``; refused by ``may_end_bulletin``."""
    locked = Bulletin.objects.select_for_update().get(pk=bulletin.pk)
    rules.may_end_bulletin(
        mine=locked.agency_id in actor.agency_ids,
        ended=locked.until_on is not None and locked.until_on <= today,
    ).or_refuse()
    before, locked.until_on = locked.until_on, max(today, locked.from_on)
    locked.save(update_fields=["until_on"])
    sign(actor, events.BULLETIN_ENDED, changes={"until_on": (before, locked.until_on)})
    return locked


@operation
def record_gathering(
    actor: Actor, /, *, area: Area, kind: str, name: str, held_on: date, people: int, consulted: int = 0,
    place: str = "", note: str = "", today: date,
) -> Gathering:  # fmt: skip
    """Write down a gathering of a district and how many came. Records ``gathering.recorded``; refused by
    ``may_write_gathering``."""
    rules.may_write_gathering(held_on=held_on, today=today).or_refuse()
    gathering = Gathering.objects.create(
        area=area, kind=kind, name=name, held_on=held_on, place=place, people=people, consulted=consulted, note=note,
        agency_id=actor.agency_id, staff_id=actor.staff_id,
    )  # fmt: skip
    sign(
        actor, events.GATHERING_RECORDED,
        changes={"area": (None, area.code), "kind": (None, kind), "people": (None, people)},
    )  # fmt: skip
    return gathering


@operation
def change_gathering(
    actor: Actor, /, *, gathering: Gathering, version: int, values: dict[str, Any], today: date
) -> Gathering:
    """Put right what was written of a gathering. Records ``gathering.changed``; refused by ``may_write_gathering``;
    StaleVersion."""
    rules.may_write_gathering(
        held_on=values["held_on"], today=today, mine=gathering.agency_id in actor.agency_ids
    ).or_refuse()
    changes = change_fields(gathering, version=version, values=values)
    sign(actor, events.GATHERING_CHANGED, changes=changes)
    return gathering


@operation
def count_visit(actor: Actor, /, *, gathering: Gathering, today: date) -> Gathering:
    """One more came: a number, and nobody. Records ``gathering.visit_counted``; refused by ``may_write_gathering``."""
    locked = Gathering.objects.select_for_update().get(pk=gathering.pk)
    rules.may_write_gathering(
        held_on=locked.held_on, today=today, mine=locked.agency_id in actor.agency_ids
    ).or_refuse()
    before = locked.people
    changes = change_fields(locked, version=locked.version, values={"people": before + 1})
    sign(actor, events.VISIT_COUNTED, changes=changes)
    return locked


def _write(
    actor: Actor, *, person: Person | None, case_id: UUID | None, household: Household | None, told: Told, basis: str,
    categories: int, companions: Iterable[tuple[UUID, str]], today: date, supersedes: Contact | None,
) -> Contact:  # fmt: skip
    subject = person_subject(person.id) if person else case_subject(case_id) if case_id else None
    if subject is None:
        raise Refused(rules.about_nobody())
    if case_id is not None and not live_grants(actor).filter(subject_id=case_id).exists():
        raise Unseen(case_id)
    rules.may_record_contact(
        happened_on=told.happened_on, next_on=told.next_on, today=today, body=told.body,
        basis_allowed=supersedes is not None or basis in bases_open_to(actor, subject_id=subject.id),
        inquiry=told.method == Method.AGENCY_CALL, asked=bool(told.asked_agency_id or told.with_whom.strip()),
    ).or_refuse()  # fmt: skip
    own_words(actor, subjects=[subject], source_id=subject.id)
    parts = _parts(told)
    body, impression = segments.put_together(parts)
    contact = Contact.objects.create(
        subject_id=subject.id, basis=basis, agency_id=actor.agency_id, categories=categories, person=person,
        household=household, case_id=case_id, area_id=_area_of(person, household), staff_id=actor.staff_id,
        supersedes=supersedes, **asdict(_with_legal_basis(replace(told, body=body, impression=impression), basis=basis)),
    )  # fmt: skip
    Segment.objects.bulk_create(
        Segment(
            contact=contact, order=order, kind=one.kind, source=one.source, text=one.text,
            source_agency_id=contact.asked_agency_id if one.kind == SegmentKind.AGENCY else None,
        )
        for order, one in enumerate(parts, start=1)
    )  # fmt: skip
    Companion.objects.bulk_create(
        Companion(contact=contact, agency_id=agency_id, name=name) for agency_id, name in companions
    )
    return contact


def _parts(told: Told) -> list[segments.Segment]:
    """The lines, each with its kind; unmarked ones come from whom the contact was with."""
    asked = Agency.objects.filter(id=told.asked_agency_id).first() if told.asked_agency_id else None
    usual, source = segments.usual_of(
        method=told.method, met=told.met, with_whom=told.with_whom, asked=asked.name if asked else ""
    )
    return segments.taken_apart(told.body, told.impression, usual=usual, source=source)


def _with_legal_basis(told: Told, *, basis: str) -> Told:
    """An inquiry rests on the ground of the record unless another law is named; other contacts name neither."""
    if told.method == Method.AGENCY_CALL:
        return replace(told, legal_basis=told.legal_basis or Ground(basis).label)
    return replace(told, asked_agency_id=None, legal_basis="")


def _area_of(person: Person | None, household: Household | None) -> UUID | None:
    """The area at the time of the contact; later moves do not change old records."""
    return (person.area_id if person else None) or (household.area_id if household else None)


def _about(contact: Contact) -> list[UUID]:
    return [one for one in (contact.person_id, contact.case_id) if one is not None]
