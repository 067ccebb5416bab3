"""実施計画・要綱: kept by version, so that the text in force on the day of a sitting can be shown."""

from __future__ import annotations

from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.meetings import events, rules
from norishiro.meetings.models import Regulation


@operation
def add_regulation(
    actor: Actor, /, *, kind: str, title: str, version: str, text: str, decided_on: date, from_on: date
) -> Regulation:
    """Keep a new version; the one before ends on the day it begins, and stays as it was.

    Records ``regulation.kept``. Refused by ``may_keep_regulation``.
    """
    before = (
        Regulation.objects.select_for_update()
        .filter(kind=kind, title=title.strip())
        .order_by("-from_on")
        .first()
    )
    rules.may_keep_regulation(
        title=title,
        text=text,
        decided_on=decided_on,
        from_on=from_on,
        newest_from=before.from_on if before else None,
    ).or_refuse()
    if before is not None:
        before.until_on = from_on
        before.save(update_fields=["until_on"])
    kept = Regulation.objects.create(
        kind=kind, title=title.strip(), version=version.strip(), text=text, decided_on=decided_on, from_on=from_on,
        kept_by_id=actor.staff_id,
    )  # fmt: skip
    sign(actor, events.REGULATION_KEPT, changes={"from_on": (None, from_on)}, reason=f"{kept}")
    return kept
