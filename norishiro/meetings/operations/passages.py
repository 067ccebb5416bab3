"""ほかの会議との出入り: where an item came from, and where it was handed on."""

from __future__ import annotations

from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.meetings import events, rules
from norishiro.meetings.access import involved
from norishiro.meetings.choices import Direction
from norishiro.meetings.models import Body, Item, Passage
from norishiro.meetings.operations.agenda import hidden_text_verdict


@operation
def add_passage(
    actor: Actor, /, *, item: Item, direction: str, body: Body | None, body_name: str = "", passed_on: date,
    reason: str, today: date,
) -> Passage:  # fmt: skip
    """Write down that an item came from another body, or was handed on to one, with day and reason.

    Changes: one row; nothing of the case is shown to the other body, which tables it anew on its own ground. Records
    ``item.came_from`` or ``item.handed_on``. Refused by ``may_add_passage``, and for a name in an item that hides names.
    """
    (
        rules.may_add_passage(
            involved=involved(actor, item), status=item.status, named=bool(body) + bool(body_name.strip()),
            same_body=body is not None and body.id == item.body_id, passed_on=passed_on, today=today, reason=reason,
        )
        & hidden_text_verdict(actor, item, texts=[reason, body_name], today=today)
    ).or_refuse()  # fmt: skip
    passage = Passage.objects.create(
        item=item, direction=direction, body=body, body_name=body_name.strip(), passed_on=passed_on,
        reason=reason, staff_id=actor.staff_id, agency_id=actor.agency_id,
    )  # fmt: skip
    sign(
        actor, events.ITEM_CAME if direction == Direction.IN else events.ITEM_HANDED_ON,
        subjects=[item.subject_id], ground=item.basis,
        changes={"body": (None, body.id if body else None), "passed_on": (None, passed_on)}, changed_text=["reason"],
    )  # fmt: skip
    return passage
