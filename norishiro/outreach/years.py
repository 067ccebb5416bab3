"""The contacts of many years: cut by what somebody looks for, counted by month, and read a page at a time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency
from norishiro.core.tables import Page, Place, Way, cut_page
from norishiro.outreach.models import Contact
from norishiro.outreach.queries import seen_at, stages_visible_to, to_tell, visible_to

AT_ONCE = 100
MOST_PRESENT = 2000


@dataclass(frozen=True, kw_only=True)
class Cut:
    """What is wanted of the contacts; what is left empty does not narrow. ``stage`` holds for days on which the person of the
    contact stood at it (つながりの段階), as far as the reader may know the stages. Days: from ``first`` to before ``after``."""

    person_id: UUID | None = None
    agency_id: UUID | None = None
    method: str = ""
    segment: str = ""
    tag: str = ""
    stage: int | None = None
    first: date | None = None
    after: date | None = None


@dataclass(frozen=True)
class Month:
    """How many contacts a month has; ``on`` is its first day."""

    on: date
    count: int


@dataclass(frozen=True)
class Counted:
    """The months of a history, and the ids of the agencies that wrote it."""

    months: tuple[Month, ...]
    writers: frozenset[UUID]


def counted(actor: Actor, *, subject_ids: Collection[UUID], cut: Cut) -> Counted:
    """The months in which there was any, the newest first, and who wrote them: one walk over all the years."""
    rows = _cut(actor, subject_ids, cut).order_by().annotate(month=TruncMonth("happened_on"))
    each = rows.values_list("month", "agency_id").annotate(n=Count("id")).order_by("-month")
    found: dict[date, int] = {}
    writers = set()
    for month, agency_id, count in each:
        found[month] = found.get(month, 0) + count
        writers.add(agency_id)
    return Counted(tuple(Month(on, count) for on, count in found.items()), frozenset(writers))


def agencies(actor: Actor, *, writers: Collection[UUID]) -> list[tuple[UUID, str]]:
    """The names of those who wrote."""
    return list(Agency.objects.filter(id__in=writers).order_by("name").values_list("id", "name"))


def page_of(actor: Actor, *, subject_ids: Collection[UUID], cut: Cut, place: Place) -> Page[Contact]:
    """One page, the newest first. A place that is none of these rows is the beginning."""
    rows = _cut(actor, subject_ids, cut)
    order = ("-happened_on", "-made_at", "-id")
    if place.row is not None:
        at = rows.filter(id=place.row).values_list("happened_on", "made_at", "id").first()
        place, rows = (place, rows.filter(_beyond(*at, place.way))) if at else (Place(), rows)
    if place.way is Way.BEFORE:
        order = ("happened_on", "made_at", "id")
    fetched = list(_told(actor, rows).order_by(*order)[: AT_ONCE + 1])
    return cut_page(fetched, place=place, id_of=lambda one: one.id, size=AT_ONCE)


def day_above(actor: Actor, *, subject_ids: Collection[UUID], cut: Cut, row: Contact) -> date | None:
    """The day of the contact that stands just above this one, on the page before."""
    above = _beyond(row.happened_on, row.made_at, row.id, Way.BEFORE)
    rows = _cut(actor, subject_ids, cut).filter(above).order_by("happened_on", "made_at", "id")
    return rows.values_list("happened_on", flat=True).first()


def oldest_first(actor: Actor, *, subject_ids: Collection[UUID], cut: Cut, limit: int) -> list[Contact]:
    """For paper, where one reads on from the beginning."""
    rows = _told(actor, _cut(actor, subject_ids, cut))
    return list(rows.order_by("happened_on", "happened_at", "made_at", "id")[:limit])


def _told(actor: Actor, rows: QuerySet[Contact]) -> QuerySet[Contact]:
    return rows.select_related("person", "staff", "agency").prefetch_related(*to_tell(actor))


def _beyond(on: date, written: object, row_id: UUID, way: Way) -> Q:
    sign = "lt" if way is Way.AFTER else "gt"
    return (
        Q(**{f"happened_on__{sign}": on})
        | Q(happened_on=on, **{f"made_at__{sign}": written})
        | Q(happened_on=on, made_at=written, **{f"id__{sign}": row_id})
    )


def _cut(actor: Actor, subject_ids: Collection[UUID], cut: Cut) -> QuerySet[Contact]:
    """Ids of the records at which one of them was one more are asked first: each way has its own index."""
    about = Q(person_id=cut.person_id) if cut.person_id else Q(subject_id__in=list(subject_ids))
    there = list(seen_at(actor, person_ids=[cut.person_id] if cut.person_id else subject_ids)[:MOST_PRESENT])
    wanted = {
        "agency_id": cut.agency_id, "method": cut.method, "tags__code": cut.tag, "happened_on__gte": cut.first, "happened_on__lt": cut.after,
    }  # fmt: skip
    rows = visible_to(actor).filter(about | Q(id__in=there) if there else about)
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if cut.segment:
        rows = rows.filter(id__in=Contact.objects.filter(segments__kind=cut.segment).values("id"))
    return rows if cut.stage is None else rows.filter(_while_at(actor, subject_ids, cut.stage))


def _while_at(actor: Actor, subject_ids: Collection[UUID], stage: int) -> Q:
    """From each note of the stage to that person's next note."""
    notes = (
        stages_visible_to(actor)
        .filter(person_id__in=list(subject_ids))
        .order_by("person_id", "noted_on", "made_at")
    )
    known = list(notes.values_list("person_id", "noted_on", "stage"))
    found = Q(pk__in=())
    for place, (person_id, on, at) in enumerate(known):
        if at != stage:
            continue
        days = Q(person_id=person_id, happened_on__gte=on)
        following = known[place + 1] if place + 1 < len(known) else None
        if following is not None and following[0] == person_id:
            days &= Q(happened_on__lt=following[1])
        found |= days
    return found
