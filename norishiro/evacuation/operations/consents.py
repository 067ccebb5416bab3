"""Handing out in ordinary times: what people said, and what is handed to whom of those who agreed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.agencies.permissions import Permission
from norishiro.core.operation import operation
from norishiro.evacuation import access, events, lookups, rules
from norishiro.evacuation.models import GivenPerson, Giving, GivingConsent, Listing, Target
from norishiro.ledger.operations import sign

BATCH = 2000


@dataclass(frozen=True)
class Answer:
    """What somebody said, how it was heard, and whose hand stands under it."""

    matter: str
    said: str
    receivers: Collection[str]
    on: date
    heard: str
    signed: str
    agent: str = ""
    checked: bool = False
    note: str = ""


@operation
def note_consent(actor: Actor, /, *, target: Target, answer: Answer, today: date) -> GivingConsent:
    """Write what somebody said about being handed out in ordinary times; it counts at once, and what was said before stays to
    be read. Records ``evacuation.consent_noted``; refused by ``may_note_consent``."""
    locked = Target.objects.select_for_update(of=("self",)).get(pk=target.pk)
    rules.may_note_consent(
        said=answer.said, receivers=answer.receivers, on=answer.on, signed=answer.signed, agent=answer.agent, today=today,
        matter=answer.matter, planned=lookups.newest_plan(locked) is not None,
    ).or_refuse()  # fmt: skip
    made = GivingConsent.objects.create(
        target=locked, matter=answer.matter, said=answer.said, receivers=sorted(answer.receivers), on=answer.on,
        heard=answer.heard, signed=answer.signed, agent=answer.agent, checked=answer.checked, note=answer.note,
        staff_id=actor.staff_id,
    )  # fmt: skip
    sign(
        actor, events.CONSENT_NOTED, subjects=[locked.seen_as],
        changes={"matter": (None, made.matter), "said": (None, made.said), "receivers": (None, ",".join(made.receivers))},
        changed_text=["note"] if made.note else [],
    )  # fmt: skip
    return made


@dataclass(frozen=True)
class Wanted:
    """What is to be handed to whom, and why."""

    matter: str
    receiver: str
    receiver_name: str
    area: str
    purpose: str


def _divided(giving: Giving) -> lookups.Divided:
    ordinance = rules.Ordinance(giving.ordinance) if giving.ordinance else None
    return lookups.divided(
        giving.listing, matter=giving.matter, receiver=giving.receiver, area=giving.area, ordinance=ordinance
    )


@operation
def prepare_giving(actor: Actor, /, *, listing: Listing, wanted: Wanted, today: date) -> Giving:
    """Choose of a fixed list whoever agreed to be handed to this receiver (or, by ordinance, whoever did not say no). Records
    ``evacuation.giving_prepared`` with counts; refused by ``may_prepare_giving``."""
    ordinance = access.ordinance_on(today)
    found = lookups.divided(
        listing, matter=wanted.matter, receiver=wanted.receiver, area=wanted.area, ordinance=ordinance
    )
    rules.may_prepare_giving(
        matter=wanted.matter,
        receiver=wanted.receiver,
        is_fixed=not listing.is_draft,
        people=len(found.entries),
    ).or_refuse()
    giving = Giving.objects.create(
        agency_id=actor.agency_id, listing=listing, matter=wanted.matter, receiver=wanted.receiver,
        receiver_name=wanted.receiver_name, area=wanted.area, purpose=wanted.purpose,
        ordinance=ordinance.citation if ordinance else "", staff_id=actor.staff_id,
    )  # fmt: skip
    GivenPerson.objects.bulk_create(
        [GivenPerson(giving=giving, entry=one) for one in found.entries], batch_size=BATCH
    )
    sign(
        actor, events.GIVING_PREPARED,
        changes={"giving": (None, giving.id), "receiver": (None, giving.receiver), "people": (None, len(found.entries))},
    )  # fmt: skip
    return giving


def _locked(giving: Giving) -> Giving:
    return Giving.objects.select_for_update(of=("self",)).select_related("listing").get(pk=giving.pk)


@operation
def approve_giving(actor: Actor, /, *, giving: Giving, today: date) -> Giving:
    """Let this be printed and handed over: another person's word. Records ``evacuation.giving_approved``; refused by
    ``may_approve_giving``."""
    locked = _locked(giving)
    rules.may_approve_giving(
        approved=locked.approved_on is not None, prepared_by_me=locked.staff_id == actor.staff_id,
        may=actor.may(Permission.APPROVE_EXPORT),
    ).or_refuse()  # fmt: skip
    locked.approved_by_id, locked.approved_on = actor.staff_id, today
    locked.save(update_fields=["approved_by", "approved_on"])
    sign(actor, events.GIVING_APPROVED, changes={"giving": (None, locked.id)})
    return locked


@operation
def note_given(actor: Actor, /, *, giving: Giving, given_on: date, given_to: str, today: date) -> int:
    """Write that the paper was handed over, to whom. Whoever does not agree any more was not printed, and is taken off. Records
    ``evacuation.given`` with everybody who was handed out; refused by ``may_note_given``."""
    locked = _locked(giving)
    still = {one.id: one for one in _divided(locked).entries}
    rows = GivenPerson.objects.filter(giving=locked)
    kept = [one.entry_id for one in rows if one.entry_id in still]
    rules.may_note_given(
        approved=locked.approved_on is not None, given=locked.given_on is not None, people=len(kept),
        given_on=given_on, approved_on=locked.approved_on, today=today,
    ).or_refuse()  # fmt: skip
    rows.exclude(entry__in=kept).delete()
    locked.given_on, locked.given_to = given_on, given_to
    locked.save(update_fields=["given_on", "given_to"])
    sign(
        actor, events.GIVEN, subjects=sorted(still[one].target.seen_as for one in kept),
        changes={"giving": (None, locked.id), "receiver": (None, locked.receiver), "people": (None, len(kept))},
    )  # fmt: skip
    return len(kept)
