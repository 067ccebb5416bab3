"""Reads of this room, for eyes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from norishiro.agencies.actor import Actor
from norishiro.core.records import Unseen
from norishiro.outreach.models import Contact
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate


def visible_to(actor: Actor) -> QuerySet[Contact]:
    """Contacts open to the actor, corrected ones left out."""
    rows = Contact.objects.filter(superseded_by__isnull=True)
    return through_gate(rows, actor, subject="subject_id", depth=Depth.PROGRESS, gated=True)


def get_contact(actor: Actor, *, contact_id: UUID) -> Contact:
    contact = visible_to(actor).select_related("person", "staff", "agency").filter(id=contact_id).first()
    if contact is None:
        raise Unseen(contact_id)
    return contact


def contacts_of(
    actor: Actor, *, subject_ids: Iterable[UUID], limit: int = 50, before: date | None = None
) -> list[Contact]:
    """The newest contacts about these persons and cases, newest first."""
    rows = visible_to(actor).filter(subject_id__in=list(subject_ids))
    if before is not None:
        rows = rows.filter(happened_on__lt=before)
    return list(
        rows.select_related("person", "staff", "agency")
        .prefetch_related("companions__agency")
        .order_by("-happened_on", "-made_at")[:limit]
    )


def written_by(actor: Actor, *, limit: int = 50) -> list[Contact]:
    """The actor's own newest records."""
    return list(
        visible_to(actor)
        .filter(staff_id=actor.staff_id)
        .select_related("person", "agency")
        .order_by("-happened_on", "-made_at")[:limit]
    )


def promises(actor: Actor, *, until: date, limit: int = 50) -> list[Contact]:
    """What the actor promised and has not done, due up to a day, oldest first."""
    return list(
        visible_to(actor)
        .filter(staff_id=actor.staff_id, next_on__lte=until, next_done_on__isnull=True)
        .select_related("person")
        .order_by("next_on", "id")[:limit]
    )
