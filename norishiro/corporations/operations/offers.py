"""What a corporation offers is a place of the registry as well, open from the first day to the last."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from norishiro.agencies.actor import Actor
from norishiro.consultations.access import nobody_named
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.core.verdict import Verdict
from norishiro.corporations import events, kinds, rules
from norishiro.corporations.models import Corporation, NeedAnswer, WorkOffer
from norishiro.ledger.operations import sign
from norishiro.resources import operations as resources
from norishiro.resources.choices import ConfirmWay, StopKind, StopReason
from norishiro.resources.models import Place, Stop
from norishiro.resources.operations.places import Offer, Where, Whose

DAY = timedelta(days=1)
STOP_NOTE = "受け入れの期間が終わる"


@dataclass(frozen=True, kw_only=True)
class Work:
    """What is offered, as typed. What is also of the place (conditions, seats, who is welcome) is written there alone."""

    kind: str
    name: str
    about: str = ""
    conditions: str = ""
    welcome: str
    roles: Collection[str] = ()
    capacity: int | None = None
    present: int | None = None
    considerate: str = ""
    hours: str = ""
    reward: str = ""
    tutor: str = ""
    first_on: date
    last_on: date | None = None

    @property
    def of_place(self) -> Offer:
        return Offer(
            {
                "name": self.name, "kind": kinds.place_kind(self.kind), "about": self.about, "conditions": self.conditions,
                "welcome": self.welcome, "capacity": self.capacity, "present": self.present,
                "considerate": self.considerate, "trial": True, "opened_on": self.first_on,
            },
            {"ROLE": self.roles},
        )  # fmt: skip

    @property
    def of_offer(self) -> dict[str, Any]:
        return {
            name: getattr(self, name) for name in ("kind", "hours", "reward", "tutor", "first_on", "last_on")
        }


def _verdict(actor: Actor, work: Work, *, closed: bool, today: date) -> Verdict:
    texts = (work.about, work.conditions, work.considerate, work.hours, work.reward)
    return rules.may_keep_offer(
        first_on=work.first_on, last_on=work.last_on, capacity=work.capacity, present=work.present, closed=closed,
        today=today,
    ) & nobody_named(actor, *texts, field="about")  # fmt: skip


@operation
def add_offer(
    actor: Actor, /, *, corporation: Corporation, work: Work, where: Where, told_on: date, answer: NeedAnswer | None = None,
    today: date,
) -> WorkOffer:  # fmt: skip
    """Enter what a corporation offers, and the place it is; the day it was told is the day the place was asked.

    Records ``work_offer.added``, ``resource.added`` and ``resource.confirmed`` (and ``resource.stopped`` for the day after
    its last); refused by ``may_keep_offer``, ``may_keep_place``, ``may_confirm`` and a name that is known.
    """
    _verdict(actor, work, closed=False, today=today).or_refuse()
    body = corporation.organisation
    place = resources.add_place(
        actor, whose=Whose(body.name, body.kind, body.agency_id), where=where, offer=work.of_place
    )
    resources.confirm_place(actor, place=place, confirmed_on=told_on, way=ConfirmWay.OTHER, today=today)
    offer = WorkOffer.objects.create(
        corporation=corporation, place=place, answer=answer, **work.of_offer, agency_id=actor.agency_id,
        staff_id=actor.staff_id,
    )  # fmt: skip
    _stop_after(actor, place, work.last_on)
    sign(actor, events.OFFER_ADDED, changes={"offer": (None, offer.id), "kind": (None, work.kind)})
    return offer


@operation
def change_offer(
    actor: Actor, /, *, offer: WorkOffer, version: int, work: Work, told_on: date, today: date
) -> WorkOffer:
    """Put right what is offered, how many more are taken, and until when.

    Records ``work_offer.changed``, ``resource.changed`` and ``resource.confirmed``; refused by ``may_keep_offer``,
    ``may_keep_place``, ``may_confirm`` and a name that is known; StaleVersion.
    """
    _verdict(actor, work, closed=offer.closed_on is not None, today=today).or_refuse()
    ended = _own_stop(offer)
    changes = change_fields(offer, version=version, values=work.of_offer)
    place = Place.objects.select_related("organisation", "location").get(pk=offer.place_id)
    body, at = place.organisation, place.location
    resources.change_place(
        actor, place=place, version=place.version, whose=Whose(body.name, body.kind, body.agency_id),
        where=Where(at.name, at.address, at.area_id, at.directions, at.private_home, at.point),
        offer=_kept(place, work.of_place),
    )  # fmt: skip
    if "last_on" in changes and ended is not None:
        _lift(actor, ended, today=today)
    if "last_on" in changes and not place.stops.filter(until_on__isnull=True).exists():
        _stop_after(actor, place, work.last_on)
    resources.confirm_place(actor, place=place, confirmed_on=told_on, way=ConfirmWay.OTHER, today=today)
    written = [name for name in ("hours", "reward", "tutor") if changes.pop(name, None)]
    sign(
        actor, events.OFFER_CHANGED, changes={"offer": (offer.id, offer.id), **changes}, changed_text=written
    )
    return offer


def _kept(place: Place, offer: Offer) -> Offer:
    """With what else the rule of places asks of a place that is changed."""
    said = ("is_public", "contact_public", "anybody", "age_from", "age_to")
    return Offer({**{name: getattr(place, name) for name in said}, **offer.values}, offer.traits)


def _own_stop(offer: WorkOffer) -> Stop | None:
    """The closing that was written for the day after the last one."""
    if offer.last_on is None:
        return None
    return offer.place.stops.filter(
        until_on__isnull=True, kind=StopKind.CLOSED, from_on=offer.last_on + DAY
    ).first()


def _stop_after(actor: Actor, place: Place, last_on: date | None) -> None:
    if last_on is not None:
        resources.stop_place(
            actor, place=place, kind=StopKind.CLOSED, from_on=last_on + DAY, reason=StopReason.PURPOSE, note=STOP_NOTE
        )  # fmt: skip


def _lift(actor: Actor, stop: Stop, *, today: date) -> None:
    if stop.from_on > today:
        resources.call_off_stop(actor, stop=stop, today=today)
    else:
        resources.reopen_place(actor, place=stop.place, on=today, today=today)


@operation
def close_offer(
    actor: Actor, /, *, offer: WorkOffer, closed_on: date, outcome: str, today: date
) -> WorkOffer:
    """End an offer with what came of it; its place is closed from that day, so that nobody is meant for it any more.

    Records ``work_offer.closed`` and ``resource.stopped``; refused by ``may_close_offer``, ``may_stop`` and a name that is
    known.
    """
    locked = WorkOffer.objects.select_for_update(of=("self",)).select_related("place").get(pk=offer.pk)
    (
        rules.may_close_offer(closed=locked.closed_on is not None, closed_on=closed_on, today=today)
        & nobody_named(actor, outcome, field="outcome")
    ).or_refuse()
    planned = _own_stop(locked)
    if planned is not None and planned.from_on > today:
        resources.call_off_stop(actor, stop=planned, today=today)
    if not locked.place.stops.filter(until_on__isnull=True).exists():
        resources.stop_place(
            actor, place=locked.place, kind=StopKind.CLOSED, from_on=closed_on, reason=StopReason.PURPOSE, note=STOP_NOTE
        )  # fmt: skip
    change_fields(locked, version=locked.version, values={"closed_on": closed_on, "outcome": outcome})
    sign(
        actor, events.OFFER_CLOSED, changes={"offer": (offer.id, offer.id), "closed_on": (None, closed_on)},
        changed_text=["outcome"],
    )  # fmt: skip
    return locked
