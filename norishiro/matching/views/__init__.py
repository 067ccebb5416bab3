"""The screens of this room."""

from norishiro.matching.views.matching import candidates, introduction, keep_hope
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
    "candidates",
    "case_participations",
    "check_settled",
    "choose_place",
    "end_participation",
    "introduction",
    "keep_hope",
    "list_participations",
    "move_stage",
    "note_attendance",
    "note_host",
    "participation",
]
