"""A place is entered, changed, and asked again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.ledger.operations import sign
from norishiro.resources import access, events, rules
from norishiro.resources.catalogue import catalogue
from norishiro.resources.choices import StopKind
from norishiro.resources.models import Confirmation, Location, Organisation, Place, Trait
from norishiro.resources.points import Point

# Of these only the fact of change goes into the ledger: they name somebody, or are told in words.
TEXTS = (
    "about",
    "conditions",
    "considerate",
    "cannot",
    "needs",
    "contact_name",
    "phone",
    "email",
    "website",
    "fee_note",
    "booking",
)


@dataclass(frozen=True)
class Whose:
    """Who runs it, as typed: a body of this name is taken, or entered when there is none."""

    name: str
    kind: str
    agency_id: UUID | None = None


@dataclass(frozen=True)
class Where:
    """The location, as typed: one of this name and address is taken, or entered when there is none."""

    name: str
    address: str = ""
    area_id: UUID | None = None
    directions: str = ""
    private_home: bool = False
    point: Point | None = None


@dataclass(frozen=True)
class Offer:
    """What is written of the place itself, field by field, and its traits by kind."""

    values: Mapping[str, Any]
    traits: Mapping[str, Collection[str]] = field(default_factory=dict)


@operation
def add_place(actor: Actor, /, *, whose: Whose, where: Where, offer: Offer) -> Place:
    """Enter a place with who runs it and where it is; nobody has asked there yet. Records ``resource.added``; refused by
    ``may_keep_place``."""
    access.place_verdict(
        offer.values,
        name=where.name,
        address=where.address,
        private_home=where.private_home,
        place=None,
        has_point=where.point is not None,
    ).or_refuse()
    place = Place.objects.create(
        **offer.values, organisation=_organisation(whose), location=_location(where), private_home=where.private_home,
        kept_by_id=actor.staff_id,
    )  # fmt: skip
    _keep_traits(place, offer.traits)
    sign(actor, events.PLACE_ADDED, changes={"place": (None, place.id), "name": (None, place.name)})
    return place


@operation
def change_place(
    actor: Actor, /, *, place: Place, version: int, whose: Whose, where: Where, offer: Offer
) -> Place:
    """Correct what is written. Records ``resource.changed`` with the fields; refused by ``may_keep_place``, ``StaleVersion``.

    The database keeps a private home from being public at every moment: a place stops being public before its location
    becomes a home, and the other way round.
    """
    access.place_verdict(
        offer.values,
        name=where.name,
        address=where.address,
        private_home=where.private_home,
        place=place,
        has_point=where.point is not None,
    ).or_refuse()
    location = _location(where) if offer.values.get("is_public") else None
    changes = change_fields(
        place, version=version, values={**offer.values, "organisation": _organisation(whose)}
    )
    location = location or _location(where)
    changes |= {"location": (place.location_id, location.id)} if place.location_id != location.id else {}
    Place.objects.filter(pk=place.pk).update(location=location, private_home=where.private_home)
    _keep_traits(place, offer.traits)
    plain = {name: pair for name, pair in changes.items() if name not in (*TEXTS, "organisation")}
    sign(
        actor, events.PLACE_CHANGED, changes={"place": (None, place.id), **plain},
        changed_text=[name for name in changes if name not in plain],
    )  # fmt: skip
    return place


@operation
def confirm_place(
    actor: Actor, /, *, place: Place, confirmed_on: date, way: str, told_by: str = "", today: date
) -> Confirmation:
    """Write down that somebody asked there; it holds for the months of the catalogue. Records ``resource.confirmed``;
    refused by ``may_confirm``."""
    locked = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
    stop = locked.stops.filter(until_on__isnull=True).first()
    rules.may_confirm(
        confirmed_on=confirmed_on, today=today, newest=locked.confirmed_on,
        closed=stop is not None and stop.kind == StopKind.CLOSED and stop.from_on <= today,
    ).or_refuse()  # fmt: skip
    until = confirmed_on + relativedelta(months=catalogue().valid_months)
    row = Confirmation.objects.create(
        place=locked,
        confirmed_on=confirmed_on,
        valid_until=until,
        way=way,
        told_by=told_by,
        staff_id=actor.staff_id,
    )
    Place.objects.filter(pk=locked.pk).update(confirmed_on=confirmed_on, valid_until=until)
    sign(
        actor, events.PLACE_CONFIRMED,
        changes={"place": (None, place.id), "confirmed_on": (locked.confirmed_on, confirmed_on)},
    )  # fmt: skip
    return row


def _organisation(whose: Whose) -> Organisation:
    found, _new = Organisation.objects.get_or_create(
        name=whose.name, defaults={"kind": whose.kind, "agency_id": whose.agency_id}
    )
    if (found.kind, found.agency_id) != (whose.kind, whose.agency_id or found.agency_id):
        found.kind, found.agency_id = whose.kind, whose.agency_id or found.agency_id
        found.version += 1
        found.save(update_fields=["kind", "agency", "version", "changed_at"])
    return found


def _location(where: Where) -> Location:
    """The location of this name and address. What is said of it otherwise is corrected for every place there."""
    found, _new = Location.objects.get_or_create(name=where.name, address=where.address)
    said = {
        "area_id": where.area_id, "directions": where.directions, "private_home": where.private_home,
        "latitude": where.point.latitude if where.point else None,
        "longitude": where.point.longitude if where.point else None,
    }  # fmt: skip
    if any(getattr(found, name) != value for name, value in said.items()):
        for name, value in said.items():
            setattr(found, name, value)
        found.version += 1
        found.save(
            update_fields=[
                "area",
                "directions",
                "private_home",
                "latitude",
                "longitude",
                "version",
                "changed_at",
            ]
        )
    return found


def _keep_traits(place: Place, traits: Mapping[str, Collection[str]]) -> None:
    for kind, codes in traits.items():
        place.traits.filter(kind=kind).exclude(code__in=codes).delete()
        have = set(place.traits.filter(kind=kind).values_list("code", flat=True))
        Trait.objects.bulk_create(
            [Trait(place=place, kind=kind, code=code) for code in codes if code not in have]
        )
