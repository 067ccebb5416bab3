"""Which hat is worn, and when a log-in is stopped."""

from __future__ import annotations

from uuid import UUID

from norishiro.agencies import events
from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.ledger.operations import System, sign


@operation
def choose_hat(actor: Actor, /) -> None:
    """Record for which agency somebody now acts. Changes nothing else; the session keeps the choice."""
    sign(actor, events.HAT_CHOSEN)


def note_moved_session(*, staff_id: UUID) -> None:
    """Record, in the program's name, that somebody's log-in was used from another browser and was ended."""
    sign(System(), events.SESSION_MOVED, subjects=[staff_id])
