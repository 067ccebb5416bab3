"""A place pauses, closes, and opens again."""

from __future__ import annotations

from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.resources import events, rules
from norishiro.resources.models import Place, Stop


@operation
def stop_place(
    actor: Actor, /, *, place: Place, kind: str, from_on: date, reason: str, note: str = "",
    expected_on: date | None = None,
) -> Stop:  # fmt: skip
    """Write that it pauses or closes, and why. Records ``resource.stopped``; refused by ``may_stop``."""
    locked = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
    stops = list(locked.stops.all())
    rules.may_stop(
        from_on=from_on, expected_on=expected_on, stopped=any(one.until_on is None for one in stops),
        newest_end=max((one.until_on for one in stops if one.until_on), default=None),
    ).or_refuse()  # fmt: skip
    stop = Stop.objects.create(
        place=locked, kind=kind, from_on=from_on, reason=reason, note=note, expected_on=expected_on,
        staff_id=actor.staff_id,
    )  # fmt: skip
    sign(
        actor, events.PLACE_STOPPED,
        changes={"place": (None, place.id), "kind": (None, kind), "from_on": (None, from_on), "reason": (None, reason)},
    )  # fmt: skip
    return stop


@operation
def reopen_place(actor: Actor, /, *, place: Place, on: date, today: date) -> Stop | None:
    """Write that it opened again. Records ``resource.reopened``; refused by ``may_reopen``."""
    stop = place.stops.select_for_update().filter(until_on__isnull=True).first()
    rules.may_reopen(on=on, today=today, stopped_from=stop.from_on if stop else None).or_refuse()
    if stop is not None:
        stop.until_on = on
        stop.save(update_fields=["until_on"])
    sign(actor, events.PLACE_REOPENED, changes={"place": (None, place.id), "on": (None, on)})
    return stop


@operation
def call_off_stop(actor: Actor, /, *, stop: Stop, today: date) -> None:
    """Take out a closing that has not come yet. Records ``resource.stop_called_off`` with its day; refused by
    ``may_call_off``."""
    rules.may_call_off(from_on=stop.from_on, today=today).or_refuse()
    sign(
        actor, events.STOP_CALLED_OFF, changes={"place": (None, stop.place_id), "from_on": (stop.from_on, None)}
    )  # fmt: skip
    stop.delete()
