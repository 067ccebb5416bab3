"""The screens of this room."""

from norishiro.matching.views.participations import (
    begin_participation,
    case_participations,
    check_settled,
    choose_place,
    end_participation,
    list_participations,
    move_stage,
    note_attendance,
    note_host,
    participation,
)

__all__ = [
    "begin_participation",
    "case_participations",
    "check_settled",
    "choose_place",
    "end_participation",
    "list_participations",
    "move_stage",
    "note_attendance",
    "note_host",
    "participation",
]
