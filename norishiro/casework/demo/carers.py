"""ケアのこと: a son who cares for his father, told twice; and somebody at school who gave no name."""

from __future__ import annotations

from norishiro.carers import operations as carers
from norishiro.carers.operations import Reach, Told
from norishiro.casework.demo.stage import Home, Stage
from norishiro.consultations import operations as consultations
from norishiro.consultations.choices import Channel, Visitor
from norishiro.core.calendar import parse_date
from norishiro.sharing.choices import Ground


def son_cares(stage: Stage, home: Home, *, by: str) -> None:
    """白波さん親子: what the son does, and that it has become more."""
    actor, father, son = stage.actor(by), home.people["a"], home.people["b"]
    since = parse_date("2023年ごろ", today=stage.today, must_be_past=True)
    first = Told(
        cared_for=[father.id], tasks=["HOUSEWORK", "ESCORT"], effects=["WORK_LATE"], since=since, often="MOST", hours=15,
        wishes="「仕事は続けたい。父にはこのまま家にいてほしい」", listener="HERE", source="本人", certainty="CONFIRMED",
    )  # fmt: skip
    before = carers.write_caring(actor, carer=son, told=first, basis=Ground.CONSENT, today=stage.ago(84))
    more = Told(
        cared_for=[father.id], tasks=["HOUSEWORK", "BODY", "ESCORT", "NIGHT"], effects=["WORK_LATE", "LIFE_SLEEP"],
        since=since, often="DAILY", hours=30, words="夜中に二度ほど起きて、父の様子を見ている。",
        wishes="「仕事は続けたい。父にはこのまま家にいてほしい」", listener="PEER",
        listener_words="同じように親をみている人の集まりに、土曜なら", source="本人", certainty="CONFIRMED",
    )  # fmt: skip
    carers.change_caring(actor, before=before, told=more, today=stage.ago(20))


def nameless_carer(stage: Stage, *, by: str) -> None:
    """Somebody who rang after school, said no name, and does not want the family to know."""
    actor = stage.actor(by)
    received = consultations.receive_consultation(
        actor, newcomer={"alias": "放課後に電話をくれた人"}, received_on=stage.ago(6), channel=Channel.PHONE,
        visitor=Visitor.SELF, summary="「おばあちゃんのことで、だれかに聞いてほしかった」。名前は言わずに切れた。",
        details={"since_when": "去年の春から"}, today=stage.ago(6),
    )  # fmt: skip
    told = Told(
        others=["祖母"], tasks=["WATCH", "EMOTION"], effects=["SCHOOL_HOMEWORK", "LIFE_FRIENDS"], often="DAILY",
        wishes="「かわいそうと言われるのはいや。聞いてくれるだけでいい」", listener="PEER",
        listener_words="年の近い人と、電話で", source="本人",
    )  # fmt: skip
    reach = Reach(contact_wish="かかってくるのを待つ。家には電話しない", keep_from_family=True)
    carers.write_caring(actor, carer=received.person, told=told, reach=reach, today=stage.ago(6))
