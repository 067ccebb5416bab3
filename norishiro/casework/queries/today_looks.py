"""今日, about looking: what I am asked about my own looks, and what of others' waits for me."""

from __future__ import annotations

from datetime import date

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.actor import Actor
from norishiro.casework.today_lines import Found, Line
from norishiro.casework.today_values import MOST_LINES
from norishiro.incidents import queries as incident_queries
from norishiro.incidents.choices import State
from norishiro.watching import queries as watching_queries


def my_looks(actor: Actor, *, today: date) -> Found:
    """Questions about my looks that I have not answered."""
    for flag in watching_queries.flags_waiting_for_me(actor)[:MOST_LINES]:
        yield (
            "asked",
            Line(
                "flag_answer", flag.id, "閲覧のわけを書く", f"{flag.agency.name}の仕事で見たもの", on=flag.day
            ),
        )


def helped_in(actor: Actor, *, today: date) -> Found:
    """Where somebody helped me in, and I have not said whether I asked for it."""
    for one in agency_queries.helps_asked(actor)[:MOST_LINES]:
        yield "asked", Line(
            "access_help", one.id, "ログインの手助けに覚えがあるか", f"{one.get_kind_display()}（{one.helper.name}）",
            on=one.made_at.date(),
        )  # fmt: skip


def rights(actor: Actor, *, today: date) -> Found:
    """The posts of my agency are to be looked over, once a quarter."""
    due = agency_queries.review_due(actor, today=today)
    if due is not None:
        yield (
            "watched",
            Line("rights_review", actor.agency_id, "権限の点検", actor.agency_name, on=due, late=due < today),
        )


def helps_denied(actor: Actor, *, today: date) -> Found:
    """Somebody of mine says they asked for no help to log in: that is looked into at once."""
    for one in agency_queries.helps_denied(actor)[:MOST_LINES]:
        yield "watched", Line(
            "access_help", one.id, "覚えのないログインの手助け", f"{one.staff.name}（手助けした人は{one.helper.name}）",
            on=one.made_at.date(), late=True,
        )  # fmt: skip


def looks_to_judge(actor: Actor, *, today: date) -> Found:
    """Flags I may judge, and requests to see more people in an hour. Neither tells whom it is about."""
    for one in watching_queries.widenings_waiting(actor)[:MOST_LINES]:
        yield "asked", Line("widening", one.id, "見る人数を増やす頼みへの答え", one.staff.name)
    for flag in watching_queries.flags_to_judge(actor)[:MOST_LINES]:
        yield "asked", Line(
            "flag", flag.id, "閲覧の点検", f"{flag.staff.name}（{flag.agency.name}）", on=flag.due_on,
            late=flag.due_on < today,
        )  # fmt: skip


def incidents(actor: Actor, *, today: date) -> Found:
    """What may have got out and waits for its report, with the day it must be made."""
    for row in incident_queries.to_report(actor, today=today)[:MOST_LINES]:
        first = row.incident.state == State.OPEN
        yield "asked", Line(
            "incident", row.incident.id, "漏えい等の速報" if first else "漏えい等の確報", row.incident.name,
            on=row.due.first_on if first else row.due.final_on, late=row.late,
        )  # fmt: skip
