"""Reads of this room, for eyes. Every one takes the actor and goes through the gate."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Prefetch, Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import live_on
from norishiro.core import names
from norishiro.core.records import Unseen
from norishiro.people import finding, rules
from norishiro.people.choices import LiftingState, PairState, ProtectionState, RowState, WithheldField
from norishiro.people.lookups import came_over
from norishiro.people.models import (
    Household,
    Lifting,
    Membership,
    Merge,
    Pair,
    Person,
    Protection,
    Relation,
    SuppressionList,
    SuppressionRow,
    Withheld,
)
from norishiro.people.suppressions import list_format
from norishiro.sharing.choices import Category, Depth, SubjectKind
from norishiro.sharing.queries import consents_visible_to, subjects_seen, through_gate, viewers_of

MOST = 200


def visible_to(actor: Actor) -> QuerySet[Person]:
    """People whose attributes (氏名・住所など) are open to the actor."""
    return through_gate(
        Person.objects.all(), actor, subject="id", depth=Depth.OUTLINE, category=Category.ATTRIBUTES
    )


def is_called(actor: Actor, *, person_id: UUID, text: str) -> bool:
    """Whether somebody whose use is stopped bears this name or reading, whole. Always no to whoever may not take their
    withdrawal; the name itself is told to nobody."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT people_is_called(%s, %s, %s)", [person_id, names.name_key(text), names.kana_key(text)]
        )
        return bool(cursor.fetchone()[0])


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
        .filter(
            Q(person=person) | Q(other=person) | Q(person__merged_into=person) | Q(other__merged_into=person)
        )
        .select_related("person", "other")
        .order_by("until_on", "kind", "id")
    )


def places_in(actor: Actor, *, household: Household, on: date) -> dict[UUID, Membership]:
    """How each member the actor may see stood in the household that day, by person; nothing of the persons themselves."""
    rows = memberships_visible_to(actor).filter(live_on(on), household=household).order_by()
    return {one.person_id: one for one in rows.only("person_id", "relation", "living_together")}


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
    """The households a person belongs or belonged to, under whichever of their records."""
    return list(
        memberships_visible_to(actor)
        .filter(Q(person=person) | Q(person__merged_into=person))
        .select_related("household")
        .order_by("until_on", "from_on", "id")
    )


def housemates_of(actor: Actor, *, person: Person, on: date) -> list[Person]:
    """Other present members of the person's households whom the actor may see."""
    homes = Membership.objects.filter(live_on(on), person=person).values("household_id")
    mates = memberships_visible_to(actor).filter(live_on(on), household_id__in=homes).exclude(person=person)
    return [one.person for one in mates.select_related("person").order_by("from_on", "id")]


def search_people(actor: Actor, *, text: str, today: date, limit: int = 20) -> list[Person]:
    """People the actor may see in whose name, reading, alias, telephone, address or birth every word of ``text`` stands.

    A record that was merged is answered by the one it was merged into, where the actor sees that.
    """
    words = finding.words_in(text, today=today)
    if not words:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM people_find(%s::jsonb, %s)", [json.dumps([one.as_json() for one in words]), limit]
        )
        ids = [row[0] for row in cursor.fetchall()]
    return _in_use(actor, ids)


def in_use(actor: Actor, *, person: Person) -> Person:
    """The record to write in: the one this was merged into, where the actor sees that; else this one."""
    if person.merged_into_id is None:
        return person
    return visible_to(actor).filter(id=person.merged_into_id).first() or person


def people_named(actor: Actor, *, person_ids: Collection[UUID], limit: int = 50) -> list[Person]:
    """Those of these people whom the actor may see, by reading."""
    if not person_ids:
        return []
    return list(visible_to(actor).filter(id__in=list(person_ids)).order_by("kana_key", "id")[:limit])


def _in_use(actor: Actor, ids: Collection[UUID]) -> list[Person]:
    """These people through the gate, merged ones answered by those in use, by reading."""
    if not ids:
        return []
    # Asked by itself: in one question with the other, the whole town would be read for it.
    kept = visible_to(actor).filter(id__in=ids, merged_into__isnull=False)
    rows = visible_to(actor).filter(id__in={*ids, *kept.values_list("merged_into_id", flat=True)})
    present = Membership.objects.filter(until_on__isnull=True).select_related("household")
    found = {
        one.id: one
        for one in rows.prefetch_related(
            Prefetch("memberships", queryset=present, to_attr="present_memberships")
        ).order_by("kana_key", "id")
    }
    return [one for one in found.values() if one.merged_into_id not in found]


@dataclass(frozen=True)
class Alike:
    """Somebody who may be the same person, and what speaks for it and against it."""

    person: Person
    likeness: finding.Likeness


def people_alike(
    actor: Actor, *, to: finding.Traits, words: Iterable[str] = (), but: UUID | None = None, today: date,
    limit: int = 5,
) -> list[Alike]:  # fmt: skip
    """Whom the actor may see and who may be this person, the likeliest first: who agrees in something that is rarely
    shared by chance, or carries one of ``words`` in the name. What is withheld is not compared."""
    asked: list[Any] = [
        [one for one in (to.name, *to.turned) if one], [one for one in (to.kana, *to.turned) if one], to.phone,
        to.home, finding.births_perhaps_meant(to.birthday) if to.birthday else [], MOST,
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_alike(%s, %s, %s, %s, %s::date[], %s)", asked)
        ids = {row[0] for row in cursor.fetchall()}
    carrying = {one.id for word in words for one in search_people(actor, text=word, today=today, limit=limit)}
    weighed = [
        Alike(one, finding.likeness(to, finding.traits_of(one)))
        for one in _in_use(actor, ids | carrying)
        if but is None or but not in (one.id, one.merged_into_id)
    ]
    enough = [one for one in weighed if one.likeness.points >= finding.ENOUGH or one.person.id in carrying]
    return sorted(enough, key=lambda one: (-one.likeness.points, one.person.kana_key, one.person.id))[:limit]


def likeness_of(actor: Actor, *, one: Person, other: Person) -> finding.Likeness:
    """What speaks for it and against it that these two, whom the actor sees, are one."""
    return finding.likeness(finding.traits_of(one), finding.traits_of(other))


def held_under(actor: Actor, *, person: Person) -> dict[str, Any]:
    """What hangs on this one record: for the preview of a merge."""
    return {
        "households": households_of(actor, person=person),
        "consents": consents_visible_to(actor).filter(person_id=person.id).exists(),
        "viewers": list(dict.fromkeys(one.name for one in viewers_of(actor, subject_id=person.id))),
    }


def _merges_seen(actor: Actor) -> QuerySet[Merge]:
    """Merges of which the actor sees both sides."""
    kept = through_gate(
        Merge.objects.all(), actor, subject="kept_id", depth=Depth.OUTLINE, category=Category.ATTRIBUTES
    )
    both = through_gate(kept, actor, subject="away_id", depth=Depth.OUTLINE, category=Category.ATTRIBUTES)
    return both.select_related("kept", "away", "merged_by")


def merges_of(actor: Actor, *, person: Person) -> list[Merge]:
    """Merges that stand and that the actor sees both sides of: into this record, and of it."""
    rows = _merges_seen(actor).filter(Q(kept=person) | Q(away=person), undone_on=None)
    return list(rows.order_by("merged_on", "id")[:MOST])


def get_merge(actor: Actor, *, merge_id: UUID) -> Merge:
    found = _merges_seen(actor).filter(id=merge_id).first()
    if found is None:
        raise Unseen(merge_id)
    return found


def came_over_with(actor: Actor, *, merge: Merge) -> list[Protection]:
    """The protections that came over with it and still withhold, with the offices that keep them."""
    return list(came_over(merge.id).select_related("office"))


def open_pairs(actor: Actor, *, limit: int = 50) -> list[Pair]:
    """Pairs nobody looked at yet of which the actor sees both, the likeliest first."""
    rows = through_gate(
        Pair.objects.all(), actor, subject="first_id", depth=Depth.OUTLINE, category=Category.ATTRIBUTES
    )
    seen = subjects_seen(actor, kind=SubjectKind.PERSON, depth=Depth.OUTLINE)
    rows = rows.filter(state=PairState.OPEN, first_id__in=seen, second_id__in=seen)
    rows = rows.filter(first__merged_into=None, second__merged_into=None)
    return list(rows.select_related("first", "second").order_by("-percent", "id")[:limit])


def labels_of(actor: Actor, *, person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """How to call those of these people whom the actor may see."""
    return {person.id: person.label for person in visible_to(actor).filter(id__in=set(person_ids))}


# --- what is withheld ----------------------------------------------------------------------------


def withheld_of(actor: Actor, *, person: Person) -> dict[str, str]:
    """Which data of this person are not shown, each with the office to ask. The actor may see the person already."""
    rows = Withheld.objects.filter(person=person, until_on=None).select_related("office")
    return {one.field: one.office.name for one in rows}


def withheld_said(actor: Actor, *, person: Person) -> list[tuple[str, str]]:
    """The same in words: what is not shown, and whom to ask, each once."""
    rows = Withheld.objects.filter(person=person, until_on=None).select_related("office")
    return list(dict.fromkeys((one.get_field_display(), one.office.name) for one in rows))


def people_around(actor: Actor, *, person: Person) -> list[Person]:
    """Whom it might have to be kept from: household members now and before, and relations, as far as they are seen."""
    found: dict[UUID, Person] = {}
    for one in relations_of(actor, person=person):
        found |= {one.person_id: one.person, one.other_id: one.other}
    homes = Membership.objects.filter(person=person).values("household_id")
    mates = memberships_visible_to(actor).filter(household_id__in=homes).select_related("person")
    found |= {one.person_id: one.person for one in mates[:MOST]}
    found.pop(person.id, None)
    return sorted(found.values(), key=lambda one: (one.kana_key, one.id))


def withheld_of_household(actor: Actor, *, household: Household) -> str:
    """The office to ask for the address of this household; empty where nothing is withheld."""
    found = Withheld.objects.filter(household=household, until_on=None).select_related("office").first()
    return found.office.name if found else ""


def withheld_addresses(
    actor: Actor, *, person_ids: Collection[UUID], household_ids: Collection[UUID]
) -> dict[UUID, str]:
    """Of these people and households, whose address is not shown, each with the office to ask, in one question."""
    rows = Withheld.objects.filter(
        Q(person_id__in=person_ids, field=WithheldField.ADDRESS) | Q(household_id__in=household_ids), until_on=None
    ).select_related("office")  # fmt: skip
    return {key: one.office.name for one in rows for key in (one.person_id, one.household_id) if key}


def protections_on(actor: Actor, *, person: Person) -> list[Protection]:
    """The protections of a person the actor may see, those that stand first."""
    rows = Protection.objects.filter(person=person).select_related("office", "applied_by", "against")
    return sorted(rows, key=lambda one: (one.state == ProtectionState.ENDED, one.from_on))


def get_protection(actor: Actor, *, protection_id: UUID) -> Protection:
    """A protection of somebody the actor may see, or that the actor's office keeps."""
    found = (
        Protection.objects.filter(id=protection_id)
        .filter(Q(office_id__in=actor.agency_ids) | Q(person_id__in=visible_to(actor).values("id")))
        .select_related("office", "applied_by")
        .first()
    )
    if found is None:
        raise Unseen(protection_id)
    return found


def get_lifting(actor: Actor, *, lifting_id: UUID) -> Lifting:
    """A lifting asked for in the actor's office."""
    found = (
        Lifting.objects.filter(id=lifting_id, protection__office_id__in=actor.agency_ids)
        .select_related("protection", "protection__office", "asked_by")
        .first()
    )
    if found is None:
        raise Unseen(lifting_id)
    return found


def open_liftings(actor: Actor, *, protection: Protection | None = None) -> list[Lifting]:
    """Liftings that wait for their second person, in the actor's office."""
    rows = Lifting.objects.filter(
        state=LiftingState.ASKED, protection__office_id__in=actor.agency_ids
    ).select_related("protection", "asked_by")
    if protection is not None:
        rows = rows.filter(protection=protection)
    rows = rows.only("protection__kind", "asked_by__name", "asked_on")
    return list(rows.order_by("asked_on", "id")[:MOST])


def protections_kept(actor: Actor) -> list[Protection]:
    """What the actor's office keeps withheld, the day of renewal first."""
    rows = Protection.objects.filter(office_id__in=actor.agency_ids).exclude(state=ProtectionState.ENDED)
    told = rows.only("person", "kind", "source", "state", "renew_by", "parted_on")
    return list(told.order_by(F("renew_by").asc(nulls_last=True), "id")[:MOST])


def suppression_lists(actor: Actor) -> list[SuppressionList]:
    """The lists the actor's office took in, the newest first."""
    rows = SuppressionList.objects.filter(agency_id__in=actor.agency_ids).select_related("taken_by")
    return list(rows[:12])


def get_suppression_list(actor: Actor, *, list_id: UUID) -> SuppressionList:
    found = SuppressionList.objects.filter(id=list_id, agency_id__in=actor.agency_ids).first()
    if found is None:
        raise Unseen(list_id)
    return found


def rows_of_list(actor: Actor, *, taken: SuppressionList) -> list[SuppressionRow]:
    return list(taken.rows.select_related("protection", "decided_by")[:2000])


def rows_waiting(actor: Actor) -> list[SuppressionRow]:
    """Lines somebody has to decide: who may be meant, and what is said to have ended."""
    rows = SuppressionRow.objects.filter(
        list__agency_id__in=actor.agency_ids, state__in=(RowState.DOUBT, RowState.ENDED), decided_on=None
    ).exclude(protection__state=ProtectionState.ENDED)
    told = rows.select_related("list").only(
        "list__issued_on", "line_no", "name", "state", "agrees", "protection"
    )
    return list(told.order_by("list__issued_on", "line_no")[:MOST])


def get_row(actor: Actor, *, row_id: UUID) -> SuppressionRow:
    found = (
        SuppressionRow.objects.filter(id=row_id, list__agency_id__in=actor.agency_ids)
        .select_related("list", "protection")
        .first()
    )
    if found is None:
        raise Unseen(row_id)
    return found


def newest_list(actor: Actor) -> SuppressionList | None:
    """The newest list the actor's office took in."""
    rows = SuppressionList.objects.filter(agency_id__in=actor.agency_ids).order_by("-issued_on")
    return rows.only("issued_on").first()


def late_list(actor: Actor, *, today: date) -> SuppressionList | None:
    """The newest list where the next one should have come; None where all is well."""
    newest = newest_list(actor)
    return newest if newest and is_late_list(actor, newest=newest, today=today) else None


def is_late_list(actor: Actor, *, newest: SuppressionList, today: date) -> bool:
    """Whether after this newest list the next one should have come."""
    return rules.list_is_late(newest=newest.issued_on, every_days=list_format().every_days, today=today)
