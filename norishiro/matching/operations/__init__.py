"""The verbs of this room."""

from norishiro.matching.operations.doings import Small, add_doing, change_doing
from norishiro.matching.operations.hopes import TICKED, Hoped, keep_hope
from norishiro.matching.operations.participations import (
    Begun,
    begin_participation,
    check_settled,
    end_participation,
    move_stage,
    note_attendance,
    note_host,
)
from norishiro.matching.operations.shortages import (
    Lacking,
    bring_shortage,
    close_shortage,
    make_place_for,
    note_shortage,
)

__all__ = [
    "TICKED",
    "Begun",
    "Hoped",
    "Lacking",
    "Small",
    "add_doing",
    "change_doing",
    "bring_shortage",
    "close_shortage",
    "make_place_for",
    "note_shortage",
    "begin_participation",
    "check_settled",
    "end_participation",
    "keep_hope",
    "move_stage",
    "note_attendance",
    "note_host",
]
