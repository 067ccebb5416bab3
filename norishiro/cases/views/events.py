"""What several pages tell of a case's history: a contact and a move as events, and where each leads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse

from norishiro.agencies.actor import Actor
from norishiro.cases import queries
from norishiro.cases.timeline import LENGTH, Event

if TYPE_CHECKING:
    from norishiro.cases.models import Case
    from norishiro.outreach.models import Contact

SCREENS = {
    "contact": "outreach:contact", "item": "meetings:item", "plan": "plans:show_plan",
    "participation": "matching:participation",
}  # fmt: skip


def with_address(event: Event) -> Event:
    """The event with the page that tells more."""
    return replace(
        event, href=reverse(SCREENS[event.leads_to], args=[event.target]) if event.leads_to else ""
    )


def named_in(events: Iterable[Event]) -> Iterator[UUID]:
    """Whom the events name, for the ledger's line of the look."""
    return (one for event in events for one in event.named)


def contact_event(contact: Contact) -> Event:
    return Event(
        on=contact.happened_on, at=contact.happened_at, written_at=contact.made_at,
        title=f"{contact.get_method_display()}・{contact.get_met_display()}{also_there(contact)}",
        who=f"{contact.agency.name} {contact.staff.name}", text=contact.body, parts=tuple(contact.told),
        kind="meet" if contact.beside else "", leads_to="contact", target=contact.id,
        named=tuple(one.person_id for one in contact.there),
    )  # fmt: skip


def also_there(contact: Contact) -> str:
    """Who else was at a contact, as far as the viewer may see them."""
    names = "、".join(one.person.label for one in contact.there)
    return f"（{names}もいた）" if names else ""


def moves(actor: Actor, case: Case, *, limit: int = LENGTH) -> Iterator[Event]:
    """Where the case stood, and who led it."""
    for change in queries.status_changes(actor, case=case, limit=limit):
        yield Event(
            on=change.changed_on, written_at=change.made_at, title=f"状態：{change.get_status_display()}",
            who=change.staff.name, text=change.reason, kind="quiet",
        )  # fmt: skip
    for lead in queries.lead_changes(actor, case=case, limit=limit):
        who = f"{lead.agency.name} {lead.staff.name if lead.staff else ''}".strip()
        yield Event(
            on=lead.changed_on, written_at=lead.made_at, title=f"主担当：{who}", who=lead.decided_by.name,
            text=lead.reason, kind="quiet",
        )  # fmt: skip
