"""Appointing those who hand in, opening entrances, ending both, thanking, and the examples on the forms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency, live_on
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.letterbox import events, rules
from norishiro.letterbox.choices import HELD_KINDS, EntranceKind, ExampleKind
from norishiro.letterbox.examples import MOST, Story
from norishiro.letterbox.models import Entrance, Example, StatusCard


@operation
def appoint(
    actor: Actor, /, *, kind: EntranceKind, facility: str, holder: str = "", receiver_agency_id: UUID, from_on: date,
    until_on: date | None = None, today: date,
) -> Entrance:  # fmt: skip
    """Appoint somebody, or open an entrance for a place: a QR of its own, and for a holder a status card.

    Records ``entrance.opened``; refused by ``may_open_entrance``.
    """
    rules.may_open_entrance(
        facility=facility, held=kind in HELD_KINDS, holder=holder, from_on=from_on, until_on=until_on,
        receiver_live=Agency.objects.filter(live_on(today), id=receiver_agency_id).exists(),
    ).or_refuse()  # fmt: skip
    entrance = Entrance.objects.create(
        kind=kind, facility=facility.strip(), holder=holder.strip(), receiver_agency_id=receiver_agency_id,
        from_on=from_on, until_on=until_on,
    )  # fmt: skip
    StatusCard.objects.create(entrance=entrance)
    sign(
        actor, events.ENTRANCE_OPENED,
        changes={"entrance": (None, entrance.id), "kind": (None, kind), "from_on": (None, from_on),
                 "until_on": (None, until_on)},
    )  # fmt: skip
    return entrance


@operation
def end_entrance(
    actor: Actor, /, *, entrance: Entrance, until_on: date, reason: str, today: date
) -> Entrance:
    """End the appointment or withdraw the QR: from that day it leads to the general window. Letters stay.

    Records ``entrance.ended`` with the reason; refused by ``may_end_entrance``.
    """
    locked = Entrance.objects.select_for_update().get(pk=entrance.pk)
    before = locked.until_on
    rules.may_end_entrance(
        ended=before is not None and before <= today,
        until_on=until_on,
        from_on=locked.from_on,
        reason=reason,
    ).or_refuse()
    locked.until_on, locked.ended_reason = until_on, reason
    locked.save(update_fields=["until_on", "ended_reason"])
    sign(
        actor, events.ENTRANCE_ENDED, reason=reason,
        changes={"entrance": (None, locked.id), "until_on": (before, until_on)},
    )  # fmt: skip
    return locked


@operation
def thank_holder(actor: Actor, /, *, entrance: Entrance, words: str, today: date) -> Entrance:
    """Say thanks; it stands on the holder's own page and on their card. Records ``entrance.thanked``; refused by
    ``may_thank``."""
    rules.may_thank(words=words).or_refuse()
    locked = Entrance.objects.select_for_update().get(pk=entrance.pk)
    locked.thanks, locked.thanked_on = words, today
    locked.save(update_fields=["thanks", "thanked_on"])
    sign(actor, events.HOLDER_THANKED, changes={"entrance": (None, locked.id), "thanked_on": (None, today)})
    return locked


@operation
def change_examples(actor: Actor, /, *, worries: Sequence[str], stories: Sequence[Story]) -> int:
    """Write the examples of the public forms anew. Records ``letter.examples_changed``; refused by
    ``may_change_examples``."""
    rules.may_change_examples(worries=len(worries)).or_refuse()
    Example.objects.all().delete()
    rows = [Example(kind=ExampleKind.WORRY, title=title, order=at) for at, title in enumerate(worries[:MOST])]
    rows += [
        Example(kind=ExampleKind.STORY, title=one.title, text=one.text, order=at)
        for at, one in enumerate(stories[:MOST])
    ]
    Example.objects.bulk_create(rows)
    sign(actor, events.EXAMPLES_CHANGED, changes={"examples": (None, len(rows))})
    return len(rows)
