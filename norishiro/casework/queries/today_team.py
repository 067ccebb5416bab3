"""今日, of colleagues: what was handed to me, whose period on a case ends, and whose promises I keep while they are away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.actor import Actor
from norishiro.casework.queries import today_kept, today_visits
from norishiro.casework.today_lines import Found, Line
from norishiro.teams import queries

STOOD_IN_FOR = (
    today_kept.contacts, today_visits.coming, today_kept.roles, today_kept.monitoring, today_kept.watches,
    today_kept.participations,
)  # fmt: skip


def takeovers(actor: Actor, *, today: date) -> Found:
    """Cases that came to me and wait for my word, one line for all that came together; and what could not be moved."""
    waiting = queries.waiting(actor, today=today)
    arrived = [one for one in waiting if one.moved_on]
    for batch in dict.fromkeys(one.batch for one in arrived):
        came = [one for one in arrived if one.batch == batch]
        yield "asked", Line(
            "takeover", came[0].id, f"引き継いだケース（{len(came)}件）の申し送りを読んで、確かめる", f"{came[0].giver.name}から",
            on=came[0].from_on, days=(today - came[0].from_on).days, subjects=tuple(one.case_id for one in came),
        )  # fmt: skip
    for one in waiting:
        if one.moved_on:
            continue
        yield "asked", Line(
            "takeover", one.id, "日が来ても替われなかった引き継ぎ", one.case.title, on=one.from_on, late=True,
            subjects=(one.case_id,),
        )  # fmt: skip


def advisers(actor: Actor, *, today: date) -> Found:
    """日常生活支援アドバイザー whose period nears its end: end it, lengthen it, or pass it on."""
    for one in queries.ending(actor, on=today):
        yield "promises", Line(
            "member", one.id, f"日常生活支援アドバイザー（{one.staff.name}）の区切りを決める", one.case.title,
            on=one.until_on, late=one.until_on is not None and one.until_on <= today, subjects=(one.case_id,),
        )  # fmt: skip


def stood_in(actor: Actor, *, today: date) -> Found:
    """What a colleague has promised and must do, while I stand in: as far as my own ground opens it."""
    for cover in agency_queries.covers_taken(actor, on=today):
        for source in STOOD_IN_FOR:
            for code, line in source(actor, today=today, whose=cover.staff_id):
                yield code, _marked(line, cover.staff.name)


def _marked(line: Line, name: str) -> Line:
    return replace(line, what=f"代わり：{line.what}", who=f"{line.who}・{name}の代わり")
