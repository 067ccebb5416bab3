"""資料一式: the papers of a whole sitting with one press; set in type a few at a time, replaced when something moves."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, Q

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.core.sealing import keepers
from norishiro.ledger.operations import sign
from norishiro.meetings import events, lookups, rules
from norishiro.meetings.access import run_verdict
from norishiro.meetings.choices import CopyState, ItemStatus
from norishiro.meetings.models import Bundle, Item, Oath, Packet, PaperCopy, PaperSet, Seat, Sitting
from norishiro.meetings.rules import SetSheet
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate

# Bundles set in type by one request: few enough that nobody waits long for a sign of progress.
AT_ONCE = 4
REPLACED_BY_NEW = "新しい資料一式に差しかえました"


@dataclass
class _Recipient:
    """Somebody who gets a bundle, and for which items."""

    values: dict[str, Any]
    items: list[tuple[Item, bool]] = field(default_factory=list)

    @property
    def order(self) -> tuple[str, str]:
        return self.values["agency"].code, self.values["recipient"]


@operation
def make_packet(
    actor: Actor, /, *, sitting: Sitting, open_until: datetime | None = None, now: datetime, today: date
) -> Packet:
    """Make the papers of all items of a sitting in one step: one bundle, under one number, for every member seated at any
    of them and for every oath on paper of somebody without an account.

    Changes: one packet, its bundles (still to be set in type), one set and one copy per item and recipient; papers made
    before are closed as replaced, and those printed still have to come back. It lets nobody see more than their seat
    does. Records ``papers.packet_made``. Refused by ``may_make_packet`` and to those who do not run the sitting.
    """
    locked = Sitting.objects.select_for_update(of=("self",)).select_related("body").get(pk=sitting.pk)
    items = _items_on_table(actor, locked)
    recipients = _recipients(locked, items, today=today)
    (
        run_verdict(actor, locked)
        & rules.may_make_packet(
            sitting_status=locked.status, items=len(items), recipients=len(recipients), open_until=open_until, now=now
        )
    ).or_refuse()  # fmt: skip
    replace_papers(actor, sitting=locked, reason=REPLACED_BY_NEW, now=now)
    edition = (Packet.objects.filter(sitting=locked).aggregate(last=Max("edition"))["last"] or 0) + 1
    packet = Packet.objects.create(
        sitting=locked,
        edition=edition,
        made_by_id=actor.staff_id,
        keeper_id=actor.agency_id,
        open_until=open_until,
    )
    sets = {item.id: _set_of(actor, item, open_until=open_until) for item in items}
    first = lookups.next_copy(locked)
    for place, recipient in enumerate(recipients):
        _bundle(actor, packet, recipient, number=first + place, sets=sets)
    sign(
        actor, events.PACKET_MADE, subjects=[item.subject_id for item in items],
        changes={"packet": (None, packet.id), "bundles": (None, len(recipients)), "first": (None, first)},
    )  # fmt: skip
    return packet


def _items_on_table(actor: Actor, sitting: Sitting) -> list[Item]:
    """The items of the sitting that whoever makes the papers may see, in the order of the agenda."""
    rows = through_gate(
        Item.objects.filter(sitting=sitting, status=ItemStatus.TABLED), actor, subject="subject_id",
        depth=Depth.OUTLINE, gated=True,
    )  # fmt: skip
    return list(rows.select_related("body").order_by("order", "made_at"))


def _recipients(sitting: Sitting, items: Sequence[Item], *, today: date) -> list[_Recipient]:
    """Everybody with a living seat, with the items they sit at; then those without an account, with each item alone."""
    found: dict[UUID, _Recipient] = {}
    seats = (
        Seat.objects.filter(Q(until_on__isnull=True) | Q(until_on__gt=today), item__in=items, ended_at__isnull=True)
        .select_related("staff", "agency")
        .order_by("item__order", "item__made_at")
    )  # fmt: skip
    by_id = {item.id: item for item in items}
    for seat in seats:
        values = {"staff_id": seat.staff_id, "recipient": seat.staff.name, "agency": seat.agency}
        recipient = found.setdefault(seat.staff_id, _Recipient(values))
        recipient.items.append((by_id[seat.item_id], seat.adviser))
    for oath in Oath.objects.filter(sitting=sitting, staff__isnull=True).select_related("agency"):
        values = {"staff_id": None, "recipient": oath.name, "agency": oath.agency}
        found[oath.id] = _Recipient(values, [(item, True) for item in items])
    return sorted(found.values(), key=lambda one: one.order)


def _set_of(actor: Actor, item: Item, *, open_until: datetime | None) -> PaperSet:
    return PaperSet.objects.create(
        item=item, made_by_id=actor.staff_id, open_until=open_until, subject_id=item.subject_id, basis=item.basis,
        agency_id=actor.agency_id, categories=item.categories, item_version=item.version,
    )  # fmt: skip


def _bundle(
    actor: Actor, packet: Packet, recipient: _Recipient, *, number: int, sets: dict[UUID, PaperSet]
) -> None:
    values = {"sitting": packet.sitting, "number": number, "keeper_id": actor.agency_id, **recipient.values}
    bundle = Bundle.objects.create(packet=packet, **values)
    PaperCopy.objects.bulk_create(
        PaperCopy(
            id=uuid.uuid4(), bundle=bundle, paper_set=sets[item.id], about_id=item.id, item_only=alone,
            open_until=packet.open_until, **values,
        )
        for item, alone in recipient.items
    )  # fmt: skip


@operation
def set_bundles(
    actor: Actor,
    /,
    *,
    packet: Packet,
    set_type: Callable[[Sequence[Bundle]], Sequence[SetSheet]],
    now: datetime,
) -> int:
    """Set the next few bundles in type and keep them sealed until they are handed over; answers how many.

    Two at work take different ones; where one is broken off, its bundles wait for the next. Records
    ``papers.bundles_set``. Refused to other agencies than the one that hands the packet out.
    """
    rules.may_print_bundle(
        keeps=packet.keeper_id in actor.agency_ids, replaced=packet.replaced_at is not None, outdated=False, still_out=1
    ).or_refuse()  # fmt: skip
    waiting = Bundle.objects.select_for_update(of=("self",), skip_locked=True).select_related(
        "sitting", "agency"
    )
    bundles = list(waiting.filter(packet=packet, set_at__isnull=True).order_by("number")[:AT_ONCE])  # fmt: skip
    for bundle, sheet in zip(bundles, set_type(bundles) if bundles else (), strict=True):
        keep_sheet(bundle, sheet, now=now)
    sign(actor, events.BUNDLES_SET, changes={"packet": (None, packet.id), "bundles": (None, len(bundles))})
    return len(bundles)


def keep_sheet(bundle: Bundle, sheet: SetSheet, *, now: datetime) -> None:
    """Sealed with the key of the sitting, as everything of its own."""
    bundle.content = keepers.seal(
        sheet.content, subject=bundle.sitting_id, at=keepers.place(bundle, "content")
    )
    bundle.fingerprint, bundle.set_at = sheet.fingerprint, now
    bundle.save(update_fields=["content", "fingerprint", "set_at"])


@operation
def print_bundles(actor: Actor, /, *, bundles: Sequence[Bundle], now: datetime) -> list[Bundle]:
    """Write down that bundles go onto paper; from now on each number has to come back. Records one ``papers.printed`` for
    each item of each bundle.

    Refused by ``may_print_bundle`` for any of them.
    """
    rows = PaperCopy.objects.select_for_update(of=("self",)).select_related("sitting", "paper_set")
    copies = list(rows.filter(bundle__in=list(bundles), closed_at__isnull=True, state=CopyState.OUT))
    outdated = lookups.outdated_packets({bundle.packet_id for bundle in bundles})
    for bundle in bundles:
        rules.may_print_bundle(
            keeps=bundle.keeper_id in actor.agency_ids, replaced=bundle.packet.replaced_at is not None,
            outdated=bundle.packet_id in outdated,
            still_out=sum(one.bundle_id == bundle.id for one in copies),
        ).or_refuse()  # fmt: skip
    PaperCopy.objects.filter(id__in=[one.id for one in copies], printed_at__isnull=True).update(
        printed_at=now
    )
    for copy in copies:
        sign(
            actor, events.PAPER_PRINTED, subjects=[copy.paper_set.subject_id], ground=copy.paper_set.basis,
            changes={"copy": (None, str(copy)), "to": (None, copy.agency_id)},
        )  # fmt: skip
    return list(bundles)


def replace_papers(
    actor: Actor, *, sitting: Sitting, reason: str, now: datetime, item: Item | None = None
) -> int:
    """Close the papers of a sitting (or of one of its items) that are out, with the reason their holders will read, and
    throw away what was set in type; answers how many copies. The part other verbs share; signs where it closed any."""
    copies = PaperCopy.objects.filter(sitting=sitting, closed_at__isnull=True, state=CopyState.OUT)
    if item is not None:
        copies = copies.filter(about_id=item.id)
    bundle_ids = set(copies.exclude(bundle=None).values_list("bundle_id", flat=True))
    packets = Packet.objects.filter(bundles__in=bundle_ids, replaced_at__isnull=True)
    Packet.objects.filter(id__in=list(packets.values_list("id", flat=True))).update(
        replaced_at=now, replace_reason=reason
    )
    forget_sheets(sitting)
    closed = copies.update(closed_at=now, close_reason=reason)
    if closed:
        sign(actor, events.PAPER_REPLACED, changes={"copies": (closed, 0)}, reason=reason)
    return closed


def forget_sheets(sitting: Sitting) -> None:
    """What was set in type is not kept longer than somebody may print it."""
    Bundle.objects.filter(sitting=sitting, content__isnull=False).update(content=None, fingerprint="")
