"""今日: only what is mine. One bounded query per source; a line says what, who, when, and where one click leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from norishiro.agencies.actor import Actor
from norishiro.agencies.permissions import Permission
from norishiro.casework.queries import (
    today_asked,
    today_handbook,
    today_kept,
    today_looks,
    today_meetings,
    today_team,
    today_topics,
    today_visits,
    today_watched,
)
from norishiro.casework.today_lines import Line, Source
from norishiro.casework.today_values import MOST_LINES


@dataclass(frozen=True)
class Section:
    """Lines under one heading, the most urgent first."""

    code: str
    title: str
    lines: tuple[Line, ...]


TITLES = {
    "overdue": "訪問から戻っていません",
    "watched": "見守りと承認",
    "asked": "返事を待たれています",
    "answered": "返事が届きました",
    "meetings": "会議（7日のうち）",
    "visits": "訪問の予定（7日のうち）",
    "promises": "約束と役割の期日",
    "monitoring": "モニタリング・経過観察",
    "plans": "プラン",
    "waiting": "返事を待っています",
    "consents": "もうすぐ切れる同意",
    "bulletins": "受け持ちの地区のお知らせ",
    "handbook": "変わった手引き",
    "idle": "しばらく動きのないケース",
    "drafts": "書きかけ",
    "districts": "受け持ちの地区",
}


def today_of(actor: Actor, *, today: date, now: datetime | None = None) -> list[Section]:
    """Everything that is this actor's to do or to wait for; sections without lines are left out. ``now``: the moment with
    which is compared who has not come back; without one, that is not asked."""
    found: dict[str, list[Line]] = {code: [] for code in TITLES}
    for source in _sources(actor):
        for code, line in source(actor, today=today):
            found[code].append(line)
    if now is not None and actor.may(Permission.RECORD_CONTACT):
        for code, line in today_visits.overdue(actor, now=now):
            found[code].append(line)
    return [
        Section(code, title, tuple(sorted(found[code], key=_urgency)[:MOST_LINES]))
        for code, title in TITLES.items()
        if found[code]
    ]


def _urgency(line: Line) -> tuple[bool, date, str]:
    return (not line.late, line.on or date.max, str(line.target))


def _sources(actor: Actor) -> Iterator[Source]:
    """Which questions are asked depends on the roles worn."""
    by_permission = (
        ((Permission.REVIEW_EMERGENCY,), today_watched.emergencies),
        ((Permission.OPEN_EMERGENCY,), today_watched.accounts),
        ((Permission.APPROVE_EXPORT,), today_watched.exports),
        ((Permission.LIFT_PROTECTION,), today_watched.protections),
        ((Permission.SEND_SHEET, Permission.ANSWER_SHEET), today_asked.sheets),
        ((Permission.SEND_SHEET, Permission.RECEIVE), today_asked.worries),
        ((Permission.RECEIVE,), today_asked.letters),
        ((Permission.RECEIVE,), today_asked.leads),
        ((Permission.RECORD_CONTACT,), today_kept.participations),
        ((Permission.RECEIVE,), today_asked.urgencies),
        ((Permission.SEE_PEOPLE,), today_asked.provisions),
        ((Permission.APPLY, Permission.ANSWER_REQUEST), today_asked.requests),
        ((Permission.WORK_CASE,), today_asked.help_asked),
        ((Permission.WORK_CASE,), today_asked.handovers),
        ((Permission.WORK_CASE, Permission.CALL_MEETING), today_asked.convening),
        ((Permission.ATTEND_MEETING, Permission.CALL_MEETING), today_meetings.sittings),
        ((Permission.ATTEND_MEETING,), today_meetings.advance_sheets),
        ((Permission.ATTEND_MEETING,), today_meetings.questionnaires),
        ((Permission.RECORD_CONTACT,), today_asked.corrections),
        ((Permission.WRITE_MINUTES,), today_asked.papers),
        ((Permission.ATTEND_MEETING,), today_topics.topics),
        ((Permission.RECORD_CONTACT,), today_kept.contacts),
        ((Permission.RECORD_CONTACT,), today_visits.coming),
        ((Permission.RECORD_CONTACT,), today_visits.reviews),
        ((Permission.CLOSE_CASE,), today_visits.alone),
        ((Permission.WORK_CASE,), today_kept.roles),
        ((Permission.WORK_CASE,), today_kept.unknowns),
        ((Permission.WORK_CASE,), today_team.takeovers),
        ((Permission.WORK_CASE,), today_team.advisers),
        ((Permission.WORK_CASE,), today_team.stood_in),
        ((Permission.WORK_CASE,), today_kept.monitoring),
        ((Permission.WORK_CASE,), today_kept.risks),
        ((Permission.WORK_CASE,), today_kept.watches),
        ((Permission.DRAFT_PLAN, Permission.DECIDE_PLAN, Permission.CALL_MEETING), today_kept.plans),
        ((Permission.WORK_CASE,), today_kept.acknowledgements),
        ((Permission.TAKE_CONSENT,), today_kept.consents),
        ((Permission.LEAD_CASE, Permission.WORK_CASE), today_kept.idle),
        ((Permission.SEE_LOCAL,), today_kept.bulletins),
        ((Permission.SEE_PEOPLE,), today_looks.my_looks),
        ((Permission.REVIEW_LOOKS,), today_looks.looks_to_judge),
        ((Permission.REVIEW_LOOKS,), today_looks.incidents),
        ((Permission.REVIEW_LOOKS,), today_looks.helps_denied),
        ((Permission.KEEP_AGENCIES,), today_looks.rights),
    )
    for permissions, source in by_permission:
        if any(actor.may(one) for one in permissions):
            yield source
    yield today_looks.helped_in
    yield today_handbook.changed
    yield today_kept.begun
