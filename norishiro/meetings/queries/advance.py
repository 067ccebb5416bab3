"""事前シート: who was asked, who has not answered, and what was written. The actor comes first."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.core.records import Unseen
from norishiro.meetings.models import AdvanceAsk, AdvanceSheet, Item, Sitting
from norishiro.meetings.queries.sittings import MOST
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate


def _asks(actor: Actor) -> QuerySet[AdvanceAsk]:
    """Asked of one's agency, or by whoever runs the sitting."""
    return AdvanceAsk.objects.filter(
        Q(agency_id__in=actor.agency_ids)
        | Q(sitting__convener_id__in=actor.agency_ids)
        | Q(sitting__body__preparer_id__in=actor.agency_ids)
    ).select_related("agency", "sitting__body")


def asks_of(actor: Actor, *, sitting: Sitting) -> list[AdvanceAsk]:
    """Everybody asked for this sitting, those who have not answered first."""
    rows = _asks(actor).filter(sitting=sitting).order_by("answered_at", "due_on", "agency__code")
    return sorted(rows[:MOST], key=lambda one: one.answered_at is not None)


def asks_waiting(actor: Actor) -> QuerySet[AdvanceAsk]:
    """What one's agency still has to write, for sittings to come."""
    return AdvanceAsk.objects.filter(
        agency_id=actor.agency_id, answered_at__isnull=True, sitting__status__in=("CALLED", "OPEN")
    ).select_related("sitting__body")


def get_ask(actor: Actor, *, ask_id: UUID) -> AdvanceAsk:
    """What one's agency was asked."""
    found = _asks(actor).filter(id=ask_id, agency_id__in=actor.agency_ids).first()
    if found is None:
        raise Unseen(ask_id)
    return found


def sheets_visible_to(actor: Actor) -> QuerySet[AdvanceSheet]:
    return through_gate(
        AdvanceSheet.objects.all(), actor, subject="subject_id", depth=Depth.PROGRESS, gated=True
    )


def sheets_of(actor: Actor, *, items: Iterable[Item]) -> dict[UUID, list[AdvanceSheet]]:
    """Item → what the agencies wrote before, as far as the actor may read it."""
    found: dict[UUID, list[AdvanceSheet]] = {item.id: [] for item in items}
    rows = sheets_visible_to(actor).filter(item__in=list(found)).select_related("agency", "staff")
    for sheet in rows.order_by("agency__code", "made_at")[:MOST]:
        found[sheet.item_id].append(sheet)
    return found


def sheet_of(actor: Actor, *, ask: AdvanceAsk) -> AdvanceSheet | None:
    return sheets_visible_to(actor).filter(ask=ask).first()
