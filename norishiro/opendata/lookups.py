"""Reads without an actor, for the verbs of this room."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from norishiro.core.names import name_key
from norishiro.opendata.choices import IntakeState
from norishiro.opendata.models import Intake, IntakeRow, Listed
from norishiro.resources.models import Location, Organisation, Place


@dataclass(frozen=True)
class Known:
    """All a file is compared with: what came before under which number, places by name, bodies by name."""

    listed: dict[str, Listed]
    places: dict[str, list[Place]]
    by_id: dict[str, Place]


def known_for(dataset: str, *, source: str) -> Known:
    """Numbers as far as this source gave them; places of all."""
    found = list(Place.objects.select_related("organisation", "location").prefetch_related("traits"))
    places: dict[str, list[Place]] = defaultdict(list)
    for place in found:
        places[name_key(place.name)].append(place)
    listed = Listed.objects.filter(dataset=dataset, source=source)
    listed = listed.select_related("place__organisation", "place__location")
    return Known({one.external_id: one for one in listed}, places, {str(one.id): one for one in found})


def body_named(name: str) -> Organisation | None:
    return Organisation.objects.filter(name=name).first()


def location_at(name: str, address: str) -> Location | None:
    return Location.objects.filter(name=name, address=address).first()


def newest_lists(dataset: str) -> dict[str, Intake]:
    """Of each source the newest list that was taken, by its own day."""
    rows = Intake.objects.filter(dataset=dataset, state=IntakeState.TAKEN).order_by("as_of", "taken_at")
    return {one.source: one for one in rows}


def gone_since(intake: Intake) -> list[str]:
    """What stood in the list of this source before and does not stand in this one: the names, as they were."""
    before = newest_lists(intake.dataset).get(intake.source)
    if before is None or before.id == intake.id:
        return []
    now = IntakeRow.objects.filter(intake=intake).values("external_id")
    rows = IntakeRow.objects.filter(intake=before).exclude(external_id__in=now)
    return list(rows.order_by("line_no").values_list("name", flat=True))


def rows_named(intake_ids: list[UUID], external_ids: set[str]) -> list[IntakeRow]:
    """The rows of these numbers in these lists."""
    return list(IntakeRow.objects.filter(intake__in=intake_ids, external_id__in=external_ids))
