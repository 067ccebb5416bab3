"""今日, about 話題: what is mine to bring on, what was handed to us, what came back. No line names anybody."""

from __future__ import annotations

from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.casework.today_lines import Found, Line, is_late
from norishiro.casework.today_values import AHEAD, ANSWERED_DAYS, MOST_LINES
from norishiro.meetings.queries import topics as queries


def topics(actor: Actor, *, today: date) -> Found:
    """Topics due, topics and proposals to answer, answers of these days."""
    for topic in queries.owned(actor, until=today + AHEAD)[:MOST_LINES]:
        yield "promises", Line(
            "topic", topic.id, topic.next_what or "会議体の話題を進める", f"{topic.title}（{topic.body.name}）",
            on=topic.due_on, late=is_late(topic.due_on, today),
        )  # fmt: skip
    handed = queries.handed(actor, today=today, days=ANSWERED_DAYS)
    for one in handed.to_answer[:MOST_LINES]:
        what = "上がってきた話題を取り上げる" if one.to_body_id else "提案・依頼への返事"
        yield "asked", Line(
            "arrival" if one.to_body_id else "proposal", one.to_body_id or one.id, what,
            f"{one.topic.title}（{one.topic.body.name}から）", on=one.sent_on, days=(today - one.sent_on).days,
        )  # fmt: skip
    for one in handed.come_back[:MOST_LINES]:
        yield (
            "answered",
            Line("topic", one.topic_id, f"{one.replier}からの返事", one.topic.title, on=one.replied_on),
        )
