"""The verbs of people and households. The grant comes first, then the row: the wall refuses a person nobody holds."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Area
from norishiro.core.calendar import PartialDate
from norishiro.core.names import kana_key, name_key
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.ledger.operations import sign
from norishiro.people import events, lookups, rules
from norishiro.people.choices import RelationKind, RelationToHead, Sex
from norishiro.people.models import Household, Membership, Person, Relation
from norishiro.sharing.operations import own_work
from norishiro.sharing.operations import person as person_subject

# Of these the ledger keeps only that they changed.
NARRATIVE = ("name", "kana", "alias", "address", "phone", "contact_wish", "name_key", "kana_key")


def _birth_columns(birth: PartialDate | None) -> dict[str, Any]:
    """The three columns of a birth known as far as it is known."""
    if birth is None:
        return {"birth": "", "birth_earliest": None, "birth_latest": None}
    return {"birth": birth.to_code(), "birth_earliest": birth.earliest(), "birth_latest": birth.latest()}


@operation
def add_person(
    actor: Actor,
    /,
    *,
    name: str,
    kana: str = "",
    alias: str = "",
    sex: str = Sex.UNKNOWN,
    birth: PartialDate | None = None,
    postal_code: str = "",
    address: str = "",
    phone: str = "",
    contact_wish: str = "",
    keep_from_family: bool = False,
    language: str = "",
    today: date,
) -> Person:
    """Keep a person the actor's agency has business with; its own-work grant is written first, the area follows the
    address. Records ``person.added``. Refused by ``may_add_person`` and ``may_live``."""
    columns = _birth_columns(birth)
    (
        rules.may_add_person(name=name, alias=alias)
        & rules.may_live(birth_earliest=columns["birth_earliest"], died_on=None, today=today)
    ).or_refuse()
    new_id = uuid.uuid4()
    own_work(actor, subjects=[person_subject(new_id)], source_id=new_id)
    person = Person.objects.create(
        id=new_id, name=name, kana=kana, alias=alias, name_key=name_key(name), kana_key=kana_key(kana), sex=sex,
        postal_code=postal_code, address=address, area=lookups.area_of_address(address, on=today), phone=phone,
        contact_wish=contact_wish, keep_from_family=keep_from_family, language=language,
        first_known_by_id=actor.agency_id, **columns,
    )  # fmt: skip
    sign(actor, events.PERSON_ADDED, subjects=[person.id])
    return person


@operation
def change_person(
    actor: Actor, /, *, person: Person, version: int, values: dict[str, Any], today: date | None = None
) -> Person:
    """Write the given fields of a person, if nobody changed them since ``version`` (else ``StaleVersion``).

    ``birth`` is a PartialDate. Keys follow the names, the area follows the address. Records ``person.changed``.
    Refused by ``may_add_person`` and ``may_live``.
    """
    given = dict(values)
    if "birth" in given:
        given |= _birth_columns(given["birth"])
    if "name" in given:
        given["name_key"] = name_key(given["name"])
    if "kana" in given:
        given["kana_key"] = kana_key(given["kana"])
    if today is not None and given.get("address", person.address) != person.address and "area" not in given:
        given["area"] = lookups.area_of_address(given["address"], on=today)
    (
        rules.may_add_person(name=given.get("name", person.name), alias=given.get("alias", person.alias))
        & rules.may_live(
            birth_earliest=given.get("birth_earliest", person.birth_earliest),
            died_on=given.get("died_on", person.died_on),
            today=today or date.max,
        )
    ).or_refuse()
    changes = change_fields(person, version=version, values=given)
    sign(
        actor, events.PERSON_CHANGED, subjects=[person.id],
        changes={name: pair for name, pair in changes.items() if name not in NARRATIVE},
        changed_text=[name for name in changes if name in NARRATIVE and not name.endswith("_key")],
    )  # fmt: skip
    return person


@operation
def make_household(
    actor: Actor,
    /,
    *,
    label: str,
    address: str = "",
    area: Area | None = None,
    head: Person | None = None,
    today: date,
) -> Household:
    """Keep a household; with a head it begins with this one member (else join somebody in the same transaction, for a
    household without a visible member is seen by nobody). Records ``household.added``."""
    place = area or lookups.area_of_address(address, on=today) or (head.area if head else None)
    household = Household.objects.create(
        label=label, address=address, area=place, first_known_by_id=actor.agency_id
    )
    if head is not None:
        Membership.objects.create(
            household=household, person=head, relation=RelationToHead.HEAD, from_on=today,
            recorded_by_id=actor.staff_id,
        )  # fmt: skip
    sign(actor, events.HOUSEHOLD_ADDED, subjects=[household.id, *([head.id] if head else [])])
    return household


@operation
def change_household(
    actor: Actor, /, *, household: Household, version: int, label: str, address: str, today: date
) -> Household:
    """Rename a household or write its address, if nobody did since ``version`` (else ``StaleVersion``).

    Records ``household.changed``.
    """
    values: dict[str, Any] = {"label": label, "address": address}
    if address != household.address:
        values["area"] = lookups.area_of_address(address, on=today)
    changes = change_fields(household, version=version, values=values)
    sign(actor, events.HOUSEHOLD_CHANGED, subjects=[household.id], changed_text=list(changes))
    return household


@operation
def join_household(
    actor: Actor,
    /,
    *,
    household: Household,
    person: Person,
    relation: str,
    living_together: bool = True,
    from_on: date,
    today: date | None = None,
) -> Membership:
    """Write a person into a household from a day on; several households at once are possible.

    Records ``household.joined``. Refused by ``may_join``: already a member, a day to come.
    """
    already = Membership.objects.filter(household=household, person=person, until_on__isnull=True).exists()
    rules.may_join(already=already, from_on=from_on, today=today or from_on).or_refuse()
    membership = Membership.objects.create(
        household=household, person=person, relation=RelationToHead(relation), living_together=living_together,
        from_on=from_on, recorded_by_id=actor.staff_id,
    )  # fmt: skip
    sign(
        actor, events.HOUSEHOLD_JOINED, subjects=[person.id, household.id],
        changes={"relation": (None, relation), "from_on": (None, from_on)},
    )  # fmt: skip
    return membership


@operation
def leave_household(
    actor: Actor, /, *, membership: Membership, until_on: date, reason: str, today: date | None = None
) -> Membership:
    """End a belonging from a day on; the row stays as the past. Records ``household.left``. Refused by ``may_leave``."""
    locked = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    rules.may_leave(
        from_on=locked.from_on, until_on=until_on, ended=locked.until_on is not None, today=today or until_on
    ).or_refuse()
    locked.until_on = until_on
    locked.end_reason = reason
    locked.save(update_fields=["until_on", "end_reason"])
    sign(
        actor, events.HOUSEHOLD_LEFT, subjects=[locked.person_id, locked.household_id],
        changes={"until_on": (None, until_on)}, changed_text=["end_reason"],
    )  # fmt: skip
    return locked


@operation
def add_relation(
    actor: Actor,
    /,
    *,
    person: Person,
    other: Person,
    kind: str,
    note: str = "",
    from_on: date | None = None,
) -> Relation:
    """Write down that ``person`` is the 〔kind〕 of ``other``, also across households.

    Records ``relation.added``. Refused by ``may_relate``: one person only, written down already.
    """
    already = Relation.objects.filter(person=person, other=other, kind=kind, until_on__isnull=True).exists()
    rules.may_relate(same=person.id == other.id, already=already).or_refuse()
    relation = Relation.objects.create(
        person=person, other=other, kind=RelationKind(kind), note=note, from_on=from_on,
        recorded_by_id=actor.staff_id,
    )  # fmt: skip
    sign(
        actor, events.RELATION_ADDED, subjects=[person.id, other.id], changes={"kind": (None, kind)},
        changed_text=["note"] if note else [],
    )  # fmt: skip
    return relation


@operation
def end_relation(actor: Actor, /, *, relation: Relation, until_on: date) -> Relation:
    """End a relation from a day on; the row stays as the past. Records ``relation.ended``."""
    locked = Relation.objects.select_for_update(of=("self",)).get(pk=relation.pk)
    rules.may_end_relation(
        from_on=locked.from_on, until_on=until_on, ended=locked.until_on is not None
    ).or_refuse()
    locked.until_on = until_on
    locked.save(update_fields=["until_on"])
    sign(
        actor, events.RELATION_ENDED, subjects=[locked.person_id, locked.other_id],
        changes={"until_on": (None, until_on)},
    )  # fmt: skip
    return locked
