"""Gathers the facts the rules of this room ask for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, time
from uuid import UUID

from django.db.models import Count, Q
from django.db.models.functions import Now

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Appointment, live_on
from norishiro.agencies.permissions import Permission
from norishiro.cases.models import Case, CaseMember
from norishiro.core.verdict import Verdict
from norishiro.outreach.models import Contact
from norishiro.people.models import Person
from norishiro.sharing.models import Exclusion
from norishiro.sharing.queries import live_grants
from norishiro.visits import rules
from norishiro.visits.choices import SafetyKind
from norishiro.visits.models import Goer, SafetyNote, Visit, WayIn


def about(*, case: Case | None, person: Person | None) -> list[UUID]:
    """Under which ids something may be noted that concerns the same door: the case and everybody in it, or the person under
    each record and the cases the person is in."""
    if case is not None:
        members = CaseMember.objects.filter(case=case, until_on__isnull=True)
        return [case.id, *members.values_list("person_id", flat=True)]
    if person is None:
        return []
    ids = person.all_ids
    held = CaseMember.objects.filter(person_id__in=ids, until_on__isnull=True)
    return [*ids, *held.values_list("case_id", flat=True)]


def is_held(actor: Actor, *, subject_id: UUID) -> bool:
    """Whether the actor has any sight of it: nothing is planned or noted for a household one does not know of."""
    return live_grants(actor).filter(subject_id=subject_id).exists()


def needs_pair(*, subject_ids: Collection[UUID]) -> bool:
    """Whether nobody goes there alone, as far as the walls let the actor know."""
    return SafetyNote.objects.filter(
        subject_id__in=subject_ids, kind=SafetyKind.PAIR, ended_on__isnull=True
    ).exists()


def gone(*, staff_ids: Collection[UUID], agency_ids: Collection[UUID], on: date) -> int:
    """How many of them hold no live appointment in these agencies that day."""
    held = Appointment.objects.filter(
        live_on(on), staff_id__in=staff_ids, agency_id__in=agency_ids, staff__is_active=True
    )
    return len(set(staff_ids) - set(held.values_list("staff_id", flat=True)))


def shut_out(*, staff_ids: Collection[UUID], subject_ids: Collection[UUID]) -> int:
    """How many of them are shut out of this household by name (利益相反)."""
    rows = Exclusion.objects.filter(
        Q(until_at__isnull=True) | Q(until_at__gt=Now()), staff_id__in=staff_ids, subject_id__in=subject_ids
    )
    return len(set(rows.values_list("staff_id", flat=True)))


def is_twice(*, subject_id: UUID, day: date, from_at: time | None, but: UUID | None) -> bool:
    """Whether the same visit stands there already."""
    rows = Visit.objects.filter(subject_id=subject_id, day=day, from_at=from_at, cancelled_on__isnull=True)
    return (rows.exclude(id=but) if but else rows).exists()


def fullest(*, staff_ids: Collection[UUID], day: date, but: UUID | None) -> int:
    """How many visits the busiest of them has that day."""
    rows = Goer.objects.filter(staff_id__in=staff_ids, visit__day=day, visit__cancelled_on__isnull=True)
    counted = (
        (rows.exclude(visit_id=but) if but else rows).order_by().values("staff_id").annotate(n=Count("id"))
    )
    return max(counted.values_list("n", flat=True), default=0)


def is_leader(actor: Actor) -> bool:
    """推進員・統括・所属長: who is told when somebody goes alone, or does not come out."""
    return actor.may(Permission.CLOSE_CASE)


def goes(actor: Actor, *, visit: Visit) -> bool:
    return Goer.objects.filter(visit=visit, staff_id=actor.staff_id).exists()


def may_change(actor: Actor, *, visit: Visit) -> Verdict:
    return rules.still_planned(
        mine=visit.agency_id in actor.agency_ids, cancelled=visit.cancelled_on is not None,
        written=visit.contact_id is not None,
    )  # fmt: skip


def may_promise(actor: Actor, *, contact: Contact) -> Verdict:
    return rules.may_plan_promise(
        own=contact.agency_id in actor.agency_ids, promised=contact.next_on is not None,
        kept=contact.next_done_on is not None,
        planned=Visit.objects.filter(promise=contact, cancelled_on__isnull=True).exists(),
    )  # fmt: skip


def way_in_of(actor: Actor, *, subject_id: UUID, basis: str) -> WayIn | None:
    """The own agency's row on this ground."""
    return WayIn.objects.filter(subject_id=subject_id, agency_id=actor.agency_id, basis=basis).first()
