"""今日, about 手引き: pages that concern me and have changed since I read them. They ask nothing and name nobody."""

from __future__ import annotations

from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.casework.today_lines import Found, Line
from norishiro.casework.today_values import MOST_LINES
from norishiro.handbook import queries as handbook_queries


def changed(actor: Actor, *, today: date) -> Found:
    """Each with the reason its writer gave."""
    for one in handbook_queries.changed_for(actor, most=MOST_LINES):
        yield "handbook", Line("page", one.page_id, f"手引き「{one.title}」を読む", one.why, on=one.told_on)
