"""What asks whoever watches over others, and what asks the one watched. No personal datum stands in these lines."""

from __future__ import annotations

from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.casework.today_lines import Found, Line, is_late
from norishiro.casework.today_values import MOST_LINES
from norishiro.emergency import queries as emergency
from norishiro.exports import queries as export_queries


def emergencies(actor: Actor, *, today: date) -> Found:
    """緊急閲覧 that wait for this actor's review, from the moment they were opened."""
    for one in emergency.waiting_for_review(actor, limit=MOST_LINES):
        yield (
            "watched",
            Line(
                kind="emergency", target=one.id,
                what=f"緊急閲覧 {one.number}（{one.get_trigger_display()}）の審査",
                who=f"{one.staff.name}（{one.agency.name}）", on=one.due_on, late=is_late(one.due_on, today),
            ),
        )  # fmt: skip


def accounts(actor: Actor, *, today: date) -> Found:
    """Own uses of it that are over and of which nothing was written yet."""
    for one in emergency.to_account_for(actor, limit=MOST_LINES):
        yield (
            "watched",
            Line(
                kind="emergency", target=one.id, what=f"緊急閲覧 {one.number} でしたことを書く", who="あなた",
                on=one.due_on, late=is_late(one.due_on, today),
            ),
        )  # fmt: skip


def exports(actor: Actor, *, today: date) -> Found:
    """Lists others want to take out, waiting for this actor's word as the second person."""
    for one in export_queries.waiting(actor, limit=MOST_LINES):
        yield (
            "watched",
            Line(
                kind="export", target=one.id, what=f"持ち出し {one.number} の承認（{one.people}人分）",
                who=f"{one.staff.name}（{one.agency.name}）", on=one.asked_at.date(),
            ),
        )  # fmt: skip
