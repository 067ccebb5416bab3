"""Reads without an actor, for the verbs of this room. The walls show each of them only what its actor may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from norishiro.agencies.models import Appointment
from norishiro.core.names import name_key
from norishiro.exchange.choices import (
    After,
    BringingState,
    Choice,
    Destination,
    Touched,
    UndoingState,
    What,
)
from norishiro.exchange.layouts import Layout, of_plain
from norishiro.exchange.models import Bringing, Brought, BroughtRow, Undoing
from norishiro.outreach.models import Contact
from norishiro.people.finding import number_key
from norishiro.people.models import Household, Membership, Person, Withheld
from norishiro.sharing.choices import SourceKind, SubjectKind
from norishiro.sharing.models import Grant

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
        for one in Brought.objects.filter(agency_id=agency_id, what=what, number__in=part, ended_on=None)
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


def standing(bringing: Bringing) -> QuerySet[BroughtRow, Any]:
    """Rows that were taken and that no undoing has looked at yet."""
    return BroughtRow.objects.filter(
        bringing=bringing, done=True, after=After.STANDS, person__isnull=False,
        destination__in=(Destination.NEW, Destination.MERGED, Destination.DECIDE),
    ).order_by("order", "line_no")  # fmt: skip


def registered_by(bringing: Bringing, people: Collection[UUID]) -> set[UUID]:
    """Who of these people was registered with this file: the grant that opened them first came from it."""
    return {
        one
        for part in chunks(sorted(set(people)))
        for one in Grant.objects.filter(
            source_id=bringing.id, source_kind=SourceKind.OWN_WORK, subject_kind=SubjectKind.PERSON,
            recipient_id=bringing.agency_id, until_at=None, subject_id__in=part,
        ).values_list("subject_id", flat=True)
    }  # fmt: skip


def homes_of(people: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Household by household, who of these people belongs to it today."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for part in chunks(sorted(set(people))):
        rows = Membership.objects.filter(person_id__in=part, until_on=None)
        for household_id, person_id in rows.values_list("household_id", "person_id"):
            found[household_id].add(person_id)
    return found


def touched(
    bringing: Bringing, *, people: Collection[UUID] = (), homes: Collection[UUID] = (), contacts: Collection[UUID] = ()
) -> dict[UUID, Touched]:  # fmt: skip
    """Which of these anybody has used since the file was taken, and how. Asked of the database as its owner: what somebody
    else wrote counts too, and only that it is there is answered."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, why FROM brought_touched(%s, %s, %s, %s)",
            [bringing.id, list(people), list(homes), list(contacts)],
        )
        rows = cursor.fetchall()
    first: dict[UUID, Touched] = {}
    order = list(Touched)
    for one, why in rows:
        found = Touched(why)
        if one not in first or order.index(found) < order.index(first[one]):
            first[one] = found
    return first


def numbers_of(targets: Collection[UUID], *, what: What) -> list[Brought]:
    """The numbers that stand for these records now."""
    return [
        one
        for part in chunks(sorted(set(targets)))
        for one in Brought.objects.filter(target_id__in=part, what=what, ended_on=None)
    ]


def homes_with_people(homes: Collection[UUID]) -> set[UUID]:
    rows = Membership.objects.filter(household_id__in=homes, until_on=None)
    return set(rows.values_list("household_id", flat=True))


def undoing_of(bringing: Bringing) -> Undoing | None:
    """The asking that waits or was agreed to, else the last that was answered with a no."""
    found = Undoing.objects.filter(bringing=bringing).select_related("asked_by", "decided_by")
    return found.exclude(state=UndoingState.REFUSED).first() or found.first()


def contacts_by_id(ids: Collection[UUID]) -> list[Contact]:
    return [one for part in chunks(sorted(set(ids))) for one in Contact.objects.filter(id__in=part)]


def orders_with_flags(found: QuerySet[BroughtRow, Any], most: int) -> list[int]:
    """Households with a flag among these rows, as many as make up about so many rows; at least one where there is any."""
    flagged = sorted(set(found.exclude(flag="").values_list("order", flat=True)[:most]))
    sizes = dict(found.filter(order__in=flagged).order_by().values_list("order").annotate(number=Count("id")))
    taken: list[int] = []
    for order in flagged:
        if taken and sum(sizes[one] for one in taken) >= most:
            break
        taken.append(order)
    return taken


def in_parts(bringing: Bringing, *, but: Collection[UUID]) -> Iterator[list[BroughtRow]]:
    """All rows of a file but these, some thousands at a time."""
    ids = list(
        BroughtRow.objects.filter(bringing=bringing)
        .exclude(id__in=but)
        .order_by("line_no")
        .values_list("id", flat=True)
    )
    for part in chunks(ids):
        yield list(BroughtRow.objects.filter(id__in=part))
