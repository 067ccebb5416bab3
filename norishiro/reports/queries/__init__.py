"""Reads of this room: whose work may be asked for, the report, what stands behind a figure, and how a closed month stands now."""

from norishiro.reports.queries.activity import KINDS as ACTIVITY_KINDS
from norishiro.reports.queries.activity import SPANS as ACTIVITY_SPANS
from norishiro.reports.queries.activity import Activity, activity
from norishiro.reports.queries.behind import Behind, behind, behind_cell, entries_of_day
from norishiro.reports.queries.closing import Change, Changes, Standing, changes, closed_months, standing
from norishiro.reports.queries.counting import Line, Report, report
from norishiro.reports.queries.national import National, NationalLine, national, national_behind
from norishiro.reports.queries.participation import Compared, both_rules
from norishiro.reports.queries.scopes import find_scope, scopes_open_to
from norishiro.reports.queries.stories import Story, stories_on_offer
from norishiro.reports.queries.summaries import (
    Difference,
    content_of,
    counts_whole,
    differences,
    get_summary,
    reviewers,
    reviews_of,
    stories_of,
    summaries,
    summary_scopes,
)
from norishiro.reports.queries.twice import Pair, Twice, pair_of, twice
from norishiro.reports.told import TOLD, Told

__all__ = [
    "ACTIVITY_KINDS",
    "ACTIVITY_SPANS",
    "TOLD",
    "Activity",
    "Behind",
    "Change",
    "Changes",
    "Compared",
    "Difference",
    "Line",
    "National",
    "NationalLine",
    "Pair",
    "Report",
    "Standing",
    "Story",
    "Told",
    "Twice",
    "activity",
    "behind",
    "behind_cell",
    "both_rules",
    "changes",
    "closed_months",
    "content_of",
    "counts_whole",
    "differences",
    "entries_of_day",
    "find_scope",
    "get_summary",
    "national",
    "national_behind",
    "pair_of",
    "report",
    "reviewers",
    "reviews_of",
    "scopes_open_to",
    "standing",
    "stories_of",
    "stories_on_offer",
    "summaries",
    "summary_scopes",
    "twice",
]
