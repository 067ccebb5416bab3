"""参加: 白波家の次男 who helps at an evening kitchen and stays, and his father, whose place closed while he was trying it."""

from __future__ import annotations

from norishiro.agencies.models import Area
from norishiro.cases.models import Case
from norishiro.casework.demo.corporate import LAUNDRY
from norishiro.casework.demo.stage import Home, Stage
from norishiro.community import operations as community
from norishiro.matching import operations as matching
from norishiro.matching.models import Doing
from norishiro.matching.operations import Begun, Hoped, Lacking
from norishiro.resources.models import Place
from norishiro.sharing.choices import Ground


def takes_part(stage: Stage, case: Case, home: Home, *, by: str) -> None:
    """Told day by day, under the consent of the household."""
    actor, first = stage.actor(by), stage.ago(62)
    wished = Hoped(
        roles=["HELPER", "ACTIVE"], interests=["COOKING"], bands=["EVENING"], words="夕方からなら外に出られる。料理は父の分もつくっている",
        strengths="料理、片付け", hard="人の多い昼間", fee_most=300, quiet=True,
    )  # fmt: skip
    matching.keep_hope(
        actor,
        case=case,
        person=home.people["b"],
        hoped=wished,
        told_on=first,
        basis=Ground.CONSENT,
        today=first,
    )
    kitchen = Place.objects.get(name="夕ぐれ食堂（見本）")
    one = matching.begin_participation(
        actor, case=case, person=home.people["b"], place=kitchen, basis=Ground.CONSENT, today=first,
        begun=Begun(role="HELPER", words="「夕方からなら外に出られる。料理は父の分もつくっている」", on=first, doing=Doing.objects.get(place=kitchen, what="食器ふきと配膳")),
    )  # fmt: skip
    matching.note_host(
        actor, participation=one, on=stage.ago(60), kind="EXPLAIN", words="名前だけを伝え、はじめは配膳だけと決めた",
        today=stage.ago(60),
    )  # fmt: skip
    one.refresh_from_db()
    for days, stage_code, words in (
        (58, "VISIT", "食べる側で一度来て、台所を見た"), (51, "TRIAL", "配膳を手伝い、最後までいた"),
        (40, "JOINED", "「水曜は来ます」と自分から言った"),
    ):  # fmt: skip
        on = stage.ago(days)
        matching.move_stage(
            actor, participation=one, version=one.version, stage=stage_code, on=on, words=words, today=on
        )
    for days, words in ((37, ""), (30, "味見を頼まれていた"), (23, ""), (9, "中学生に皮のむき方を教えた")):
        matching.note_attendance(
            actor, participation=one, on=stage.ago(days), words=words, today=stage.ago(days)
        )
    matching.check_settled(
        actor, participation=one, months=1, going="STEADY", on=stage.ago(9), person_words="次は皿洗いもやる",
        host_words="水曜は頼りにしている", today=stage.ago(9),
    )  # fmt: skip
    matching.note_host(
        actor, participation=one, on=stage.ago(9), kind="VISIT", words="疲れたときに座る場所を決めてもらった",
        next_on=stage.ahead(5), today=stage.ago(9),
    )  # fmt: skip
    _tried_at_work(stage, case, home, by=by)
    _closed_on_trial(stage, case, home, by=by)
    _without_a_place(stage, case, home, by=by)


def _tried_at_work(stage: Stage, case: Case, home: Home, *, by: str) -> None:
    """A corporation's work, looked at and tried; it did not fit, and why is kept for the next one."""
    actor, first = stage.actor(by), stage.ago(57)
    one = matching.begin_participation(
        actor, case=case, person=home.people["b"], place=Place.objects.get(name=LAUNDRY), basis=Ground.CONSENT, today=first,
        begun=Begun(role="HELPER", words="「手を動かすのはきらいじゃない」", on=first),
    )  # fmt: skip
    for days, stage_code, words in (
        (54, "VISIT", "洗濯室を見て、やってみると言った"),
        (47, "TRIAL", "タオルを60枚たたんだ"),
    ):
        on = stage.ago(days)
        matching.move_stage(
            actor, participation=one, version=one.version, stage=stage_code, on=on, words=words, today=on
        )
    matching.note_host(
        actor, participation=one, on=stage.ago(41), kind="VISIT", words="手は早い。昼の人の出入りがつらそうだった",
        today=stage.ago(41),
    )  # fmt: skip
    one.refresh_from_db()
    matching.end_participation(
        actor, participation=one, version=one.version, reason="NOT_FIT", words="昼は人目が気になる。夕方の食堂を続ける",
        on=stage.ago(40), today=stage.ago(40),
    )  # fmt: skip


def _without_a_place(stage: Stage, case: Case, home: Home, *, by: str) -> None:
    """Two needs nobody has a place for; one is being made, with its parts."""
    actor = stage.actor(by)
    area = Area.objects.get(code="ELD01", until_on=None)
    matching.note_shortage(
        actor, case=case, person=home.people["a"], basis=Ground.CONSENT, today=stage.ago(30),
        lacking=Lacking(kind="SALON", role="PARTICIPANT", area_id=area.id, band="DAY", lack="ACTIVITY", words="いすに座って体を動かせる、歩いて行ける場"),
    )  # fmt: skip
    need = matching.note_shortage(
        actor, case=case, person=home.people["b"], basis=Ground.CONSENT, today=stage.ago(28),
        lacking=Lacking(role="ACTIVE", area_id=area.id, band="EVENING", lack="PEOPLE", words="夕方に、話さなくても手を動かせる少人数の場"),
    )  # fmt: skip
    group = matching.make_place_for(
        actor, shortage=need, name="夕方の手仕事の場（仮）", kind="SALON", area_id=area.id, partners="町会、地域包括",
        today=stage.ago(20),
    )  # fmt: skip
    for part, body, days in (
        ("PLACE", "町会", 14),
        ("CALL", "民生児童委員協議会", 20),
        ("PLAN", "手芸の会", -2),
    ):
        community.share_part(
            actor, group=group, part=part, body=body, due_on=stage.ahead(days), today=stage.ago(15)
        )


def _closed_on_trial(stage: Stage, case: Case, home: Home, *, by: str) -> None:
    actor, first = stage.actor(by), stage.ago(60)
    salon = Place.objects.get(name="えんがわ体操（見本）")
    one = matching.begin_participation(
        actor, case=case, person=home.people["a"], place=salon, basis=Ground.CONSENT, today=first,
        begun=Begun(role="PARTICIPANT", stage="VISIT", words="「体を動かすのは好きだった」", on=first),
    )  # fmt: skip
    matching.move_stage(
        actor, participation=one, version=1, stage="TRIAL", on=stage.ago(53), words="いすに座って最後まで",
        today=stage.ago(53),
    )  # fmt: skip
