"""The verbs of taking a list out. The file is made at the moment it is handed over, and kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.db import connection
from django.utils import timezone

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.actor import Actor
from norishiro.agencies.permissions import Permission
from norishiro.core.calendar import wareki
from norishiro.core.documents import Column, Marks, Sheet, csv_file, workbook
from norishiro.core.numbering import next_number
from norishiro.core.operation import operation
from norishiro.exports import events, limits, listings, queries, rules
from norishiro.exports.choices import ExportState, FileForm, ListKind
from norishiro.exports.models import Export
from norishiro.exports.queries import Listing
from norishiro.ledger.operations import sign

LIMITS = rules.Limits(
    alone=limits.ALONE, hour=limits.HOUR, agency_day=limits.AGENCY_DAY, rows=limits.MOST_ROWS
)


@operation
def ask_export(
    actor: Actor, /, *, kind: ListKind, form: FileForm, columns: list[str], from_on: date | None, until_on: date | None,
    reason: str, now: datetime, today: date,
) -> Export:  # fmt: skip
    """Say which list is to leave and why, and learn how many people it holds. Nothing leaves yet.

    Few people: it may be taken within a day. Many: a second person has to agree first. Recorded: ``export.asked`` with
    list, columns and number. Refused by ``may_ask``.
    """
    chosen = [one.code for one in listings.fields_of(kind, columns)]
    found = queries.listing(actor, kind=kind, from_on=from_on, until_on=until_on)
    people = len(found.people)
    watchers = agency_queries.overseers(actor, permission=Permission.APPROVE_EXPORT, on=today)
    bulk = rules.needs_second_person(
        people=people, taken_last_hour=queries.taken_last_hour(actor, now=now), limits=LIMITS
    )
    rules.may_ask(
        reason=reason, columns=len(chosen), rows=len(found.rows), people=people, from_on=from_on, until_on=until_on,
        bulk=bulk, approvers=len(watchers), limits=LIMITS,
    ).or_refuse()  # fmt: skip
    export = Export.objects.create(
        number=next_number("持", "exports_export_number", today=today), kind=kind, form=form, columns=chosen,
        from_on=from_on, until_on=until_on, reason=reason, staff_id=actor.staff_id, agency_id=actor.agency_id,
        asked_at=now, rows=len(found.rows), people=people, needs_approval=bulk,
        approve_agencies=sorted({one.agency_id for one in watchers}),
        state=ExportState.ASKED if bulk else ExportState.READY, until_at=None if bulk else now + limits.LINK_LIVES,
    )  # fmt: skip
    sign(actor, events.EXPORT_ASKED, subjects=[export.id], reason=reason, changes=_said(export))
    return export


def _said(export: Export) -> dict[str, tuple[object, object]]:
    return {
        "number": (None, export.number),
        "list": (None, export.kind),
        "columns": (None, ",".join(export.columns)),
        "rows": (None, export.rows),
        "people": (None, export.people),
    }


@operation
def decide_export(actor: Actor, /, *, export: Export, approve: bool, words: str, now: datetime) -> Export:
    """The second person says yes or no to exactly this list, these columns, this number of people.

    Changes: the state; with a yes, a day in which it may be taken. Recorded: ``export.approved`` or ``export.refused``.
    Refused by ``may_decide``.
    """
    locked = Export.objects.select_for_update().get(id=export.id)
    rules.may_decide(
        own=locked.staff_id == actor.staff_id, waiting=locked.state == ExportState.ASKED, approve=approve, words=words,
        oversees=queries.oversees(actor, approve_agencies=locked.approve_agencies, staff_id=locked.staff_id),
    ).or_refuse()  # fmt: skip
    locked.state = ExportState.READY if approve else ExportState.REFUSED
    locked.decided_by_id, locked.decided_at, locked.decision_words = actor.staff_id, now, words
    locked.until_at = now + limits.LINK_LIVES if approve else None
    locked.save(update_fields=["state", "decided_by", "decided_at", "decision_words", "until_at"])
    sign(
        actor, events.EXPORT_APPROVED if approve else events.EXPORT_REFUSED, subjects=[locked.id], reason=words,
        changes=_said(locked),
    )  # fmt: skip
    return locked


@operation
def withdraw_export(actor: Actor, /, *, export: Export) -> Export:
    """Think better of it. Recorded: ``export.withdrawn``. Refused by ``may_withdraw``."""
    locked = Export.objects.select_for_update().get(id=export.id)
    rules.may_withdraw(
        own=locked.staff_id == actor.staff_id,
        open_still=locked.state in (ExportState.ASKED, ExportState.READY),
    ).or_refuse()
    locked.state = ExportState.WITHDRAWN
    locked.save(update_fields=["state"])
    sign(actor, events.EXPORT_WITHDRAWN, subjects=[locked.id])
    return locked


@dataclass(frozen=True)
class Taken:
    """The file as it is handed over, and whom it is about."""

    export: Export
    name: str
    content: bytes
    subjects: tuple[UUID, ...]


@operation
def take_export(actor: Actor, /, *, export: Export, proved_lately: bool, now: datetime) -> Taken:
    """Make the file from what the actor may see at this moment, and hand it over once.

    Whoever was withdrawn from sight in between is not in it. Changes: taken, by how many people, with the file's
    fingerprint. Recorded: ``export.taken`` with every subject. Refused by ``may_take``.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"exports:{actor.agency_id}"]
        )
        cursor.execute("SELECT exports_taken_since(%s, %s)", [actor.agency_id, _midnight(now)])
        agency_today = cursor.fetchone()[0]
    locked = Export.objects.select_for_update().get(id=export.id)
    found = queries.listing(actor, kind=locked.kind, from_on=locked.from_on, until_on=locked.until_on)
    rules.may_take(
        own=locked.staff_id == actor.staff_id and locked.agency_id == actor.agency_id,
        state_ready=locked.state == ExportState.READY, over=locked.is_over(now), proved_lately=proved_lately,
        people=len(found.people), asked_people=locked.people, approved=locked.decided_by_id is not None,
        taken_last_hour=queries.taken_last_hour(actor, now=now), agency_today=agency_today, limits=LIMITS,
    ).or_refuse()  # fmt: skip
    content = _file(actor, export=locked, found=found, now=now)
    locked.state, locked.taken_at, locked.taken_people = ExportState.TAKEN, now, len(found.people)
    locked.fingerprint = sha256(content).hexdigest()
    locked.save(update_fields=["state", "taken_at", "taken_people", "fingerprint"])
    sign(
        actor, events.EXPORT_TAKEN, subjects=[locked.id, *found.subjects], reason=locked.reason,
        changes={**_said(locked), "fingerprint": (None, locked.fingerprint)},
    )  # fmt: skip
    ending = "xlsx" if locked.form == FileForm.XLSX else "csv"
    return Taken(locked, f"{locked.number}.{ending}", content, found.subjects)


def _midnight(now: datetime) -> datetime:
    return now.astimezone(timezone.get_current_timezone()).replace(hour=0, minute=0, second=0, microsecond=0)


def _file(actor: Actor, *, export: Export, found: Listing, now: datetime) -> bytes:
    """Every sheet says who took it, when, and under which number; in a CSV every row carries the number."""
    chosen = listings.fields_of(export.kind, export.columns)
    rows = [[one.read(row) for one in chosen] for row in found.rows]
    if export.form == FileForm.CSV:
        labels = [*(one.label for one in chosen), "持ち出し番号"]
        return csv_file(labels, [[*row, f"{export.number} {actor.name}"] for row in rows])
    local = now.astimezone(timezone.get_current_timezone())
    words = (
        f"持ち出し {export.number}　{actor.name}（{actor.agency_name}）　"
        f"{wareki(local.date())} {local:%H:%M}　この目的のほかに使わない・渡さない・用が済んだら消す"
    )
    sheet = Sheet(
        title=str(ListKind(export.kind).label)[:28], columns=[Column(one.label, one.width) for one in chosen], rows=rows
    )  # fmt: skip
    return workbook(sheet, title=f"持ち出し {export.number}", marks=Marks(words=words, number=export.number))
