"""The verbs of this room, one file per noun."""

from norishiro.meetings.operations.advance import ask_advance, write_advance
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
from norishiro.meetings.operations.learning import flag_model, note_learning, tell_model
from norishiro.meetings.operations.members import bind_members, end_designation, name_member
from norishiro.meetings.operations.minutes import change_line, check_decision, decide, write_line
from norishiro.meetings.operations.oath_scans import keep_oath_scan, remove_oath_scan
from norishiro.meetings.operations.packets import make_packet, print_bundles, set_bundles
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
from norishiro.meetings.operations.seats import (
    designate,
    note_paper_oath,
    note_presence,
    seat_person,
    swear,
    unseat,
)
from norishiro.meetings.operations.series import (
    end_series,
    keep_series,
    open_feed,
    revoke_feed,
    schedule_sittings,
)
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
    note_told,
    open_sitting,
    write_topics,
)
from norishiro.meetings.operations.surveys import answer_questionnaire, ask_questionnaire

__all__ = [
    "flag_model",
    "note_learning",
    "tell_model",
    "answer_questionnaire",
    "ask_questionnaire",
    "end_series",
    "keep_series",
    "open_feed",
    "revoke_feed",
    "schedule_sittings",
    "change_line",
    "check_decision",
    "note_presence",
    "ask_advance",
    "write_advance",
    "settle_copy",
    "settle_all",
    "print_copy",
    "note_paper_oath",
    "keep_oath_scan",
    "remove_oath_scan",
    "name_member",
    "make_packet",
    "make_papers",
    "print_bundles",
    "set_bundles",
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
    "note_told",
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
