"""だれが見たか in the demo town: looks, a paper handed over, decisions of two people, flags, a request to see more."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from norishiro.agencies.models import Agency, Staff
from norishiro.casework.demo.stage import Stage
from norishiro.core.operation import announce
from norishiro.incidents import operations as incidents
from norishiro.incidents.choices import Kind
from norishiro.ledger import operations as ledger
from norishiro.people import queries as people
from norishiro.people.models import Person
from norishiro.watching import operations as watching
from norishiro.watching.choices import HoldLegal, Judgement, Receiver
from norishiro.watching.models import Flag


def tell_looks(stage: Stage) -> None:
    """Somebody's record is looked at by those who work with them, and several by one who does not."""
    office = stage.actor("suishin")
    announce(office)
    known = [
        one
        for family in ("白波", "雨宿", "星見")
        for one in people.search_people(office, text=family, today=timezone.localdate())
    ]
    someone = next(one for one in known if one.name == "白波 岳")
    _looked_at(stage, someone)
    _told_and_kept(stage, someone)
    _out_of_curiosity(stage, known)
    _may_have_got_out(stage, Staff.objects.get(login_id="jimukyoku"))
    now = timezone.now()
    watching.ask_widening(
        stage.actor("korei"), reason="高齢の世帯の台帳を、年に1回確かめるため。およそ300人。", now=now
    )
    watching.tell_home(stage.actor("jimukyoku"), block="みなと町1丁目2番")


def _may_have_got_out(stage: Stage, clerk: Staff) -> None:
    """Two things somebody noticed: looks without work, counted; and a fax to a wrong number that turned out to be nobody's."""
    now, manager = timezone.now(), stage.actor("kacho")
    looked = incidents.tell_incident(
        manager, name="事務局の端末での閲覧", kind=Kind.LOOKED, known_on=stage.today, today=stage.today, now=now,
        outline="会議に出ない世帯の記録が、一日に続けて開かれていた。用件は確かめている。",
    )  # fmt: skip
    incidents.add_span(
        manager,
        incident=looked,
        staff=clerk,
        from_at=now - timedelta(days=1),
        until_at=now + timedelta(minutes=5),
    )
    wrong = incidents.tell_incident(
        stage.actor("korei"), name="空白の紙のファックス", kind=Kind.SENT, known_on=stage.ago(20), today=stage.today, now=now,
        outline="番号を一つまちがえて送った。届いたのは同じ課の別の機械で、紙には何も書かれていなかった。",
    )  # fmt: skip
    answers = {"sensitive": "NO", "harm": "NO", "malicious": "NO"}
    incidents.write_items(manager, incident=wrong, version=wrong.version, values=answers)
    incidents.settle_without(
        manager, incident=wrong, words="個人情報の書かれた紙ではなかったことを、現物で確かめた。"
    )


def _looked_at(stage: Stage, someone: Person) -> None:
    for login, screen in (
        ("suishin", "people:show"), ("korei", "people:show"), ("korei", "outreach:contact"), ("csw", "cases:show"),
        ("suishin", "plans:show_plan"),
    ):  # fmt: skip
        ledger.disclose(stage.actor(login), screen=screen, subjects=[someone.id])


def _told_and_kept(stage: Stage, someone: Person) -> None:
    """One paper was handed over; then one decision waits for the second person, and one stands approved."""
    now = timezone.now()
    office = stage.actor("jimukyoku")
    watching.give_report(
        office, person=someone, from_on=stage.ago(365), receiver=Receiver.SELF, checked_how="顔なじみの職員が立ち会った。",
        today=stage.today, now=now,
    )  # fmt: skip
    for code, legal, words in (
        ("JIDO_SODAN", HoldLegal.REPORTER, "別の家庭のことで受けた連絡の中に、この人の名前があったため。"),
        ("KOKASEN", HoldLegal.WORK, "これから話を聞く予定で、先に知ると聞けなくなるため。"),
    ):
        hold = watching.propose_hold(
            office,
            person=someone,
            agency=Agency.objects.get(code=code),
            code="",
            legal=legal,
            words=words,
            now=now,
        )
    watching.approve_hold(
        stage.actor("kacho"),
        hold=hold,
        recheck_on=stage.today + timedelta(days=90),
        today=stage.today,
        now=now,
    )


def _out_of_curiosity(stage: Stage, others: list[Person]) -> None:
    """Three people in one day and no work with them; and many searches for names that are not there."""
    manager, clerk, searcher = stage.actor("kacho"), stage.actor("jimukyoku"), stage.actor("kenmu")
    for one in others:
        ledger.disclose(clerk, screen="people:show", subjects=[one.id])
    for _search in range(7):
        ledger.search_in_vain(searcher, screen="people:search")
    now = timezone.now()
    watching.seek_flags(manager, today=stage.today, now=now)
    flag = Flag.objects.filter(staff_id=clerk.staff_id).first()
    if flag is not None:
        watching.judge_flag(
            manager, flag=flag, judgement=Judgement.ASK, words="会議の準備で開いたものですか。", now=now
        )
