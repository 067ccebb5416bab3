"""Counters several agencies keep together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import SINCE_ALWAYS
from norishiro.agencies.models import Agency, Window, WindowOperator
from norishiro.agencies.queries import windows_on
from norishiro.consultations.choices import ConsultationStatus
from norishiro.consultations.models import (
    Consultation,
)
from norishiro.consultations.paging import cut
from norishiro.consultations.queries.consultations import visible_to
from norishiro.core.records import Unseen
from norishiro.core.tables import Page, Place


@dataclass(frozen=True)
class Partner:
    """An agency at a shared counter; no ``since`` means from the beginning, no ``until`` that no end is set."""

    agency: Agency
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Counter:
    """A counter several agencies or functions keep together, with who stands behind it on a day."""

    window: Window
    parts: tuple[Window, ...]

    @property
    def partners(self) -> list[Partner]:
        """Each agency once, with since when it has stood there."""
        found: dict[UUID, Partner] = {}
        for window in (self.window, *self.parts):
            for one in window.operators_now:  # type: ignore[attr-defined]
                found.setdefault(one.agency_id, _partner(window, one))
        return list(found.values())

    @property
    def agency_ids(self) -> frozenset[UUID]:
        return frozenset(one.agency.id for one in self.partners)


def _partner(window: Window, operator: WindowOperator) -> Partner:
    since = max(window.from_on, operator.from_on)
    ends = [one for one in (window.until_on, operator.until_on) if one]
    return Partner(operator.agency, None if since == SINCE_ALWAYS else since, min(ends, default=None))


def counters(actor: Actor, *, on: date) -> list[Counter]:
    """The shared counters at which the actor's agency stands that day."""
    everything = windows_on(actor, on=on)
    parts: dict[UUID, list[Window]] = {}
    for window in everything:
        if window.parent_id:
            parts.setdefault(window.parent_id, []).append(window)
    found = [Counter(one, tuple(parts.get(one.id, ()))) for one in everything if one.parent_id is None]
    return [
        one for one in found
        if one.agency_ids & actor.agency_ids and (len(one.agency_ids) > 1 or one.parts)
    ]  # fmt: skip


def get_counter(actor: Actor, *, window_id: UUID, on: date) -> Counter:
    found = next((one for one in counters(actor, on=on) if one.window.id == window_id), None)
    if found is None:
        raise Unseen(window_id)
    return found


def counter_rows(
    actor: Actor, *, counter: Counter, undecided: bool, place: Place | None = None
) -> Page[Consultation]:
    """The consultations of all partners at the counter that are open to the actor, newest first."""
    rows: QuerySet[Any] = visible_to(actor).filter(agency_id__in=counter.agency_ids)
    if undecided:
        rows = rows.filter(status=ConsultationStatus.RECEIVED, became_case=False)
    rows = rows.select_related("person", "agency").prefetch_related("concerns")
    return cut(rows, place=place or Place(), day="received_on")
