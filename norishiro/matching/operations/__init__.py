"""The verbs of this room."""

from norishiro.matching.operations.participations import (
    Begun,
    begin_participation,
    check_settled,
    end_participation,
    move_stage,
    note_attendance,
    note_host,
)

__all__ = [
    "Begun",
    "begin_participation",
    "check_settled",
    "end_participation",
    "move_stage",
    "note_attendance",
    "note_host",
]
