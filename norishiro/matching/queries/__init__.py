"""Reads of this room, for eyes. Every one takes the actor and goes through the gate."""

from norishiro.matching.queries.fitting import offered
from norishiro.matching.queries.hopes import hopes_visible_to, newest_hopes
from norishiro.matching.queries.participations import (
    WHICH,
    Line,
    events_of,
    get_participation,
    page_rows,
    participations_of,
    participations_of_person,
    visible_to,
    waiting,
)

__all__ = [
    "WHICH",
    "Line",
    "events_of",
    "get_participation",
    "hopes_visible_to",
    "newest_hopes",
    "offered",
    "page_rows",
    "participations_of",
    "participations_of_person",
    "visible_to",
    "waiting",
]
