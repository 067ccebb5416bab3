"""The verbs of this room, one file per noun."""

from norishiro.cases.operations.cases import add_member, change_lead, change_status, moved, open_case
from norishiro.cases.operations.findings import (
    add_issue,
    add_unknown,
    answer_unknown,
    change_issue,
    gather_issues,
    note_wish,
)
from norishiro.cases.operations.focus import mark_case_focus
from norishiro.cases.operations.handovers import answer_handover, check_handover, offer_handover
from norishiro.cases.operations.help import answer_help, ask_help, follow_up_help
from norishiro.cases.operations.roles import (
    assign_role,
    drop_role,
    end_engagement,
    finish_role,
    report_role,
    start_engagement,
)

__all__ = [
    "add_issue", "add_member", "add_unknown", "answer_handover", "answer_help", "answer_unknown", "ask_help",
    "assign_role", "change_issue", "change_lead", "change_status", "check_handover", "drop_role", "end_engagement",
    "finish_role", "follow_up_help", "gather_issues", "mark_case_focus", "moved", "note_wish", "offer_handover", "open_case", "report_role",
    "start_engagement",
]  # fmt: skip
