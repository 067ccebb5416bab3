"""The verbs of this room."""

from norishiro.policies.operations.papers import PDF, XLSX, Taken, take_review, take_tree
from norishiro.policies.operations.plans import (
    add_measure,
    change_measure,
    change_policy,
    open_policy,
    read_tree,
    remove_measure,
)
from norishiro.policies.operations.polls import add_poll, ground_measure, write_share
from norishiro.policies.operations.voices import add_voice, reflect_voice
from norishiro.policies.operations.work import (
    add_deed,
    add_effort,
    add_indicator,
    add_project,
    change_indicator,
    fix_review,
    write_progress,
    write_review,
    write_year,
)

__all__ = [
    "PDF",
    "XLSX",
    "Taken",
    "add_deed",
    "add_effort",
    "add_indicator",
    "add_measure",
    "add_poll",
    "add_project",
    "add_voice",
    "change_indicator",
    "change_measure",
    "change_policy",
    "fix_review",
    "ground_measure",
    "open_policy",
    "read_tree",
    "reflect_voice",
    "remove_measure",
    "take_review",
    "take_tree",
    "write_progress",
    "write_review",
    "write_share",
    "write_year",
]
