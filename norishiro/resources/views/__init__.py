"""The screens of 居場所."""

from norishiro.resources.views.days import add_special, remove_special, set_opening
from norishiro.resources.views.keeping import (
    add_attendant,
    add_place,
    change_place,
    confirm_place,
    end_attendant,
    note_centre,
    note_count,
    note_volunteers,
    reopen_place,
    stop_place,
)
from norishiro.resources.views.looking import calendar_file, counts, place, places

__all__ = [
    "add_attendant",
    "add_place",
    "add_special",
    "calendar_file",
    "change_place",
    "confirm_place",
    "counts",
    "end_attendant",
    "note_centre",
    "note_count",
    "note_volunteers",
    "place",
    "places",
    "remove_special",
    "reopen_place",
    "set_opening",
    "stop_place",
]
