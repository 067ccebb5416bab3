"""The verbs of contact records."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Area
from norishiro.core.operation import operation
from norishiro.core.records import Unseen
from norishiro.core.verdict import Refused
from norishiro.ledger.operations import sign
from norishiro.outreach import events, rules
from norishiro.outreach.choices import Met, Method, WorkKind
from norishiro.outreach.models import Companion, Contact
from norishiro.people.models import Household, Person
from norishiro.sharing.choices import Category, Ground, SubjectKind
from norishiro.sharing.operations import Subject, own_work
from norishiro.sharing.queries import bases_open_to, live_grants

KEPT = (
    "person_id", "household_id", "case_id", "subject_id", "happened_on", "happened_at", "minutes", "method", "met",
    "place", "with_whom", "asked_agency_id", "legal_basis", "body", "impression", "next_on", "next_what",
    "programme", "sub_programme", "kind", "basis", "categories", "area_id",
)  # fmt: skip


@operation
def record_contact(
    actor: Actor,
    /,
    *,
    person: Person | None,
    case_id: UUID | None = None,
    household: Household | None = None,
    happened_on: date,
    happened_at: time | None = None,
    minutes: int | None = None,
    method: str,
    met: str,
    place: str = "",
    with_whom: str = "",
    asked_agency_id: UUID | None = None,
    legal_basis: str = "",
    body: str,
    impression: str = "",
    next_on: date | None = None,
    next_what: str = "",
    programme: str,
    sub_programme: str = "",
    kind: str = WorkKind.INDIVIDUAL,
    basis: str = Ground.OWN,
    categories: int = int(Category.LIFE_HISTORY),
    companions: Iterable[tuple[UUID, str]] = (),
    today: date,
) -> Contact:
    """Keep one contact with (or about) a person or a case: the area as it is today, who came along, what is promised.

    Needs no case, plan or consent; it is the agency's own work with the subject from now on. A phone inquiry keeps the
    agency asked and the legal basis (that of the record unless another is named). Records ``contact.recorded``.
    Refused by ``may_record_contact``; ``Unseen`` for a case the actor does not hold.
    """
    subject = _subject(person=person, case_id=case_id)
    companions = [(UUID(str(agency_id)), name) for agency_id, name in companions]
    _check_case(actor, case_id=case_id)
    rules.may_record_contact(
        happened_on=happened_on, today=today, body=body, about_somebody=subject is not None, next_on=next_on,
        method=method, asked=bool(asked_agency_id or with_whom.strip() or companions),
        basis_held=_holds_basis(actor, subject=subject, basis=basis),
    ).or_refuse()  # fmt: skip
    assert subject is not None
    own_work(actor, subjects=[subject], source_id=subject.id)
    is_call = method == Method.AGENCY_CALL
    contact = Contact.objects.create(
        subject_id=subject.id, basis=Ground(basis), agency_id=actor.agency_id, categories=categories, person=person,
        household=household, case_id=case_id, happened_on=happened_on, happened_at=happened_at, minutes=minutes,
        method=Method(method), met=Met(met), place=place, with_whom=with_whom,
        asked_agency_id=asked_agency_id if is_call else None, legal_basis=(legal_basis or basis) if is_call else "",
        body=body, impression=impression, next_on=next_on, next_what=next_what, programme=programme,
        sub_programme=sub_programme, kind=kind, area=_area(person=person, household=household),
        staff_id=actor.staff_id,
    )  # fmt: skip
    _keep_companions(contact, companions)
    sign(
        actor, events.CONTACT_RECORDED, subjects=[subject.id, *([case_id] if case_id else [])], ground=str(basis),
        changes={"method": (None, method), "met": (None, met), "happened_on": (None, happened_on)},
        changed_text=["body", *(["impression"] if impression else [])],
    )  # fmt: skip
    return contact


@operation
def correct_contact(
    actor: Actor,
    /,
    *,
    contact: Contact,
    values: dict[str, Any],
    companions: Iterable[tuple[UUID, str]] | None = None,
    today: date,
) -> Contact:
    """Write a newer record in place of ``contact``; the older stays readable. Without ``companions`` they are kept.

    Records ``contact.corrected``. Refused by ``may_correct`` and ``may_record_contact``.
    """
    taken = Contact.objects.filter(supersedes_id=contact.id).exists()
    rules.may_correct(superseded=taken, own=contact.agency_id in actor.agency_ids).or_refuse()
    kept = {name: getattr(contact, name) for name in KEPT} | values
    rules.may_record_contact(
        happened_on=kept["happened_on"], today=today, body=kept["body"], about_somebody=True,
        next_on=kept["next_on"], method=kept["method"],
        asked=bool(kept["asked_agency_id"] or kept["with_whom"].strip() or contact.companions.exists()),
        basis_held=True,
    ).or_refuse()  # fmt: skip
    came = contact.companions.values_list("agency_id", "name") if companions is None else companions
    try:
        with transaction.atomic():
            newer = Contact.objects.create(
                **kept, agency_id=contact.agency_id, staff_id=actor.staff_id, supersedes=contact,
                next_done_on=contact.next_done_on,
            )  # fmt: skip
    except IntegrityError as clash:
        raise Refused(rules.may_correct(superseded=True, own=True)) from clash
    _keep_companions(newer, list(came))
    changed = [name for name in KEPT if getattr(contact, name) != kept[name]]
    sign(actor, events.CONTACT_CORRECTED, subjects=[contact.subject_id], changed_text=changed)
    return newer


@operation
def keep_promise(actor: Actor, /, *, contact: Contact, today: date) -> Contact:
    """Say that what was promised is done. Records ``contact.promise_kept``. Refused by ``may_keep_promise``."""
    locked = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    rules.may_keep_promise(
        next_on=locked.next_on, done=locked.next_done_on is not None,
        superseded=Contact.objects.filter(supersedes_id=locked.id).exists(),
    ).or_refuse()  # fmt: skip
    locked.next_done_on = today
    locked.save(update_fields=["next_done_on"])
    sign(actor, events.PROMISE_KEPT, subjects=[locked.subject_id], changes={"next_done_on": (None, today)})
    return locked


def _subject(*, person: Person | None, case_id: UUID | None) -> Subject | None:
    if person is not None:
        return Subject(SubjectKind.PERSON, person.id)
    return Subject(SubjectKind.CASE, case_id) if case_id is not None else None


def _check_case(actor: Actor, *, case_id: UUID | None) -> None:
    """The case stands a storey above, so only the grant is asked: a case one does not hold does not exist."""
    if case_id is not None and not live_grants(actor).filter(subject_id=case_id).exists():
        raise Unseen(case_id)


def _holds_basis(actor: Actor, *, subject: Subject | None, basis: str) -> bool:
    return subject is None or Ground(basis) in bases_open_to(actor, subject_id=subject.id)


def _area(*, person: Person | None, household: Household | None) -> Area | None:
    """Where it counts: the person's area as it is now, else the household's."""
    if person is not None and person.area_id:
        return person.area
    return household.area if household is not None else None


def _keep_companions(contact: Contact, companions: Iterable[tuple[UUID, str]]) -> None:
    Companion.objects.bulk_create(
        Companion(contact=contact, agency_id=agency_id, name=name) for agency_id, name in companions
    )
