"""Reads of this room: whose work may be asked for, the report, what stands behind a figure, and how a closed month stands now."""

from norishiro.reports.queries.activity import KINDS as ACTIVITY_KINDS
from norishiro.reports.queries.activity import SPANS as ACTIVITY_SPANS
from norishiro.reports.queries.activity import TOLD, Activity, Told, activity
from norishiro.reports.queries.behind import Behind, behind, entries_of_day
from norishiro.reports.queries.closing import Change, Changes, Standing, changes, closed_months, standing
from norishiro.reports.queries.counting import Line, Report, report
from norishiro.reports.queries.scopes import find_scope, scopes_open_to

__all__ = [
    "ACTIVITY_KINDS",
    "ACTIVITY_SPANS",
    "TOLD",
    "Activity",
    "Behind",
    "Change",
    "Changes",
    "Line",
    "Report",
    "Standing",
    "Told",
    "activity",
    "behind",
    "changes",
    "closed_months",
    "entries_of_day",
    "find_scope",
    "report",
    "scopes_open_to",
    "standing",
]
