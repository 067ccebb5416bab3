"""The verbs of this room, one file per noun."""

from norishiro.consultations.operations.consultations import (
    attach_form,
    change_consultation,
    decide_outside,
    look_at_reporter,
    note_call,
    note_notice,
    receive_consultation,
    screen_consultation,
    share_consultation,
)
from norishiro.consultations.operations.examples import (
    approve_example,
    choose_kind,
    hand_example,
    take_down_example,
    write_example,
)
from norishiro.consultations.operations.focus import mark_focus
from norishiro.consultations.operations.follow_ups import end_follow_up, list_follow_up, note_follow_up
from norishiro.consultations.operations.leads import end_lead, note_lead, take_lead
from norishiro.consultations.operations.requests import (
    answer_request,
    apply_for_support,
    mark_needed,
    take_request,
    withdraw_request,
)
from norishiro.consultations.operations.services import change_service, note_service
from norishiro.consultations.operations.sheet_steps import (
    answer_sheet,
    assign_sheet,
    note_first_contact,
    remind_sheet,
    report_result,
)
from norishiro.consultations.operations.sheets import (
    open_entries,
    send_sheet,
    take_sheet,
    withdraw_sheet,
    write_sheet,
)
from norishiro.consultations.operations.sorting import sort_request
from norishiro.consultations.operations.worries import answer_worry, take_worry, tell_worry

__all__ = [
    "end_lead",
    "note_lead",
    "take_lead",
    "answer_request",
    "answer_sheet",
    "answer_worry",
    "apply_for_support",
    "approve_example",
    "hand_example",
    "assign_sheet",
    "attach_form",
    "change_consultation",
    "change_service",
    "choose_kind",
    "decide_outside",
    "end_follow_up",
    "list_follow_up",
    "look_at_reporter",
    "mark_focus",
    "mark_needed",
    "note_call",
    "note_first_contact",
    "note_follow_up",
    "note_notice",
    "note_service",
    "open_entries",
    "receive_consultation",
    "remind_sheet",
    "report_result",
    "screen_consultation",
    "send_sheet",
    "share_consultation",
    "sort_request",
    "take_down_example",
    "take_request",
    "take_sheet",
    "take_worry",
    "tell_worry",
    "withdraw_request",
    "withdraw_sheet",
    "write_example",
    "write_sheet",
]
