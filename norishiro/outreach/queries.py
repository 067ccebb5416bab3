"""Reads of this room, each through the gate: a contact opens with its subject, to the depth of 経過."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.core.records import Unseen
from norishiro.core.tables import PAGE_SIZE, Page, Place, Way, cut_page
from norishiro.outreach.models import Contact
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate

TIMELINE_LIMIT = 50


def visible_to(actor: Actor) -> QuerySet[Contact]:
    """The contacts the actor may see, superseded ones included."""
    return through_gate(Contact.objects.all(), actor, subject="subject_id", depth=Depth.PROGRESS, gated=True)


def get_contact(actor: Actor, *, contact_id: UUID) -> Contact:
    """One contact, or ``Unseen``."""
    found = (
        visible_to(actor)
        .select_related("person", "staff", "agency", "asked_agency", "area", "superseded_by")
        .prefetch_related("companions__agency")
        .filter(id=contact_id)
        .first()
    )
    if found is None:
        raise Unseen(contact_id)
    return found


def _for_eyes(rows: QuerySet[Contact]) -> QuerySet[Contact]:
    return rows.select_related("person", "staff", "agency", "asked_agency").prefetch_related("companions__agency")


def contacts_of(
    actor: Actor,
    *,
    subject_ids: list[UUID],
    case_id: UUID | None = None,
    limit: int = TIMELINE_LIMIT,
    before: date | None = None,
) -> list[Contact]:
    """The newest contacts with the given persons or cases (and those written in the case), without superseded ones."""
    touched = Q(subject_id__in=subject_ids)
    if case_id is not None:
        touched |= Q(case_id=case_id)
    rows = visible_to(actor).filter(touched, superseded_by__isnull=True)
    if before is not None:
        rows = rows.filter(happened_on__lt=before)
    return list(_for_eyes(rows).order_by("-happened_on", "-made_at", "id")[:limit])


def my_contacts(actor: Actor, *, place: Place) -> Page[Contact]:
    """What the actor wrote, newest first, 50 at a time."""
    rows = visible_to(actor).filter(staff_id=actor.staff_id, superseded_by__isnull=True)
    at = rows.filter(id=place.row).values_list("happened_on", "made_at").first() if place.row else None
    if at is None:
        fetched = _for_eyes(rows).order_by("-happened_on", "-made_at")[: PAGE_SIZE + 1]
        return cut_page(list(fetched), place=Place(), id_of=lambda row: row.id)
    day, made = at
    if place.way is Way.BEFORE:
        later = Q(happened_on__gt=day) | Q(happened_on=day, made_at__gt=made)
        fetched = _for_eyes(rows.filter(later)).order_by("happened_on", "made_at")[: PAGE_SIZE + 1]
    else:
        earlier = Q(happened_on__lt=day) | Q(happened_on=day, made_at__lt=made)
        fetched = _for_eyes(rows.filter(earlier)).order_by("-happened_on", "-made_at")[: PAGE_SIZE + 1]
    return cut_page(list(fetched), place=place, id_of=lambda row: row.id)


def promises(actor: Actor, *, until: date) -> list[Contact]:
    """What the actor promised for a day up to ``until`` and has not yet done, the longest due first."""
    rows = visible_to(actor).filter(
        staff_id=actor.staff_id, next_on__lte=until, next_done_on__isnull=True, superseded_by__isnull=True
    )
    return list(_for_eyes(rows).order_by("next_on", "made_at")[:TIMELINE_LIMIT])


def last_contact_days(actor: Actor, *, case_ids: list[UUID]) -> dict[UUID, date]:
    """The day of the newest visible contact of each case."""
    rows = (
        visible_to(actor)
        .filter(case_id__in=case_ids)
        .order_by("case_id", "-happened_on")
        .distinct("case_id")
        .values_list("case_id", "happened_on")
    )
    return {case_id: day for case_id, day in rows if case_id is not None}
