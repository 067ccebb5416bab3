"""Appointing, ending and moving. An appointment is never rewritten: what changes ends and begins anew."""

from __future__ import annotations

from datetime import date

from norishiro.agencies import events, rules
from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency, Appointment, Area, Base, Role, Staff
from norishiro.agencies.rules import Holding, Span
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign


@operation
def appoint(
    actor: Actor,
    /,
    *,
    staff: Staff,
    agency: Agency,
    role: Role,
    area: Area | None,
    base: Base | None,
    kind: str,
    document_no: str,
    from_on: date,
    until_on: date | None,
    endless_reason: str = "",
) -> Appointment:
    """Give somebody a post; what they hold already stays.

    Changes: one appointment. Recorded: who, where, as what, since when. Refuses: dates the wrong way round, an agency
    or role not in force, the same post twice, and a supporter of all bases who would own cases.
    """
    appointment = Appointment(
        staff=staff, agency=agency, role=role, area=area, base=base, kind=kind,
        document_no=document_no, from_on=from_on, until_on=until_on, endless_reason=endless_reason,
    )  # fmt: skip
    _save(appointment)
    sign(actor, events.APPOINTED, subjects=[staff.id, agency.id], changes=_said(appointment))
    return appointment


def _save(appointment: Appointment) -> None:
    staff = Staff.objects.select_for_update().get(id=appointment.staff_id)
    agency, role = appointment.agency, appointment.role
    rules.may_appoint(
        new=_holding(appointment),
        held=tuple(_holding(one) for one in staff.appointments.select_related("role")),
        agency=Span(agency.from_on, agency.until_on),
        role=Span(role.from_on, role.until_on),
        staff_active=staff.is_active,
    ).or_refuse()
    appointment.save()


def _holding(one: Appointment) -> Holding:
    return Holding(
        role_id=one.role_id, agency_id=one.agency_id, place=(one.area_id, one.base_id),
        span=Span(one.from_on, one.until_on),
        may_own_case=one.role.may_own_case, sees_all_bases=one.role.sees_all_bases,
        keeps_system=one.role.kind == RoleKind.SYSTEM,
    )  # fmt: skip


def _said(appointment: Appointment) -> dict[str, tuple[object, object]]:
    place = appointment.area or appointment.base
    return {
        "role": (None, appointment.role.code),
        "agency": (None, appointment.agency.code),
        "place": (None, place.code if place else None),
        "from_on": (None, appointment.from_on),
        "until_on": (None, appointment.until_on),
    }


@operation
def end_appointment(actor: Actor, /, *, appointment: Appointment, end_on: date) -> Appointment:
    """End a post on a day (from that day on it no longer holds).

    Changes: the end of one appointment; nothing else, so other posts of the person go on. Recorded: before and after.
    Refuses: a day not after its start, or an appointment that ended earlier.
    """
    locked = Appointment.objects.select_for_update().get(id=appointment.id)
    before = locked.until_on
    _end(locked, end_on)
    sign(
        actor, events.APPOINTMENT_ENDED, subjects=[locked.staff_id, locked.agency_id],
        changes={"until_on": (before, end_on)},
    )  # fmt: skip
    return locked


def _end(appointment: Appointment, end_on: date) -> None:
    rules.may_end(span=Span(appointment.from_on, appointment.until_on), end_on=end_on).or_refuse()
    appointment.until_on = end_on
    appointment.save(update_fields=["until_on"])


@operation
def move_appointment(
    actor: Actor,
    /,
    *,
    appointment: Appointment,
    agency: Agency,
    role: Role,
    area: Area | None,
    base: Base | None,
    document_no: str,
    on: date,
    until_on: date | None = None,
    endless_reason: str = "",
) -> Appointment:
    """異動・担当替え: end one post and begin another on the same day; every other post of the person stays.

    Changes: the end of the old appointment and one new one. Recorded: both places. Refuses: what ``appoint`` and
    ``end_appointment`` refuse. So an area duty held beside the department survives the move.
    """
    old = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("agency", "role")
        .get(id=appointment.id)
    )
    _end(old, on)
    new = Appointment(
        staff_id=old.staff_id, agency=agency, role=role, area=area, base=base, kind=old.kind,
        document_no=document_no, from_on=on, until_on=until_on, endless_reason=endless_reason,
    )  # fmt: skip
    _save(new)
    sign(
        actor, events.TRANSFERRED, subjects=[old.staff_id, old.agency_id, agency.id],
        changes={
            "agency": (old.agency.code, agency.code), "role": (old.role.code, role.code), "from_on": (None, on),
            "until_on": (None, until_on),
        },
    )  # fmt: skip
    return new
