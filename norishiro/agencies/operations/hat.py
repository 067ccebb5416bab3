"""The verbs of this room."""

from __future__ import annotations

from norishiro.agencies import events
from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign


@operation
def choose_hat(actor: Actor, /) -> None:
    """Record for which agency somebody now acts. Changes nothing else; the session keeps the choice."""
    sign(actor, events.HAT_CHOSEN)
