"""Pages of rows, newest first."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.core.tables import PAGE_SIZE, Page, Place, Way, cut_page

M = TypeVar("M", bound=Model)


def cut(rows: QuerySet[M], *, place: Place, day: str, size: int = PAGE_SIZE) -> Page[M]:
    """One page, newest first; the cursor is a row's id, looked up here."""
    anchor = rows.filter(pk=place.row).values_list(day, "id").first() if place.row else None
    back = place.way is Way.BEFORE and anchor is not None
    if anchor is not None:
        on, key = anchor
        step = "gt" if back else "lt"
        rows = rows.filter(Q(**{f"{day}__{step}": on}) | Q(**{day: on, f"id__{step}": key}))
    order = (day, "id") if back else (f"-{day}", "-id")
    fetched = list(rows.order_by(*order)[: size + 1])
    found = place if anchor is not None else Place()
    return cut_page(fetched, place=found, id_of=lambda row: row.pk, size=size)


def party(actor: Actor, column: str) -> Any:
    return Q(agency_id__in=actor.agency_ids) | Q(**{f"{column}__in": actor.agency_ids})
