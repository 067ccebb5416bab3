"""The verbs of this room."""

from norishiro.corporations.operations.needs import answer_need, close_need, send_need
from norishiro.corporations.operations.offers import Work, add_offer, change_offer, close_offer
from norishiro.corporations.operations.projects import begin_project, join_project
from norishiro.corporations.operations.register import (
    About,
    Reached,
    add_contact,
    add_corporation,
    change_corporation,
    end_contact,
    join_network,
    leave_network,
)
from norishiro.resources.operations.places import Where

__all__ = [
    "About",
    "Reached",
    "Where",
    "Work",
    "add_contact",
    "add_corporation",
    "add_offer",
    "answer_need",
    "begin_project",
    "change_corporation",
    "change_offer",
    "close_need",
    "close_offer",
    "end_contact",
    "join_network",
    "join_project",
    "leave_network",
    "send_need",
]
