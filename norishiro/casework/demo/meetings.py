"""Around a meeting, as the demo town knows it: sheets written before, papers for all in one step, and the body's rule."""

from __future__ import annotations

from datetime import datetime, time

from django.utils import timezone

from norishiro.cases.models import Case
from norishiro.casework.demo.stage import Stage
from norishiro.meetings import operations as meetings
from norishiro.meetings.choices import Answer, HolidayRule, Mode, SeriesRule, Weekday
from norishiro.meetings.defaults import QUESTIONS
from norishiro.meetings.models import AdvanceAsk, Body, Item, Packet, Sitting

SHEET = {
    "picture": "父は夜の仕事から戻ると眠っていて、日中は会えない。祖母は「迷惑をかけたくない」と話す。",
    "efforts": "月に2回の訪問と手紙。縁側で20分話せた日があった。",
    "wanted": "祖母の体調のことは、高齢の窓口にいっしょに考えてほしい。",
    "requests": "学校の先生から見た子の様子を、会議までに聞いておいてほしい。",
}


def sheets_asked_for(stage: Stage, *, by: str, item: Item, sitting: Sitting, answering: str) -> None:
    """Everybody at the table was asked; one has written, the others have a day left."""
    agencies = set(item.seats.filter(ended_at__isnull=True).values_list("agency_id", flat=True))
    meetings.ask_advance(
        stage.actor(by), sitting=sitting, items=[item], agency_ids=agencies, due_on=stage.ahead(1), today=stage.ago(3)
    )  # fmt: skip
    writer = stage.actor(answering)
    ask = AdvanceAsk.objects.get(about_id=item.id, agency_id=writer.agency_id)
    meetings.write_advance(
        writer, ask=ask, item=item, version=None, values=SHEET, now=_noon(stage), today=stage.ago(1)
    )


def packet_made(stage: Stage, *, by: str, sitting: Sitting) -> Packet:
    """Numbered for everybody at the table; still to be set in type."""
    return meetings.make_packet(stage.actor(by), sitting=sitting, now=_noon(stage), today=stage.today)


def came(stage: Stage, *, by: str, sitting: Sitting) -> None:
    """Whoever said they would come was there."""
    there = sitting.invitations.filter(answer=Answer.COMING)
    meetings.note_attendance(stage.actor(by), sitting=sitting, invitation_ids=[one.id for one in there])


def asked_how_it_was(stage: Stage, *, by: str, sitting: Sitting, answering: str) -> None:
    """Those who were there are asked; one has answered."""
    asked = meetings.ask_questionnaire(
        stage.actor(by), sitting=sitting, due_on=stage.ahead(5), today=stage.ago(2)
    )
    meetings.answer_questionnaire(
        stage.actor(answering), questionnaire=asked, questions=QUESTIONS, today=stage.ago(1),
        values={"AIM": "4", "VOICE": "4", "ROLE": "3", "TIME": "3", "WORDS": "はじめに役割の確認があって、話しやすかった。"},
    )  # fmt: skip


def learnt_from(stage: Stage, *, by: str, case: Case) -> None:
    """The case is one to learn from, with two notes; the story without names waits to be written."""
    model = meetings.flag_model(
        stage.actor(by), case=case, why="会えない人に、手紙と母の話から近づく進め方", today=stage.ago(20)
    )
    for days, text in (
        (18, "長男に会うことを急がず、母の話を聞く人を先に決めたことで、家の様子が分かった。"),
        (5, "手紙の返事は断りの言葉だったが、返事が来たことをみんなで喜べた。つながりの始まりと受けとめる。"),
    ):
        meetings.note_learning(stage.actor(by), model_case=model, text=text, today=stage.ago(days))


def second_thursdays(stage: Stage, *, by: str, body: Body) -> None:
    """An invented rule: the second Thursday of every month."""
    meetings.keep_series(
        stage.actor(by), body=body, today=stage.today,
        values={
            "rule": SeriesRule.MONTHLY, "weekday": Weekday.THURSDAY, "weeks": [2], "months": [],
            "holiday": HolidayRule.AFTER, "starts_at": time(14, 0), "ends_at": time(15, 30), "place": "第2会議室",
            "mode": Mode.ROOM, "from_on": stage.ago(200), "until_on": None,
        },
    )  # fmt: skip


def _noon(stage: Stage) -> datetime:
    return timezone.make_aware(datetime.combine(stage.today, time(12)))
