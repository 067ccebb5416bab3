"""People and households, made the way the house makes them: the grant first."""

from __future__ import annotations

import uuid
from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.core.operation import announce
from norishiro.people.choices import RelationToHead
from norishiro.people.models import Household, Membership, Person
from norishiro.people.operations import keys_of
from norishiro.sharing.operations import own_work
from norishiro.sharing.operations import person as person_subject


def person(actor: Actor, name: str = "架空 太郎", *, kana: str = "かくうたろう") -> Person:
    """A person the actor's agency has business with; the database hears who acts."""
    announce(actor)
    new_id = uuid.uuid4()
    own_work(actor, subjects=[person_subject(new_id)], source_id=new_id)
    return Person.objects.create(
        id=new_id,
        name=name,
        kana=kana,
        **keys_of(name=name, kana=kana),
        first_known_by_id=actor.agency_id,
    )


def household(actor: Actor, *members: Person, label: str = "架空家") -> Household:
    announce(actor)
    home = Household.objects.create(label=label, first_known_by_id=actor.agency_id)
    for member in members:
        Membership.objects.create(
            household=home,
            person=member,
            relation=RelationToHead.UNKNOWN,
            from_on=date(2020, 4, 1),
            recorded_by_id=actor.staff_id,
        )
    return home
