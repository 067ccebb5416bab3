"""How many places there are on a day, by kind and district, what is new, paused and closed, and where none is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from norishiro.agencies.actor import Actor
from norishiro.core.calendar import fiscal_year, fiscal_year_span
from norishiro.resources.catalogue import Entry
from norishiro.resources.choices import StopKind
from norishiro.resources.lookups import stopped_on
from norishiro.resources.models import Place, Stop


@dataclass(frozen=True)
class Line:
    """Places of one kind in one district. ``area`` is empty where the location has none."""

    kind: str
    area: str
    active: int
    new: int
    paused: int
    closed: int


@dataclass(frozen=True)
class StoppedPlace:
    """A pause or closing with its reason."""

    place_id: UUID
    name: str
    area: str
    stop: Stop


@dataclass(frozen=True)
class Gap:
    """How many open places of a district take people of each band of age; ``untold``: no age written down."""

    area: str
    numbers: tuple[int, ...]
    untold: int
    anybody: int


def _year_start(on: date) -> date:
    return fiscal_year_span(fiscal_year(on))[0]


def _rows(on: date, *, supported: bool) -> Any:
    covering = Stop.objects.filter(stopped_on(on), place=OuterRef("pk"))
    rows = Place.objects.filter(Q(opened_on__isnull=True) | Q(opened_on__lte=on))
    return (rows.filter(council_supported=True) if supported else rows).annotate(
        is_paused=Exists(covering.filter(kind=StopKind.PAUSED)),
        is_closed=Exists(covering.filter(kind=StopKind.CLOSED)),
        closed_now=Exists(covering.filter(kind=StopKind.CLOSED, from_on__gte=_year_start(on))),
    )


def counts_on(actor: Actor, *, on: date, supported: bool = False) -> list[Line]:
    """Each kind in each district on the day. 新 and 閉鎖 are of the fiscal year up to the day. One question."""
    found = (
        _rows(on, supported=supported)
        .order_by()
        .values("kind", "location__area__name")
        .annotate(
            active=Count("id", filter=Q(is_paused=False, is_closed=False)),
            new=Count("id", filter=Q(opened_on__gte=_year_start(on))),
            paused=Count("id", filter=Q(is_paused=True)),
            closed=Count("id", filter=Q(closed_now=True)),
        )
        .order_by("kind", "location__area__order", "location__area__name")
    )
    return [
        Line(
            one["kind"],
            one["location__area__name"] or "",
            one["active"],
            one["new"],
            one["paused"],
            one["closed"],
        )
        for one in found
    ]


def stopped_in(actor: Actor, *, on: date, supported: bool = False) -> list[StoppedPlace]:
    """Paused on the day, or closed in its fiscal year, each with its reason; the newest first."""
    rows = Stop.objects.filter(stopped_on(on)).filter(
        Q(kind=StopKind.PAUSED) | Q(from_on__gte=_year_start(on))
    )
    if supported:
        rows = rows.filter(place__council_supported=True)
    found = rows.select_related("place__location__area").order_by("-from_on", "place__name")
    return [
        StoppedPlace(
            one.place_id, one.place.name, one.place.location.area.name if one.place.location.area else "", one
        )
        for one in found
    ]


def gaps_on(actor: Actor, *, on: date, ages: Sequence[Entry]) -> list[Gap]:
    """For every district, open places that take each band of age (any part of it). One question."""
    told = Q(anybody=True) | Q(age_from__isnull=False) | Q(age_to__isnull=False)
    bands = {
        f"band_{number}": Count(
            "id",
            filter=told
            & (Q(age_from__isnull=True) | Q(age_from__lte=one.last))
            & (Q(age_to__isnull=True) | Q(age_to__gte=one.first)),
        )
        for number, one in enumerate(ages)
    }
    found = (
        _rows(on, supported=False)
        .filter(is_paused=False, is_closed=False)
        .order_by()
        .values("location__area__name")
        .annotate(untold=Count("id", filter=~told), free=Count("id", filter=Q(anybody=True)), **bands)
        .order_by("location__area__order", "location__area__name")
    )
    return [
        Gap(
            one["location__area__name"] or "",
            tuple(one[name] for name in bands),
            one["untold"],
            one["free"],
        )
        for one in found
    ]
