"""The directory: agencies by field, who works there, windows, and who can be picked for a team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency, Appointment, Staff, Window, WindowOperator, WindowTable, live_on
from norishiro.core.names import kana_key
from norishiro.core.records import Unseen

DIRECTORY_LIMIT = 300


def agencies(actor: Actor, *, on: date) -> QuerySet[Agency]:
    """Agencies in force on a day, in the order of their codes."""
    return Agency.objects.filter(live_on(on))


def agency_names(actor: Actor, *, on: date) -> list[tuple[str, str]]:
    """The same as a form offers them: id and name, and nothing else is read."""
    return [(str(one), name) for one, name in agencies(actor, on=on).values_list("id", "name")]


def every_agency(actor: Actor) -> QuerySet[Agency]:
    """Agencies of any time, those closed since among them: for naming what stands written."""
    return Agency.objects.all()


def get_agency(actor: Actor, *, agency_id: UUID) -> Agency:
    agency = Agency.objects.select_related("parent", "area").filter(id=agency_id).first()
    if agency is None:
        raise Unseen(agency_id)
    return agency


def directory(
    actor: Actor, *, on: date, text: str = "", field: str = "", area_ids: frozenset[UUID] = frozenset()
) -> list[Agency]:
    """Agencies in force that match: part of the name or the reading, a field, one of the areas. At most 300."""
    found = agencies(actor, on=on).select_related("parent", "area")
    if field:
        found = found.filter(field=field)
    if area_ids:
        found = found.filter(
            Q(area_id__in=area_ids) | Q(live_on(on, "appointments__"), appointments__area_id__in=area_ids)
        ).distinct()
    if not text:
        return list(found[:DIRECTORY_LIMIT])
    key = kana_key(text)
    return [
        agency
        for agency in found
        if text.casefold() in agency.name.casefold() or (key and key in kana_key(agency.kana))
    ][:DIRECTORY_LIMIT]


def colleagues(actor: Actor, *, on: date) -> QuerySet[Staff]:
    """Staff with a live appointment in the actor's own agency."""
    return staff_of(actor, agency_id=actor.agency_id, on=on)


def staff_of(actor: Actor, *, agency_id: UUID, on: date) -> QuerySet[Staff]:
    """Staff with a live appointment in an agency."""
    return Staff.objects.filter(
        live_on(on, "appointments__"), appointments__agency_id=agency_id, is_active=True
    ).distinct()


def appointments_of(actor: Actor, *, agency_id: UUID, on: date) -> list[Appointment]:
    """Who held which role in the agency on that day, by role."""
    return appointments_in(actor, agency_ids=frozenset({agency_id}), on=on)


def appointments_in(actor: Actor, *, agency_ids: frozenset[UUID], on: date) -> list[Appointment]:
    """Who held which role in any of the agencies on that day, by role."""
    return list(
        Appointment.objects.filter(live_on(on), agency_id__in=agency_ids)
        .select_related("staff", "agency", "role", "area", "base")
        .order_by("role__code", "area__order", "staff__kana", "staff__name", "id")
    )


def windows_on(actor: Actor, *, on: date, agency_id: UUID | None = None) -> list[Window]:
    """Windows in force with their operators (``operators_now``) and their tables (``tables_now``)."""
    found = Window.objects.filter(live_on(on))
    if agency_id is not None:
        found = found.filter(live_on(on, "operators__"), operators__agency_id=agency_id).distinct()
    operators = WindowOperator.objects.filter(live_on(on)).select_related("agency")
    return list(
        found.select_related("parent").prefetch_related(
            Prefetch("operators", operators, to_attr="operators_now"),
            Prefetch("tables", WindowTable.objects.filter(live_on(on)), to_attr="tables_now"),
        )
    )


@dataclass(frozen=True)
class Pick:
    """Somebody who can be asked into a team or to a meeting."""

    agency_id: UUID
    agency_name: str
    field: str
    staff_id: UUID
    staff_name: str
    roles: str


def pickable(actor: Actor, on: date) -> list[Pick]:
    """Everybody with a live appointment, one line per agency and person, by agency."""
    held = (
        Appointment.objects.filter(live_on(on), live_on(on, "agency__"), staff__is_active=True)
        .select_related("agency", "staff", "role")
        .order_by("agency__field", "agency__code", "staff__kana", "staff__name", "staff_id", "role__code")
    )
    lines: dict[tuple[UUID, UUID], list[Appointment]] = {}
    for one in held:
        lines.setdefault((one.agency_id, one.staff_id), []).append(one)
    return [
        Pick(
            agency_id=rows[0].agency_id, agency_name=rows[0].agency.name, field=rows[0].agency.get_field_display(),
            staff_id=rows[0].staff_id, staff_name=rows[0].staff.name,
            roles="・".join(dict.fromkeys(row.role.label for row in rows)),
        )
        for rows in lines.values()
    ]  # fmt: skip
