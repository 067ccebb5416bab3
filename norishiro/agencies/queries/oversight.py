"""Who watches over what somebody does: officers of one's own house, the 統括, and else the managers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency, Appointment, live_on
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
