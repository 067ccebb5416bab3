"""What the public pages read, through the door of the role that can name no table (docs/adr/0060-public-site.md).

The tables' names lead to views here: only what was made public, a private telephone empty. The questions are those of the
rooms themselves, so that a place is open here when it is open there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from norishiro.agencies.models import Area
from norishiro.agencies.queries import navigator
from norishiro.core.calendar import is_holiday
from norishiro.profiles.models import ProfileVersion
from norishiro.public_site.kept import remembered, remembered_each
from norishiro.resources.choices import RuleKind
from norishiro.resources.models import Location, OpeningLine, Place
from norishiro.resources.opening import Answer, answer_on, days_open, words_of
from norishiro.resources.queries import days

DOOR = "public"
EVENING = time(17)
PAGE = 20
AHEAD_DAYS = 14


@dataclass(frozen=True)
class Wanted:
    """What somebody outside looks for on a day."""

    on: date
    area: UUID | None = None
    evening: bool = False
    alone: bool = False
    free: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What a list says of a place, and whether it is open on the day."""

    id: UUID
    name: str
    kind: str
    area: str
    fee: int | None
    anybody: bool
    alone: bool
    answer: Answer


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that is open on a day, as far as it is sought by and drawn on the map."""

    id: UUID
    name: str
    kind: str
    area: UUID | None
    alone: bool
    free: bool
    evening: bool
    east: float | None
    north: float | None


def spots(on: date) -> list[Spot]:
    """All that are open on the day, by name. One question for the day, whatever is sought, until something changes."""
    found: list[Spot] = remembered(("spots", on), lambda: _spots(on))
    return found


def _spots(on: date) -> list[Spot]:
    late = OpeningLine.objects.filter(Q(closes__gt=EVENING) | Q(opens__gte=EVENING), place=OuterRef("pk"))
    rows = days.is_open_sql(None, rows=Place.objects.using(DOOR), on=on)
    told = rows.annotate(evening=Exists(late.exclude(kind=RuleKind.CLOSED))).order_by("name", "id")
    columns = (
        "id",
        "name",
        "kind",
        "location__area_id",
        "alone",
        "fee",
        "evening",
        "location__longitude",
        "location__latitude",
    )
    return [
        Spot(
            one, name, kind, area, alone is True, fee == 0, evening,
            float(east) if east is not None else None, float(north) if north is not None else None,
        )
        for one, name, kind, area, alone, fee, evening, east, north in told.values_list(*columns)
    ]  # fmt: skip


def sought(wanted: Wanted) -> list[Spot]:
    """Those of the day that fit."""
    return [
        one
        for one in spots(wanted.on)
        if (wanted.area is None or one.area == wanted.area)
        and (one.alone or not wanted.alone)
        and (one.free or not wanted.free)
        and (one.evening or not wanted.evening)
    ]


def page_of(wanted: Wanted, *, number: int) -> tuple[list[Told], int]:
    """One page of them with their hours, and how many there are; ``number`` 0 is all of them."""
    fitting = sought(wanted)
    start = (number - 1) * PAGE
    cut = [one.id for one in (fitting[start : start + PAGE] if number else fitting)]
    return told(cut, on=wanted.on), len(fitting)


def told(wanted: list[UUID], *, on: date) -> list[Told]:
    """Those of them that are public, in the same order."""
    found = remembered_each(("told", on), wanted, lambda unknown: _told(unknown, on=on))
    return [found[one] for one in wanted if one in found]


def _told(wanted: list[UUID], *, on: date) -> dict[UUID, Told]:
    return {
        one.id: Told(
            one.id, one.name, one.kind, one.location.area.name if one.location.area else "", one.fee, one.anybody,
            one.alone is True, days.answer_of(None, place=one, on=on),
        )
        for one in with_parts(Place.objects.using(DOOR).filter(id__in=wanted))
    }  # fmt: skip


def with_parts(rows: QuerySet[Place]) -> QuerySet[Place]:
    return rows.select_related("location__area").prefetch_related("opening", "special_days", "stops")


def place(place_id: UUID) -> Place | None:
    """One public place with what its page shows."""
    rows = with_parts(Place.objects.using(DOOR).filter(id=place_id))
    return rows.select_related("organisation", "location__area").prefetch_related("traits").first()


def ids() -> list[UUID]:
    """Every public place."""
    return list(Place.objects.using(DOOR).order_by("name", "id").values_list("id", flat=True))


def coming(found: Place, *, today: date) -> list[tuple[date, Answer]]:
    """The days of the next two weeks on which it opens, with their hours."""
    last = today + timedelta(days=AHEAD_DAYS - 1)
    own = days.specials_of(None, place=found, first=today, last=last)
    return list(days_open(today, last, days.lines_of(None, place=found), own, is_holiday=is_holiday))


def answer(found: Place, *, on: date) -> Answer:
    own = days.specials_of(None, place=found, first=on, last=on)
    return answer_on(on, days.lines_of(None, place=found), own, is_holiday=is_holiday)


def days_in_words(found: Place) -> list[str]:
    return words_of(days.lines_of(None, place=found))


def points(wanted: Wanted) -> list[Spot]:
    """Those open on the day that stand on the map."""
    return [one for one in sought(wanted) if one.east is not None and one.north is not None]


def areas() -> list[Area]:
    """Those in which there is a public place."""
    here = Location.objects.filter(area=OuterRef("pk"))
    found: list[Area] = remembered(("areas",), lambda: list(Area.objects.using(DOOR).filter(Exists(here))))
    return found


def ways(*, fields: list[str], at: datetime) -> list[navigator.Way]:
    """The public windows of these fields."""
    return navigator.ways(None, fields=fields, at=at, using=DOOR)


def town(on: date) -> str:
    """The name of the municipality; empty before its settings were adopted."""
    found: str = remembered(("town", on), lambda: _town(on))
    return found


def _town(on: date) -> str:
    rows = ProfileVersion.objects.using(DOOR).filter(valid_from__lte=on).order_by("-valid_from")
    return rows.values_list("municipality", flat=True).first() or ""
