"""The verbs of this room. Handing over crosses rooms: ``casework.operations.takeovers``."""

from norishiro.teams.operations.rapport import Duty, form_team, start_building
from norishiro.teams.operations.takeovers import confirm_takeovers
from norishiro.teams.operations.team import join_team, settle_member

__all__ = ["Duty", "confirm_takeovers", "form_team", "join_team", "settle_member", "start_building"]
