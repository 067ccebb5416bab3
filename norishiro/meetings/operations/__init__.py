"""The verbs of this room, one file per noun."""

from norishiro.meetings.operations.agenda import (
    change_item,
    follow_consent,
    put_on_list,
    table_item,
    withdraw_item,
)
from norishiro.meetings.operations.bases import change_basis
from norishiro.meetings.operations.bodies import adopt_bodies, note_procedure
from norishiro.meetings.operations.convening import answer_convening, request_convening
from norishiro.meetings.operations.members import bind_members, end_designation, name_member
from norishiro.meetings.operations.minutes import decide, write_line
from norishiro.meetings.operations.oath_scans import keep_oath_scan, remove_oath_scan
from norishiro.meetings.operations.papers import (
    close_copy,
    keep_loss,
    make_papers,
    print_copy,
    settle_all,
    settle_copy,
)
from norishiro.meetings.operations.passages import add_passage
from norishiro.meetings.operations.regulations import add_regulation
from norishiro.meetings.operations.seats import designate, note_paper_oath, seat_person, swear, unseat
from norishiro.meetings.operations.sittings import (
    answer_invitation,
    call_meeting,
    cancel_sitting,
    close_sitting,
    confirm_minutes,
    end_item,
    invite,
    move_sitting,
    note_attendance,
    open_sitting,
    write_topics,
)

__all__ = [
    "settle_copy",
    "settle_all",
    "print_copy",
    "note_paper_oath",
    "keep_oath_scan",
    "remove_oath_scan",
    "name_member",
    "make_papers",
    "add_regulation",
    "keep_loss",
    "end_designation",
    "close_copy",
    "change_basis",
    "bind_members",
    "add_passage",
    "adopt_bodies",
    "answer_convening",
    "answer_invitation",
    "call_meeting",
    "cancel_sitting",
    "change_item",
    "close_sitting",
    "confirm_minutes",
    "decide",
    "designate",
    "end_item",
    "follow_consent",
    "invite",
    "move_sitting",
    "note_attendance",
    "note_procedure",
    "open_sitting",
    "put_on_list",
    "request_convening",
    "seat_person",
    "swear",
    "table_item",
    "unseat",
    "withdraw_item",
    "write_line",
    "write_topics",
]
