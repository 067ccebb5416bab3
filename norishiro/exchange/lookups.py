"""Reads without an actor, for the verbs of this room. The walls show each of them only what its actor may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from norishiro.agencies.models import Appointment
from norishiro.core.names import name_key
from norishiro.exchange.choices import BringingState, Choice, Destination, What
from norishiro.exchange.layouts import Layout, of_plain
from norishiro.exchange.models import Bringing, Brought, BroughtRow
from norishiro.people.finding import number_key
from norishiro.people.models import Household, Person, Withheld

CHUNK = 2_000
T = TypeVar("T")

PENDING = Q(done=False) & (
    Q(destination__in=(Destination.NEW, Destination.MERGED))
    | Q(destination=Destination.DECIDE, choice__in=(Choice.PERSON, Choice.NEW))
)


def chunks(all_of_them: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(all_of_them), CHUNK):
        yield all_of_them[start : start + CHUNK]


def numbers_known(agency_id: UUID, *, what: What, numbers: Collection[str]) -> dict[str, Brought]:
    return {
        one.number: one
        for part in chunks(sorted(set(numbers)))
        for one in Brought.objects.filter(agency_id=agency_id, what=what, number__in=part)
    }


def people_named(names: Collection[str], kanas: Collection[str]) -> dict[str, dict[UUID, Person]]:
    """Who is written or read like this, as far as the actor sees them; by either key."""
    found: dict[str, dict[UUID, Person]] = defaultdict(dict)
    only = (
        "id",
        "name_key",
        "kana_key",
        "birth_earliest",
        "birth_latest",
        "address",
        "phone",
        "merged_into_id",
    )
    for column, keys in (("name_key", names), ("kana_key", kanas)):
        for part in chunks(sorted({one for one in keys if one})):
            for one in Person.objects.filter(**{f"{column}__in": part}).only(*only):
                found[f"{column}:{getattr(one, column)}"][one.merged_into_id or one.id] = one
    return found


def phone_of(person: Person) -> str:
    return number_key(person.phone)


def withheld_people(ids: Collection[UUID]) -> set[UUID]:
    return {
        one
        for part in chunks(sorted(set(ids)))
        for one in Withheld.objects.filter(person_id__in=part, until_on=None).values_list(
            "person_id", flat=True
        )
        if one
    }


def withheld_households(ids: Collection[UUID]) -> set[UUID]:
    rows = Withheld.objects.filter(household_id__in=ids, until_on=None)
    return set(rows.values_list("household_id", flat=True))


def people_by_id(ids: Collection[UUID]) -> dict[UUID, Person]:
    found = (Person.objects.filter(id__in=part) for part in chunks(sorted(set(ids))))
    return {one.id: one for part in found for one in part}


def households_by_id(ids: Collection[UUID]) -> dict[UUID, Household]:
    return {one.id: one for one in Household.objects.filter(id__in=ids)}


def layout_before(agency_id: UUID, *, kind: str, mark: str) -> Layout | None:
    """How a file with the same headings was read the last time it was taken."""
    taken = Bringing.objects.filter(
        agency_id=agency_id, kind=kind, headings_mark=mark,
        state__in=(BringingState.TAKEN, BringingState.TAKING),
    ).first()  # fmt: skip
    return of_plain(taken.layout) if taken else None


def staff_named(agency_id: UUID, names: Collection[str]) -> dict[str, UUID]:
    """Who of the agency's staff, now or before, is called so; nobody where two are."""
    wanted = {name_key(one): one for one in names if one}
    rows = Appointment.objects.filter(agency_id=agency_id).values_list("staff_id", "staff__name").distinct()
    found: dict[str, set[UUID]] = defaultdict(set)
    for staff_id, name in rows:
        if name_key(name) in wanted:
            found[wanted[name_key(name)]].add(staff_id)
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


def waiting(staff_id: UUID) -> int:
    return Bringing.objects.filter(staff_id=staff_id, state=BringingState.READ).count()


def pending(bringing: Bringing) -> QuerySet[BroughtRow, Any]:
    """What can be taken now. Where nobody has decided whose a row with a flag is, its whole household waits."""
    undecided = (
        BroughtRow.objects.filter(bringing=bringing, done=False, destination=Destination.DECIDE)
        .exclude(flag="")
        .exclude(choice__in=(Choice.PERSON, Choice.NEW))
        .values("order")
    )
    found = BroughtRow.objects.filter(PENDING, bringing=bringing).exclude(order__in=undecided)
    return found.order_by("order", "line_no")
