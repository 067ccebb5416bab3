"""The screens of this room."""

from norishiro.community.views.activities import (
    activities,
    activity,
    areas,
    change_activity,
    record_activity,
    take_activities,
    works,
)
from norishiro.community.views.groups import (
    add_group,
    answer_group_help,
    ask_group_help,
    change_group,
    finish_part,
    group,
    groups,
    note_support,
    open_place,
    requests,
    share_part,
)
from norishiro.community.views.proposals import (
    change_proposal,
    note_action,
    proposal,
    proposals,
    raise_proposal,
)

__all__ = [
    "works",
    "activities",
    "activity",
    "add_group",
    "answer_group_help",
    "areas",
    "ask_group_help",
    "change_activity",
    "change_group",
    "change_proposal",
    "finish_part",
    "group",
    "groups",
    "note_action",
    "note_support",
    "open_place",
    "proposal",
    "proposals",
    "raise_proposal",
    "record_activity",
    "requests",
    "share_part",
    "take_activities",
]
