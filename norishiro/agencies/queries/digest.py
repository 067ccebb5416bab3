"""今日のお知らせメール: one's own, and nobody else's."""

from __future__ import annotations

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Digest


def digest_of(actor: Actor) -> Digest | None:
    """Where and when the actor is told by mail; None where nothing was set."""
    return Digest.objects.filter(staff_id=actor.staff_id).first()
