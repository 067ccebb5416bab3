"""The lists of 住民記録: they add and renew, and never lift. In doubt somebody is hidden until a person has decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.permissions import Permission
from norishiro.core import names
from norishiro.core.operation import operation
from norishiro.core.verdict import Verdict
from norishiro.core.withheld import fold
from norishiro.ledger.operations import sign
from norishiro.people import events, lookups, rules
from norishiro.people.choices import ProtectionSource, ProtectionState, RowState, WithheldField
from norishiro.people.models import Protection, SuppressionList, SuppressionRow
from norishiro.people.operations.protections import renew, withhold
from norishiro.people.suppressions import ListedPerson

HIDDEN = (WithheldField.ADDRESS, WithheldField.PHONE)
LISTED = "住民記録の支援措置リスト"
PARTS = ("氏名", "かな", "生年月日", "住所")


@dataclass(frozen=True)
class Planned:
    """What a line of the list would do: to whom, and why."""

    listed: ListedPerson
    state: RowState
    person_id: UUID | None = None
    protection: Protection | None = None
    agrees: str = ""


def list_verdict(actor: Actor, *, rows: int, issued_on: date, today: date) -> Verdict:
    """May the actor take this list in?"""
    return rules.may_take_list(
        permitted=actor.may(Permission.TAKE_SUPPRESSIONS), rows=rows, issued_on=issued_on,
        newest=lookups.newest_list(actor.agency_ids), today=today,
    )  # fmt: skip


def plan_suppressions(actor: Actor, /, *, lines: Sequence[ListedPerson]) -> list[Planned]:
    """What each line would do, without doing it: one or more for a line, where several people may be meant."""
    return [planned for line in lines for planned in _plan(line)]


def _plan(line: ListedPerson) -> list[Planned]:
    if line.problem:
        return [Planned(line, RowState.UNREAD)]
    found = _matches(line)
    if not found:
        return [Planned(line, RowState.NOBODY)]
    sure = len(found) == 1 and found[0][1][0] and found[0][1][2]
    return [_planned_for(line, person_id, agrees, sure=sure) for person_id, agrees in found]


def _planned_for(line: ListedPerson, person_id: UUID, agrees: Sequence[bool], *, sure: bool) -> Planned:
    held = lookups.protections_of(person_id).filter(kind=line.kind).first()
    words = "・".join(part for part, same in zip(PARTS, agrees, strict=True) if same)
    if line.has_ended:
        state = RowState.ENDED if held else RowState.NOBODY
    elif held:
        state = RowState.RENEWED
    else:
        state = RowState.ADDED if sure else RowState.DOUBT
    return Planned(line, state, person_id, held, words)


def _matches(line: ListedPerson) -> list[tuple[UUID, tuple[bool, ...]]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person, by_name, by_kana, by_birth, by_address FROM withheld_match(%s, %s, %s::date, %s)",
            [names.name_key(line.name), names.kana_key(line.kana), line.birth, fold(line.address)],
        )
        return [(row[0], tuple(row[1:])) for row in cursor.fetchall()]


@operation
def take_suppressions(
    actor: Actor, /, *, lines: Sequence[ListedPerson], content: bytes, issued_on: date, today: date
) -> SuppressionList:
    """Take a list in: hide whoever is on it, renew what stands, hide in doubt whoever may be meant. What the list says has
    ended stays hidden and waits for two people; what the list leaves out stays as it is.

    Records ``suppressions.taken`` with how many of each. Refused by ``may_take_list``.
    """
    list_verdict(actor, rows=len(lines), issued_on=issued_on, today=today).or_refuse()
    taken = SuppressionList.objects.create(
        agency_id=actor.agency_id, issued_on=issued_on, taken_at=timezone.now(), taken_by_id=actor.staff_id,
        digest=sha256(content).hexdigest(),
    )  # fmt: skip
    done = [_carry(actor, planned, today=today) for line in lines for planned in _plan(line)]
    SuppressionRow.objects.bulk_create(
        SuppressionRow(
            list=taken, line_no=one.listed.line_no, state=one.state, name=one.listed.name, agrees=one.agrees,
            protection=one.protection,
        )
        for one in done
    )  # fmt: skip
    counted = {state: sum(one.state == state for one in done) for state in RowState}
    sign(
        actor, events.SUPPRESSIONS_TAKEN, subjects=[one.person_id for one in done if one.person_id],
        changes={"issued_on": (None, issued_on)} | {state.value: (0, count) for state, count in counted.items() if count},
    )  # fmt: skip
    return taken


def _carry(actor: Actor, planned: Planned, *, today: date) -> Planned:
    if planned.state == RowState.RENEWED and planned.protection:
        locked = Protection.objects.select_for_update().get(pk=planned.protection.pk)
        until = planned.listed.until
        later = max(filter(None, (locked.renew_by, until)), default=None)
        renew(locked, basis=LISTED, renew_by=later)
    if planned.state not in (RowState.ADDED, RowState.DOUBT) or planned.person_id is None:
        return planned
    protection = Protection(
        person_id=planned.person_id, kind=planned.listed.kind, source=ProtectionSource.LIST, basis=LISTED,
        state=ProtectionState.DOUBT if planned.state == RowState.DOUBT else ProtectionState.ACTIVE,
        office_id=actor.agency_id, applied_by_id=actor.staff_id, from_on=today, renew_by=planned.listed.until,
    )  # fmt: skip
    protection.save(force_insert=True)
    withhold(protection, fields=HIDDEN, told=_told(planned.listed))
    return replace(planned, protection=protection)


def _told(listed: ListedPerson) -> dict[str, str]:
    """The address the list itself names is withheld too: it may be newer than ours."""
    return {WithheldField.ADDRESS.value: listed.address} if listed.address else {}


@operation
def settle_doubt(actor: Actor, /, *, row: SuppressionRow, today: date) -> Protection:
    """A person has compared: whoever was hidden in doubt is the one of the list. Records ``suppressions.settled``.

    That it is somebody else ends the hiding only through two people (``ask_lifting``). Refused by ``may_settle``.
    """
    locked = SuppressionRow.objects.select_for_update(of=("self",)).select_related("list").get(pk=row.pk)
    protection = Protection.objects.select_for_update().filter(Q(pk=locked.protection_id)).first()
    rules.may_settle(
        in_doubt=locked.state == RowState.DOUBT and locked.decided_on is None and protection is not None
        and protection.state == ProtectionState.DOUBT,
        in_office=locked.list.agency_id in actor.agency_ids,
    ).or_refuse()  # fmt: skip
    assert protection is not None  # may_settle has refused
    locked.decided_by_id, locked.decided_on = actor.staff_id, today
    locked.save(update_fields=["decided_by", "decided_on"])
    protection.state = ProtectionState.ACTIVE
    renew(protection, basis=protection.basis, renew_by=protection.renew_by)
    sign(actor, events.DOUBT_SETTLED, subjects=[protection.person_id])
    return protection
