"""Agencies, staff and hats. Dull on purpose."""

from __future__ import annotations

import itertools
import time
from datetime import date

from django.test import Client

from norishiro.agencies.actor import Actor, actor_for
from norishiro.agencies.choices import AppointmentKind, Body, Field, RoleKind
from norishiro.agencies.models import Agency, Appointment, Area, Role, Staff

EPOCH = date(2020, 4, 1)
PASSWORD = "はるのひざしと3本の木"

_numbers = itertools.count(1)


def area(name: str = "第1圏域", *, layer: str = "圏域", parent: Area | None = None) -> Area:
    return Area.objects.create(
        code=f"area-{next(_numbers)}", name=name, layer=layer, parent=parent, from_on=EPOCH
    )


def agency(
    name: str = "みなと相談センター", *, body: Body = Body.COUNCIL, field: Field = Field.GENERAL,
    parent: Agency | None = None, area: Area | None = None,
) -> Agency:  # fmt: skip
    return Agency.objects.create(
        code=f"agency-{next(_numbers)}",
        name=name,
        body=body,
        field=field,
        parent=parent,
        area=area,
        from_on=EPOCH,
    )


def role(kind: RoleKind = RoleKind.COORDINATOR, *, label: str = "", may_own_case: bool = True) -> Role:
    found = Role.objects.filter(kind=kind, may_own_case=may_own_case).first()
    return found or Role.objects.create(
        code=f"role-{next(_numbers)}", label=label or RoleKind(kind).label, kind=kind,
        appointment_kind=AppointmentKind.ORDER, may_own_case=may_own_case,
    )  # fmt: skip


def staff(name: str = "架空 花子") -> Staff:
    person = Staff(login_id=f"staff{next(_numbers)}", name=name)
    person.set_password(PASSWORD)
    person.save()
    return person


def proved(client: Client) -> Client:
    """As if the password had been given a moment ago, which ``force_login`` leaves out."""
    session = client.session
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    return client


def appoint(
    person: Staff, *, agency: Agency, kind: RoleKind = RoleKind.COORDINATOR, area: Area | None = None,
    from_on: date = EPOCH, until_on: date | None = None, may_own_case: bool = True,
) -> Appointment:  # fmt: skip
    return Appointment.objects.create(
        staff=person, agency=agency, role=role(kind, may_own_case=may_own_case), area=area,
        kind=AppointmentKind.ORDER, from_on=from_on, until_on=until_on,
    )  # fmt: skip


def actor(
    name: str = "架空 花子", *, agency: Agency | None = None, kinds: tuple[RoleKind, ...] = (RoleKind.COORDINATOR,),
    today: date | None = None,
) -> Actor:  # fmt: skip
    """A member of staff with live appointments, wearing the hat."""
    place = agency or globals()["agency"]()
    person = staff(name)
    for kind in kinds:
        appoint(person, agency=place, kind=kind)
    worn = actor_for(staff_id=person.id, agency_id=place.id, today=today or date.today())
    assert worn is not None
    return worn
