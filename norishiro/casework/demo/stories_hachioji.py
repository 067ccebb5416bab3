"""The stories of the town with the 八王子 settings: 社協 coordinates, 市 convenes the 支援会議 when it is asked to."""

from __future__ import annotations

from datetime import time

from norishiro.cases import operations as cases
from norishiro.cases.choices import CaseStatus
from norishiro.casework.demo.drawn import draw_father_and_son
from norishiro.casework.demo.drawn_together import Team, draw_together
from norishiro.casework.demo.first_words import Windows, tell_first_words
from norishiro.casework.demo.gathering_places import tell_places
from norishiro.casework.demo.stage import Stage
from norishiro.casework.demo.turns import (
    PlanWay,
    consented,
    monitor_until_today,
    plan_decided,
    plan_found_sound,
    tell_of,
)
from norishiro.consultations.choices import LeadSide
from norishiro.meetings import operations as meetings
from norishiro.meetings.choices import LineKind
from norishiro.meetings.models import Item
from norishiro.outreach.choices import Met, Method
from norishiro.plans.choices import PlanKind
from norishiro.sharing.choices import Ground

SUPPORT = "SUPPORT"
OPERATOR = "SASAEAI"
LAYERED_WAY = PlanWay(drafter="takikan", body="LAYERED", guests=(OPERATOR,), decider="kacho")
TEAM = (OPERATOR, "FUKUSHI_SEISAKU", "HACHIMARU", "KOREI_ANSHIN", "SEIKATSU_JIRITSU", "HOKENJO")

WINDOWS = Windows(
    field_worker="csw", poverty="jiritsu", elderly="korei", child="kokasen", answering="takikan",
    elderly_code="KOREI_ANSHIN", child_code="KOKASEN", field_code="HACHIMARU", operator_code=OPERATOR,
)  # fmt: skip


def tell(stage: Stage) -> None:
    """Every story once."""
    tell_first_words(stage, WINDOWS)
    tell_places(stage, by="csw")
    in_support(stage)
    visited_without_consent(stage)
    waiting_for_decision(stage)
    before_the_meeting(stage)
    asked_to_convene(stage)


def asked_to_convene(stage: Stage) -> None:
    """若草家: the 社協 has asked the 市 for a 支援会議 and waits for its answer."""
    home = stage.family("wakakusa", by="csw", on=stage.ago(50))
    case = stage.open_case(
        home, by="csw", operator=OPERATOR, lead="csw", side=LeadSide.COUNCIL, on=stage.ago(30)
    )
    tell_of(stage, case, home, by="csw")
    stage.contact("csw", home.people["b"], on=stage.ago(14), method=Method.VISIT, met=Met.ABSENT, case=case,
                  body="母と話した。長男は部屋から出てこなかった。", next_on=stage.ahead(3),
                  next_what="手紙を届ける")  # fmt: skip
    meetings.request_convening(
        stage.actor("takikan"), case=case, body=stage.body(SUPPORT), today=stage.ago(2),
        reason="本人と会えておらず同意が取れない。保健所と若者の窓口とで、近づき方を相談したい。",
        proposed=[(stage.agency("HOKENJO"), "こころの相談"), (stage.agency("WAKAMONO"), "若者の居場所")],
    )  # fmt: skip


def before_the_meeting(stage: Stage) -> None:
    """雨宿家: the 市 agreed; the 支援会議 is in two days, seats are given, oaths still to come."""
    home = stage.family("amayado", by="csw", on=stage.ago(80))
    case = stage.open_case(
        home, by="csw", operator=OPERATOR, lead="csw", side=LeadSide.COUNCIL, on=stage.ago(40)
    )
    tell_of(stage, case, home, by="csw")
    asked = meetings.request_convening(
        stage.actor("takikan"), case=case, body=stage.body(SUPPORT), today=stage.ago(12),
        reason="家の外まで物があふれ、近所の苦情が続いている。責めない近づき方を、関わる機関で決めたい。",
        proposed=[(stage.agency("GOMI"), "ごみの相談"), (stage.agency("HOKENJO"), "体調")],
    )  # fmt: skip
    meetings.answer_convening(
        stage.actor("shi"), request=asked, agree=True, answer="開きます。", held_on=stage.ahead(2), starts_at=time(10, 0),
        place="市役所 会議室", agency_ids=[stage.agency(code) for code in ("GOMI", "HOKENJO", "HACHIMARU", "KOREI_ANSHIN")],
        today=stage.ago(6),
    )  # fmt: skip
    cases.change_status(
        stage.actor("takikan"),
        case=case,
        status=CaseStatus.CONFERENCE,
        reason="市が支援会議を開く",
        today=stage.ago(6),
    )


def visited_without_consent(stage: Stage) -> None:
    """月見野家: a 支援会議 gave roles, an outreach plan is being drafted, visits go on until there is consent."""
    home = stage.family("tsukimino", by="csw", on=stage.ago(120))
    case = stage.open_case(
        home, by="csw", operator=OPERATOR, lead="csw", side=LeadSide.COUNCIL, on=stage.ago(90)
    )
    tell_of(stage, case, home, by="csw")
    asked = meetings.request_convening(
        stage.actor("takikan"), case=case, body=stage.body(SUPPORT), today=stage.ago(60),
        reason="世帯主が家のことを話したがらない。", proposed=[(stage.agency("KOREI_ANSHIN"), "介護")],
    )  # fmt: skip
    asked = meetings.answer_convening(
        stage.actor("shi"), request=asked, agree=True, held_on=stage.ago(45), today=stage.ago(55),
        agency_ids=[stage.agency(code) for code in ("KOREI_ANSHIN", "HACHIMARU", "SEIKATSU_JIRITSU")],
    )  # fmt: skip
    sitting, shi = asked.sitting, stage.actor("shi")
    assert sitting is not None
    stage.come(sitting, ["shi", "takikan", "csw", "korei"], on=sitting.held_on)
    meetings.open_sitting(shi, sitting=sitting, today=sitting.held_on)
    item = Item.objects.get(sitting=sitting)
    meetings.write_line(
        shi, item=item, kind=LineKind.FACT, text="母は介護の利用を断っている。", today=sitting.held_on
    )
    for text, code, days in (
        ("月2回訪ね、世帯主と話せる関係を作る", "HACHIMARU", 5),
        ("母の体調を、世間話の中で聞く", "KOREI_ANSHIN", -3),
    ):
        meetings.decide(
            shi,
            item=item,
            text=text,
            bearer_id=stage.agency(code),
            due_on=stage.ahead(days),
            today=sitting.held_on,
        )
    sitting.refresh_from_db()
    stage.finish("shi", item, sitting, confirmed=stage.ago(40))
    cases.change_status(
        stage.actor("takikan"),
        case=case,
        status=CaseStatus.CONFERENCE,
        reason="支援会議で方針を決めた",
        today=stage.ago(45),
    )
    for days, met, body in (
        (38, Met.ABSENT, "留守だった。庭に洗濯物はあった。"),
        (24, Met.POSTED, "サロンの案内を入れた。"),
        (10, Met.FAMILY, "母と玄関先で話せた。"),
    ):
        stage.contact(
            "csw", home.people["a"], on=stage.ago(days), method=Method.VISIT, met=met, body=body, case=case
        )
    stage.draft(
        "csw", case, home, kind=PlanKind.OUTREACH, basis=Ground.OWN, on=stage.ago(8), until=stage.ahead(120),
        rows=[("a", "話せる人がいない", "月2回訪ねる", "HACHIMARU", stage.ahead(30))],
    )  # fmt: skip


def waiting_for_decision(stage: Stage) -> None:
    """小春家: the 重層的支援会議 found the plan appropriate; the 課長 of the 市 has yet to decide."""
    home = stage.family("koharu", by="jiritsu", on=stage.ago(70))
    case = consented(
        stage, home, by="jiritsu", operator=OPERATOR, on=stage.ago(48), to=TEAM, until=stage.ahead(300)
    )
    plan_found_sound(stage, case, home, at=LAYERED_WAY, found=stage.ago(6), until=stage.ahead(170), rows=(
        ("a", "体調がすぐれない", "通院に同行する", "HOKENJO", stage.ahead(30)),
        ("b", "家事を担っている", "家事の支援を入れる", "HACHIMARU", stage.ahead(20)),
    ))  # fmt: skip


def in_support(stage: Stage) -> None:
    """白波家: the plan runs and is looked at again."""
    home = stage.family("shiranami", by="korei", on=stage.ago(330))
    case = consented(
        stage, home, by="korei", operator=OPERATOR, on=stage.ago(310), to=TEAM, until=stage.ahead(12)
    )
    draw_father_and_son(stage, case, home, by="korei", basis=Ground.CONSENT)
    plan_decided(stage, case, home, at=LAYERED_WAY, decided=stage.ago(270), until=stage.ahead(60), rows=(
        ("a", "物忘れが進んでいる", "受診に同行する", "KOREI_ANSHIN", stage.ahead(9)),
        ("b", "仕事を減らした", "働き方の相談をする", "SEIKATSU_JIRITSU", stage.ahead(16)),
    ))  # fmt: skip
    monitor_until_today(stage, case, by="korei")
    draw_together(
        stage, case, home, by="korei",
        team=Team(elderly="KOREI_ANSHIN", poverty="SEIKATSU_JIRITSU", field="HACHIMARU"),
    )  # fmt: skip
