"""実施計画・要綱: the versions in force on a day, and those before. The actor comes first."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import live_on
from norishiro.core.records import Unseen
from norishiro.meetings.models import Regulation
from norishiro.meetings.queries.sittings import LIST_LENGTH


def regulations(actor: Actor, *, on: date) -> list[Regulation]:
    """What held on the day."""
    return list(Regulation.objects.filter(live_on(on)).order_by("kind", "title")[:LIST_LENGTH])


def versions(actor: Actor) -> list[Regulation]:
    """Every version, the newest first."""
    return list(Regulation.objects.order_by("kind", "title", "-from_on")[:LIST_LENGTH])


def get_regulation(actor: Actor, *, regulation_id: UUID) -> Regulation:
    found = Regulation.objects.select_related("kept_by").filter(id=regulation_id).first()
    if found is None:
        raise Unseen(regulation_id)
    return found
