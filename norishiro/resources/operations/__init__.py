"""The verbs of this room."""

from norishiro.resources.operations.counting import (
    add_attendant,
    end_attendant,
    note_centre,
    note_count,
    note_volunteers,
)
from norishiro.resources.operations.days import add_special, remove_special, set_opening
from norishiro.resources.operations.places import add_place, change_place, confirm_place
from norishiro.resources.operations.stops import call_off_stop, reopen_place, stop_place

__all__ = [
    "add_attendant",
    "add_place",
    "add_special",
    "call_off_stop",
    "change_place",
    "confirm_place",
    "end_attendant",
    "note_centre",
    "note_count",
    "note_volunteers",
    "remove_special",
    "reopen_place",
    "set_opening",
    "stop_place",
]
