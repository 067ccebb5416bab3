"""Who watches over what somebody does: officers of one's own house, the 統括, and else the managers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency, Appointment, BaseOperator, live_on
from norishiro.agencies.permissions import PERMISSIONS, Permission

MOST_STOREYS = 5


@dataclass(frozen=True)
class Overseer:
    """Somebody else who holds the permission, and how to reach them."""

    staff_id: UUID
    name: str
    agency_id: UUID
    agency_name: str
    phone: str

    @property
    def phone_words(self) -> str:
        return f" 電話 {self.phone}" if self.phone else ""


def overseers(actor: Actor, *, permission: Permission, on: date) -> list[Overseer]:
    """Who else holds the permission and stands over the actor: in the agency and above it, and every 統括.

    Where nobody does, everybody who holds it: better somebody far away than nobody.
    """
    kinds = [kind for kind, opened in PERMISSIONS.items() if permission in opened]
    held = (
        Appointment.objects.filter(
            live_on(on), live_on(on, "agency__"), role__kind__in=kinds, staff__is_active=True
        )
        .exclude(staff_id=actor.staff_id)
        .select_related("staff", "agency", "role")
        .order_by("agency__code", "staff__login_id")
    )
    house = _house_of(actor.agency_id)
    everybody = list(held[:500])
    near = [one for one in everybody if one.agency_id in house or one.role.kind == RoleKind.SUPERVISOR]
    found = {
        (one.staff_id, one.agency_id): Overseer(
            one.staff_id, one.staff.name, one.agency_id, one.agency.name, one.agency.phone
        )
        for one in near or everybody
    }
    return list(found.values())


def _house_of(agency_id: UUID) -> set[UUID]:
    """The agency and those above it."""
    house: set[UUID] = set()
    here: UUID | None = agency_id
    while here is not None and here not in house and len(house) < MOST_STOREYS:
        house.add(here)
        here = Agency.objects.filter(id=here).values_list("parent_id", flat=True).first()
    return house


def backing(actor: Actor, *, agency_ids: Collection[UUID], on: date) -> list[Appointment]:
    """統括・後方支援 whose ground reaches any of these agencies: their own house, a house below, or a base where the role
    sees all bases. The other way round of what a hat opens (``actor_for``); each person once."""
    wanted = set(agency_ids)
    kinds = [kind for kind, opened in PERMISSIONS.items() if Permission.SUPPORT_BASES in opened]
    held = list(
        Appointment.objects.filter(
            live_on(on), live_on(on, "agency__"), role__kind__in=kinds, staff__is_active=True
        )
        .select_related("staff", "agency", "role")
        .order_by("agency__code", "staff__login_id", "id")[:500]
    )
    if not held or not wanted:
        return []
    operators = set(
        BaseOperator.objects.filter(live_on(on), live_on(on, "base__"), agency_id__in=wanted).values_list(
            "agency_id", flat=True
        )
    )
    above = _houses_above(wanted)
    reaching = [one for one in held if one.agency_id in above or (one.role.sees_all_bases and operators)]
    return list({(one.staff_id, one.agency_id): one for one in reaching}.values())


def _houses_above(agency_ids: set[UUID]) -> set[UUID]:
    """The agencies themselves and all above them, one question a storey."""
    house, layer = set(agency_ids), set(agency_ids)
    for _storey in range(MOST_STOREYS):
        parents = Agency.objects.filter(id__in=layer, parent_id__isnull=False)
        layer = set(parents.values_list("parent_id", flat=True)) - house
        if not layer:
            break
        house |= layer
    return house
