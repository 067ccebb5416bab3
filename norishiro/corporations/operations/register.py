"""A corporation is entered, put right, and joins or leaves a network."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.community.models import Group
from norishiro.consultations.access import nobody_named
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.corporations import events, kinds, rules
from norishiro.corporations.models import Contact, Corporation, Membership, Strength
from norishiro.ledger.operations import sign
from norishiro.resources.operations.naming import Named, body_of, tie_body


@dataclass(frozen=True)
class Reached:
    """Whom one calls there, as typed. Without a name nobody."""

    name: str = ""
    post: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class About:
    """What is written of a corporation."""

    kind: str
    strengths: Collection[str] = ()
    about: str = ""
    agency_id: UUID | None = None


@operation
def add_corporation(
    actor: Actor, /, *, name: str, about: About, reached: Reached, network: Group | None = None, from_on: date | None = None,
    today: date,
) -> Corporation:  # fmt: skip
    """Enter a corporation: the body of this name in the registry of places, or a new one; with whom one calls and its network.

    Records ``corporation.added`` (and ``corporation.contact_added``, ``corporation.joined``); refused by
    ``may_add_corporation``, ``may_join_network`` and a name that is known.
    """
    (
        rules.may_add_corporation(
            taken=Corporation.objects.filter(organisation__name=name).exists(), contact=bool(reached.name),
            contact_told=bool(reached.post or reached.phone or reached.email),
        )
        & nobody_named(actor, about.about, field="about")
    ).or_refuse()  # fmt: skip
    body = tie_body(body_of(Named(name, kinds.registered_as(about.kind))), agency_id=about.agency_id)
    corporation = Corporation.objects.create(
        organisation=body,
        kind=about.kind,
        about=about.about,
        agency_id=actor.agency_id,
        staff_id=actor.staff_id,
    )
    _keep_strengths(corporation, about.strengths)
    if reached.name:
        add_contact(actor, corporation=corporation, reached=reached)
    if network is not None:
        join_network(actor, corporation=corporation, network=network, from_on=from_on or today, today=today)
    sign(
        actor,
        events.CORPORATION_ADDED,
        changes={"corporation": (None, corporation.id), "kind": (None, about.kind)},
    )
    return corporation


@operation
def change_corporation(
    actor: Actor, /, *, corporation: Corporation, version: int, about: About
) -> Corporation:
    """Put right what is written of it. Records ``corporation.changed``; refused by a name that is known; StaleVersion."""
    nobody_named(actor, about.about, field="about").or_refuse()
    changes = change_fields(corporation, version=version, values={"kind": about.kind, "about": about.about})
    tie_body(corporation.organisation, agency_id=about.agency_id)
    _keep_strengths(corporation, about.strengths)
    told = ["about"] if changes.pop("about", None) else []
    sign(
        actor, events.CORPORATION_CHANGED, changes={"corporation": (corporation.id, corporation.id), **changes},
        changed_text=told,
    )  # fmt: skip
    return corporation


def _keep_strengths(corporation: Corporation, codes: Collection[str]) -> None:
    corporation.strengths.exclude(code__in=codes).delete()
    have = set(corporation.strengths.values_list("code", flat=True))
    Strength.objects.bulk_create(
        Strength(corporation=corporation, code=code) for code in codes if code not in have
    )


@operation
def add_contact(actor: Actor, /, *, corporation: Corporation, reached: Reached) -> Contact:
    """Write whom one calls there. Records ``corporation.contact_added`` without the words; refuses nothing."""
    contact = Contact.objects.create(
        corporation=corporation, name=reached.name, post=reached.post, phone=reached.phone, email=reached.email,
        staff_id=actor.staff_id,
    )  # fmt: skip
    sign(
        actor, events.CONTACT_ADDED, changes={"corporation": (None, corporation.id)}, changed_text=["name", "phone"]
    )  # fmt: skip
    return contact


@operation
def end_contact(actor: Actor, /, *, contact: Contact, ended_on: date, today: date) -> Contact:
    """Write that it is somebody else now. Records ``corporation.contact_ended``; refused by ``may_end_contact``."""
    rules.may_end_contact(ended=contact.ended_on is not None, ended_on=ended_on, today=today).or_refuse()
    contact.ended_on = ended_on
    contact.save(update_fields=["ended_on"])
    sign(
        actor,
        events.CONTACT_ENDED,
        changes={"contact": (contact.id, contact.id), "ended_on": (None, ended_on)},
    )
    return contact


@operation
def join_network(
    actor: Actor, /, *, corporation: Corporation, network: Group, from_on: date, today: date
) -> Membership:
    """Write that it belongs to a network. Records ``corporation.joined``; refused by ``may_join_network``."""
    rows = list(corporation.memberships.filter(network=network))
    rules.may_join_network(
        member=any(one.until_on is None for one in rows), from_on=from_on, today=today,
        before=max((one.until_on for one in rows if one.until_on), default=None),
    ).or_refuse()  # fmt: skip
    membership = Membership.objects.create(
        corporation=corporation, network=network, from_on=from_on, staff_id=actor.staff_id
    )
    sign(
        actor, events.NETWORK_JOINED,
        changes={"corporation": (None, corporation.id), "network": (None, network.id), "from_on": (None, from_on)},
    )  # fmt: skip
    return membership


@operation
def leave_network(actor: Actor, /, *, membership: Membership, until_on: date, today: date) -> Membership:
    """Write that it left. Records ``corporation.left``; refused by ``may_leave_network``."""
    rules.may_leave_network(
        left=membership.until_on is not None, from_on=membership.from_on, until_on=until_on, today=today
    ).or_refuse()
    membership.until_on = until_on
    membership.save(update_fields=["until_on"])
    sign(
        actor, events.NETWORK_LEFT,
        changes={"corporation": (membership.corporation_id, None), "until_on": (None, until_on)},
    )  # fmt: skip
    return membership
