"""今日, of visits: where I go, who has not come back, who goes alone, and what to mind that must be looked at again."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.casework.today_lines import Found, Line, for_that_person_alone
from norishiro.casework.today_values import AHEAD, MOST_LINES
from norishiro.visits import queries
from norishiro.visits.choices import AnswerKind


def coming(actor: Actor, *, today: date, whose: UUID | None = None) -> Found:
    """Visits I (or ``whose`` I stand in for) go to and have not written down."""
    for one in queries.coming(actor, until=today + AHEAD, limit=MOST_LINES, whose=whose):
        at = f"{one.from_at:%H:%M} " if one.from_at else ""
        yield "visits", Line(
            "visit", one.id, f"{at}{one.purpose}", for_that_person_alone(one.person, one.called), on=one.day,
            late=one.day < today, subjects=(one.subject_id,),
        )  # fmt: skip


def overdue(actor: Actor, *, now: datetime) -> Found:
    """Colleagues who went in and have not come out. Who is on the way is told, so that nobody goes twice."""
    for one in queries.overdue(actor, now=now, limit=MOST_LINES):
        rushing = [answer.staff.name for answer in one.answers.all() if answer.kind == AnswerKind.RUSHING]
        told = f"・{rushing[-1]}が駆けつけています" if rushing else ""
        who = one.entered_by.name if one.entered_by else ""
        yield "overdue", Line(
            "overdue", one.id, f"{who}が終わりの予定を過ぎても戻っていません", f"{one.called}{told}", on=one.day,
            late=True, subjects=(one.subject_id,),
        )  # fmt: skip


def alone(actor: Actor, *, today: date) -> Found:
    """Reports that somebody goes alone where two should."""
    for one in queries.alone(actor, limit=MOST_LINES):
        yield "watched", Line(
            "visit", one.id, f"{one.planned_by.name}からの、一人での訪問の届け", one.called, on=one.day,
            subjects=(one.subject_id,),
        )  # fmt: skip


def reviews(actor: Actor, *, today: date) -> Found:
    """Notes on safety to be looked at again."""
    for one in queries.reviews_due(actor, today=today, until=today + AHEAD, limit=MOST_LINES):
        who = one.case.title if one.case else one.person.called if one.person else ""
        yield "monitoring", Line(
            "safety", one.id, f"訪問の注意の見直し：{one.get_kind_display()}", who, on=one.review_on,
            late=one.review_on <= today, subjects=(one.subject_id,),
        )  # fmt: skip
