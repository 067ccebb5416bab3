"""Reads of this room, for eyes."""

from norishiro.teams.queries.rapport import rapport_of, rapports, roles_decided
from norishiro.teams.queries.takeovers import (
    batch_of,
    get_takeover,
    handed,
    takeovers_of,
    waiting,
)
from norishiro.teams.queries.team import (
    ending,
    get_member,
    lead_on,
    members_on,
    members_visible_to,
    my_case_ids,
    past_members,
    pickable,
    roles_on,
    supervisors,
    visits_made,
)

__all__ = [
    "batch_of",
    "ending",
    "get_member",
    "get_takeover",
    "handed",
    "lead_on",
    "members_on",
    "members_visible_to",
    "my_case_ids",
    "past_members",
    "pickable",
    "rapport_of",
    "rapports",
    "roles_decided",
    "roles_on",
    "supervisors",
    "takeovers_of",
    "visits_made",
    "waiting",
]
