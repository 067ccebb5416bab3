"""Reads of this room, each through the gate: a person opens at 概要 with the category of attributes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import live_on
from norishiro.core.names import kana_key, name_key, search_terms
from norishiro.core.records import Unseen
from norishiro.people.models import Household, Membership, Person, Relation
from norishiro.sharing.choices import Category, Depth, SubjectKind
from norishiro.sharing.queries import subjects_seen, through_gate

SEARCH_LIMIT = 20


def visible_to(actor: Actor) -> QuerySet[Person]:
    """The persons the actor may see."""
    return through_gate(
        Person.objects.all(), actor, subject="id", depth=Depth.OUTLINE, category=Category.ATTRIBUTES
    )


def get_person(actor: Actor, *, person_id: UUID) -> Person:
    """One person, or ``Unseen``."""
    person = visible_to(actor).select_related("area", "first_known_by").filter(id=person_id).first()
    if person is None:
        raise Unseen(person_id)
    return person


def persons(actor: Actor, *, person_ids: list[UUID]) -> list[Person]:
    """Those of the given persons whom the actor may see."""
    return list(visible_to(actor).filter(id__in=person_ids))


def memberships_visible_to(actor: Actor) -> QuerySet[Membership]:
    """Belongings of persons the actor may see."""
    return through_gate(
        Membership.objects.all(), actor, subject="person_id", depth=Depth.OUTLINE, category=Category.ATTRIBUTES
    )


def relations_visible_to(actor: Actor) -> QuerySet[Relation]:
    """Relations of which the actor may see both sides."""
    one_side = through_gate(
        Relation.objects.all(), actor, subject="person_id", depth=Depth.OUTLINE, category=Category.ATTRIBUTES
    )
    return through_gate(
        one_side, actor, subject="other_id", depth=Depth.OUTLINE, category=Category.ATTRIBUTES
    )


def households_visible_to(actor: Actor) -> QuerySet[Household]:
    """Households of which the actor may see at least one member, of today or of the past."""
    return Household.objects.filter(id__in=memberships_visible_to(actor).values("household_id"))


def get_household(actor: Actor, *, household_id: UUID) -> Household:
    """One household, or ``Unseen``."""
    seen = memberships_visible_to(actor).filter(household_id=household_id)
    household = Household.objects.select_related("area").filter(id=household_id).first() if seen.exists() else None
    if household is None:
        raise Unseen(household_id)
    return household


def households_of(actor: Actor, *, person: Person) -> list[Membership]:
    """The person's belongings, those of today first, each with its household."""
    return list(
        memberships_visible_to(actor)
        .filter(person_id=person.id)
        .select_related("household", "person")
        .order_by(F("until_on").desc(nulls_first=True), "from_on", "id")
    )


def members_of(actor: Actor, *, household: Household, on: date | None = None) -> list[Membership]:
    """Who belongs to the household (on a day; without one: ever), as far as the actor may see them."""
    rows = memberships_visible_to(actor).filter(household_id=household.id).select_related("person", "household")
    if on is not None:
        rows = rows.filter(live_on(on))
    return list(rows.order_by("from_on", "made_at", "id"))


def get_membership(actor: Actor, *, membership_id: UUID) -> Membership:
    """One belonging, or ``Unseen``."""
    found = memberships_visible_to(actor).select_related("person", "household").filter(id=membership_id).first()
    if found is None:
        raise Unseen(membership_id)
    return found


def relations_of(actor: Actor, *, person_ids: list[UUID]) -> list[Relation]:
    """Relations that touch one of the persons, running ones first."""
    return list(
        relations_visible_to(actor)
        .filter(Q(person_id__in=person_ids) | Q(other_id__in=person_ids))
        .select_related("person", "other")
        .order_by(F("until_on").desc(nulls_first=True), "kind", "id")
    )


def get_relation(actor: Actor, *, relation_id: UUID) -> Relation:
    """One relation, or ``Unseen``."""
    found = relations_visible_to(actor).select_related("person", "other").filter(id=relation_id).first()
    if found is None:
        raise Unseen(relation_id)
    return found


@dataclass(frozen=True)
class Hit:
    """A person found, with the households of today."""

    person: Person
    households: tuple[Household, ...]


def search_people(actor: Actor, *, text: str, limit: int = SEARCH_LIMIT) -> list[Person]:
    """Persons the actor may see whose name, reading, alias or address holds every word of ``text``.

    Driven from the actor's grants, so that the walls never make the planner read everybody.
    """
    terms = search_terms(text)
    words = [word for word in text.split() if name_key(word)]
    if not terms.words:
        return []
    seen = subjects_seen(actor, kind=SubjectKind.PERSON, depth=Depth.OUTLINE)
    found = visible_to(actor).filter(id__in=seen)
    for word in words:
        found = found.filter(
            Q(name_key__contains=name_key(word))
            | Q(kana_key__contains=kana_key(word))
            | Q(alias__icontains=word)
            | Q(address__icontains=word)
        )
    return list(found.select_related("area").order_by("kana_key", "id")[:limit])


def newest_people(actor: Actor, *, limit: int = SEARCH_LIMIT) -> list[Person]:
    """Persons last touched, for choosing without a search."""
    seen = subjects_seen(actor, kind=SubjectKind.PERSON, depth=Depth.OUTLINE)
    return list(visible_to(actor).filter(id__in=seen).select_related("area").order_by("-changed_at", "id")[:limit])


def with_households(actor: Actor, *, people: list[Person], on: date) -> list[Hit]:
    """The persons with their households of a day, in one further query."""
    rows = (
        memberships_visible_to(actor)
        .filter(live_on(on), person_id__in=[person.id for person in people])
        .select_related("household")
    )
    of: dict[UUID, list[Household]] = {}
    for row in rows:
        of.setdefault(row.person_id, []).append(row.household)
    return [Hit(person, tuple(of.get(person.id, ()))) for person in people]
