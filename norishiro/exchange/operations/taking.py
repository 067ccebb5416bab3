"""Rows enter the registry in batches, each whole or not at all: a power cut loses nothing and does nothing twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency
from norishiro.agencies.permissions import Permission
from norishiro.core.calendar import PartialDate
from norishiro.core.operation import operation
from norishiro.core.verdict import Verdict
from norishiro.core.withheld import covered, fold
from norishiro.exchange import events, lookups, rules
from norishiro.exchange.choices import CLOSED, BringingState, Choice, Destination, Kind, What
from norishiro.exchange.models import Bringing, Brought, BroughtRow
from norishiro.exchange.operations.contacts import cover_rows, enter_contacts
from norishiro.ledger.operations import sign, sign_system
from norishiro.people import operations as people
from norishiro.people.choices import WithheldField
from norishiro.people.models import Household, Person
from norishiro.people.operations import Beside, Flagged, Home, Newcomer

BATCH = 500
BASIS = "取り込んだ名簿の支援措置の印"
HIDDEN = (WithheldField.ADDRESS, WithheldField.PHONE)


@dataclass(frozen=True)
class Taken:
    """How many rows this batch took, and how many are left."""

    rows: int
    left: int


def take_verdict(actor: Actor, bringing: Bringing) -> Verdict:
    """May the actor take rows of this file now?"""
    found = lookups.pending(bringing)
    return rules.may_take(
        open_still=bringing.state not in CLOSED, pending=found.count(),
        flags=found.exclude(flag="").count(), protects=actor.may(Permission.PROTECT),
    )  # fmt: skip


@operation
def take_rows(actor: Actor, /, *, bringing: Bringing, now: datetime, today: date, most: int = BATCH) -> Taken:
    """Take the next rows: people with their households in one piece, or records of support.

    Whoever has a flag is hidden in the same transaction; nothing here ever ends a protection, and nothing of anybody
    registered is written over. Records ``exchange.taken`` beside the lines of each verb; refused by ``may_take``.
    """
    locked = Bringing.objects.select_for_update(of=("self",)).get(pk=bringing.pk)
    take_verdict(actor, locked).or_refuse()
    rows = _next(locked, most)
    was = {row.pk: _said(row) for row in rows}
    if locked.kind == Kind.CONTACTS:
        enter_contacts(actor, locked, rows, today=today)
    else:
        _enter_people(actor, locked, rows, today=today)
    _keep_rows(rows, was)
    if any(row.flag for row in rows) and not lookups.pending(locked).exclude(flag="").exists():
        _cover_file(locked, but=rows)
    left = lookups.pending(locked).count()
    locked.state = BringingState.TAKING if left else BringingState.TAKEN
    locked.started_at = locked.started_at or now
    locked.save(update_fields=["state", "started_at"])
    sign(
        actor, events.ROWS_TAKEN, subjects=[row.person_id for row in rows if row.person_id],
        changes={"bringing": (None, locked.id), "rows": (None, len(rows)), "left": (None, left)},
    )  # fmt: skip
    return Taken(len(rows), left)


def _said(row: BroughtRow) -> str:
    return repr((row.values, row.cells, row.notes))


def _keep_rows(rows: Sequence[BroughtRow], was: Mapping[UUID, str]) -> None:
    """All of them are done; words are written only where they are others than before."""
    BroughtRow.objects.bulk_update(rows, ["person", "done"], batch_size=500)
    changed = [row for row in rows if _said(row) != was[row.pk]]
    BroughtRow.objects.bulk_update(changed, ["values", "cells", "notes"], batch_size=500)


def _enter_people(actor: Actor, locked: Bringing, rows: Sequence[BroughtRow], *, today: date) -> None:
    """New people, numbers of those who are here, households, flags."""
    already = lookups.numbers_known(actor.agency_id, what=What.PERSON, numbers=[row.number for row in rows])
    _empty_beside(rows)
    homes = _Homes(actor, rows)
    found = lookups.people_by_id(
        [*(row.person_id for row in rows if row.person_id), *(one.target_id for one in already.values())]
    )
    _enter(actor, locked, rows, already, found, homes, today=today)
    _keep_numbers(actor, locked, rows, already)
    homes.enter(locked, rows, found, today=today)
    _hide(actor, locked, rows, found, today=today)


def _next(bringing: Bringing, most: int) -> list[BroughtRow]:
    """The next rows, and whoever of them belongs to the household of the last. Households with a flag come first: they are
    hidden before the town's texts have grown by the file."""
    found = lookups.pending(bringing)
    flagged = lookups.orders_with_flags(found, most)
    if flagged:
        return list(found.filter(order__in=flagged))
    last = list(found.values_list("order", flat=True)[:most])[-1]
    return list(found.filter(order__lte=last))


def _enter(
    actor: Actor, bringing: Bringing, rows: Sequence[BroughtRow], already: Mapping[str, Brought],
    found: dict[UUID, Person], homes: _Homes, *, today: date,
) -> None:  # fmt: skip
    """Register who is new; the others get who they are."""
    new = []
    for row in rows:
        before = already.get(row.number)
        row.done = True
        if before is not None:
            row.person_id = before.target_id
        elif row.destination == Destination.NEW or row.choice == Choice.NEW:
            new.append(row)
    covers = iter(covered([text for row in new for text in (row.values["address"], row.values["phone"])]))
    newcomers = []
    for row in new:
        for name in ("address", "phone"):
            cover = next(covers)
            if cover is not None:
                row.values[name] = cover
                row.notes.append(
                    ["住所", "この中に、町で伏せている所があるので、そこを伏せて入れました。", False]
                )
        if homes.is_hidden(row):
            row.values |= {"address": "", "postal_code": ""}
            row.cells = {}
            row.notes.append(["住所", "伏せている世帯の人なので、住所は入れませんでした。", False])
        newcomers.append(_newcomer(row.values))
    if newcomers:
        made = people.add_people(actor, newcomers=newcomers, source_id=bringing.id, today=today)
        for row, person in zip(new, made, strict=True):
            row.person_id, found[person.id] = person.id, person


def _empty_beside(rows: Sequence[BroughtRow]) -> None:
    """Who lives where somebody with a flag lives, in no household of theirs, would show where that is: the protection
    itself takes only what the household says."""
    homes: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        home = fold(row.values["address"])
        if row.flag and home:
            homes[home].add(row.values["household"])
    for row in rows:
        home = fold(row.values["address"])
        household = row.values["household"]
        if row.flag or home not in homes or (household and household in homes[home]):
            continue
        row.values |= {"address": "", "postal_code": "", "phone": ""}
        row.cells = {}
        row.notes.append(
            ["住所", "同じ住所に、支援措置の印のある人がいるので、住所と電話は入れませんでした。", False]
        )


def _newcomer(values: Mapping[str, str]) -> Newcomer:
    return Newcomer(
        name=values["name"], kana=values["kana"], sex=values["sex"], postal_code=values["postal_code"],
        address=values["address"], phone=values["phone"],
        birth=PartialDate.from_code(values["birth"]) if values["birth"] else None,
        died_on=date.fromisoformat(values["died_on"]) if values["died_on"] else None,
    )  # fmt: skip


def _keep_numbers(
    actor: Actor, bringing: Bringing, rows: Sequence[BroughtRow], already: Mapping[str, Brought]
) -> None:
    fresh = []
    for row in rows:
        before = already.get(row.number)
        if before is None:
            assert row.person_id  # everybody has been entered or found
            fresh.append(
                Brought(
                    agency_id=actor.agency_id, what=What.PERSON, number=row.number, target_id=row.person_id,
                    fingerprint=row.fingerprint, bringing=bringing,
                )
            )  # fmt: skip
        else:
            before.fingerprint, before.bringing = row.fingerprint, bringing
    Brought.objects.bulk_create(fresh)
    Brought.objects.bulk_update(already.values(), ["fingerprint", "bringing"])


class _Homes:
    """The households of a batch: those that stand by their number, and those to be made."""

    def __init__(self, actor: Actor, rows: Sequence[BroughtRow]) -> None:
        self.actor = actor
        numbers = {row.values["household"] for row in rows} - {""}
        self.known = lookups.numbers_known(actor.agency_id, what=What.HOUSEHOLD, numbers=numbers)
        ids = [one.target_id for one in self.known.values()]
        self.standing: dict[UUID, Household] = lookups.households_by_id(ids)
        self.hidden = lookups.withheld_households(ids)

    def is_hidden(self, row: BroughtRow) -> bool:
        known = self.known.get(row.values["household"])
        return known is not None and (known.target_id in self.hidden or known.target_id not in self.standing)

    def enter(
        self, bringing: Bringing, rows: Sequence[BroughtRow], found: Mapping[UUID, Person], *, today: date
    ) -> None:
        """Make what is missing and let everybody join. A person of the file whom the actor cannot see joins nothing."""
        members: dict[str, list[BroughtRow]] = defaultdict(list)
        for row in rows:
            if row.values["household"] and row.person_id in found:
                members[row.values["household"]].append(row)
        if not members:
            return
        homes = [self._home(number, folk, found) for number, folk in members.items()]
        made = people.add_households(self.actor, homes=homes, today=today)
        Brought.objects.bulk_create(
            Brought(
                agency_id=self.actor.agency_id, what=What.HOUSEHOLD, number=number, target_id=household.id,
                bringing=bringing,
            )
            for number, household in zip(members, made, strict=True)
            if number not in self.known
        )  # fmt: skip

    def _home(self, number: str, folk: Sequence[BroughtRow], found: Mapping[UUID, Person]) -> Home:
        head = next((row for row in folk if row.values["relation"] == "HEAD"), folk[0])
        known = self.known.get(number)
        return Home(
            label=f"{head.name[:100]}さんの世帯", address=head.values["address"],
            standing=self.standing.get(known.target_id) if known else None,
            members=[(found[row.person_id], row.values["relation"]) for row in folk if row.person_id],
        )  # fmt: skip


def _hide(
    actor: Actor, bringing: Bringing, rows: Sequence[BroughtRow], found: Mapping[UUID, Person], *, today: date
) -> None:
    """Whoever has a flag is hidden now, and what the file says of the home goes out of all rows of the household."""
    flagged = [row for row in rows if row.flag and row.person_id in found]
    if not flagged:
        return
    office = Agency.objects.get(id=actor.agency_id)
    orders = {row.order for row in flagged}
    told = {row.pk: row.values["address"] for row in flagged}
    for row in rows:
        if row.order in orders:
            row.values = row.values | {"address": "", "postal_code": "", "phone": ""}
            row.cells = {}
    people.protect_all(
        actor, basis=BASIS, office=office, fields=HIDDEN, from_on=today, today=today,
        beside=Beside(BroughtRow._meta.db_table, "bringing_id", bringing.id),
        flagged=[
            Flagged(person=found[row.person_id], kind=row.flag, address=told[row.pk])
            for row in flagged if row.person_id
        ],
    )  # fmt: skip


def _cover_file(bringing: Bringing, *, but: Sequence[BroughtRow]) -> None:
    """Once everybody with a flag is hidden: what is withheld now does not stand in what is kept of the other rows. While
    the file is gone through this once, it need not be gone through for every household."""
    for part in lookups.in_parts(bringing, but=[row.pk for row in but]):
        if changed := cover_rows(part):
            BroughtRow.objects.bulk_update(changed, ["values", "cells"], batch_size=500)


def forget_old_cells(*, before: datetime, now: datetime) -> int:
    """For the clock, as the owner of the tables: drop cells, names and remarks kept of files read before a moment. That a
    file was read, and what its numbers stand for, stays. Records ``exchange.cells_forgotten``; refuses nothing."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('norishiro.maintenance', 'on', true)")
        old = list(
            Bringing.objects.filter(made_at__lt=before, cells_gone_at=None).values_list("id", flat=True)
        )
        gone = BroughtRow.objects.filter(bringing_id__in=old).update(
            cells={}, values={}, name="", number="", notes=[], alike=[], done=True
        )
        Bringing.objects.filter(id__in=old).update(cells_gone_at=now)
        sign_system(events.CELLS_FORGOTTEN, changes={"files": (None, len(old)), "rows": (None, gone)})
    return len(old)
