"""Many people and households at once, out of an office's older records: the same rules, grants and ledger lines as one by one."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from norishiro.agencies.actor import Actor
from norishiro.core import names
from norishiro.core.calendar import PartialDate
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.people import events, lookups, rules
from norishiro.people.choices import Sex
from norishiro.people.models import Household, Membership, Person
from norishiro.people.operations.people import birth_columns, keys_of
from norishiro.sharing.operations import end_grants, own_work
from norishiro.sharing.operations import person as person_subject

BACK_REASON = "取り込みの取り消し"


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """Somebody to be registered, as ``add_person`` takes them."""

    name: str
    kana: str = ""
    sex: str = Sex.UNKNOWN
    birth: PartialDate | None = None
    postal_code: str = ""
    address: str = ""
    phone: str = ""
    died_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Home:
    """A household to be registered, or one that stands already, and who belongs to it as what."""

    label: str = ""
    address: str = ""
    standing: Household | None = None
    members: Sequence[tuple[Person, str]] = field(default=())


@operation
def add_people(
    actor: Actor, /, *, newcomers: Sequence[Newcomer], source_id: uuid.UUID, today: date
) -> list[Person]:
    """Register people the actor's agency has business with, in one go; ``source_id`` is the file they came with.

    Opens them to the actor's agency (OWN) and to nobody else. Records ``person.added`` once, with all of them. Refused by
    ``may_change_person`` for impossible dates of anybody.
    """
    columns = [birth_columns(one.birth) for one in newcomers]
    for one, births in zip(newcomers, columns, strict=True):
        rules.may_change_person(
            birth_earliest=births["birth_earliest"], birth_latest=births["birth_latest"], died_on=one.died_on,
            today=today,
        ).or_refuse()  # fmt: skip
    areas = lookups.areas_of_addresses([one.address for one in newcomers], on=today)
    people = [
        Person(
            name=one.name, kana=one.kana, sex=one.sex, postal_code=one.postal_code, address=one.address,
            phone=one.phone, died_on=one.died_on, area=area, first_known_by_id=actor.agency_id,
            alias_key=names.name_key(""), **keys_of(name=one.name, kana=one.kana), **births,
        )
        for one, births, area in zip(newcomers, columns, areas, strict=True)
    ]  # fmt: skip
    own_work(actor, subjects=[person_subject(one.id) for one in people], source_id=source_id)
    Person.objects.bulk_create(people)
    sign(actor, events.PERSON_ADDED, subjects=[one.id for one in people])
    return people


@operation
def add_households(actor: Actor, /, *, homes: Sequence[Home], today: date) -> list[Household]:
    """Register households with their members from today on, or let people join households that stand. Who belongs to
    one already stays as he is.

    Records ``household.made`` and ``household.joined`` once each, with all who joined. Refused by ``may_join_household``.
    """
    areas = lookups.areas_of_addresses([one.address for one in homes], on=today)
    households = [
        one.standing
        or Household(label=one.label, address=one.address, area=area, first_known_by_id=actor.agency_id)
        for one, area in zip(homes, areas, strict=True)
    ]
    made = [household for one, household in zip(homes, households, strict=True) if one.standing is None]
    Household.objects.bulk_create(made)
    standing = [one.standing.id for one in homes if one.standing]
    there = set(
        Membership.objects.filter(household_id__in=standing, until_on=None).values_list(
            "household_id", "person_id"
        )
    )
    joining = {
        (household.id, person.id): Membership(
            household=household, person=person, relation=relation, from_on=today, recorded_by_id=actor.staff_id,
        )
        for one, household in zip(homes, households, strict=True)
        for person, relation in one.members
        if (household.id, person.id) not in there and person.died_on is None
    }  # fmt: skip
    for membership in joining.values():
        rules.may_join_household(
            already=False, from_on=today, today=today, died_on=membership.person.died_on
        ).or_refuse()
    Membership.objects.bulk_create(joining.values())
    folk = [one.person_id for one in joining.values()]
    sign(actor, events.HOUSEHOLD_MADE, subjects=folk, changes={"households": (None, len(made))})
    sign(actor, events.HOUSEHOLD_JOINED, subjects=folk, changes={"members": (None, len(folk))})
    return households


@operation
def take_back_people(
    actor: Actor, /, *, people: Collection[uuid.UUID], source_id: uuid.UUID, today: date
) -> int:
    """Take people back whom the file ``source_id`` registered by mistake: nobody sees them any more, and they belong to no
    household. What was written of them stays until its term ends, as everything does.

    Records ``person.taken_back`` and ``household.left`` once each, and the end of the grants. Refused by ``may_take_back``.
    """
    ids = sorted(set(people))
    rules.may_take_back(protected=lookups.anybody_withheld(ids)).or_refuse()
    left = list(Membership.objects.select_for_update().filter(person_id__in=ids, until_on=None))
    for one in left:
        one.until_on, one.end_reason = max(today, one.from_on + timedelta(days=1)), BACK_REASON
    Membership.objects.bulk_update(left, ["until_on", "end_reason"], batch_size=500)
    sign(actor, events.HOUSEHOLD_LEFT, subjects=[one.person_id for one in left], reason=BACK_REASON)
    ended = end_grants(actor, source_ids=[source_id], subject_ids=ids, reason=BACK_REASON)
    sign(actor, events.PEOPLE_TAKEN_BACK, subjects=ids, changes={"file": (None, source_id)})
    return ended
