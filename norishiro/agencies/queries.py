"""Reads of this room. Agencies and appointments are public among staff, so the actor is taken but does not narrow."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency, Area, Staff, live_on
from norishiro.core.records import Unseen


def agencies(actor: Actor, *, on: date) -> QuerySet[Agency]:
    """Agencies in force on a day, in the order of their codes."""
    return Agency.objects.filter(live_on(on))


def get_agency(actor: Actor, *, agency_id: UUID) -> Agency:
    agency = Agency.objects.filter(id=agency_id).first()
    if agency is None:
        raise Unseen(agency_id)
    return agency


def colleagues(actor: Actor, *, on: date) -> QuerySet[Staff]:
    """Staff with a live appointment in the actor's own agency."""
    return staff_of(actor, agency_id=actor.agency_id, on=on)


def staff_of(actor: Actor, *, agency_id: UUID, on: date) -> QuerySet[Staff]:
    """Staff with a live appointment in an agency."""
    return Staff.objects.filter(
        live_on(on, "appointments__"), appointments__agency_id=agency_id, is_active=True
    ).distinct()


def areas(actor: Actor, *, on: date) -> QuerySet[Area]:
    return Area.objects.filter(live_on(on))
