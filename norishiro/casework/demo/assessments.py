"""The assessments of the demo town: one written by three bodies, with a ○×？ sheet, a refusal, 受援力, and a district sheet."""

from __future__ import annotations

from norishiro.agencies.models import Area
from norishiro.assessment import operations as assessment
from norishiro.assessment.choices import Decider, RiskMark, ToldBy
from norishiro.assessment.dictionary import risk_forms_on
from norishiro.assessment.given import YES, Given, Marked
from norishiro.cases.choices import Certainty
from norishiro.cases.models import Case
from norishiro.casework.demo.stage import Home, Stage
from norishiro.sharing.choices import Ground

# Who wrote what of whom, told by whom: login, person, section's items with answers, source.
WRITTEN = (
    ("korei", "a", {"FIRST_MET_AT": Given(note="自宅の玄関先")}, ToldBy.OBSERVED, ""),
    ("korei", "a", {"OWN_WORDS": Given(note="この家で暮らしていたい。")}, ToldBy.SELF, ""),
    ("korei", "a", {"ILLNESS": Given(note="もの忘れ外来に月に1回。薬は朝だけ。"), "CARE_LEVEL": Given(codes=("APPLYING",))}, ToldBy.FAMILY, "次男"),
    ("korei", "a", {"TRAITS": Given(codes=("ILLNESS",)), "STRENGTH": Given(note="庭の手入れを毎朝している。将棋が強い。")}, ToldBy.OBSERVED, ""),
    ("korei", None, {"COMMISSIONER": Given(codes=(YES,), note="月に1回の声かけ"), "HOUSEHOLD_STRENGTH": Given(note="父と次男は、夕食を一緒に食べている。")}, ToldBy.NEIGHBOUR, "民生委員"),
    ("korei", None, {"INCOME": Given(note="父の年金で暮らしている。")}, ToldBy.FAMILY, "次男"),
    ("jiritsu", None, {"INCOME": Given(note="次男の収入が月6万円ほど減り、家計は毎月3万円足りない。")}, ToldBy.PAPER, "家計の表"),
    ("jiritsu", "b", {"WORK": Given(codes=("WORKING",), note="週5日を3日に減らした")}, ToldBy.SELF, ""),
    ("jiritsu", "b", {"TRAITS": Given(codes=("POVERTY", "DOUBLE_CARE")), "STRENGTH": Given(note="家計簿をつけ続けている。")}, ToldBy.SELF, ""),
)  # fmt: skip


def assessed_together(stage: Stage, case: Case, home: Home) -> None:
    """Two bodies write one sheet on the people's consent; they differ on the income; one line is being found out."""
    korei, jiritsu = stage.actor("korei"), stage.actor("jiritsu")
    day = stage.ago(40)
    sheet = assessment.start_sheet(korei, case=case, today=day)
    assessment.invite_party(korei, sheet=sheet, agency_id=jiritsu.agency_id, today=day)
    for login, whose, answers, told_by, told_name in WRITTEN:
        assessment.fill_section(
            stage.actor(login), sheet=sheet, person=home.people[whose] if whose else None, items=tuple(answers),
            answers=answers, told_by=told_by, told_name=told_name, known_on=day, certainty=Certainty.HEARD,
            basis=Ground.CONSENT, today=day,
        )  # fmt: skip
    sheet.refresh_from_db()
    assessment.confirm_sheet(jiritsu, sheet=sheet, version=sheet.version, today=stage.ago(38))
    assessment.choose_parts(korei, sheet=sheet, add=[("ECONOMY", ""), ("TRAITS", "STRENGTH")], remove=[])
    assessment.note_refusal(
        korei, case=case, person=home.people["a"], for_person=home.people["a"], what="デイサービスに通うこと",
        reason="「知らない人ばかりの所は落ち着かない」", source="本人", noted_on=stage.ago(30), basis=Ground.CONSENT,
        today=stage.ago(30),
    )  # fmt: skip
    for days, step, seen in (
        (120, "U2", "玄関先で、一言だけ返事があった。"),
        (60, "U4", "困っていることを、自分から話した。"),
        (20, "U3", "通いの場をいっしょに見学した。"),
    ):
        assessment.note_acceptance(
            korei, case=case, person=home.people["a"], step=step, seen=seen, strength="将棋が強い",
            route="民生委員といっしょに訪ねた", first_met_on=stage.ago(125), seen_on=stage.ago(days),
            basis=Ground.CONSENT, today=stage.ago(days),
        )  # fmt: skip
    _weighed(stage, case, home)


def _weighed(stage: Stage, case: Case, home: Home) -> None:
    """A ○×？ sheet, and what the agency decided with the day to look again."""
    korei = stage.actor("korei")
    [form] = [one for one in risk_forms_on(stage.today) if one.code == "URGENCY"]
    risk = assessment.fill_risk(
        korei, case=case, person=home.people["a"], form=form, filled_on=stage.ago(15), basis=Ground.CONSENT,
        today=stage.ago(15), marks={
            "LIFE": Marked(RiskMark.NO, "転んだことは、まだない", "庭を毎日歩いている"),
            "TREATMENT": Marked(RiskMark.YES, "薬を飲まない日がある", "外来には続けて通えている"),
            "ALONE": Marked(RiskMark.NO, "", "将棋の友人が月に1度来る"),
        },
    )  # fmt: skip
    assessment.decide_level(
        korei, sheet=risk, level="2", decider=Decider.AGENCY, decided_by="高齢者福祉課（係長と）",
        reason="薬の飲み忘れが続いている。家族がいて、外来にも通えているので、1週間のうちに訪ねることにした。",
        decided_on=stage.ago(15), review_on=stage.today, today=stage.ago(15),
    )  # fmt: skip


def district_walked(stage: Stage) -> None:
    """A walk through a district: one issue a meeting has taken up, one that waits."""
    csw = stage.actor("csw")
    area = Area.objects.order_by("code").first()
    if area is None:
        return
    sheet = assessment.study_district(
        csw, area=area, studied_on=stage.ago(30), title="みほん町を歩く会", participants="住民12人、民生委員3人、CSW",
        body="坂の上にはバスが来ない。商店街の空き店舗が増えたが、集会室は夕方もあいている。",
        issues=("坂の上から買い物に行けない人がいる", "夕方に子どもが居られる場所がない"),
        resources=("集会室が夕方もあいている", "商店街の配達"), today=stage.ago(30),
    )  # fmt: skip
    finding = sheet.findings.get(text="坂の上から買い物に行けない人がいる")
    assessment.take_up_finding(
        csw, finding=finding, meeting="地域の情報交換会", taken_up_on=stage.ago(10),
        what_next="商店街の配達の曜日を、坂の上に合わせられるか聞く", today=stage.ago(10),
    )  # fmt: skip
