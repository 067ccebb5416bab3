"""Places of somebody's life around the home."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.ledger.operations import sign
from norishiro.people.models import Person
from norishiro.sharing.choices import Ground
from norishiro.surroundings import access, events, rules
from norishiro.surroundings.choices import CATEGORIES_OF_PLACE, LIFE
from norishiro.surroundings.models import Place
from norishiro.surroundings.operations.grounds import stand_on


@operation
def add_place(
    actor: Actor, /, *, case: Case, person: Person | None = None, kind: str, name: str, area_id: UUID | None = None,
    distance: str, compass: str = "", how_often: str = "", words: str = "", source: str,
    certainty: str, from_on: date, basis: str = Ground.OWN, today: date,
) -> Place:  # fmt: skip
    """Keep a place somebody of the household goes to, how far from home in words.

    Records ``place.added``; refused by ``may_keep_place`` and for a ground the actor does not hold.
    """
    _ask(case, person_id=person.id if person else None, more=1, from_on=from_on, until_on=None, today=today)
    subject_id = stand_on(actor, case=case, person=person, basis=basis)
    place = Place.objects.create(
        case=case, subject_id=subject_id, basis=basis, agency_id=actor.agency_id,
        categories=LIFE | CATEGORIES_OF_PLACE.get(kind, 0), person=person, kind=kind, name=name, area_id=area_id,
        distance=distance, compass=compass, how_often=how_often, words=words, source=source, certainty=certainty,
        from_on=from_on, staff_id=actor.staff_id,
    )  # fmt: skip
    sign(
        actor, events.PLACE_ADDED, subjects=[case.id, subject_id], ground=basis,
        changed_text=["name", "words", "source"], changes={"kind": (None, kind), "distance": (None, distance)},
    )  # fmt: skip
    return place


@operation
def change_place(
    actor: Actor, /, *, place: Place, version: int, values: Mapping[str, Any], today: date
) -> Place:
    """Write a place anew, or say since when nobody goes there. Records ``place.changed``; refused by ``may_keep_place``;
    ``StaleVersion`` where somebody else was faster."""
    _ask(
        place.case, person_id=place.person_id, more=0, from_on=values.get("from_on", place.from_on),
        until_on=values.get("until_on"), today=today,
    )  # fmt: skip
    kind = values.get("kind", place.kind)
    given = {**values, "categories": LIFE | CATEGORIES_OF_PLACE.get(kind, 0), "staff_id": actor.staff_id}
    changes = change_fields(place, version=version, values=given)
    sign(
        actor, events.PLACE_CHANGED, subjects=[place.case_id, place.subject_id], ground=place.basis,
        changed_text=sorted({"name", "words", "source"} & set(changes)),
        changes={key: changes[key] for key in ("kind", "distance", "until_on") if key in changes},
    )  # fmt: skip
    return place


def _ask(
    case: Case, *, person_id: UUID | None, more: int, from_on: date, until_on: date | None, today: date
) -> None:
    rules.may_keep_place(
        status=case.status, member=access.is_member(case, person_id=person_id), withheld_by=access.withheld_by(case),
        places=access.live_places(case) if more else 0, from_on=from_on, until_on=until_on, today=today,
    ).or_refuse()  # fmt: skip
