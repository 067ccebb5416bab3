"""What asks whoever watches over others, and what asks the one watched. No personal datum stands in these lines."""

from __future__ import annotations

from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.casework.today_lines import Found, Line, is_late
from norishiro.casework.today_values import MOST_LINES
from norishiro.emergency import queries as emergency
from norishiro.exports import queries as export_queries
from norishiro.people import queries as people_queries


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


def protections(actor: Actor, *, today: date) -> Found:
    """What the actor's office keeps withheld: endings that wait for a second person, doubts, days that have passed, and
    a list that did not come. Nothing of it ends by itself. Where nothing is kept, nothing can wait to end; where no list
    ever came, there is no line to decide."""
    kept = people_queries.protections_kept(actor)
    for asked in people_queries.open_liftings(actor)[:MOST_LINES] if kept else ():
        if asked.asked_by_id != actor.staff_id:
            yield (
                "watched",
                Line(
                    "lifting",
                    asked.id,
                    "支援措置を終える求めを、二人目として確かめる",
                    asked.asked_by.name,
                    on=asked.asked_on,
                ),
            )
    for one in kept[:MOST_LINES]:
        if one.parted_on is not None:
            yield "watched", Line(
                "parted", one.id, "元に戻した記録に残る支援措置を、終えるか決める", one.get_kind_display(), on=one.parted_on,
            )  # fmt: skip
    newest = people_queries.newest_list(actor)
    for row in people_queries.rows_waiting(actor)[:MOST_LINES] if newest else ():
        if row.state == "DOUBT":
            yield (
                "watched",
                Line("doubt", row.id, "支援措置のリストの似た人を確かめる", row.agrees, late=True),
            )
    for one in kept[:MOST_LINES]:
        if is_late(one.renew_by, today):
            yield "watched", Line(
                "protection", one.id, "更新の期限を過ぎた支援措置（伏せたまま）", one.get_kind_display(), on=one.renew_by,
                late=True,
            )  # fmt: skip
    if newest and people_queries.is_late_list(actor, newest=newest, today=today):
        yield "watched", Line(
            "feed", newest.id, "支援措置のリストが届いていません（伏せたまま）", "住民記録の担当へ確かめる",
            on=newest.issued_on, late=True,
        )  # fmt: skip
