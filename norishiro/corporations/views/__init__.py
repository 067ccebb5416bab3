"""The screens of 法人連携."""

from norishiro.corporations.views.needs import answer_need, close_need, need, needs, send_need
from norishiro.corporations.views.offers import add_offer, change_offer, close_offer, offer, offers
from norishiro.corporations.views.projects import begin_project, join_project, project, projects
from norishiro.corporations.views.register import (
    add_contact,
    add_corporation,
    change_corporation,
    corporation,
    corporations,
    end_contact,
    join_network,
    leave_network,
    network,
    networks,
)

__all__ = [
    "add_contact",
    "add_corporation",
    "add_offer",
    "answer_need",
    "begin_project",
    "change_corporation",
    "change_offer",
    "close_need",
    "close_offer",
    "corporation",
    "corporations",
    "end_contact",
    "join_network",
    "join_project",
    "leave_network",
    "need",
    "needs",
    "network",
    "networks",
    "offer",
    "offers",
    "project",
    "projects",
    "send_need",
]
