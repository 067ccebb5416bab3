"""The list of places with its filters, one place with all its parts, and what was written of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Sum

from norishiro.agencies.actor import Actor
from norishiro.core.records import Unseen
from norishiro.core.tables import PAGE_SIZE, Page, Way, cut_page
from norishiro.core.tables import Place as Spot
from norishiro.resources.choices import Mood, RuleKind, StopKind, TraitKind, Welcome
from norishiro.resources.lookups import stopped_on
from norishiro.resources.models import (
    Attendant,
    Confirmation,
    DayCount,
    OpeningLine,
    Organisation,
    Place,
    SpecialDay,
    Stop,
    Trait,
)
from norishiro.resources.queries.days import is_open_sql

EVENING = time(17)


@dataclass(frozen=True)
class Asked:
    """What somebody looks for; empty is everything. ``on`` is the day of which the list speaks."""

    on: date
    words: str = ""
    kind: str = ""
    area_ids: frozenset[UUID] | None = None
    role: str = ""
    state: str = ""
    function: str = ""
    platform: str = ""
    brings: str = ""
    age: int | None = None
    open_that_day: bool = False
    evening: bool = False
    alone: bool = False
    quiet: bool = False
    free_of_charge: bool = False
    vacant: bool = False
    anybody: bool = False
    welcoming: bool = False
    stale: bool = False
    standing: str = "OPEN"


def places(actor: Actor, *, asked: Asked, at: Spot, size: int = PAGE_SIZE) -> Page[Place]:
    """A page of the list by name. Each row comes with its lines, traits and what holds on the day."""
    rows = _asked(actor, asked)
    pivot = Place.objects.filter(id=at.row).values_list("name", "id").first() if at.row else None
    back = at.way is Way.BEFORE and pivot is not None
    if pivot is not None:
        step = "lt" if back else "gt"
        rows = rows.filter(
            Q(**{f"name__{step}": pivot[0]}) | Q(**{"name": pivot[0], f"id__{step}": pivot[1]})
        )
    order = ("-name", "-id") if back else ("name", "id")
    fetched = list(_with_parts(rows.order_by(*order)[: size + 1]))
    return cut_page(fetched, place=at if pivot is not None else Spot(), id_of=lambda one: one.id, size=size)


def _with_parts(rows: QuerySet[Place]) -> QuerySet[Place]:
    return rows.select_related("organisation", "location__area").prefetch_related(
        "opening", "special_days", "stops", Prefetch("traits", Trait.objects.order_by("kind", "code"))
    )


def _asked(actor: Actor, asked: Asked) -> QuerySet[Place]:
    rows = Place.objects.filter(_plain(asked))
    for kind, code in (
        (TraitKind.ROLE, asked.role),
        (TraitKind.STATE, asked.state),
        (TraitKind.FUNCTION, asked.function),
        (TraitKind.PLATFORM, asked.platform),
        (TraitKind.BRINGS, asked.brings),
    ):
        if code:
            has = Exists(Trait.objects.filter(place=OuterRef("pk"), kind=kind, code=code))
            rows = rows.filter(has | Q(anybody=True)) if kind == TraitKind.STATE else rows.filter(has)
    if asked.evening:
        late = OpeningLine.objects.filter(place=OuterRef("pk")).exclude(kind=RuleKind.CLOSED)
        rows = rows.filter(Exists(late.filter(Q(closes__gt=EVENING) | Q(opens__gte=EVENING))))
    rows = _standing(rows, asked)
    return is_open_sql(actor, rows=rows, on=asked.on) if asked.open_that_day else rows


def _plain(asked: Asked) -> Q:
    found = Q()
    if asked.words:
        found &= (
            Q(name__icontains=asked.words)
            | Q(organisation__name__icontains=asked.words)
            | Q(about__icontains=asked.words)
        )
    if asked.kind:
        found &= Q(kind=asked.kind)
    if asked.area_ids is not None:
        found &= Q(location__area_id__in=asked.area_ids)
    if asked.age is not None:
        found &= (Q(age_from__isnull=True) | Q(age_from__lte=asked.age)) & (
            Q(age_to__isnull=True) | Q(age_to__gte=asked.age)
        )
    for wanted, condition in (
        (asked.alone, Q(alone=True)),
        (asked.quiet, Q(mood__in=[Mood.QUIET, Mood.BOTH])),
        (asked.free_of_charge, Q(fee=0)),
        (asked.vacant, Q(capacity__gt=F("present"))),
        (asked.anybody, Q(anybody=True)),
        (asked.welcoming, Q(welcome__in=[Welcome.YES, Welcome.CONDITIONAL, Welcome.ASK])),
        (asked.stale, Q(valid_until__isnull=True) | Q(valid_until__lte=asked.on)),
    ):
        if wanted:
            found &= condition
    return found


def _standing(rows: QuerySet[Place], asked: Asked) -> QuerySet[Place]:
    covering = Stop.objects.filter(stopped_on(asked.on), place=OuterRef("pk"))
    if asked.standing == "ALL":
        return rows
    if asked.standing in StopKind.values:
        return rows.filter(Exists(covering.filter(kind=asked.standing)))
    return rows.filter(~Exists(covering))


def stale_number(actor: Actor, *, on: date) -> int:
    """How many places that are not closed wait to be asked again."""
    return _asked(actor, Asked(on=on, stale=True, standing="OPEN")).count()


def get_place(actor: Actor, *, place_id: UUID) -> Place:
    """One place with all that its page shows."""
    rows = Place.objects.filter(id=place_id).select_related(
        "organisation__agency", "location__area", "kept_by"
    )
    found = rows.prefetch_related(
        "opening", "traits", Prefetch("special_days", SpecialDay.objects.order_by("made_at", "id")), "stops"
    ).first()
    if found is None:
        raise Unseen(place_id)
    return found


def traits_of(actor: Actor, *, place: Place, kind: str) -> list[str]:
    """The codes of one kind."""
    return [one.code for one in place.traits.all() if one.kind == kind]


def running_stop(actor: Actor, *, place: Place, on: date) -> Stop | None:
    """The pause or closing that covers the day."""
    covering = [
        one for one in place.stops.all() if one.from_on <= on and (one.until_on is None or one.until_on > on)
    ]
    return covering[0] if covering else None


def stops_of(actor: Actor, *, place: Place) -> list[Stop]:
    return list(place.stops.all())


def upcoming_specials(actor: Actor, *, place: Place, on: date) -> list[SpecialDay]:
    """Days of their own from this day on, the earliest first."""
    return sorted(
        (row for row in place.special_days.all() if row.last_on >= on), key=lambda row: row.first_on
    )


def get_special(actor: Actor, *, special_id: UUID) -> SpecialDay:
    found = SpecialDay.objects.select_related("place").filter(id=special_id).first()
    if found is None:
        raise Unseen(special_id)
    return found


def confirmations_of(actor: Actor, *, place: Place) -> list[Confirmation]:
    """The last few, the newest first."""
    return list(place.confirmations.select_related("staff")[:5])


def organisations(actor: Actor) -> list[str]:
    """Names already registered, to be written alike."""
    return list(Organisation.objects.values_list("name", flat=True))


def day_counts_of(actor: Actor, *, place: Place, first: date, last: date) -> list[DayCount]:
    """The numbers of each day, the newest first."""
    return list(place.day_counts.filter(on__gte=first, on__lte=last))


def count_totals(actor: Actor, *, place: Place, first: date, last: date) -> dict[str, int]:
    """Visitors, consultations and events of a stretch, each apart."""
    sums = place.day_counts.filter(on__gte=first, on__lte=last).aggregate(
        visitors=Sum("visitors"), consultations=Sum("consultations"), events=Sum("events")
    )
    return {name: number or 0 for name, number in sums.items()}


def attendants_on(actor: Actor, *, place: Place, on: date | None = None) -> list[Attendant]:
    """Who is there on a day; without a day, everybody who still comes or will come."""
    rows = place.attendants.select_related("agency", "staff")
    if on is None:
        return list(rows)
    of_day = Q(on=on) | Q(weekday=on.weekday())
    since = Q(from_on__isnull=True) | Q(from_on__lte=on)
    still = Q(until_on__isnull=True) | Q(until_on__gt=on)
    return list(rows.filter(of_day, since, still))


def get_attendant(actor: Actor, *, attendant_id: UUID) -> Attendant:
    found = Attendant.objects.select_related("place").filter(id=attendant_id).first()
    if found is None:
        raise Unseen(attendant_id)
    return found
