"""The screens of 年次の調査."""

from norishiro.surveys.views.answers import (
    accept_answer,
    accept_unchanged,
    assign_visit,
    invitation,
    set_answer_aside,
    type_answer,
)
from norishiro.surveys.views.rounds import (
    assign_visits,
    booklet_file,
    booklet_paper,
    changes,
    close_round,
    note_reminder,
    open_round,
    rounds,
    sheets_paper,
    show_round,
)
from norishiro.surveys.views.sheet import sheet

__all__ = [
    "accept_answer",
    "accept_unchanged",
    "assign_visit",
    "assign_visits",
    "booklet_file",
    "booklet_paper",
    "changes",
    "close_round",
    "invitation",
    "note_reminder",
    "open_round",
    "rounds",
    "set_answer_aside",
    "sheet",
    "sheets_paper",
    "show_round",
    "type_answer",
]
