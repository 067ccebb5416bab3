"""The verbs of this room, one file per noun."""

from norishiro.watching.operations.flags import answer_flag, judge_flag, seek_flags, seek_tonight, tell_home
from norishiro.watching.operations.reports import approve_hold, give_report, propose_hold, recheck_hold
from norishiro.watching.operations.widenings import answer_widening, ask_widening

__all__ = [
    "answer_flag",
    "answer_widening",
    "approve_hold",
    "ask_widening",
    "give_report",
    "judge_flag",
    "propose_hold",
    "recheck_hold",
    "seek_flags",
    "seek_tonight",
    "tell_home",
]
