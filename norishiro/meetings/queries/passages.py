"""ほかの会議との出入り. The actor comes first."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from norishiro.agencies.actor import Actor
from norishiro.meetings.models import (
    Body,
    Item,
    Passage,
    Seat,
)
from norishiro.meetings.queries.items import items_visible_to, titled
from norishiro.meetings.queries.sittings import LIST_LENGTH


@dataclass(frozen=True)
class PassageRow:
    """One coming or going of an item, with what the actor may know of whose it is."""

    passage: Passage
    title: str


def passages(
    actor: Actor, *, body: Body | None = None, item: Item | None = None, mine: bool = False
) -> list[PassageRow]:
    """出入り of items the actor sees, newest first, at most fifty: of a body (at either end), of an item, one's own."""
    waits = Seat.objects.filter(staff_id=actor.staff_id, ended_at__isnull=True, opened_at__isnull=True)
    rows = Passage.objects.filter(item__in=items_visible_to(actor)).exclude(
        ~Q(item__agency_id__in=actor.agency_ids), item__in=waits.values("item_id")
    )
    if body is not None:
        rows = rows.filter(Q(body=body) | Q(item__body=body))
    if item is not None:
        rows = rows.filter(item=item)
    if mine:
        rows = rows.filter(staff_id=actor.staff_id)
    found = list(
        rows.select_related("item__body", "body", "agency", "staff").order_by("-passed_on", "-made_at")[
            :LIST_LENGTH
        ]
    )
    titles = titled(actor, [row.item for row in found])
    return [PassageRow(row, titled.title) for row, titled in zip(found, titles, strict=True)]
