"""The verbs of this room. The grant comes first: the wall refuses a person nobody may see."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Area
from norishiro.core import names
from norishiro.core.calendar import PartialDate
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.ledger.operations import sign
from norishiro.people import events, lookups, rules
from norishiro.people.choices import RelationToHead, Sex, WithheldField
from norishiro.people.models import Household, Membership, Person, Relation
from norishiro.sharing.operations import own_work
from norishiro.sharing.operations import person as person_subject


@operation
def add_person(
    actor: Actor,
    /,
    *,
    name: str = "",
    kana: str = "",
    alias: str = "",
    sex: str = Sex.UNKNOWN,
    birth: PartialDate | None = None,
    postal_code: str = "",
    address: str = "",
    area: Area | None = None,
    phone: str = "",
    contact_wish: str = "",
    keep_from_family: bool = False,
    language: str = "",
    today: date,
) -> Person:
    """Register a person the actor's agency has business with; a name is not needed yet.

    Opens the person to the actor's agency (OWN) and to nobody else; without an area the address gives it. Records
    ``person.added``. Refused by ``may_change_person`` for a birth to come.
    """
    columns = birth_columns(birth)
    rules.may_change_person(
        birth_earliest=columns["birth_earliest"],
        birth_latest=columns["birth_latest"],
        died_on=None,
        today=today,
    ).or_refuse()
    new_id = uuid.uuid4()
    own_work(actor, subjects=[person_subject(new_id)], source_id=new_id)
    person = Person.objects.create(
        id=new_id,
        name=name,
        kana=kana,
        alias=alias,
        sex=sex,
        postal_code=postal_code,
        address=address,
        area=area or lookups.area_of_address(address, on=today),
        phone=phone,
        contact_wish=contact_wish,
        keep_from_family=keep_from_family,
        language=language,
        first_known_by_id=actor.agency_id,
        alias_key=names.name_key(alias),
        **keys_of(name=name, kana=kana),
        **columns,
    )
    sign(actor, events.PERSON_ADDED, subjects=[person.id])
    return person


@operation
def change_person(
    actor: Actor, /, *, person: Person, version: int, values: dict[str, Any], today: date
) -> Person:
    """Correct what is known of a person; ``birth`` may be a PartialDate. Search keys follow the name.

    Records ``person.changed`` with the fields (their content only for codes and dates). Refused for impossible dates;
    raises StaleVersion when somebody was faster.
    """
    values = dict(values)
    if "birth" in values:
        values |= birth_columns(values["birth"])
    values |= keys_of(name=values.get("name", person.name), kana=values.get("kana", person.kana))
    values["alias_key"] = names.name_key(values.get("alias", person.alias))
    if "area" not in values and values.get("address", person.address) != person.address:
        values["area"] = lookups.area_of_address(values["address"], on=today)
    rules.may_change_person(
        birth_earliest=values.get("birth_earliest", person.birth_earliest),
        birth_latest=values.get("birth_latest", person.birth_latest),
        died_on=values.get("died_on", person.died_on),
        today=today,
    ).or_refuse()
    _refuse_withheld(person, values)
    changes = change_fields(person, version=version, values=values)
    sign(actor, events.PERSON_CHANGED, subjects=[person.id], changed_text=changes)
    return person


def _refuse_withheld(person: Person, values: dict[str, Any]) -> None:
    """What is withheld of somebody is not written back into an ordinary column."""
    written = {
        WithheldField.ADDRESS: "address",
        WithheldField.POSTAL: "postal_code",
        WithheldField.PHONE: "phone",
    }
    held = lookups.withheld_fields(person.id)
    if WithheldField.ADDRESS in held:
        held.add(WithheldField.POSTAL)
        values.pop("area", None)
    for field, name in written.items():
        rules.may_write_datum(
            withheld=field in held and bool(values.get(name)), field=name, label=field.label
        ).or_refuse()


def keys_of(*, name: str, kana: str) -> dict[str, str]:
    """The columns people are found by: folded kanji, folded kana. The name itself stays as written."""
    return {"name_key": names.name_key(name), "kana_key": names.kana_key(kana)}


def birth_columns(birth: PartialDate | None) -> dict[str, Any]:
    """A birth as far as it is known: its code, and the earliest and latest day it can have been."""
    if birth is None:
        return {"birth": "", "birth_earliest": None, "birth_latest": None}
    return {"birth": birth.to_code(), "birth_earliest": birth.earliest(), "birth_latest": birth.latest()}


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
    """Register a household, with its head as first member if there is one.

    Records ``household.made``. Seen by whoever may see one of its members.
    """
    household = Household.objects.create(
        label=label,
        address=address,
        area=area or lookups.area_of_address(address, on=today),
        first_known_by_id=actor.agency_id,
    )
    if head is not None:
        _join(
            actor,
            household=household,
            person=head,
            relation=RelationToHead.HEAD,
            living_together=True,
            from_on=today,
        )
    sign(actor, events.HOUSEHOLD_MADE, subjects=[head.id] if head else [])
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
    today: date,
) -> Membership:
    """Enter a person as member from a day on; other households of the person stay as they are.

    Records ``household.joined``; refused by ``may_join_household``.
    """
    already = Membership.objects.filter(household=household, person=person, until_on__isnull=True).exists()
    rules.may_join_household(
        already=already, from_on=from_on, today=today, died_on=person.died_on
    ).or_refuse()
    membership = _join(
        actor,
        household=household,
        person=person,
        relation=relation,
        living_together=living_together,
        from_on=from_on,
    )
    sign(actor, events.HOUSEHOLD_JOINED, subjects=[person.id], changes={"relation": (None, relation)})
    return membership


def _join(
    actor: Actor, *, household: Household, person: Person, relation: str, living_together: bool, from_on: date
) -> Membership:
    return Membership.objects.create(
        household=household,
        person=person,
        relation=relation,
        living_together=living_together,
        from_on=from_on,
        recorded_by_id=actor.staff_id,
    )


@operation
def leave_household(
    actor: Actor, /, *, membership: Membership, until_on: date, reason: str, today: date
) -> Membership:
    """End a membership; it stays in the history. Records ``household.left``; refused by ``may_leave_household``."""
    locked = Membership.objects.select_for_update().get(pk=membership.pk)
    rules.may_leave_household(
        from_on=locked.from_on, until_on=until_on, today=today, ended=locked.until_on is not None
    ).or_refuse()
    locked.until_on, locked.end_reason = until_on, reason
    locked.save(update_fields=["until_on", "end_reason"])
    sign(actor, events.HOUSEHOLD_LEFT, subjects=[locked.person_id], changes={"until_on": (None, until_on)})
    return locked


@operation
def add_relation(
    actor: Actor, /, *, person: Person, other: Person, kind: str, note: str = "", from_on: date | None = None
) -> Relation:
    """Register that ``person`` is the 〔kind〕 of ``other``, also across households.

    Records ``relation.added``; refused by ``may_relate``.
    """
    rules.may_relate(
        same=person.id == other.id,
        already=Relation.objects.filter(
            person=person, other=other, kind=kind, until_on__isnull=True
        ).exists(),
    ).or_refuse()
    relation = Relation.objects.create(
        person=person, other=other, kind=kind, note=note, from_on=from_on, recorded_by_id=actor.staff_id
    )
    sign(actor, events.RELATION_ADDED, subjects=[person.id, other.id], changes={"kind": (None, kind)})
    return relation


@operation
def end_relation(actor: Actor, /, *, relation: Relation, until_on: date) -> Relation:
    """A relation ends on a day (離婚 など); it stays in the history. Records ``relation.ended``.

    Refused by ``may_end_relation``.
    """
    locked = Relation.objects.select_for_update(of=("self",)).get(pk=relation.pk)
    rules.may_end_relation(
        from_on=locked.from_on, until_on=until_on, ended=locked.until_on is not None
    ).or_refuse()
    locked.until_on = until_on
    locked.save(update_fields=["until_on"])
    sign(actor, events.RELATION_ENDED, subjects=[locked.person_id, locked.other_id])
    return locked
