"""今日: what meetings ask of one: to come, to hear of another day, to write a 事前シート, to say how it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, Subquery

from norishiro.agencies.actor import Actor
from norishiro.agencies.permissions import Permission
from norishiro.casework.today_lines import Found, Line
from norishiro.casework.today_values import AHEAD, MOST_LINES
from norishiro.meetings import queries as meeting_queries
from norishiro.meetings.choices import Answer, ChangeToTell, OathRule, SittingStatus
from norishiro.meetings.models import Invitation, Oath, Seat, Sitting

LIVE = (SittingStatus.CALLED, SittingStatus.OPEN)


@dataclass(frozen=True)
class _Part:
    """How one takes part in a sitting: called or seated, still to answer, the oath taken."""

    mine: bool
    unanswered: bool
    sworn: bool


def sittings(actor: Actor, *, today: date) -> Found:
    """Meetings of mine: to answer, to attend with the oath, to prepare, to confirm; and those moved or called off, until
    one has said that one has heard of it. One question: a sitting itself knows no person."""
    called = Invitation.objects.filter(
        Q(staff_id=actor.staff_id) | Q(agency_id=actor.agency_id, staff__isnull=True), sitting=OuterRef("id")
    )
    seated = Seat.objects.filter(staff_id=actor.staff_id, ended_at__isnull=True, item__sitting=OuterRef("id"))
    unheard = Invitation.objects.filter(
        staff_id=actor.staff_id, told_at__isnull=True, sitting=OuterRef("id")
    ).exclude(told_of="")
    convened, to_come = Q(convener_id=actor.agency_id), Q(held_on__gte=today, status__in=LIVE)
    rows = (
        Sitting.objects.annotate(
            news=Subquery(unheard.values("told_of")[:1]), mine=Exists(called) | Exists(seated),
            unanswered=Exists(called.filter(answer=Answer.NONE)),
            sworn=Exists(Oath.objects.filter(sitting=OuterRef("id"), staff_id=actor.staff_id)),
        )
        .filter(
            to_come & (convened | Q(mine=True))
            | Q(convened, status=SittingStatus.CLOSED)
            | Q(held_on__gte=today, news__isnull=False)
        )
        .select_related("body")
        .only("body__name", "body__oath_rule", "convener", "status", "held_on")
        .order_by(F("news").asc(nulls_last=True), "held_on", "id")
    )  # fmt: skip
    for one in rows[: 2 * MOST_LINES]:
        if one.news and one.held_on >= today and actor.may(Permission.ATTEND_MEETING):
            yield "meetings", Line(
                "sitting", one.id, f"会議の{ChangeToTell(one.news).label}。確かめる", one.body.name, on=one.held_on,
                late=True,
            )  # fmt: skip
        part = _Part(mine=one.mine, unanswered=one.unanswered, sworn=one.sworn)
        yield from _sitting_lines(actor, one, part, today)


def _sitting_lines(actor: Actor, sitting: Sitting, part: _Part, today: date) -> Found:
    convenes = sitting.convener_id == actor.agency_id and actor.may(Permission.CALL_MEETING)
    if sitting.status == SittingStatus.CLOSED and convenes:
        yield (
            "meetings",
            Line("sitting", sitting.id, "議事録を確かめて確定する", sitting.body.name, on=sitting.held_on),
        )
    if sitting.status not in LIVE:
        return
    if part.unanswered:
        yield "asked", Line("sitting", sitting.id, "会議の出欠の返事", sitting.body.name, on=sitting.held_on)
    if sitting.held_on > today + AHEAD or not (part.mine or convenes):
        return
    needs_oath = sitting.body.oath_rule != OathRule.NONE and part.mine and not part.sworn
    what = "資料と席の準備" if convenes else "会議に出る"
    yield "meetings", Line(
        "sitting", sitting.id, f"{what}{'・守秘の確認がまだです' if needs_oath else ''}", sitting.body.name,
        on=sitting.held_on,
    )  # fmt: skip


def advance_sheets(actor: Actor, *, today: date) -> Found:
    """事前シート my agency still has to write."""
    rows = meeting_queries.asks_waiting(actor).order_by("due_on", "id")
    for one in rows[:MOST_LINES]:
        yield "asked", Line(
            "advance", one.id, "会議の事前シートを書く", one.sitting.body.name, on=one.due_on,
            days=(today - one.asked_on).days, late=one.due_on < today,
        )  # fmt: skip


def questionnaires(actor: Actor, *, today: date) -> Found:
    """Asked how a sitting was, where I was there."""
    for one in meeting_queries.questionnaires_waiting(actor).order_by("due_on", "id")[:MOST_LINES]:
        yield "asked", Line(
            "questionnaire", one.id, "会議のあとのアンケート", one.sitting.body.name, on=one.due_on,
            days=(today - one.asked_on).days, late=one.due_on < today,
        )  # fmt: skip
