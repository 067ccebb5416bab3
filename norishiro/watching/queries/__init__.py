"""Reads of this room, for eyes. Looks are read only by those whom the wall of ``watching_look`` lets read them."""

from norishiro.watching.queries.flags import (
    earlier_flags,
    flags_about_me,
    flags_to_judge,
    flags_waiting_for_me,
    get_flag,
    home_of,
    lines_of,
    looks_behind,
    settled_flags,
)
from norishiro.watching.queries.reports import (
    get_hold,
    get_report,
    holds_on,
    readings_of,
    reports_on,
    seen_agencies,
    split_of,
)
from norishiro.watching.queries.widenings import (
    get_widening,
    my_widenings,
    seen_this_hour,
    widenings_waiting,
)

__all__ = [
    "earlier_flags",
    "flags_about_me",
    "flags_to_judge",
    "flags_waiting_for_me",
    "get_flag",
    "get_hold",
    "get_report",
    "get_widening",
    "holds_on",
    "home_of",
    "lines_of",
    "looks_behind",
    "my_widenings",
    "readings_of",
    "reports_on",
    "seen_agencies",
    "seen_this_hour",
    "settled_flags",
    "split_of",
    "widenings_waiting",
]
