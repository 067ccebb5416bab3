"""Who came without an account, who belongs besides the roster, and the talk of one worker with an adviser."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.ledger.operations import sign
from norishiro.meetings import events, lookups
from norishiro.meetings.access import run_verdict, topic_hand
from norishiro.meetings.choices import PartnerKind
from norishiro.meetings.models import (
    Block,
    Body,
    Guest,
    Interview,
    InterviewReader,
    LocalLeader,
    Partner,
    Regulation,
    RegulationReading,
    Sitting,
)
from norishiro.meetings.rules import attending as rules


@operation
def place_sitting(
    actor: Actor, /, *, sitting: Sitting, version: int, occasion: str, area_id: UUID | None, host_id: UUID | None,
    joined_to: Sitting | None,
) -> Sitting:  # fmt: skip
    """Say of what sort a sitting is, of which area or hall, and with which other sitting of the day it is held.

    Records ``sitting.placed``. Refused by ``may_place``; ``StaleVersion`` where somebody changed the sitting first.
    """
    rules.may_place(
        runs=run_verdict(actor, sitting).allowed, status=sitting.status,
        same_sitting=joined_to is not None and joined_to.id == sitting.id,
        joined_on=joined_to.held_on if joined_to else None, held_on=sitting.held_on,
    ).or_refuse()  # fmt: skip
    changes = change_fields(
        sitting, version=version,
        values={
            "occasion": occasion, "area_id": area_id, "host_id": host_id, "joined_to_id": joined_to.id if joined_to else None,
        },
    )  # fmt: skip
    sign(actor, events.SITTING_PLACED, changes=changes)
    return sitting


@operation
def note_guest(
    actor: Actor, /, *, sitting: Sitting, side: str, group: str = "", name: str = "", number: int | None = None,
    area_id: UUID | None = None, block: Block | None = None, agrees: bool = False, agreed_how: str = "", today: date,
) -> Guest:  # fmt: skip
    """Write down who came without an account; a commissioner's block brings its area. Who agrees joins the list.

    Changes: one guest, and with a yes one local leader. Records ``guest.noted`` (and ``leader.listed``). Refused by
    ``may_note_guest``.
    """
    rules.may_note_guest(
        runs=run_verdict(actor, sitting).allowed, status=sitting.status, group=group, name=name, number=number,
        block=block is not None, side=side, agrees=agrees,
    ).or_refuse()  # fmt: skip
    place = area_id or (block.area_id if block else None)
    guest = Guest.objects.create(
        sitting=sitting, side=side, group=group.strip(), name=name.strip(), number=number or 1, area_id=place, block=block,
        noted_by_id=actor.staff_id,
    )  # fmt: skip
    sign(actor, events.GUEST_NOTED, changes={"guest": (None, guest.id), "side": (None, side)})
    if agrees:
        LocalLeader.objects.create(
            guest=guest, name=guest.name, group=guest.group, area_id=place, agreed_on=today,
            agreed_how=agreed_how.strip() or "出席した会議で、口頭で", kept_by_id=actor.staff_id,
        )  # fmt: skip
        sign(actor, events.LEADER_LISTED, changes={"guest": (None, guest.id)})
    return guest


@operation
def remove_guest(actor: Actor, /, *, guest: Guest) -> Sitting:
    """Take away a line written by mistake, while the minutes are open. Whoever stands on the list stays there.

    Records ``guest.removed``; refused to those who do not run the sitting, and once the minutes are confirmed.
    """
    sitting = guest.sitting
    rules.may_note_guest(
        runs=run_verdict(actor, sitting).allowed, status=sitting.status, group=guest.group, name=guest.name, number=1,
        block=False, side=guest.side, agrees=False,
    ).or_refuse()  # fmt: skip
    sign(actor, events.GUEST_REMOVED, changes={"guest": (guest.id, None)})
    guest.delete()
    return sitting


@operation
def end_leader(actor: Actor, /, *, leader: LocalLeader, today: date) -> LocalLeader:
    """Take somebody off the list of local leaders: from now on the name stands nowhere on it.

    Changes: the day, and the name goes. Records ``leader.ended``; refused by ``may_end_leader``.
    """
    locked = LocalLeader.objects.select_for_update().get(pk=leader.pk)
    rules.may_end_leader(ended=locked.until_on is not None).or_refuse()
    locked.until_on, locked.name = today, "（名簿から外れた人）"
    locked.save(update_fields=["until_on", "name"])
    sign(actor, events.LEADER_ENDED, changes={"until_on": (None, today)})
    return locked


@operation
def add_partner(
    actor: Actor, /, *, body: Body, kind: str, name: str, what: str = "", agency_id: UUID | None = None, from_on: date,
    until_on: date | None = None, field: str = "", area_id: UUID | None = None, today: date,
) -> Partner:  # fmt: skip
    """Keep a contractor, an adviser, a group or a kind of member of a body, with its field, area and period.

    Records ``partner.kept``; refused by ``may_keep_partner``.
    """
    rules.may_keep_partner(
        theirs=topic_hand(actor, body, on=today).allowed, kind=kind, name=name, what=what, from_on=from_on,
        until_on=until_on,
    ).or_refuse()  # fmt: skip
    made = Partner.objects.create(
        body=body, kind=kind, name=name.strip(), what=what.strip(), agency_id=agency_id, from_on=from_on, until_on=until_on,
        field=field, area_id=area_id, kept_by_id=actor.staff_id,
    )  # fmt: skip
    sign(
        actor, events.PARTNER_KEPT, reason=body.name,
        changes={"kind": (None, PartnerKind(kind).value), "from_on": (None, from_on), "until_on": (None, until_on)},
    )  # fmt: skip
    return made


@operation
def end_partner(actor: Actor, /, *, partner: Partner, until_on: date, today: date) -> Partner:
    """End a contractor's, adviser's or group's period on a day. Records ``partner.ended``; refused by ``may_end_period``."""
    rules.may_end_period(
        theirs=topic_hand(actor, partner.body, on=today).allowed, from_on=partner.from_on, until_on=until_on,
        ended=partner.until_on is not None and partner.until_on <= today,
    ).or_refuse()  # fmt: skip
    before = partner.until_on
    partner.until_on = until_on
    partner.save(update_fields=["until_on"])
    sign(actor, events.PARTNER_ENDED, changes={"until_on": (before, until_on)}, reason=partner.body.name)
    return partner


@operation
def keep_block(actor: Actor, /, *, council: str, name: str, area_id: UUID, from_on: date) -> Block:
    """Say to which area a commissioners' block belongs; what was said before ends on that day.

    Records ``block.kept``; refused by ``may_keep_block``.
    """
    before = (
        Block.objects.select_for_update()
        .filter(council=council.strip(), name=name.strip())
        .order_by("-from_on")
        .first()
    )
    rules.may_keep_block(
        council=council, name=name, from_on=from_on, newest_from=before.from_on if before else None
    ).or_refuse()
    if before is not None and (before.until_on is None or before.until_on > from_on):
        before.until_on = from_on
        before.save(update_fields=["until_on"])
    kept = Block.objects.create(
        council=council.strip(),
        name=name.strip(),
        area_id=area_id,
        from_on=from_on,
        kept_by_id=actor.staff_id,
    )
    sign(
        actor, events.BLOCK_KEPT, reason=str(kept),
        changes={"area": (before.area_id if before else None, area_id), "from_on": (None, from_on)},
    )  # fmt: skip
    return kept


@operation
def write_interview(
    actor: Actor, /, *, body: Body | None, adviser: str, held_on: date, note: str, reader_ids: Collection[UUID], today: date
) -> Interview:  # fmt: skip
    """Keep the notes of one's own talk with an adviser; named managers of one's own agency may read them too.

    Records ``interview.kept`` (not what was said). Refused by ``may_write_interview``.
    """
    managers = lookups.managers_of(actor.agency_id, on=today)
    rules.may_write_interview(
        adviser=adviser, note=note, held_on=held_on, today=today, readers=reader_ids, managers=managers
    ).or_refuse()
    made = Interview.objects.create(
        worker_id=actor.staff_id,
        agency_id=actor.agency_id,
        body=body,
        adviser=adviser.strip(),
        held_on=held_on,
        note=note,
    )
    InterviewReader.objects.bulk_create(
        InterviewReader(interview=made, staff_id=one, worker_id=actor.staff_id)
        for one in dict.fromkeys(reader_ids)
    )
    sign(
        actor, events.INTERVIEW_KEPT, changes={"readers": (None, len(set(reader_ids)))}, changed_text=["note"]
    )
    return made


@operation
def mark_read(actor: Actor, /, *, regulation: Regulation, today: date) -> RegulationReading:
    """Say for one's agency that this version has been read. Records ``regulation.read``; refused by ``may_mark_read``."""
    in_force = regulation.from_on <= today and (regulation.until_on is None or regulation.until_on > today)
    rules.may_mark_read(
        in_force=in_force, already=regulation.readings.filter(agency_id=actor.agency_id).exists()
    ).or_refuse()
    made = RegulationReading.objects.create(
        regulation=regulation, agency_id=actor.agency_id, staff_id=actor.staff_id, read_on=today
    )
    sign(actor, events.REGULATION_READ, reason=f"{regulation}", changes={"read_on": (None, today)})
    return made
