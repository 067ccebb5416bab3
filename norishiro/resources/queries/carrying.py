"""Who carries a place, in numbers, and the yearly figures of 地域活動支援センター with their sums."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum

from norishiro.agencies.actor import Actor
from norishiro.resources.centres import centres
from norishiro.resources.lookups import stopped_on
from norishiro.resources.models import CentreFigure, Place, Stop, Volunteers


def volunteers_of(actor: Actor, *, place: Place) -> list[Volunteers]:
    """Each role as it stands and stood, the running ones first."""
    return sorted(place.volunteers.all(), key=lambda one: (one.until_on is not None, one.role, one.from_on))


def centre_figures_of(actor: Actor, *, place: Place) -> dict[int, dict[str, int]]:
    """The figures of a centre by year, the newest first."""
    found: dict[int, dict[str, int]] = {}
    for one in place.centre_figures.all():
        found.setdefault(one.year, {})[one.code] = one.value
    return found


@dataclass(frozen=True)
class CentreSum:
    """The centres of one type in a year: how many there were, how many wrote their figures, and the sum of each."""

    kind: str
    places: int
    told: int
    sums: dict[str, int]


def centre_sums(actor: Actor, *, year: int, first: date, after: date) -> list[CentreSum]:
    """By type; three questions. A centre counts that had begun and was not closed before the year."""
    kinds = [one.code for one in centres().types]
    gone = Stop.objects.filter(stopped_on(first), kind="CLOSED").values("place")
    there = Place.objects.filter(Q(opened_on__isnull=True) | Q(opened_on__lt=after), kind__in=kinds).exclude(
        id__in=gone
    )
    places = dict(there.order_by().values_list("kind").annotate(Count("id")))
    sums: dict[str, dict[str, int]] = {}
    told: dict[str, int] = {}
    rows = CentreFigure.objects.filter(year=year, place__kind__in=kinds).order_by()
    for kind, code, value in rows.values_list("place__kind", "code").annotate(Sum("value")):
        sums.setdefault(kind, {})[code] = value
    for kind, number in rows.values_list("place__kind").annotate(Count("place", distinct=True)):
        told[kind] = number
    return [CentreSum(kind, places.get(kind, 0), told.get(kind, 0), sums.get(kind, {})) for kind in kinds]
