"""Agencies and bases registered by hand. Their codes are in small letters, which no profile uses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import uuid4

from norishiro.agencies import events
from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency, Area, Base, BaseFunctionRow, BaseOperator
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.ledger.operations import sign


@operation
def add_agency(
    actor: Actor,
    /,
    *,
    name: str,
    kana: str,
    field: str,
    body: str,
    parent: Agency | None,
    area: Area | None,
    phone: str,
    place: str,
    contact_note: str,
    from_on: date,
) -> Agency:
    """Register an agency the profile does not name. Changes: one agency. Recorded: its name. Refuses nothing."""
    agency = Agency.objects.create(
        code=f"hand-{uuid4().hex[:12]}", name=name, kana=kana, field=field, body=body, parent=parent, area=area,
        phone=phone, place=place, contact_note=contact_note, from_on=from_on,
    )  # fmt: skip
    sign(actor, events.AGENCY_ADDED, subjects=[agency.id], changes={"name": (None, name)})
    return agency


@operation
def change_agency(actor: Actor, /, *, agency: Agency, version: int, values: dict[str, Any]) -> Agency:
    """Change what stands in the directory. Changes: the fields given. Recorded: before and after of each.
    Refuses: a version somebody else has overtaken (StaleVersion)."""
    changes = change_fields(agency, version=version, values=values)
    sign(actor, events.AGENCY_CHANGED, subjects=[agency.id], changes=changes)
    return agency


@operation
def add_base(
    actor: Actor,
    /,
    *,
    name: str,
    area: Area | None,
    hall: Agency | None,
    place: str,
    opened_on: date | None,
    functions: Iterable[str],
    operator: Agency,
    from_on: date,
) -> Base:
    """Register a base, also one that stands in a hall of somebody else.

    Changes: the base, its operator and functions. Recorded: its name. Refuses nothing.
    """
    base = Base.objects.create(
        code=f"hand-{uuid4().hex[:12]}", name=name, area=area, hall=hall, place=place, opened_on=opened_on,
        from_on=from_on,
    )  # fmt: skip
    BaseOperator.objects.create(base=base, agency=operator, from_on=from_on)
    for function in functions:
        BaseFunctionRow.objects.create(base=base, function=function, from_on=from_on)
    sign(actor, events.BASE_ADDED, subjects=[base.id, operator.id], changes={"name": (None, name)})
    return base


@operation
def change_base(actor: Actor, /, *, base: Base, version: int, values: dict[str, Any]) -> Base:
    """Change a base's own fields. Changes: the fields given. Recorded: before and after of each.
    Refuses: a version somebody else has overtaken (StaleVersion)."""
    changes = change_fields(base, version=version, values=values)
    sign(actor, events.BASE_CHANGED, subjects=[base.id], changes=changes)
    return base
