"""Reads of this room: what was changed in the records of some subjects."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Staff
from norishiro.core.tables import PAGE_SIZE, Page, Place, Way, cut_page
from norishiro.former import lookups
from norishiro.former.models import Former
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate


@dataclass(frozen=True)
class Change:
    """One change, who made it, and what the staff, agencies and areas in it are called, by their numbers."""

    row: Former
    staff: Staff | None
    names: Mapping[str, str]

    @property
    def id(self) -> UUID:
        return self.row.id


def visible_to(actor: Actor) -> QuerySet[Former]:
    """What the actor's own agency wrote or changed, of subjects open to it. The wall says the same (``migrations.0002_keeping``)."""
    rows = Former.objects.filter(agency_id__in=actor.agency_ids, gone=False)
    return through_gate(rows, actor, subject="gate_id", depth=Depth.PROGRESS, gated=True)


def changes(
    actor: Actor, *, subject_ids: Collection[UUID], place: Place, size: int = PAGE_SIZE
) -> Page[Change]:
    """What was changed about these people and cases, the newest first."""
    rows = visible_to(actor).filter(gate_id__in=subject_ids)
    anchor = rows.filter(pk=place.row).values_list("at", "id").first() if place.row else None
    back = place.way is Way.BEFORE and anchor is not None
    if anchor is not None:
        step = "gt" if back else "lt"
        rows = rows.filter(Q(**{f"at__{step}": anchor[0]}) | Q(**{"at": anchor[0], f"id__{step}": anchor[1]}))
    order = ("at", "id") if back else ("-at", "-id")
    fetched = list(rows.order_by(*order)[: size + 1])
    staff = Staff.objects.only("name").in_bulk({one.staff_id for one in fetched if one.staff_id})
    names = lookups.names_in(fetched)
    return cut_page(
        [Change(one, staff.get(one.staff_id), names) for one in fetched],
        place=place,
        id_of=lambda one: one.id,
        size=size,
    )
