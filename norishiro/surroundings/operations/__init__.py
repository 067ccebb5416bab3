"""The verbs of this room."""

from norishiro.surroundings.operations.life import add_event, change_event
from norishiro.surroundings.operations.nine import fill_cell, note_guide, start_nine
from norishiro.surroundings.operations.places import add_place, change_place
from norishiro.surroundings.operations.ties import Around, State, add_tie, change_tie, draw_team, end_tie

__all__ = [
    "Around",
    "State",
    "add_event",
    "add_place",
    "add_tie",
    "change_event",
    "change_place",
    "change_tie",
    "draw_team",
    "end_tie",
    "fill_cell",
    "note_guide",
    "start_nine",
]
