"""Reads of this room, for eyes. Every one takes the actor and goes through the gate."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import live_on
from norishiro.core import names
from norishiro.core.records import Unseen
from norishiro.people.models import Household, Membership, Person, Relation
from norishiro.sharing.choices import Category, Depth, SubjectKind
from norishiro.sharing.queries import subjects_seen, through_gate


def visible_to(actor: Actor) -> QuerySet[Person]:
    """People whose attributes (氏名・住所など) are open to the actor."""
    return through_gate(
        Person.objects.all(), actor, subject="id", depth=Depth.OUTLINE, category=Category.ATTRIBUTES
    )


def memberships_visible_to(actor: Actor) -> QuerySet[Membership]:
    return through_gate(
        Membership.objects.all(),
        actor,
        subject="person_id",
        depth=Depth.OUTLINE,
        category=Category.ATTRIBUTES,
    )


def households_visible_to(actor: Actor) -> QuerySet[Household]:
    """Households with at least one member the actor may see."""
    return Household.objects.filter(id__in=memberships_visible_to(actor).values("household_id"))


def get_person(actor: Actor, *, person_id: UUID) -> Person:
    person = visible_to(actor).select_related("area", "first_known_by").filter(id=person_id).first()
    if person is None:
        raise Unseen(person_id)
    return person


def get_household(actor: Actor, *, household_id: UUID) -> Household:
    household = households_visible_to(actor).select_related("area").filter(id=household_id).first()
    if household is None:
        raise Unseen(household_id)
    return household


def get_membership(actor: Actor, *, membership_id: UUID) -> Membership:
    membership = (
        memberships_visible_to(actor).select_related("person", "household").filter(id=membership_id).first()
    )
    if membership is None:
        raise Unseen(membership_id)
    return membership


def get_relation(actor: Actor, *, relation_id: UUID) -> Relation:
    relation = relations_visible_to(actor).select_related("person", "other").filter(id=relation_id).first()
    if relation is None:
        raise Unseen(relation_id)
    return relation


def relations_visible_to(actor: Actor) -> QuerySet[Relation]:
    """Relations of which both ends are open to the actor."""
    one = through_gate(
        Relation.objects.all(), actor, subject="person_id", depth=Depth.OUTLINE, category=Category.ATTRIBUTES
    )
    return through_gate(one, actor, subject="other_id", depth=Depth.OUTLINE, category=Category.ATTRIBUTES)


def relations_of(actor: Actor, *, person: Person) -> list[Relation]:
    """How this person stands to others, both ways, present ones first."""
    return list(
        relations_visible_to(actor)
        .filter(Q(person=person) | Q(other=person))
        .select_related("person", "other")
        .order_by("until_on", "kind", "id")
    )


def members_of(actor: Actor, *, household: Household, on: date | None = None) -> list[Membership]:
    """Members the actor may see: on a day, or (without a day) all there ever were, present ones first."""
    rows = memberships_visible_to(actor).filter(household=household).select_related("person", "person__area")
    if on is not None:
        rows = rows.filter(live_on(on))
    return sorted(
        rows,
        key=lambda one: (
            one.until_on is not None,
            one.relation != "HEAD",
            one.person.birth_earliest or date.max,
            one.from_on,
        ),
    )


def households_of(actor: Actor, *, person: Person) -> list[Membership]:
    """The households a person belongs or belonged to."""
    return list(
        memberships_visible_to(actor)
        .filter(person=person)
        .select_related("household")
        .order_by("until_on", "from_on", "id")
    )


def housemates_of(actor: Actor, *, person: Person, on: date) -> list[Person]:
    """Other present members of the person's households whom the actor may see."""
    homes = Membership.objects.filter(live_on(on), person=person).values("household_id")
    mates = memberships_visible_to(actor).filter(live_on(on), household_id__in=homes).exclude(person=person)
    return [one.person for one in mates.select_related("person").order_by("from_on", "id")]


def search_people(actor: Actor, *, text: str, limit: int = 20) -> list[Person]:
    """People the actor may see whose name, reading, alias, telephone or address holds every word of ``text``."""
    words = [word for word in text.split() if names.name_key(word)]
    if not words:
        return []
    seen = subjects_seen(actor, kind=SubjectKind.PERSON, depth=Depth.OUTLINE)
    rows = visible_to(actor).filter(id__in=seen)
    for word in words:
        kana, kanji = names.kana_key(word), names.name_key(word)
        wanted = Q(alias__contains=word) | Q(address__contains=word) | Q(phone__contains=word)
        if kanji:
            wanted |= Q(name_key__contains=kanji)
        if kana:
            wanted |= Q(kana_key__contains=kana)
        rows = rows.filter(wanted)
    present = Membership.objects.filter(until_on__isnull=True).select_related("household")
    return list(
        rows.prefetch_related(
            Prefetch("memberships", queryset=present, to_attr="present_memberships")
        ).order_by("kana_key", "id")[:limit]
    )


def labels_of(actor: Actor, *, person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """How to call those of these people whom the actor may see."""
    return {person.id: person.label for person in visible_to(actor).filter(id__in=set(person_ids))}
