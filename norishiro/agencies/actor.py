"""The hat being worn: one member of staff acting for one agency, on live appointments."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency, Appointment, BaseOperator, Staff, live_on
from norishiro.agencies.permissions import Permission, permissions_of


@dataclass(frozen=True)
class Actor:
    """Who acts, for whom. Every query and every verb takes one; nothing asks for "the user"."""

    staff_id: UUID
    agency_id: UUID
    name: str
    agency_name: str
    agency_code: str
    agency_body: str
    agency_ids: frozenset[UUID]
    role_kinds: frozenset[str] = frozenset()
    role_labels: tuple[str, ...] = ()
    area_ids: frozenset[UUID] = frozenset()
    may_own_case: bool = True
    permissions: frozenset[Permission] = field(default_factory=frozenset)
    hat_count: int = 1

    @property
    def recipient_ids(self) -> frozenset[UUID]:
        """Whose grants open records to this actor: the person, the agency, and the bases supported. Nobody's for whoever
        only keeps the system."""
        return frozenset() if self.sees_nobody else self.agency_ids | {self.staff_id}

    @property
    def sees_nobody(self) -> bool:
        """システム管理者: keeps accounts, agencies and keys. No record opens under this hat, by whatever grant."""
        return self.role_kinds == {RoleKind.SYSTEM}

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions


@dataclass(frozen=True)
class Hat:
    """One agency a member of staff may act for today."""

    agency_id: UUID
    agency_name: str
    roles: str


# What a hat is made of. It is read with every page, so nothing else is read with it.
WORN = (
    "area", "staff__name", "agency__name", "agency__code", "agency__body", "role__label", "role__kind",
    "role__may_own_case", "role__sees_all_bases",
)  # fmt: skip


def _appointments(*, staff_id: UUID, today: date) -> list[Appointment]:
    return list(
        Appointment.objects.filter(
            live_on(today), live_on(today, "agency__"), staff_id=staff_id, staff__is_active=True
        )
        .select_related("agency", "role", "staff")
        .only(*WORN)
        .order_by("agency__code", "role__code", "id")
    )


def hats_of(*, staff: Staff, today: date) -> list[Hat]:
    """The agencies this person may act for today, in a fixed order."""
    labels: dict[UUID, list[str]] = {}
    names: dict[UUID, str] = {}
    for appointment in _appointments(staff_id=staff.id, today=today):
        names[appointment.agency_id] = appointment.agency.name
        labels.setdefault(appointment.agency_id, []).append(appointment.role.label)
    return [Hat(agency_id=key, agency_name=names[key], roles="・".join(labels[key])) for key in names]


def _agencies_worn(agency_id: UUID, worn: list[Appointment], today: date) -> frozenset[UUID]:
    """One agency; for a supervisor (統括) also every agency below it, and the operators of all bases where the role
    sees all bases. The screen shows them and the ledger names them."""
    ids = {agency_id}
    if any(appointment.role.sees_all_bases for appointment in worn):
        operators = BaseOperator.objects.filter(live_on(today), live_on(today, "base__"))
        ids |= set(operators.values_list("agency_id", flat=True))
    if Permission.SUPPORT_BASES in permissions_of(appointment.role.kind for appointment in worn):
        layer = {agency_id}
        while layer:
            layer = set(Agency.objects.filter(parent_id__in=layer).values_list("id", flat=True)) - ids
            ids |= layer
    return frozenset(ids)


def actor_for(*, staff_id: UUID, agency_id: UUID | None, today: date) -> Actor | None:
    """The actor for the chosen hat (or the only one). None if there is no live appointment for it."""
    held = _appointments(staff_id=staff_id, today=today)
    if agency_id is None and len({appointment.agency_id for appointment in held}) == 1:
        agency_id = held[0].agency_id
    worn = [appointment for appointment in held if appointment.agency_id == agency_id]
    if not worn:
        return None
    agency = worn[0].agency
    kinds = frozenset(appointment.role.kind for appointment in worn)
    return Actor(
        staff_id=worn[0].staff_id,
        agency_id=agency.id,
        name=worn[0].staff.name,
        agency_name=agency.name,
        agency_code=agency.code,
        agency_body=agency.body,
        agency_ids=frozenset() if kinds == {RoleKind.SYSTEM} else _agencies_worn(agency.id, worn, today),
        role_kinds=kinds,
        role_labels=tuple(appointment.role.label for appointment in worn),
        area_ids=frozenset(appointment.area_id for appointment in worn if appointment.area_id),
        may_own_case=any(appointment.role.may_own_case for appointment in worn),
        permissions=permissions_of(kinds),
        hat_count=len({appointment.agency_id for appointment in held}),
    )
