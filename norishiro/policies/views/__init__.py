"""計画と評価: plans on their line of years, one plan's tree, a measure, and the evaluation of a year."""

from norishiro.policies.views.evaluation import (
    evaluation,
    evaluations,
    fix_review,
    take_review,
    write_review,
    write_year,
)
from norishiro.policies.views.measures import (
    add_deed,
    add_effort,
    add_indicator,
    add_project,
    change_indicator,
    change_measure,
    ground_measure,
    measure,
    remove_measure,
    write_progress,
)
from norishiro.policies.views.plans import (
    add_measure,
    change_policy,
    compare,
    open_policy,
    policies,
    policy,
    read_tree,
    take_tree,
)
from norishiro.policies.views.polls import add_poll, poll, polls, write_share
from norishiro.policies.views.voices import add_voice, reflect_voice, voices

__all__ = [
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
    "compare",
    "evaluation",
    "evaluations",
    "fix_review",
    "ground_measure",
    "measure",
    "open_policy",
    "policies",
    "policy",
    "poll",
    "polls",
    "read_tree",
    "reflect_voice",
    "remove_measure",
    "take_review",
    "take_tree",
    "voices",
    "write_progress",
    "write_review",
    "write_share",
    "write_year",
]
