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
from norishiro.matching.queries.shortages import get_shortage, shortages, sums, waiting_for

__all__ = [
    "WHICH",
    "Line",
    "events_of",
    "get_participation",
    "get_shortage",
    "shortages",
    "sums",
    "waiting_for",
    "hopes_visible_to",
    "newest_hopes",
    "offered",
    "page_rows",
    "participations_of",
    "participations_of_person",
    "visible_to",
    "waiting",
]
