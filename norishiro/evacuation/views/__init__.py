"""Screens of this room, one file for each part of the work."""

from norishiro.evacuation.views.lists import (
    changes,
    decide_differences,
    drop_listing,
    explain_by_file,
    explain_changes,
    fix_listing,
    link_target,
    listing,
    listings,
    read_source,
    source_file,
    start_listing,
    target,
)
from norishiro.evacuation.views.mailings import (
    addresses_file,
    approve_mailing,
    letters_paper,
    mailing,
    mailings,
    note_answer,
    note_sent,
    prepare_mailing,
)
from norishiro.evacuation.views.plans import plan, plan_forms, plan_paper, start_form, write_plan
from norishiro.evacuation.views.visits import assign_visits, note_visit, visits
from norishiro.evacuation.views.zones import read_zones, zones

__all__ = [
    "addresses_file",
    "approve_mailing",
    "assign_visits",
    "changes",
    "decide_differences",
    "drop_listing",
    "explain_by_file",
    "explain_changes",
    "fix_listing",
    "letters_paper",
    "link_target",
    "listing",
    "listings",
    "mailing",
    "mailings",
    "note_answer",
    "note_sent",
    "note_visit",
    "plan",
    "plan_forms",
    "plan_paper",
    "prepare_mailing",
    "read_source",
    "read_zones",
    "source_file",
    "start_form",
    "start_listing",
    "target",
    "visits",
    "write_plan",
    "zones",
]
