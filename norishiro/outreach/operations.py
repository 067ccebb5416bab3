"""The verbs of this room."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import F

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency, Area, live_on
from norishiro.attachments import operations as attachments
from norishiro.core.files import CleanFile
from norishiro.core.operation import operation
from norishiro.core.records import Unseen, change_fields
from norishiro.core.verdict import Refused
from norishiro.ledger.operations import sign
from norishiro.outreach import events, rules, segments, stages
from norishiro.outreach.choices import Met, Method, SegmentKind, WorkKind
from norishiro.outreach.models import (
    Bulletin,
    Companion,
    Contact,
    ContactStage,
    Gathering,
    Phrase,
    Present,
    Segment,
    Tag,
)
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
    offline_at: datetime | None = None


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
    present: Collection[Person] = (),
    tags: Collection[str] = (),
    photo: CleanFile | None = None,
    today: date,
) -> Contact:
    """Write down one contact with (or about) a person or, without a person, a case. No plan, no consent needed.

    Changes: one contact with its companions, its tags, its picture and whoever else was ``present``; the actor's agency
    keeps sight of it (OWN).
    Records ``contact.recorded``, with the time of writing where there was no network. Refused by ``may_record_contact``;
    ``Unseen`` for a case or somebody present whom the actor does not hold.
    """
    contact = _write(
        actor, person=person, case_id=case_id, household=household, told=told, basis=basis, categories=categories,
        companions=companions, present=present, tags=tags, today=today, supersedes=None,
    )  # fmt: skip
    if photo is not None:
        _keep_photo(actor, contact=contact, photo=photo)
    sign(
        actor, events.CONTACT_RECORDED, subjects=_about(contact), ground=basis, changed_text=["body"],
        changes={"offline_at": (None, contact.offline_at)} if contact.offline_at else None,
    )  # fmt: skip
    return contact


@dataclass(frozen=True, kw_only=True)
class Brief:
    """One older record of an office: about whom, what was written, and who of the staff wrote it, where that is known."""

    person: Person
    told: Told
    staff_id: UUID | None = None


@operation
def add_contacts(actor: Actor, /, *, briefs: Sequence[Brief], source_id: UUID, today: date) -> list[Contact]:
    """Write down an office's older records in one go, each about a person the agency knows; ``source_id`` is the file they
    came with. They stay with the agency (OWN), as what it writes today does.

    Records ``contact.recorded`` once, with everybody. Refused by ``may_record_contact`` for any of them; ``Unseen`` for
    somebody the actor does not hold.
    """
    _all_held(actor, person_ids={one.person.id for one in briefs})
    parts = [_parts(one.told) for one in briefs]
    for one in briefs:
        rules.may_record_contact(
            happened_on=one.told.happened_on, next_on=one.told.next_on, today=today, body=one.told.body, basis_allowed=True,
            inquiry=one.told.method == Method.AGENCY_CALL, asked=bool(one.told.with_whom.strip()),
        ).or_refuse()  # fmt: skip
    own_words(actor, subjects=[person_subject(one.person.id) for one in briefs], source_id=source_id)
    contacts = [
        _older(actor, one, segments.put_together(lines)) for one, lines in zip(briefs, parts, strict=True)
    ]
    Contact.objects.bulk_create(contacts)
    Segment.objects.bulk_create(
        Segment(contact=contact, order=order, kind=line.kind, source=line.source, text=line.text)
        for contact, lines in zip(contacts, parts, strict=True)
        for order, line in enumerate(lines, start=1)
    )
    sign(
        actor, events.CONTACT_RECORDED, subjects=dict.fromkeys(one.person.id for one in briefs), ground=Ground.OWN,
        changed_text=["body"], changes={"brought": (None, len(contacts))},
    )  # fmt: skip
    return contacts


@operation
def take_back_contacts(actor: Actor, /, *, contacts: Sequence[Contact]) -> None:
    """Take records back that a file brought by mistake. Each is superseded by nothing but itself: it stays as it was written
    and is neither shown, nor found, nor counted any more.

    Records ``contact.taken_back`` once, with everybody. Refused by ``may_correct`` for any of them.
    """
    locked = list(Contact.objects.select_for_update(of=("self",)).filter(id__in=[one.id for one in contacts]))
    later = Contact.objects.filter(supersedes__in=locked).exists()
    own = all(one.agency_id in actor.agency_ids for one in locked)
    rules.may_correct(own=own, superseded=later).or_refuse()
    # The day is written with it so that what is kept for finding goes as well: that looks at days and words.
    Contact.objects.filter(id__in=[one.id for one in locked]).update(
        supersedes_id=F("id"), happened_on=F("happened_on")
    )
    subjects = dict.fromkeys(one.subject_id for one in locked)
    sign(
        actor, events.CONTACTS_TAKEN_BACK, subjects=subjects, ground=Ground.OWN,
        changes={"contacts": (None, len(locked))},
    )  # fmt: skip


def _older(actor: Actor, brief: Brief, texts: tuple[str, str]) -> Contact:
    body, impression = texts
    told = _with_legal_basis(replace(brief.told, body=body, impression=impression), basis=Ground.OWN)
    return Contact(
        subject_id=brief.person.id, basis=Ground.OWN, agency_id=actor.agency_id, categories=int(Category.LIFE_HISTORY),
        person=brief.person, area_id=brief.person.area_id, staff_id=brief.staff_id or actor.staff_id, **asdict(told),
    )  # fmt: skip


@operation
def correct_contact(
    actor: Actor,
    /,
    *,
    contact: Contact,
    told: Told,
    companions: Iterable[tuple[UUID, str]] | None = None,
    present: Collection[Person] | None = None,
    tags: Collection[str] | None = None,
    photo: CleanFile | None = None,
    today: date,
) -> Contact:
    """Correct a record by a new one that supersedes it; the old one stays. Without ``companions``, ``present`` or ``tags``
    they are kept, its pictures stay with the record they were put to, and a promise that was kept, or taken over, stays so
    while its day is the same. Records ``contact.corrected``.

    Refused by ``may_correct`` and ``may_record_contact``.
    """
    before = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    superseded = Contact.objects.filter(supersedes=before).exists()
    rules.may_correct(own=contact.agency_id in actor.agency_ids, superseded=superseded).or_refuse()
    corrected = _write(
        actor, person=contact.person, case_id=contact.case_id, household=contact.household, told=told,
        basis=contact.basis, categories=contact.categories, today=today, supersedes=contact,
        companions=before.companions.values_list("agency_id", "name") if companions is None else companions,
        present=[one.person for one in before.present.select_related("person")] if present is None else present,
        tags=list(before.tags.values_list("code", flat=True)) if tags is None else tags,
    )  # fmt: skip
    if photo is not None:
        _keep_photo(actor, contact=corrected, photo=photo)
    if corrected.next_on == before.next_on and (before.next_done_on or before.next_by_id):
        corrected.next_done_on, corrected.next_by_id = before.next_done_on, before.next_by_id
        corrected.save(update_fields=["next_done_on", "next_by"])
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
def note_stage(
    actor: Actor, /, *, person: Person, stage: int | None, noted_on: date, seen: str, watcher: str, basis: str, today: date
) -> ContactStage:  # fmt: skip
    """Note how far somebody could be reached, and by what that was seen. Earlier notes stay; ``None`` is 途絶・休止.

    Records ``contact_stage.noted``; refused by ``may_note_stage``.
    """
    own_words(actor, subjects=[person_subject(person.id)], source_id=person.id)
    rules.may_note_stage(
        stage=stage, known=stage in stages.LABELS, noted_on=noted_on, today=today, seen=seen, watcher=watcher,
        basis_allowed=basis in bases_open_to(actor, subject_id=person.id),
    ).or_refuse()  # fmt: skip
    noted = ContactStage.objects.create(
        person=person, subject_id=person.id, basis=basis, agency_id=actor.agency_id, stage=stage, noted_on=noted_on,
        categories=int(Category.LIFE_HISTORY), seen=seen, watcher=watcher, scale=stages.VERSION,
        staff_id=actor.staff_id,
    )  # fmt: skip
    sign(
        actor, events.STAGE_NOTED, subjects=[person.id], ground=basis, changes={"stage": (None, stage)},
        changed_text=["seen"],
    )  # fmt: skip
    return noted


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
def keep_phrase(actor: Actor, /, *, text: str, role_kind: str = "", method: str = "", today: date) -> Phrase:
    """Offer words to begin a record with to the own agency. Records ``phrase.kept``; refused by ``may_keep_phrase``."""
    kept = Phrase.objects.filter(live_on(today), agency_id=actor.agency_id).count()
    rules.may_keep_phrase(text=text, kept=kept).or_refuse()
    phrase = Phrase.objects.create(
        agency_id=actor.agency_id, role_kind=role_kind, method=method, text=text, from_on=today,
        staff_id=actor.staff_id,
    )  # fmt: skip
    sign(actor, events.PHRASE_KEPT, changes={"role_kind": (None, role_kind), "method": (None, method)})
    return phrase


@operation
def end_phrase(actor: Actor, /, *, phrase: Phrase, today: date) -> Phrase:
    """Offer these words no longer. Records ``phrase.ended``; refused by ``may_end_phrase``."""
    locked = Phrase.objects.select_for_update().get(pk=phrase.pk)
    rules.may_end_phrase(
        mine=locked.agency_id in actor.agency_ids, ended=locked.until_on is not None
    ).or_refuse()
    locked.until_on = today
    locked.save(update_fields=["until_on"])
    sign(actor, events.PHRASE_ENDED, changes={"until_on": (None, today)})
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
    categories: int, companions: Iterable[tuple[UUID, str]], present: Collection[Person],
    tags: Collection[str], today: date, supersedes: Contact | None,
) -> Contact:  # fmt: skip
    subject = person_subject(person.id) if person else case_subject(case_id) if case_id else None
    if subject is None:
        raise Refused(rules.about_nobody())
    if case_id is not None and not live_grants(actor).filter(subject_id=case_id).exists():
        raise Unseen(case_id)
    others = {one.id: one for one in present if person is None or one.id != person.id}
    _all_held(actor, person_ids=others)
    rules.may_record_contact(
        happened_on=told.happened_on, next_on=told.next_on, today=today, body=told.body,
        basis_allowed=supersedes is not None or basis in bases_open_to(actor, subject_id=subject.id),
        inquiry=told.method == Method.AGENCY_CALL, asked=bool(told.asked_agency_id or told.with_whom.strip()),
        present=len(others),
    ).or_refuse()  # fmt: skip
    own_words(actor, subjects=[subject, *map(person_subject, others)], source_id=subject.id)
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
    Present.objects.bulk_create(
        Present(
            contact=contact, person=one, subject_id=one.id, agency_id=actor.agency_id,
            basis=_shared_on(actor, person_id=one.id, like=basis), categories=int(Category.ATTRIBUTES),
        )
        for one in others.values()
    )  # fmt: skip
    Tag.objects.bulk_create(Tag(contact=contact, code=code) for code in dict.fromkeys(tags))
    return contact


def _keep_photo(actor: Actor, *, contact: Contact, photo: CleanFile) -> None:
    attachments.keep_contact_photo(
        actor, subject_id=contact.subject_id, agency_id=contact.agency_id, about_id=contact.id, basis=contact.basis,
        categories=contact.categories, file=photo,
    )  # fmt: skip


def _all_held(actor: Actor, *, person_ids: Collection[UUID]) -> None:
    """Nobody is written down as present whom the actor does not know."""
    if not person_ids:
        return
    held = set(live_grants(actor).filter(subject_id__in=person_ids).values_list("subject_id", flat=True))
    for person_id in person_ids:
        if person_id not in held:
            raise Unseen(person_id)


def _shared_on(actor: Actor, *, person_id: UUID, like: str) -> str:
    """That somebody was there is shared on the ground of the record, where it holds for that person too; else it stays
    with the agency that wrote it."""
    return like if like in bases_open_to(actor, subject_id=person_id) else Ground.OWN


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
    there = [one.person_id for one in contact.present.all()]
    return [one for one in (contact.person_id, contact.case_id, *there) if one is not None]
