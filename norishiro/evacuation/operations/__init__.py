"""The verbs of this room, one file for each part of the work."""

from norishiro.evacuation.operations.consents import (
    Answer,
    Wanted,
    approve_giving,
    note_consent,
    note_given,
    prepare_giving,
)
from norishiro.evacuation.operations.drills import NewDrill, note_drill
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
from norishiro.evacuation.operations.plans import Agreement, choose_refuge, start_form, write_plan
from norishiro.evacuation.operations.supporters import NewSupporter, answer_support, ask_support
from norishiro.evacuation.operations.visits import assign_visits, note_visit, take_results, write_result
from norishiro.evacuation.operations.zones import MapSource, keep_zone_count, read_map, read_zones

__all__ = [
    "Agreement",
    "Answer",
    "MapSource",
    "NewDrill",
    "NewSupporter",
    "Wanted",
    "answer_support",
    "approve_giving",
    "approve_mailing",
    "ask_support",
    "assign_visits",
    "begin_phrase",
    "build_packs",
    "choose_refuge",
    "decide_differences",
    "drop_listing",
    "explain_by_file",
    "explain_changes",
    "finish_phrase",
    "fix_listing",
    "keep_zone_count",
    "link_target",
    "note_answer",
    "note_consent",
    "note_drill",
    "note_given",
    "note_sent",
    "note_visit",
    "prepare_giving",
    "prepare_mailing",
    "read_map",
    "read_source",
    "read_zones",
    "start_form",
    "start_listing",
    "take_pack",
    "take_results",
    "write_plan",
    "write_result",
]
