"""開催の要請. The actor comes first."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from norishiro.agencies.actor import Actor
from norishiro.core.records import Unseen
from norishiro.meetings.models import (
    ConveneRequest,
)
from norishiro.meetings.queries.sittings import LIST_LENGTH
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate


def requests_visible_to(actor: Actor) -> QuerySet[ConveneRequest]:
    return through_gate(ConveneRequest.objects.all(), actor, subject="case_id", depth=Depth.EXISTENCE)


def open_requests(actor: Actor) -> list[ConveneRequest]:
    """Requests the actor asked or must answer, newest first."""
    return list(
        requests_visible_to(actor).select_related("body", "asker_agency", "case", "sitting")[:LIST_LENGTH]
    )


def get_request(actor: Actor, *, request_id: UUID) -> ConveneRequest:
    found = (
        requests_visible_to(actor)
        .select_related("body__convener", "asker", "asker_agency", "case", "answered_by", "sitting")
        .prefetch_related("proposed__agency")
        .filter(id=request_id)
        .first()
    )
    if found is None:
        raise Unseen(request_id)
    return found
