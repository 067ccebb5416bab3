"""今日: the first screen of the day, and the last."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from norishiro.agencies import errands
from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.casework.queries import today as queries
from norishiro.ledger import checkpoints, copies

# Where a line leads. The rooms own these screens.
SCREENS = {
    "emergency": "emergency:opening",
    "export": "exports:decide_export",
    "lifting": "people:lift_protection",
    "doubt": "people:settle_doubt",
    "protection": "people:renew_protection",
    "parted": "people:ask_lifting",
    "feed": "people:suppression_list",
    "sheet": "consultations:show_sheet",
    "request": "consultations:show_request",
    "help": "cases:answer_help",
    "handover": "cases:answer_handover",
    "convening": "meetings:convening",
    "sitting": "meetings:sitting",
    "collection": "meetings:collection",
    "advance": "meetings:write_advance",
    "questionnaire": "meetings:answer_questionnaire",
    "topic": "meetings:topic",
    "arrival": "meetings:topics",
    "proposal": "meetings:answer_topic",
    "contact": "outreach:contact",
    "visit": "visits:show_visit",
    "overdue": "visits:answer_overdue",
    "safety": "visits:review_safety",
    "arrived": "casework:check_offline",
    "role": "cases:report_role",
    "unknown": "cases:answer_unknown",
    "case": "cases:show",
    "takeover": "teams:show_takeover",
    "member": "teams:settle_member",
    "monitoring": "plans:record_monitoring",
    "risk": "assessment:show_risk",
    "watch": "casework:record_watch",
    "plan": "plans:show_plan",
    "acknowledgement": "plans:acknowledge_plan",
    "consent": "sharing:consents",
    "renewal": "sharing:renew_consent",
    "district": "casework:district",
    "worry": "consultations:show_worry",
    "letter": "letterbox:show",
    "lead": "consultations:show_lead",
    "participation": "matching:participation",
    "consultation": "consultations:show",
    "provision": "sharing:show_provision",
    "flag": "watching:judge_flag",
    "incident": "incidents:incident",
    "access_help": "agencies:access_help",
    "rights_review": "agencies:review_rights",
    "flag_answer": "watching:answer_flag",
    "widening": "watching:answer_widening",
    "correction": "rights:acknowledge_notice",
    "page": "handbook:show_page",
}
# What is told without asking anything of the reader.
TO_KNOW = ("answered", "waiting", "drafts", "bulletins", "districts", "handbook")
DRAFT_SCREENS = {"plans.draft_plan": "plans:case_plans"}


@page(needs=None, of_one=True)
def today(request: Any) -> HttpResponse:
    """今日."""
    day = timezone.localdate()
    sections = queries.today_of(request.actor, today=day, now=timezone.now())
    actor = request.actor
    context = {
        "today": day,
        "sections": [(section, [(line, _address(line)) for line in section.lines]) for section in sections],
        "count": sum(len(section.lines) for section in sections if section.code not in TO_KNOW),
        "records": actor.may(Permission.RECORD_CONTACT),
        "receives": actor.may(Permission.RECEIVE),
        "connects": actor.may(Permission.SEND_SHEET) and not actor.may(Permission.SEE_PEOPLE),
        "copies": copies.watch(now=timezone.now()) if actor.may(Permission.SEE_CHECKPOINTS) else None,
        "checkpoints": checkpoints.watch(now=timezone.now())
        if actor.may(Permission.SEE_CHECKPOINTS)
        else None,
        "errands": errands.troubled(now=timezone.now()) if actor.may(Permission.SEE_CHECKPOINTS) else [],
        "on_duty": agency_queries.duty_at(actor, at=timezone.localtime())
        if actor.may(Permission.SEND_SHEET)
        else [],
        "reports": actor.may(Permission.SEE_REPORTS),
        "sees_people": actor.may(Permission.SEE_PEOPLE),
        "late": sum(line.late for section in sections for line in section.lines),
    }
    shown: list[UUID] = [key for section in sections for line in section.lines for key in line.subjects]
    return answer(request, "casework/today.html", context, shown=dict.fromkeys(shown))


def _address(line: queries.Line) -> str:
    if line.kind.startswith("draft:"):
        _word, form_key, subject = line.kind.split(":", 2)
        return _draft_address(form_key, subject)
    return reverse(SCREENS[line.kind], args=[line.target])


def _draft_address(form_key: str, subject: str) -> str:
    """A form is named after its screen, so the draft leads back to it; else there is no link."""
    name = DRAFT_SCREENS.get(form_key, form_key.replace(".", ":", 1))
    for arguments in ([subject] if subject else [], []):
        try:
            return f"{reverse(name, args=arguments)}?draft=load"
        except NoReverseMatch:
            continue
    return ""
