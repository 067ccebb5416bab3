"""事前シート: asked of every agency at the table in one step, written by each before the sitting."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.ledger.operations import sign
from norishiro.meetings import events, rules
from norishiro.meetings.access import run_verdict
from norishiro.meetings.models import AdvanceAsk, AdvanceSheet, Item, Sitting
from norishiro.meetings.operations.agenda import hidden_text_verdict
from norishiro.sharing.choices import Category

TEXTS = ("picture", "efforts", "wanted", "requests")


@operation
def ask_advance(
    actor: Actor, /, *, sitting: Sitting, items: Sequence[Item], agency_ids: Collection[UUID], due_on: date, today: date
) -> int:  # fmt: skip
    """Ask the chosen agencies for a 事前シート about every item at which they sit; answers how many were asked anew.

    Changes: one ask per item and agency; an ask that waits gets the new day. It opens nothing: an agency reads and writes
    as its seat allows. Records ``advance.asked``. Refused by ``may_ask_advance`` and to those who do not run the sitting.
    """
    chosen = set(agency_ids) - {actor.agency_id}
    (
        run_verdict(actor, sitting)
        & rules.may_ask_advance(
            sitting_status=sitting.status, items=len(items), agencies=len(chosen), due_on=due_on,
            held_on=sitting.held_on, today=today,
        )
    ).or_refuse()  # fmt: skip
    asked = 0
    for item in items:
        seated = set(
            item.seats.filter(ended_at__isnull=True, adviser=False, agency_id__in=chosen).values_list(
                "agency_id", flat=True
            )
        )
        for agency_id in sorted(seated):
            asked += _ask(actor, sitting, item, agency_id, due_on=due_on, today=today)
    sign(
        actor, events.ADVANCE_ASKED, subjects=[item.subject_id for item in items],
        changes={"asked": (None, asked), "due_on": (None, due_on)},
    )  # fmt: skip
    return asked


def _ask(actor: Actor, sitting: Sitting, item: Item, agency_id: UUID, *, due_on: date, today: date) -> bool:
    ask, fresh = AdvanceAsk.objects.get_or_create(
        about_id=item.id, agency_id=agency_id,
        defaults={"sitting": sitting, "due_on": due_on, "asked_on": today, "asked_by_id": actor.staff_id},
    )  # fmt: skip
    if not fresh and (ask.answered_at is None or ask.sitting_id != sitting.id):
        AdvanceAsk.objects.filter(id=ask.id).update(sitting=sitting, due_on=due_on)
    return fresh


@operation
def write_advance(
    actor: Actor, /, *, ask: AdvanceAsk, item: Item, version: int | None, values: Mapping[str, str], now: datetime, today: date
) -> AdvanceSheet:  # fmt: skip
    """Write the 事前シート of one's agency about one item, under the item's ground; the whole table reads it.

    Changes: the sheet (one per ask), and that the ask is answered. Records ``advance.written`` (that texts changed, not
    what they say). Refused by ``may_write_advance``, for a name where names are hidden, and (StaleVersion) when a
    colleague was faster.
    """
    texts = {name: values.get(name, "").strip() for name in TEXTS}
    opened = item.seats.filter(staff_id=actor.staff_id, opened_at__isnull=False, ended_at__isnull=True)
    (
        rules.may_write_advance(
            asked_us=ask.agency_id in actor.agency_ids, opened=opened.exists() or item.agency_id in actor.agency_ids,
            sitting_status=item.sitting.status if item.sitting else "", written=any(texts.values()),
        )
        & hidden_text_verdict(actor, item, texts=list(texts.values()), today=today)
    ).or_refuse()  # fmt: skip
    sheet = AdvanceSheet.objects.select_for_update().filter(ask=ask).first()
    if sheet is None:
        sheet = AdvanceSheet.objects.create(
            ask=ask, item=item, staff_id=actor.staff_id, subject_id=item.subject_id, basis=item.basis,
            agency_id=ask.agency_id, categories=int(Category.LIFE_HISTORY), **texts,
        )  # fmt: skip
        changed = [name for name, text in texts.items() if text]
    else:
        changed = list(
            change_fields(
                sheet,
                version=sheet.version if version is None else version,
                values={**texts, "staff_id": actor.staff_id},
            )
        )
    AdvanceAsk.objects.filter(id=ask.id).update(answered_at=now)
    sign(
        actor, events.ADVANCE_WRITTEN, subjects=[item.subject_id], ground=item.basis,
        changed_text=[name for name in changed if name in TEXTS],
    )  # fmt: skip
    return sheet
