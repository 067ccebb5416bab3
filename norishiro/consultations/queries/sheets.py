"""つなぐシート: the boxes, one sheet, what waits."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.consultations.access import WAITING_SHEETS, only_sends, still_there
from norishiro.consultations.choices import SheetStatus
from norishiro.consultations.models import (
    Consultation,
    TsunaguSheet,
)
from norishiro.consultations.paging import cut, party
from norishiro.core.records import Unseen
from norishiro.core.tables import PAGE_SIZE, Page, Place
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate

MOST_AGENCIES = 100
NUMBER = re.compile(r"(\d{1,3})\s*[-‐―ー−]\s*(\d{1,9})")
COUNTED = ("total", "waiting", "late", "accepted", "proposed", "declined", "withdrawn", "reported")


def sheets_visible_to(actor: Actor) -> QuerySet[TsunaguSheet]:
    rows = through_gate(
        TsunaguSheet.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True
    )
    return rows.select_related(
        "person", "agency", "receiver_agency", "sender", "receiver", "proposed_agency", "copied_by"
    )


def get_sheet(actor: Actor, *, sheet_id: UUID) -> TsunaguSheet:
    """A sheet the actor's agency sent or received; who only sends finds the own ones."""
    sheet = own_sheets(actor).filter(id=sheet_id).first()
    if sheet is None:
        raise Unseen(sheet_id)
    return sheet


@dataclass(frozen=True)
class Narrowed:
    """What a list or a count of sheets is narrowed to; ``until`` is exclusive, ``late_on`` keeps those past their day."""

    status: str = ""
    late_on: date | None = None
    other: UUID | None = None
    since: date | None = None
    until: date | None = None

    def of(self, rows: QuerySet[TsunaguSheet], *, sent: bool) -> QuerySet[TsunaguSheet]:
        if self.status:
            rows = rows.filter(status=self.status)
        if self.late_on:
            rows = rows.filter(status__in=WAITING_SHEETS, due_on__lt=self.late_on)
        if self.other:
            rows = rows.filter(**{"receiver_agency_id" if sent else "agency_id": self.other})
        if self.since:
            rows = rows.filter(sent_on__gte=self.since)
        return rows.filter(sent_on__lt=self.until) if self.until else rows


def sheet_rows(
    actor: Actor, *, sent: bool, narrowed: Narrowed | None = None, place: Place | None = None
) -> Page[TsunaguSheet]:
    """Received sheets, or sent ones, newest first, perhaps narrowed."""
    rows = (narrowed or Narrowed()).of(_box(actor, sent=sent), sent=sent)
    return cut(rows, place=place or Place(), day="sent_on")


def _box(actor: Actor, *, sent: bool) -> QuerySet[TsunaguSheet]:
    column = "agency_id__in" if sent else "receiver_agency_id__in"
    return _own_only(actor).filter(**{column: actor.agency_ids})


@dataclass(frozen=True)
class SheetCount:
    """Sheets to (or from) one agency in a span of time, by how they stand; ``days`` until the answer, on average."""

    agency_id: UUID
    agency: str
    total: int
    waiting: int
    late: int
    accepted: int
    proposed: int
    declined: int
    withdrawn: int
    reported: int
    days: float | None


def sheet_counts(actor: Actor, *, sent: bool, since: date, until: date, today: date) -> list[SheetCount]:
    """Sheets sent in the span, by the agency on the other side; ``accepted`` counts those reported as well."""
    side = "receiver_agency" if sent else "agency"
    rows = Narrowed(since=since, until=until).of(_box(actor, sent=sent), sent=sent)
    took = ExpressionWrapper(F("answered_on") - F("sent_on"), output_field=DurationField())
    taken = (SheetStatus.ACCEPTED, SheetStatus.REPORTED)
    counted = (
        rows.order_by().values(f"{side}_id", f"{side}__name").annotate(
            total=Count("id"),
            waiting=Count("id", filter=Q(status__in=WAITING_SHEETS)),
            late=Count("id", filter=Q(status__in=WAITING_SHEETS, due_on__lt=today)),
            accepted=Count("id", filter=Q(status__in=taken)),
            proposed=Count("id", filter=Q(status=SheetStatus.PROPOSED)),
            declined=Count("id", filter=Q(status=SheetStatus.DECLINED)),
            withdrawn=Count("id", filter=Q(status=SheetStatus.WITHDRAWN)),
            reported=Count("id", filter=Q(status=SheetStatus.REPORTED)),
            took=Avg(took),
        ).order_by("-total", f"{side}__name")
    )  # fmt: skip
    return [
        SheetCount(
            agency_id=one[f"{side}_id"], agency=one[f"{side}__name"],
            days=round(one["took"].total_seconds() / 86400, 1) if one["took"] is not None else None,
            **{name: one[name] for name in COUNTED},
        )
        for one in counted[:MOST_AGENCIES]
    ]  # fmt: skip


def sheet_by_number(actor: Actor, *, typed: str) -> TsunaguSheet | None:
    """The sheet whose number was typed, in whatever width, with or without its first letters."""
    found = NUMBER.search(unicodedata.normalize("NFKC", typed).upper())
    if found is None:
        return None
    number = f"つR{int(found[1])}-{int(found[2]):05d}"
    return own_sheets(actor).filter(number=number).first()


def _own_only(actor: Actor) -> QuerySet[TsunaguSheet]:
    rows = sheets_visible_to(actor)
    return rows.filter(sender_id=actor.staff_id) if only_sends(actor) else rows


def own_sheets(actor: Actor) -> QuerySet[TsunaguSheet]:
    """Sheets whose page the actor may open: sent or received by the own agency; for who only sends, the own ones."""
    return _own_only(actor).filter(party(actor, "receiver_agency_id"))


def sheets_of(actor: Actor, *, consultation: Consultation) -> list[TsunaguSheet]:
    rows = sheets_visible_to(actor).filter(consultation=consultation)
    return list(rows.order_by("-sent_on", "-made_at")[:PAGE_SIZE])


def sheets_waiting_for(actor: Actor, *, today: date) -> list[TsunaguSheet]:
    """Sheets that wait for an answer of the actor, of nobody in particular in the agency, or of somebody who has left
    it; the soonest due first."""
    nobodys = Q(receiver__isnull=True) | ~still_there("receiver_id", "receiver_agency_id", on=today)
    rows = sheets_visible_to(actor).filter(
        Q(receiver_id=actor.staff_id) | nobodys,
        receiver_agency_id=actor.agency_id, status__in=WAITING_SHEETS,
    )  # fmt: skip
    return list(rows.order_by("due_on", "id")[:PAGE_SIZE])


def sheets_sent_waiting(actor: Actor) -> list[TsunaguSheet]:
    """Sheets the actor sent and has no answer to."""
    rows = sheets_visible_to(actor).filter(sender_id=actor.staff_id, status__in=WAITING_SHEETS)
    return list(rows.order_by("due_on", "id")[:PAGE_SIZE])
