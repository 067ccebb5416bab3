"""The verbs of this room."""

from norishiro.policies.operations.bases import (
    add_base_goal,
    change_base_goal,
    take_base_plan,
    write_base_plan,
)
from norishiro.policies.operations.money import (
    add_standard,
    mark_grant,
    take_funding,
    take_grants,
    write_funding,
    write_population,
)
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
    "add_base_goal",
    "add_deed",
    "add_effort",
    "add_indicator",
    "add_measure",
    "add_poll",
    "add_project",
    "add_standard",
    "add_voice",
    "change_base_goal",
    "change_indicator",
    "change_measure",
    "change_policy",
    "fix_review",
    "ground_measure",
    "mark_grant",
    "open_policy",
    "read_tree",
    "reflect_voice",
    "remove_measure",
    "take_base_plan",
    "take_funding",
    "take_grants",
    "take_review",
    "take_tree",
    "write_base_plan",
    "write_funding",
    "write_population",
    "write_progress",
    "write_review",
    "write_share",
    "write_year",
]
