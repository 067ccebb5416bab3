"""The verbs of this room, one file for each part of the work."""

from norishiro.evacuation.operations.lists import (
    decide_differences,
    drop_listing,
    explain_by_file,
    explain_changes,
    fix_listing,
    link_target,
    read_source,
    start_listing,
)
from norishiro.evacuation.operations.mailings import (
    approve_mailing,
    note_answer,
    note_sent,
    prepare_mailing,
)
from norishiro.evacuation.operations.packs import begin_phrase, build_packs, finish_phrase, take_pack
from norishiro.evacuation.operations.plans import Agreement, start_form, write_plan
from norishiro.evacuation.operations.visits import assign_visits, note_visit
from norishiro.evacuation.operations.zones import read_zones

__all__ = [
    "Agreement",
    "approve_mailing",
    "assign_visits",
    "begin_phrase",
    "build_packs",
    "decide_differences",
    "drop_listing",
    "explain_by_file",
    "explain_changes",
    "finish_phrase",
    "fix_listing",
    "link_target",
    "note_answer",
    "note_sent",
    "note_visit",
    "prepare_mailing",
    "read_source",
    "read_zones",
    "start_form",
    "start_listing",
    "take_pack",
    "write_plan",
]
