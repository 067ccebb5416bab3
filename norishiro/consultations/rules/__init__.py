"""When a consultation, a つなぐシート or a request may move on. Pure: facts in, a verdict with every reason out."""

from norishiro.consultations.rules.examples import (
    may_approve_example,
    may_choose_kind,
    may_take_down_example,
    may_write_example,
)
from norishiro.consultations.rules.follow_ups import (
    may_end_follow_up,
    may_list_follow_up,
    may_note_follow_up,
)
from norishiro.consultations.rules.intake import (
    ALL_CONCERNS,
    CONSENT_LAW,
    due_after,
    is_outside,
    may_change,
    may_decide_outside,
    may_note,
    may_note_call,
    may_open_entries,
    may_receive,
    may_screen,
    may_share,
    missing_before,
    usual_review,
)
from norishiro.consultations.rules.reporters import (
    hides_reporter,
    may_keep_reporter_apart,
    may_look_at_reporter,
)
from norishiro.consultations.rules.requests import (
    CONFERENCE_LAW,
    may_answer_request,
    may_apply,
    may_reapply,
    may_take_request,
)
from norishiro.consultations.rules.services import may_note_service
from norishiro.consultations.rules.sheets import (
    may_answer_sheet,
    may_assign,
    may_note_first_contact,
    may_remind,
    may_report,
    may_send,
    may_take,
    may_withdraw,
    may_write_sheet,
)
from norishiro.consultations.rules.sorting import lead_reason_of, may_sort
from norishiro.consultations.rules.worries import may_answer_worry, may_take_worry, may_tell

__all__ = [
    "ALL_CONCERNS",
    "CONFERENCE_LAW",
    "CONSENT_LAW",
    "due_after",
    "hides_reporter",
    "is_outside",
    "lead_reason_of",
    "may_answer_request",
    "may_answer_sheet",
    "may_answer_worry",
    "may_apply",
    "may_approve_example",
    "may_assign",
    "may_change",
    "may_choose_kind",
    "may_decide_outside",
    "may_end_follow_up",
    "may_keep_reporter_apart",
    "may_list_follow_up",
    "may_look_at_reporter",
    "may_note",
    "may_note_call",
    "may_note_first_contact",
    "may_note_follow_up",
    "may_note_service",
    "may_open_entries",
    "may_reapply",
    "may_receive",
    "may_remind",
    "may_report",
    "may_screen",
    "may_send",
    "may_share",
    "may_sort",
    "may_take",
    "may_take_down_example",
    "may_take_request",
    "may_take_worry",
    "may_tell",
    "may_withdraw",
    "may_write_example",
    "may_write_sheet",
    "missing_before",
    "usual_review",
]
