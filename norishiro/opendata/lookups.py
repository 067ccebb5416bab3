"""Reads without an actor, for the verbs of this room."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from norishiro.core.names import name_key
from norishiro.opendata.models import Listed
from norishiro.resources.models import Location, Organisation, Place


@dataclass(frozen=True)
class Known:
    """All a file is compared with: what came before under which number, places by name, bodies by name."""

    listed: dict[str, Listed]
    places: dict[str, list[Place]]
    by_id: dict[str, Place]


def known_for(dataset: str) -> Known:
    found = list(Place.objects.select_related("organisation", "location").prefetch_related("traits"))
    places: dict[str, list[Place]] = defaultdict(list)
    for place in found:
        places[name_key(place.name)].append(place)
    listed = Listed.objects.filter(dataset=dataset).select_related("place__organisation", "place__location")
    return Known({one.external_id: one for one in listed}, places, {str(one.id): one for one in found})


def body_named(name: str) -> Organisation | None:
    return Organisation.objects.filter(name=name).first()


def location_at(name: str, address: str) -> Location | None:
    return Location.objects.filter(name=name, address=address).first()
