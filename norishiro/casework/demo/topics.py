"""話題 of the demo town: shortages seen again and again go up, one answer has come down, one proposal waits."""

from __future__ import annotations

from datetime import time
from typing import Any

from norishiro.agencies.choices import Field
from norishiro.agencies.models import Area
from norishiro.casework.demo.stage import Stage
from norishiro.core.calendar import fiscal_year
from norishiro.meetings import operations as meetings
from norishiro.meetings.choices import (
    Occasion,
    PartnerKind,
    Shortage,
    Side,
    TopicKind,
    TopicOrigin,
    TransferWay,
)
from norishiro.meetings.models import Sitting, Topic, TopicTransfer
from norishiro.meetings.operations import attending, topics, transfers


def tell_topics(stage: Stage) -> None:
    """The monthly body keeps its topics; the body above has a theme of the year."""
    officer, above = stage.actor("suishin"), stage.body("COUNCIL")
    theme = topics.keep_theme(
        officer, body=above, fiscal_year=fiscal_year(stage.today), title="夜と休みの日に寄れる場所（見本）",
        note="それぞれの部会から、足りないと感じた場面を持ちよる。", today=stage.ago(150),
    )  # fmt: skip
    night = _shortage(stage, "夕方から夜に、若い人が寄れる場所がない", Shortage.PLACE, cases=4, days=120)
    move = _shortage(stage, "通院に付きそう人が足りない", Shortage.MOVING, cases=3, days=100)
    _shortage(stage, "荷物を置ける、短いあいだの泊まり先がない", Shortage.HOUSING, cases=2, days=60, due=14)
    _went_up_and_came_back(stage, move)
    taken = transfers.take_topic(
        officer, transfer=_sent_up(stage, night, days=70, words="部会だけでは場所を用意できない。"), title="夜の居場所",
        theme_id=theme.id, today=stage.ago(60),
    )  # fmt: skip
    transfers.send_topic(
        officer, topic=taken, way=TransferWay.PROPOSAL, to_agency_id=stage.agency("KODOMO_WAKAMONO"),
        words="区民ひろばを夜も開けられるか、考えてほしい。", today=stage.ago(30),
    )  # fmt: skip
    food = _shortage(stage, "食べものを受け取りに行けない人がいる", Shortage.FOOD, cases=2, days=40)
    _sent_up(stage, food, days=10, words="配る曜日と場所を、区全体で見なおしてほしい。")
    done = _topic(stage, "部会の前に資料を読む時間がとれない", kind=TopicKind.LIAISON, days=90)
    topics.finish_topic(
        officer,
        topic=done,
        outcome="資料を5日前に見られるようにした。",
        done_on=stage.ago(20),
        today=stage.ago(20),
    )
    _topic(
        stage, "訪問のときに置いてくる手紙の例を集める", kind=TopicKind.TRAINING, days=35, body="CONCERNED"
    )
    _talked_over(stage)


def _topic(
    stage: Stage, title: str, *, kind: TopicKind, days: int, body: str = "SECTION", **values: Any
) -> Topic:
    return topics.add_topic(
        stage.actor("suishin"), body=stage.body(body), kind=kind, title=title, today=stage.ago(days), **values
    )


def _shortage(stage: Stage, title: str, shortage: Shortage, *, cases: int, days: int, due: int = 0) -> Topic:
    return _topic(
        stage, title, kind=TopicKind.SHORTAGE, days=days, shortage=shortage, cases_behind=cases, origin=TopicOrigin.TALK,
        owner_agency_id=stage.agency("SHAKYO") if due else None, due_on=stage.ahead(due) if due else None,
        next_what="空いている部屋を持つ団体に聞いてみる" if due else "",
    )  # fmt: skip


def _sent_up(stage: Stage, topic: Topic, *, days: int, words: str) -> TopicTransfer:
    return transfers.send_topic(
        stage.actor("suishin"), topic=topic, way=TransferWay.UP, to_body=stage.body("COUNCIL"), words=words,
        today=stage.ago(days),
    )  # fmt: skip


def _went_up_and_came_back(stage: Stage, topic: Topic) -> None:
    sent = _sent_up(stage, topic, days=80, words="付きそいの担い手を、区全体で育てられないか。")
    officer = stage.actor("suishin")
    transfers.take_topic(officer, transfer=sent, title="通院の付きそい", today=stage.ago(60))
    sent.refresh_from_db()
    transfers.answer_topic(
        officer, transfer=sent, reply="付きそいボランティアの講座を、年2回開くことにした。", replier="福祉包括化推進会議",
        owner_id=stage.agency("SHAKYO"), due_on=stage.ahead(40), today=stage.ago(5),
    )  # fmt: skip


def _talked_over(stage: Stage) -> None:
    """A sitting of the body above without any case, where what had come up was talked over."""
    officer, body, held = stage.actor("suishin"), stage.body("COUNCIL"), stage.ago(28)
    sitting = meetings.call_meeting(
        officer, body=body, held_on=held, starts_at=time(10), ends_at=time(11), place="第1会議室",
        topics="上がってきた話題", agency_ids=[stage.agency("SHAKYO")], today=stage.ago(45),
    )  # fmt: skip
    meetings.open_sitting(officer, sitting=sitting, today=held)
    sitting.refresh_from_db()
    for topic in Topic.objects.filter(body=body, title="夜の居場所"):
        topics.talk_of_topic(
            officer, topic=topic, sitting=sitting, version=0, words="部会の4世帯は、どれも夕方に行き場がなかった。",
            agreed="区民ひろばの夜の使い方を、担当の課にたずねる。",
        )  # fmt: skip
    _came(stage, sitting)
    meetings.close_sitting(officer, sitting=sitting)
    meetings.confirm_minutes(officer, sitting=sitting, today=held)


def _came(stage: Stage, sitting: Sitting) -> None:
    """Who came without an account, one of whom agreed to stand on the list; an adviser and a contractor; a talk."""
    officer, worker = stage.actor("suishin"), stage.actor("csw")
    area = Area.objects.order_by("order", "code").first()
    assert area is not None
    block = attending.keep_block(
        officer, council="見本の民児協", name="見本第一区域", area_id=area.id, from_on=stage.ago(300)
    )
    attending.note_guest(
        officer,
        sitting=sitting,
        side=Side.COMMISSIONER,
        group="見本の民児協",
        number=2,
        block=block,
        today=sitting.held_on,
    )
    attending.note_guest(
        officer, sitting=sitting, side=Side.GROUP, group="見本お茶の会", name="見本 のぞみ", agrees=True,
        agreed_how="会議のあと、用紙に署名", today=sitting.held_on,
    )  # fmt: skip
    sitting.refresh_from_db()
    attending.place_sitting(
        officer, sitting=sitting, version=sitting.version, occasion=Occasion.MEETING, area_id=area.id,
        host_id=stage.agency("SHAKYO"), joined_to=None,
    )  # fmt: skip
    sitting.refresh_from_db()
    for kind, name, what, field, where in (
        (PartnerKind.ADVISER, "見本大学の先生", "年2回の助言", "", None),
        (PartnerKind.CONTRACTOR, "見本の会", "居場所の運営", Field.CIVIL, area.id),
        (PartnerKind.GROUP, "見本お茶の会", "", Field.RESIDENT, area.id),
    ):
        attending.add_partner(
            officer,
            body=sitting.body,
            kind=kind,
            name=name,
            what=what,
            field=field,
            area_id=where,
            from_on=stage.ago(200),
            today=stage.ago(200),
        )
    attending.write_interview(
        worker, body=None, adviser="見本大学の先生", held_on=stage.ago(12), note="断られたあとの関わり方について話した。",
        reader_ids=[], today=stage.ago(12),
    )  # fmt: skip
