"""心配ごと: handed in by any way, taken by the window, answered."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.consultations import access, events, rules
from norishiro.consultations.choices import Hurry, Knows, Origin
from norishiro.consultations.models import Worry
from norishiro.core.numbering import next_number
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign


@operation
def tell_worry(
    actor: Actor, /, *, receiver_agency_id: UUID, seen: str, who: str = "", place: str, hurry: Hurry, knows: Knows,
    reply_to: str = "", origin: Origin = Origin.SCREEN, teller: str = "", today: date,
) -> Worry:  # fmt: skip
    """Hand in a worry at a window. Nobody is registered by it; whoever writes it needs to see no case data.

    A window also writes down what reached it by another way, marked with its ``origin`` and ``teller``. Records
    ``worry.told``; refused by ``may_tell``.
    """
    rules.may_tell(
        seen=seen, place=place, receiver_known=receiver_agency_id in access.worry_windows(on=today),
        named=bool(who.strip()), told=knows == Knows.YES, urgent=hurry == Hurry.TODAY,
        bound_to_secrecy=access.bound_to_secrecy(actor),
    ).or_refuse()  # fmt: skip
    worry = Worry.objects.create(
        number=next_number("心", "consultations_worry_number", today=today), agency_id=actor.agency_id,
        staff_id=actor.staff_id, origin=origin, teller=teller, receiver_agency_id=receiver_agency_id, told_on=today,
        seen=seen, who=who.strip(), place=place, hurry=hurry, knows=knows, reply_to=reply_to,
    )  # fmt: skip
    sign(
        actor, events.WORRY_TOLD, subjects=[worry.id],
        changes={"receiver": (None, receiver_agency_id), "origin": (None, origin), "hurry": (None, hurry)},
    )  # fmt: skip
    return worry


@operation
def take_worry(actor: Actor, /, *, worry: Worry, today: date) -> Worry:
    """Take the worry in hand; who handed it in sees the day. Records ``worry.taken``; refused by ``may_take_worry``."""
    locked = Worry.objects.select_for_update().get(pk=worry.pk)
    rules.may_take_worry(
        mine=locked.receiver_agency_id in actor.agency_ids, taken=locked.taken_on is not None
    ).or_refuse()
    take_in(actor, locked, today=today)
    sign(actor, events.WORRY_TAKEN, subjects=[locked.id])
    return locked


@operation
def answer_worry(actor: Actor, /, *, worry: Worry, answer: str, today: date) -> Worry:
    """Tell whoever handed it in what may be told. Records ``worry.answered``; refused by ``may_answer_worry``."""
    locked = Worry.objects.select_for_update().get(pk=worry.pk)
    rules.may_answer_worry(
        mine=locked.receiver_agency_id in actor.agency_ids,
        answered=locked.answered_on is not None,
        words=answer,
    ).or_refuse()
    take_in(actor, locked, today=today)
    locked.answer, locked.answered_on = answer, today
    locked.save(update_fields=["answer", "answered_on"])
    sign(actor, events.WORRY_ANSWERED, subjects=[locked.id], changed_text=["answer"])
    return locked


def take_in(actor: Actor, worry: Worry, *, today: date) -> None:
    """Whatever the window does with it first, from then on it has been received."""
    if worry.taken_on is None:
        worry.taken_on, worry.taken_by_id = today, actor.staff_id
        worry.save(update_fields=["taken_on", "taken_by"])
