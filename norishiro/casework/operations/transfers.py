"""異動をまとめて反映する: one decision for a whole file, dated in advance; leavers go on their day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from norishiro.agencies import operations as agencies
from norishiro.agencies import rules
from norishiro.agencies.actor import Actor, actor_for
from norishiro.agencies.choices import TransferKind, TransferState
from norishiro.agencies.models import Appointment, Staff, TransferFile, TransferRow
from norishiro.casework import events
from norishiro.casework.operations.leaving import let_go
from norishiro.core.operation import announce, operation
from norishiro.core.verdict import Refused
from norishiro.ledger.operations import sign

TO_DO = (TransferKind.ENTER, TransferKind.MOVE, TransferKind.LEAVE)


@dataclass
class Made:
    """What came of a file: first passwords, to be shown once, and the rows that were refused."""

    passwords: list[tuple[Staff, str]] = field(default_factory=list)
    done: int = 0
    waiting: int = 0
    refused: list[tuple[TransferRow, str]] = field(default_factory=list)


@operation
def decide_transfers(actor: Actor, /, *, file: TransferFile, now: datetime, today: date) -> Made:
    """Carry the rows of a file out: who comes is registered and appointed, who moves is moved, posts of leavers end on
    their day; whoever has left by today is let go at once, the others by ``tend_accounts``.

    Changes what ``add_staff``, ``appoint``, ``move_appointment``, ``end_appointment`` and ``let_go`` change. Recorded:
    their lines, and one for the decision. Refuses a file decided already; a row that is refused stays, with the reason.
    """
    locked = TransferFile.objects.select_for_update().get(id=file.id)
    rows = list(locked.rows.filter(kind__in=TO_DO).select_related("agency", "role", "staff", "appointment"))
    rules.may_decide_transfers(state=locked.state, waiting=len(rows)).or_refuse()
    made = Made()
    for row in rows:
        try:
            with transaction.atomic():
                _carry(actor, row, made, now=now, today=today)
        except Refused as refused:
            _refuse(row, str(refused))
            made.refused.append((row, str(refused)))
    locked.state, locked.decided_by_id, locked.decided_for_id = (
        TransferState.DECIDED,
        actor.staff_id,
        actor.agency_id,
    )
    locked.decided_at = now
    locked.save(update_fields=["state", "decided_by", "decided_for", "decided_at"])
    sign(
        actor,
        events.TRANSFERS_DECIDED,
        subjects=[locked.id],
        changes={"rows": (None, made.done + made.waiting)},
    )
    return made


def _refuse(row: TransferRow, words: str) -> None:
    row.kind, row.words = TransferKind.MEND, words[:400]
    row.save(update_fields=["kind", "words"])


def _carry(actor: Actor, row: TransferRow, made: Made, *, now: datetime, today: date) -> None:
    assert row.from_on is not None
    if row.kind == TransferKind.LEAVE:
        if row.from_on > today:
            _end_posts(actor, _staff_of(row).id, on=row.from_on)
            made.waiting += 1
            return
        let_go(actor, staff=_staff_of(row), end_on=row.from_on)
    else:
        _place(actor, row, made)
    made.done += 1
    row.done_at = now
    row.save(update_fields=["done_at"])


def _staff_of(row: TransferRow) -> Staff:
    assert row.staff is not None
    return row.staff


def _place(actor: Actor, row: TransferRow, made: Made) -> None:
    assert row.agency is not None
    assert row.role is not None
    assert row.from_on is not None
    if row.kind == TransferKind.MOVE:
        assert row.appointment is not None
        old = row.appointment
        if old.until_on is None or old.until_on > row.from_on:
            agencies.end_appointment(actor, appointment=old, end_on=row.from_on)
    staff = row.staff or _registered(actor, row, made)
    agencies.appoint(
        actor, staff=staff, agency=row.agency, role=row.role, area=None, base=None, kind=row.role.appointment_kind,
        document_no="", from_on=row.from_on, until_on=row.until_on,
    )  # fmt: skip


def _registered(actor: Actor, row: TransferRow, made: Made) -> Staff:
    password = agencies.initial_password()
    staff = agencies.add_staff(
        actor,
        login_id=row.login_id,
        name=row.name,
        kana=row.kana,
        qualification="",
        email="",
        password=password,
    )
    made.passwords.append((staff, password))
    return staff


def _end_posts(actor: Actor, staff_id: UUID, *, on: date) -> None:
    """What lasts past the day ends on it; what would only begin then is ended by ``let_go``."""
    lasting = Appointment.objects.filter(
        Q(until_on=None) | Q(until_on__gt=on), staff_id=staff_id, from_on__lt=on
    )
    for one in lasting:
        agencies.end_appointment(actor, appointment=one, end_on=on)


def let_go_on_their_day(*, now: datetime, today: date) -> tuple[int, int]:
    """For the clock: leavers whose day has come are let go, in the name of whoever decided it.

    Changes and records what ``let_go`` does. Answers how many went, and how many wait because whoever decided has no post
    any more or the account is closed already.
    """
    rows = TransferRow.objects.filter(
        kind=TransferKind.LEAVE, done_at=None, from_on__lte=today, file__state=TransferState.DECIDED
    ).select_related("file", "staff")
    gone = waiting = 0
    for row in rows:
        actor = actor_for(staff_id=row.file.decided_by_id, agency_id=row.file.decided_for_id, today=today)  # type: ignore[arg-type]
        if actor is None:
            waiting += 1
            continue
        with transaction.atomic():
            announce(actor)
            if _staff_of(row).is_active:
                let_go(actor, staff=_staff_of(row), end_on=today)
            row.done_at = now
            row.save(update_fields=["done_at"])
        gone += 1
    return gone, waiting
