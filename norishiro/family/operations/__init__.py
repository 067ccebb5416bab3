"""The verbs of this room, one file per noun."""

from norishiro.family.operations.drawings import keep_snapshot, mark_figures
from norishiro.family.operations.kin import add_relative, change_kin, link_kin, unlink_kin, withdraw_kin
from norishiro.family.operations.ties import change_tie, relate, withdraw_tie

__all__ = [
    "add_relative",
    "change_kin",
    "change_tie",
    "keep_snapshot",
    "link_kin",
    "mark_figures",
    "relate",
    "unlink_kin",
    "withdraw_kin",
    "withdraw_tie",
]
