"""資料: numbered copies, one per recipient, until they are back, destroyed, or their loss is dealt with."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.core.verdict import Refused, Verdict, no
from norishiro.ledger.operations import sign
from norishiro.meetings import events, lookups, rules
from norishiro.meetings.access import run_verdict
from norishiro.meetings.choices import CopyState
from norishiro.meetings.models import Item, Oath, PaperCopy, PaperLoss, PaperSet, Seat, Sitting
from norishiro.meetings.operations.agenda import hidden_text_verdict

LOSS_DATES = ("told_on", "reported_on", "person_told_on", "final_on")


@operation
def make_papers(
    actor: Actor, /, *, item: Item, seat_ids: Collection[UUID], oath_ids: Collection[UUID] = (),
    open_until: datetime | None, note: str = "", now: datetime, today: date,
) -> PaperSet:  # fmt: skip
    """Make the papers of an item as numbered copies, one for each chosen seat and for each paper oath of somebody
    without an account.

    Changes: one set, one copy per recipient with the next numbers of the sitting. It lets nobody see more than their
    seat does. Records ``papers.made``. Refused by ``may_make_papers``, for a name in the note where names are hidden, and
    to those who do not run the sitting.
    """
    if item.sitting is None:
        raise Refused(no("item", "この議題は、まだ会議に載っていません。"))
    sitting = Sitting.objects.select_for_update(of=("self",)).select_related("body").get(pk=item.sitting.pk)
    seats = list(item.seats.filter(id__in=list(seat_ids), ended_at__isnull=True).select_related("staff"))
    oaths = list(Oath.objects.filter(id__in=list(oath_ids), sitting=sitting, staff__isnull=True))
    (
        run_verdict(actor, sitting)
        & rules.may_make_papers(
            item_status=item.status, sitting_status=sitting.status, recipients=len(seats) + len(oaths),
            open_until=open_until, now=now,
        )
        & hidden_text_verdict(actor, item, texts=[note], today=today)
    ).or_refuse()  # fmt: skip
    made = PaperSet.objects.create(
        item=item, made_by_id=actor.staff_id, open_until=open_until, note=note.strip(), subject_id=item.subject_id,
        basis=item.basis, agency_id=actor.agency_id, categories=item.categories, item_version=item.version,
    )  # fmt: skip
    first = lookups.next_copy(sitting)
    recipients: list[Seat | Oath] = [*seats, *oaths]
    PaperCopy.objects.bulk_create(
        PaperCopy(
            id=uuid.uuid4(), paper_set=made, about_id=item.id, sitting=sitting, number=first + place,
            keeper_id=actor.agency_id, open_until=open_until, **_recipient(one),
        )
        for place, one in enumerate(recipients)
    )  # fmt: skip
    sign(
        actor, events.PAPERS_MADE, subjects=[item.subject_id], ground=item.basis,
        changes={"copies": (None, len(seats) + len(oaths)), "first": (None, first)},
    )  # fmt: skip
    return made


def _recipient(one: Seat | Oath) -> dict[str, Any]:
    """Who gets it. An adviser's copy, and that of somebody without an account, tells the item and not the household."""
    if isinstance(one, Seat):
        return {
            "staff_id": one.staff_id, "recipient": one.staff.name, "agency_id": one.agency_id, "item_only": one.adviser,
        }  # fmt: skip
    return {"recipient": one.name, "agency_id": one.agency_id, "item_only": True}


@operation
def print_copy(actor: Actor, /, *, copy: PaperCopy, item: Item, now: datetime) -> PaperCopy:
    """Write down that a copy goes onto paper; from now on it has to come back. Records ``papers.printed`` every time.

    Refused to other agencies than the one that hands it out, and for a copy that was closed or is settled.
    """
    locked = _locked(copy)
    (_keeps(actor, locked) & _still_out(locked)).or_refuse()
    if locked.printed_at is None:
        locked.printed_at = now
        locked.save(update_fields=["printed_at"])
    sign(
        actor, events.PAPER_PRINTED, subjects=[item.subject_id], ground=item.basis,
        changes={"copy": (None, str(locked)), "to": (None, locked.agency_id)},
    )  # fmt: skip
    return locked


@operation
def close_copy(actor: Actor, /, *, copy: PaperCopy, reason: str, now: datetime) -> PaperCopy:
    """End the viewing of one copy before its time; its address answers with the reason. Records ``papers.closed``.

    Refused to other agencies than the one that hands it out, and without a reason.
    """
    locked = _locked(copy)
    verdict = _keeps(actor, locked)
    if not reason.strip():
        verdict &= no("reason", "見られなくする理由を書いてください。受け取った人に示します。")
    verdict.or_refuse()
    locked.closed_at, locked.close_reason = now, reason.strip()
    locked.save(update_fields=["closed_at", "close_reason"])
    sign(actor, events.PAPER_CLOSED, changes={"copy": (None, str(locked))}, reason=reason)
    return locked


@operation
def settle_copy(
    actor: Actor, /, *, copy: PaperCopy, state: str, how: str = "", on: date, today: date
) -> PaperCopy:
    """Write down what became of a number: back, destroyed, or not to be found. A loss opens its note of what to do.

    Changes: the state with day, person and manner; for a loss one ``PaperLoss``. Records ``papers.settled``. Refused by
    ``may_settle``.
    """
    locked = _locked(copy)
    before = locked.state
    rules.may_settle(
        state=before, to=state, keeps=locked.keeper_id in actor.agency_ids, printed=locked.printed_at is not None,
        how=how, on=on, today=today,
    ).or_refuse()  # fmt: skip
    locked.state, locked.how, locked.settled_on, locked.settled_by_id = state, how.strip(), on, actor.staff_id
    _one_paper(locked).update(state=state, how=locked.how, settled_on=on, settled_by_id=actor.staff_id)
    if state == CopyState.LOST:
        PaperLoss.objects.get_or_create(
            copy=locked, defaults={"noticed_on": on, "words": how.strip(), "noted_by_id": actor.staff_id}
        )
    sign(
        actor, events.PAPER_SETTLED, changed_text=["how"],
        changes={"copy": (None, str(locked)), "state": (before, state), "on": (None, on)},
    )  # fmt: skip
    return locked


@operation
def settle_all(
    actor: Actor, /, *, sitting: Sitting, copy_ids: Collection[UUID], on: date, today: date
) -> int:
    """All ticked numbers came back together. Records one ``papers.settled``; refused by ``may_settle`` for any of them."""
    copies = list(
        PaperCopy.objects.select_for_update(of=("self",))
        .select_related("sitting")
        .filter(sitting=sitting, id__in=list(copy_ids), keeper_id__in=actor.agency_ids)
    )
    verdict = Verdict() if copies else no("copies", "回収した番号に印を付けてください。")
    for one in copies:
        verdict &= rules.may_settle(
            state=one.state, to=CopyState.RETURNED, keeps=True, printed=one.printed_at is not None, how="", on=on,
            today=today,
        )  # fmt: skip
    verdict.or_refuse()
    PaperCopy.objects.filter(sitting=sitting, number__in=[one.number for one in copies]).update(
        state=CopyState.RETURNED, settled_on=on, settled_by_id=actor.staff_id
    )
    sign(
        actor, events.PAPER_SETTLED,
        changes={"copies": (None, "、".join(str(one) for one in copies)), "state": (CopyState.OUT, CopyState.RETURNED)},
    )  # fmt: skip
    return len(copies)


@operation
def keep_loss(
    actor: Actor, /, *, loss: PaperLoss, version: int, values: dict[str, Any], today: date
) -> PaperLoss:
    """Keep what was done about a lost paper: whom it was told, when it was reported, what was learnt.

    Records ``papers.loss_kept``. Refused by ``may_keep_loss``, and (StaleVersion) when somebody was faster.
    """
    rules.may_keep_loss(
        keeps=loss.copy.keeper_id in actor.agency_ids, noticed_on=loss.noticed_on, today=today,
        dates=tuple(values.get(name) for name in LOSS_DATES),
    ).or_refuse()  # fmt: skip
    kept = {name: values[name] for name in (*LOSS_DATES, "outcome") if name in values}
    changes = change_fields(loss, version=version, values=kept)
    texts = [name for name in changes if name == "outcome"]
    sign(
        actor, events.LOSS_KEPT, changed_text=texts,
        changes={name: change for name, change in changes.items() if name not in texts},
    )  # fmt: skip
    return loss


def _locked(copy: PaperCopy) -> PaperCopy:
    return PaperCopy.objects.select_for_update(of=("self",)).select_related("sitting").get(pk=copy.pk)


def _one_paper(copy: PaperCopy) -> QuerySet[PaperCopy]:
    """The copies that are one thing in the hand: a bundle goes and comes back under its one number."""
    return PaperCopy.objects.filter(sitting_id=copy.sitting_id, number=copy.number)


def _keeps(actor: Actor, copy: PaperCopy) -> Verdict:
    mine = copy.keeper_id in actor.agency_ids
    return Verdict() if mine else no("keeper", "できるのは、この資料を渡した機関です。")


def _still_out(copy: PaperCopy) -> Verdict:
    live = copy.closed_at is None and copy.state == CopyState.OUT
    return Verdict() if live else no("copy", "閉じた資料、回収や破棄の済んだ資料は印刷できません。")
