"""The screens of this room."""

from norishiro.matching.views.matching import candidates, introduction, keep_hope
from norishiro.matching.views.menu import add_doing, change_doing, menu
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
from norishiro.matching.views.shortages import (
    bring_shortage,
    close_shortage,
    make_place_for,
    note_shortage,
    shortage,
    shortages,
)

__all__ = [
    "add_doing",
    "change_doing",
    "menu",
    "begin_participation",
    "bring_shortage",
    "close_shortage",
    "make_place_for",
    "note_shortage",
    "shortage",
    "shortages",
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
