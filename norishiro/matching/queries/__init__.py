"""Reads of this room, for eyes. Every one takes the actor and goes through the gate."""

from norishiro.matching.queries.doings import Support, Wish, doings, doings_of, get_doing, support_in
from norishiro.matching.queries.experience import Experience, experience_at
from norishiro.matching.queries.fitting import offered
from norishiro.matching.queries.hopes import hopes_visible_to, newest_hopes
from norishiro.matching.queries.participations import (
    WHICH,
    Line,
    at_places,
    events_of,
    get_participation,
    numbers_at,
    page_rows,
    participations_of,
    participations_of_person,
    visible_to,
    waiting,
)
from norishiro.matching.queries.shortages import get_shortage, lacks, shortages, sums, waiting_for

__all__ = [
    "WHICH",
    "Experience",
    "Line",
    "at_places",
    "Support",
    "Wish",
    "doings",
    "doings_of",
    "get_doing",
    "lacks",
    "support_in",
    "events_of",
    "experience_at",
    "get_participation",
    "get_shortage",
    "shortages",
    "sums",
    "waiting_for",
    "hopes_visible_to",
    "newest_hopes",
    "numbers_at",
    "offered",
    "page_rows",
    "participations_of",
    "participations_of_person",
    "visible_to",
    "waiting",
]
