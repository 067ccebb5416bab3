"""What HSDS is told of one place: the public part of the registry, in values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from norishiro.resources.opening import Rule
from norishiro.resources.points import Point


@dataclass(frozen=True)
class Body:
    """organization."""

    id: UUID
    name: str
    kind: str


@dataclass(frozen=True)
class Site:
    """location, with its one address."""

    id: UUID
    name: str
    address: str = ""
    directions: str = ""
    point: Point | None = None


@dataclass(frozen=True)
class Entry:
    """service and service_at_location. ``marks``: (taxonomy, code), sorted: kind, welcome, roles, states, equipment and so on."""

    id: UUID
    name: str
    body: Body
    site: Site
    status: str = "active"
    about: str = ""
    conditions: str = ""
    booking: str = ""
    fee: int | None = None
    fee_note: str = ""
    age_from: int | None = None
    age_to: int | None = None
    capacity: int | None = None
    phone: str = ""
    email: str = ""
    website: str = ""
    opening: tuple[Rule, ...] = ()
    marks: tuple[tuple[str, str], ...] = ()
    confirmed_on: date | None = None
