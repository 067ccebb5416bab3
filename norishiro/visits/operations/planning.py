"""A visit is planned, changed, put in its place in the round, called off, and closed by the record of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.db.models import F, Max

from norishiro.agencies.actor import Actor
from norishiro.cases import queries as case_queries
from norishiro.cases.models import Case
from norishiro.core.operation import operation
from norishiro.core.records import Unseen, change_fields
from norishiro.core.verdict import Verdict
from norishiro.ledger.operations import sign
from norishiro.outreach.models import Contact
from norishiro.people import queries as people_queries
from norishiro.people.models import Person
from norishiro.sharing.choices import Category, Ground
from norishiro.sharing.operations import case as case_subject
from norishiro.sharing.operations import own_words
from norishiro.sharing.operations import person as person_subject
from norishiro.sharing.queries import bases_open_to
from norishiro.visits import access, events, rules
from norishiro.visits.models import Goer, Visit
from norishiro.visits.values import MOST_A_DAY

FIELDS = ("day", "from_at", "until_at", "purpose", "company", "alone_because")


@dataclass(frozen=True, kw_only=True)
class Planned:
    """What somebody plans: when, what for, and who goes."""

    day: date
    purpose: str
    goer_ids: tuple[UUID, ...]
    from_at: time | None = None
    until_at: time | None = None
    company: str = ""
    alone_because: str = ""


@operation
def plan_visit(
    actor: Actor, /, *, case: Case | None = None, person: Person | None = None, planned: Planned,
    basis: str = Ground.OWN, today: date,
) -> Visit:  # fmt: skip
    """Plan a visit of a case, or of a person in no case.

    Changes: one visit with who goes, each at the end of their own round; the actor's agency keeps sight of it (OWN).
    Records ``visit.planned``; refused by ``may_plan_visit``.
    """
    return _plan(actor, case=case, person=person, planned=planned, basis=basis, promise=None, today=today)


@operation
def plan_promise(actor: Actor, /, *, contact: Contact, today: date) -> Visit:
    """Make a visit of the promise in a record, with its words, on its day (today, where that is past), for the actor.

    Changes and records like ``plan_visit``; refused by ``may_plan_promise`` and ``may_plan_visit``.
    """
    access.may_promise(actor, contact=contact).or_refuse()
    planned = Planned(
        day=max(contact.next_on or today, today), purpose=(contact.next_what or "約束した訪問")[:120],
        goer_ids=(actor.staff_id,),
    )  # fmt: skip
    return _plan_for(actor, contact=contact, planned=planned, today=today)


@operation
def plan_promised(actor: Actor, /, *, contact: Contact, planned: Planned, today: date) -> Visit:
    """The same where more had to be said than one press can: a colleague who comes along, another day.

    Changes and records like ``plan_visit``; refused by ``may_plan_promise`` and ``may_plan_visit``.
    """
    access.may_promise(actor, contact=contact).or_refuse()
    return _plan_for(actor, contact=contact, planned=planned, today=today)


@operation
def change_visit(actor: Actor, /, *, visit: Visit, version: int, planned: Planned, today: date) -> Visit:
    """Change when, what for, or who goes. A reason to go alone that is new is told to the leader anew.

    Records ``visit.changed``; refused by ``still_planned`` and ``may_plan_visit``; StaleVersion.
    """
    access.may_change(actor, visit=visit).or_refuse()
    _verdict(
        actor, case=visit.case, person=visit.person, planned=planned, basis=visit.basis, today=today,
        but=visit.id, written=True,
    ).or_refuse()  # fmt: skip
    values = {name: getattr(planned, name) for name in FIELDS}
    if planned.alone_because != visit.alone_because:
        values |= {"alone_seen_by_id": None, "alone_seen_on": None}
    changes = change_fields(visit, version=version, values=values)
    kept = set(visit.goers.values_list("staff_id", flat=True))
    visit.goers.exclude(staff_id__in=planned.goer_ids).delete()
    _send(visit, staff_ids=[one for one in planned.goer_ids if one not in kept])
    if "day" in changes:
        for goer in visit.goers.filter(staff_id__in=kept):
            goer.order = _last(goer.staff_id, visit.day) + 1
            goer.save(update_fields=["order"])
    sign(
        actor, events.VISIT_CHANGED, subjects=[visit.subject_id], changed_text=["purpose"],
        changes={"day": changes.get("day", (visit.day, visit.day)), "goers": (len(kept), len(planned.goer_ids))},
    )  # fmt: skip
    return visit


@operation
def move_visit(actor: Actor, /, *, visit: Visit, later: bool, today: date) -> Visit:
    """Put a visit one place earlier or later in the actor's own round; at either end nothing moves.

    Changes: the order of the actor's round of that day. Records ``visit.moved``; refused by ``still_planned``.
    """
    access.may_change(actor, visit=visit).or_refuse()
    round_ = list(
        Goer.objects.select_for_update(of=("self",))
        .filter(staff_id=actor.staff_id, visit__day=visit.day, visit__cancelled_on__isnull=True)
        .order_by("order", "made_at", "id")
    )
    at = next((place for place, one in enumerate(round_) if one.visit_id == visit.id), None)
    to = None if at is None else at + (1 if later else -1)
    if at is not None and to is not None and 0 <= to < len(round_):
        round_[at], round_[to] = round_[to], round_[at]
    for place, one in enumerate(round_, start=1):
        one.order = place
    Goer.objects.bulk_update(round_, ["order"])
    sign(actor, events.VISIT_MOVED, subjects=[visit.subject_id], changes={"order": (at, to)})
    return visit


@operation
def cancel_visit(actor: Actor, /, *, visit: Visit, because: str, today: date) -> Visit:
    """Call a visit off, with the reason. A promise it came from is open again.

    Records ``visit.cancelled``; refused by ``still_planned`` and ``may_cancel_visit``.
    """
    locked = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    verdict = access.may_change(actor, visit=locked)
    (verdict & rules.may_cancel_visit(inside=locked.is_inside, because=because)).or_refuse()
    locked.cancelled_on, locked.cancelled_because = today, because
    _save(locked, "cancelled_on", "cancelled_because")
    sign(actor, events.VISIT_CANCELLED, subjects=[locked.subject_id], reason=because)
    return locked


def _plan_for(actor: Actor, *, contact: Contact, planned: Planned, today: date) -> Visit:
    case = case_queries.get_visible(actor, case_id=contact.case_id) if contact.case_id else None
    person = None if case or contact.person is None else people_queries.in_use(actor, person=contact.person)
    subject_id = case.id if case else person.id if person else contact.subject_id
    basis = contact.basis if contact.basis in bases_open_to(actor, subject_id=subject_id) else Ground.OWN
    return _plan(actor, case=case, person=person, planned=planned, basis=basis, promise=contact, today=today)


def _plan(
    actor: Actor, *, case: Case | None, person: Person | None, planned: Planned, basis: str,
    promise: Contact | None, today: date,
) -> Visit:  # fmt: skip
    subject = case_subject(case.id) if case else person_subject(person.id) if person else None
    if subject is None or not access.is_held(actor, subject_id=subject.id):
        raise Unseen(subject.id if subject else actor.staff_id)
    _verdict(actor, case=case, person=person, planned=planned, basis=basis, today=today).or_refuse()
    own_words(actor, subjects=[subject], source_id=subject.id)
    visit = Visit.objects.create(
        case=case, person=person, subject_id=subject.id, basis=basis, agency_id=actor.agency_id,
        categories=int(Category.LIFE_HISTORY), planned_by_id=actor.staff_id, promise=promise,
        **{name: getattr(planned, name) for name in FIELDS},
    )  # fmt: skip
    _send(visit, staff_ids=planned.goer_ids)
    sign(
        actor, events.VISIT_PLANNED, subjects=[subject.id], ground=basis, changed_text=["purpose"],
        changes={"day": (None, planned.day), "goers": (None, len(planned.goer_ids))},
    )  # fmt: skip
    return visit


def _verdict(
    actor: Actor, *, case: Case | None, person: Person | None, planned: Planned, basis: str, today: date,
    but: UUID | None = None, written: bool = False,
) -> Verdict:  # fmt: skip
    around = access.about(case=case, person=person)
    subject_id = around[0]
    goers = set(planned.goer_ids)
    return rules.may_plan_visit(
        day=planned.day, today=today, from_at=planned.from_at, until_at=planned.until_at, goers=len(goers),
        gone=access.gone(staff_ids=goers, agency_ids=actor.agency_ids, on=planned.day),
        shut_out=access.shut_out(staff_ids=goers, subject_ids=around),
        pair=access.needs_pair(subject_ids=around), company=bool(planned.company.strip()),
        alone=bool(planned.alone_because.strip()),
        twice=access.is_twice(subject_id=subject_id, day=planned.day, from_at=planned.from_at, but=but),
        fullest=access.fullest(staff_ids=goers, day=planned.day, but=but), most=MOST_A_DAY,
        basis_allowed=written or basis in bases_open_to(actor, subject_id=subject_id),
    )  # fmt: skip


def _send(visit: Visit, *, staff_ids: Collection[UUID]) -> None:
    Goer.objects.bulk_create(
        Goer(visit=visit, staff_id=one, order=_last(one, visit.day) + 1) for one in dict.fromkeys(staff_ids)
    )


def _last(staff_id: UUID, day: date) -> int:
    found: int | None = Goer.objects.filter(staff_id=staff_id, visit__day=day).aggregate(n=Max("order"))["n"]
    return found or 0


def _save(visit: Visit, *fields: str) -> None:
    """What is written into a visit without a form of its own still tells a form that is open elsewhere."""
    visit.save(update_fields=[*fields, "changed_at"])
    Visit.objects.filter(pk=visit.pk).update(version=F("version") + 1)
