"""The stories of the town with the 豊島 settings: 区の推進員 coordinates, the 部会 meets every month."""

from __future__ import annotations

from datetime import date, time, timedelta

from django.utils import timezone

from norishiro.agencies import operations as registry
from norishiro.agencies.choices import HalfDay, RoleKind, Weekday
from norishiro.agencies.models import Agency, Area, FocusGroup, Staff, Window
from norishiro.agencies.rules import Hours
from norishiro.cases import operations as cases
from norishiro.cases.choices import CaseStatus
from norishiro.cases.models import Case
from norishiro.casework.demo.answers import tell_answers
from norishiro.casework.demo.asked_places import ask_places
from norishiro.casework.demo.assessments import assessed_together, district_walked
from norishiro.casework.demo.colleagues import work_together
from norishiro.casework.demo.corporate import among_corporations
from norishiro.casework.demo.district_letters import told_to_districts
from norishiro.casework.demo.drawn import draw_father_and_son, draw_three_generations
from norishiro.casework.demo.drawn_together import Team, draw_together
from norishiro.casework.demo.evacuees import prepares_for_evacuation
from norishiro.casework.demo.examples import tell_examples
from norishiro.casework.demo.first_words import Windows, tell_first_words
from norishiro.casework.demo.fund import in_the_fund
from norishiro.casework.demo.gathering_places import tell_places
from norishiro.casework.demo.going_round import go_round
from norishiro.casework.demo.hands import among_helpers
from norishiro.casework.demo.hidden_homes import withhold_homes
from norishiro.casework.demo.letters import tell_letters
from norishiro.casework.demo.looks import tell_looks
from norishiro.casework.demo.meetings import (
    asked_how_it_was,
    came,
    learnt_from,
    packet_made,
    second_thursdays,
    sheets_asked_for,
)
from norishiro.casework.demo.neighbourhood import in_the_neighbourhood
from norishiro.casework.demo.open_data import tell_open_data
from norishiro.casework.demo.pantry import in_the_pantry
from norishiro.casework.demo.papers import (
    members_named,
    papers_collected,
    papers_handed_out,
    papers_prepared,
)
from norishiro.casework.demo.stage import Home, Stage, blank_page, family_texts
from norishiro.casework.demo.stories_rights import tell_rights
from norishiro.casework.demo.studies import study_together
from norishiro.casework.demo.taking_part import takes_part
from norishiro.casework.demo.told_to_all import told_to_all
from norishiro.casework.demo.topics import tell_topics
from norishiro.casework.demo.turns import (
    PlanWay,
    consented,
    monitor_until_today,
    plan_decided,
    plan_found_sound,
    tell_of,
)
from norishiro.casework.demo.twice import registered_twice
from norishiro.casework.operations import closing
from norishiro.casework.operations.accept import accept_request
from norishiro.casework.operations.gatherings import receive_at_gathering
from norishiro.consultations import operations as consultations
from norishiro.consultations.choices import Channel, GuideType, LeadSide, NoConsentReason, Visitor
from norishiro.core.calendar import fiscal_year, is_business_day, parse_date
from norishiro.emergency import operations as emergency
from norishiro.emergency.choices import Trigger
from norishiro.exports import operations as exports
from norishiro.exports.choices import FileForm, ListKind
from norishiro.meetings import operations as meetings
from norishiro.meetings.choices import ItemKind, ItemPurpose, LineKind
from norishiro.outreach import operations as outreach
from norishiro.outreach.choices import GatheringKind, Met, Method
from norishiro.people import operations as people
from norishiro.people.choices import RelationKind
from norishiro.plans import operations as plans
from norishiro.plans.choices import (
    Achievement,
    Change,
    CloseReason,
    EvaluationResult,
    InterruptReason,
)
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import Ground

SECTION = "SECTION"
OPERATOR = "FUKUSHI_SOMU"
SECTION_WAY = PlanWay(drafter="suishin", body=SECTION, guests=(OPERATOR,), decider="kacho")

WINDOWS = Windows(
    field_worker="csw", poverty="jiritsu", elderly="korei", child="kokasen", answering="suishin",
    elderly_code="KOREI_FUKUSHI", child_code="KOKASEN", field_code="KUMIN_HIROBA", operator_code=OPERATOR,
)  # fmt: skip


def tell(stage: Stage) -> None:
    """Every story once."""
    reached_at_night(stage)
    strengthened_this_year(stage)
    on_duty(stage)
    tell_first_words(stage, WINDOWS)
    tell_examples(stage)
    tell_topics(stage)
    study_together(stage)
    tell_places(stage, by="csw")
    among_corporations(stage)
    tell_open_data(stage, by="csw")
    ask_places(stage, by="csw")
    closed_and_watched(stage)
    overdue(stage)
    in_support(stage)
    out_of_touch(stage)
    without_consent(stage)
    waiting_for_decision(stage)
    before_the_meeting(stage)
    in_the_district(stage)
    in_the_neighbourhood(stage)
    in_the_pantry(stage)
    in_the_fund(stage)
    among_helpers(stage)
    prepares_for_evacuation(stage)
    told_to_all(stage)
    told_to_districts(stage)
    district_walked(stage)
    in_an_emergency(stage)
    taken_out(stage)
    tell_letters(stage)
    tell_looks(stage)
    tell_rights(stage)
    tell_answers(stage)
    withhold_homes(stage)
    told_of_transfers(stage)


def reached_at_night(stage: Stage) -> None:
    """An invented contact for the nights of the working days; the preset names none."""
    registry.add_on_call(
        stage.actor("kanri"), agency=Agency.objects.get(code="FUKUSHI_SOMU"), area=None, contact="夜間の緊急連絡（見本）",
        always=False, hours=[Hours(day.value, None, time(17, 15), time(8, 30)) for day in list(Weekday)[:5]],
        from_on=stage.ago(400),
    )  # fmt: skip


def told_of_transfers(stage: Stage) -> None:
    """A list of who comes, moves and leaves in two months, read and not decided yet."""
    house = Agency.objects.get(code="FUKUSHI_SOMU").name
    role = stage.actor("suishin").role_labels[0]
    text = "\r\n".join(
        (
            "職員ID,氏名,よみ,所属機関,役職,異動の種類",
            f"shinjin,見本　あらた,みほん あらた,{house},{role},採用",
            f"csw,,,{house},{role},退職",
            f"suishin,,,{house},ない役職,異動",
        )
    )
    registry.read_transfers(
        stage.actor("kanri"), content=text.encode(), file_name="異動の表（見本）.csv",
        day=stage.today + timedelta(days=60), today=stage.today,
    )  # fmt: skip


def strengthened_this_year(stage: Stage) -> None:
    """Invented 重点対象 of this year and the last, one with a window; the preset names none."""
    keeper = stage.actor("kanri")
    for name, day in (
        ("ひきこもりの状態にある人（見本）", stage.today),
        ("ヤングケアラー（見本）", stage.today),
        ("家計の急変した世帯（見本）", stage.ago(366)),
    ):
        registry.add_focus_group(keeper, year=fiscal_year(day), name=name, source="見本", today=day)
    group = FocusGroup.objects.get(fiscal_year=fiscal_year(stage.today), order=0)
    registry.dedicate_windows(
        keeper, group=group, window_ids=[Window.objects.order_by("order")[0].id], today=stage.today
    )


def on_duty(stage: Stage) -> None:
    """Who of the 推進員 is on duty on which half day, and one day that differs."""
    officer = stage.actor("suishin")
    staff = Staff.objects.get(id=officer.staff_id)
    for weekday in list(Weekday)[:5]:
        registry.set_duty(
            officer,
            weekday=weekday.value,
            halves=HalfDay.values,
            staff=staff,
            from_on=stage.ago(30),
            today=stage.ago(30),
        )
    registry.change_duty(
        officer,
        on=_next_working_day(stage.today),
        half=HalfDay.PM,
        staff=None,
        reason="研修（見本）",
        today=stage.today,
    )


def _next_working_day(day: date) -> date:
    return next(one for one in (day + timedelta(days=n) for n in range(1, 20)) if is_business_day(one))


def in_the_district(stage: Stage) -> None:
    """第1圏域: a gathering was held there, and whoever looks after the district is told of the next."""
    csw = stage.actor("csw")
    area = Area.objects.get(code="ELD01", until_on=None)
    held_on = stage.ago(12)
    outreach.record_gathering(
        csw, area=area, kind=GatheringKind.EXCHANGE, name="みんなのお茶の間", held_on=held_on, people=14,
        consulted=2, note="はじめて来た人が3人。男性の参加が増えた", today=held_on,
    )  # fmt: skip
    outreach.record_gathering(
        csw, area=area, kind=GatheringKind.FOOD, name="年末の食品の配布", held_on=stage.ago(5), people=23,
        place="みどり地区センター", note="お米とレトルト。受け取りだけの人がほとんど", today=stage.ago(5),
    )  # fmt: skip
    phones = outreach.record_gathering(
        csw, area=area, kind=GatheringKind.PHONE, name="スマホ相談会", held_on=stage.ago(2), people=9,
        place="区民ひろば 2階", today=stage.ago(2),
    )  # fmt: skip
    receive_at_gathering(
        csw, gathering=phones, wished=True, newcomer={"alias": "スマホ相談会に来た70代の男性"}, received_on=stage.ago(2),
        channel=Channel.IBASHO, visitor=Visitor.SELF, summary="スマホより、電気が止まりそうで困っている。",
        today=stage.ago(2),
    )  # fmt: skip
    outreach.post_bulletin(
        csw, area=area, title="お茶の間の場所が変わります", text="来月から、区民ひろばの2階で開きます。声をかけたい人がいたら、CSWに知らせてください。",
        from_on=stage.ago(3), today=stage.ago(3),
    )  # fmt: skip


def in_an_emergency(stage: Stage) -> None:
    """The child support office looked one household up in an emergency and wrote what it did; the review is still due."""
    kokasen, now = stage.actor("kokasen"), timezone.now()
    search = emergency.search_household(
        kokasen, trigger=Trigger.INQUIRY, name="", born_on=None, address=family_texts()["amayado"]["address"],
        reason="救急隊から、この家の前で倒れている人がいて、家族に連絡がつかないと電話があった。",
        proved_lately=True, now=now, today=stage.today,
    )  # fmt: skip
    opening = emergency.open_household(
        kokasen,
        candidate=search.candidates.get(order=1),
        proved_lately=True,
        now=now,
        today=stage.today,
    )
    emergency.close_opening(kokasen, opening=opening, now=now)
    emergency.report_opening(
        kokasen, opening=opening, now=now,
        account="関わっている機関に電話し、担当の人から家族に伝えてもらった。中身はほかのだれにも伝えていない。",
    )  # fmt: skip
    emergency.search_household(
        stage.actor("jiritsu"), trigger=Trigger.LIFE, name="架空 次郎", born_on=date(1950, 1, 1), address="",
        reason="窓口で倒れた人が名前と生まれた日だけを言えた。持病と家族の連絡先を知りたい。",
        proved_lately=True, now=now, today=stage.today,
    )  # fmt: skip


def taken_out(stage: Stage) -> None:
    """Lists on their way out: one taken, one ready, one with so many people that somebody else has to agree."""
    now = timezone.now()
    visited_in_summer(stage)
    registered_twice(stage)
    for login, kind, columns, reason in (
        (
            "shakyo",
            ListKind.CASES,
            ["number", "status", "opened_on"],
            "関係者会議で、受け持ちの割り振りを見直すため。庁内だけで使う。",
        ),
        (
            "suishin",
            ListKind.CASES,
            ["number", "status", "opened_on", "lead"],
            "年度の引き継ぎで、主担当の一覧を係で確かめるため。庁内だけで使う。",
        ),
        (
            "suishin",
            ListKind.PEOPLE,
            ["name", "kana", "area"],
            "夏の見守り訪問の割り振りを、課長と確かめるため。庁内だけで使う。",
        ),
    ):
        export = exports.ask_export(
            stage.actor(login), kind=kind, form=FileForm.XLSX, columns=columns, from_on=None, until_on=None,
            reason=reason, now=now, today=stage.today,
        )  # fmt: skip
        if login == "shakyo" and not export.needs_approval:
            exports.take_export(stage.actor(login), export=export, proved_lately=True, now=now)


def visited_in_summer(stage: Stage) -> None:
    """People the section looks in on when it is hot: known by name, in no case."""
    given = ("あさ", "いと", "うみ", "えま", "おと", "かや", "きよ", "さわ", "しお", "たえ", "つや", "とわ")
    for name in given:
        people.add_person(
            stage.actor("suishin"), name=f"夏野 {name}", kana=f"なつの {name}", birth=parse_date("80歳くらい", today=stage.today),
            today=stage.ago(90),
        )  # fmt: skip


# --- before consent --------------------------------------------------------------------------------------


def before_the_meeting(stage: Stage) -> None:
    """月見野家: a sitting in two days, members designated, some oaths given, nobody has consented."""
    home = stage.family("tsukimino", by="csw", on=stage.ago(60))
    a, b, c = home.people["a"], home.people["b"], home.people["c"]
    csw = stage.actor("csw")
    people.add_relation(csw, person=c, other=a, kind=RelationKind.PARENT)
    people.add_relation(csw, person=a, other=b, kind=RelationKind.PARENT)
    stage.contact("csw", a, on=stage.ago(58), method=Method.VISIT, met=Met.ABSENT, with_=["MINSEI"],
                  body="民生委員さんと訪ねた。灯りはついていたが返事はなかった。")  # fmt: skip
    stage.contact("csw", a, on=stage.ago(51), method=Method.LETTER, met=Met.POSTED,
                  body="お茶の会の案内と、また来ますという手紙をポストに入れた。")  # fmt: skip
    stage.contact("csw", c, on=stage.ago(37), method=Method.VISIT, met=Met.MET, minutes=25,
                  body="玄関先でお母さんと話せた。「子や孫に迷惑はかけられない」と何度も言われた。")  # fmt: skip
    stage.contact("csw", a, on=stage.ago(30), method=Method.VISIT, met=Met.REFUSED,
                  body="「家のことは家でやっています」と戸を閉められた。表情は疲れていた。")  # fmt: skip
    case = _asked_and_accepted(stage, home)
    stage.contact("csw", a, on=stage.ago(12), method=Method.VISIT, met=Met.MET, minutes=40, case=case,
                  with_=["MINSEI"], body="民生委員さんと一緒に訪問。縁側で20分話せた。仕事のことを少し話された。",
                  impression="仕事に戻りたい気持ちはあるように見えた。", next_on=stage.ahead(4),
                  next_what="求人の見方の冊子を持って行く", there=[c], tags=["WORK", "CARE"],
                  photo=blank_page())  # fmt: skip
    stage.contact("csw", a, on=stage.ago(1), method=Method.PHONE, met=Met.ABSENT, case=case,
                  body="電話したが出られなかった。")  # fmt: skip
    for role, method, words in (
        (RoleKind.CSW, Method.VISIT, "訪問。応答なし。不在票を入れた。"),
        ("", Method.PHONE, "電話。留守番電話に名前だけを残した。"),
    ):
        outreach.keep_phrase(csw, text=words, role_kind=role, method=method, today=stage.ago(60))
    tell_of(stage, case, home, by="csw")
    draw_three_generations(stage, case, home, by="csw")
    go_round(stage, case, by="csw")
    members_named(stage, by="suishin", body=stage.body(SECTION))
    item, sitting = stage.call(
        "suishin", case, body=SECTION, kind=ItemKind.SUPPORT, purpose=ItemPurpose.SHARE,
        reason="三人の気持ちがそれぞれ違い、どの窓口からも入れていない。だれがどこから近づくかを相談したい。",
        listed=stage.ago(8), held=stage.ahead(2),
        guests=["KUMIN_HIROBA", "SHAKYO", "JIRITSU", "KOREI_FUKUSHI", "KOKASEN"],
    )  # fmt: skip
    cases.change_status(
        stage.actor("suishin"),
        case=case,
        status=CaseStatus.CONFERENCE,
        reason="部会に付議した",
        today=stage.ago(8),
    )
    stage.come(sitting, ["suishin", "csw"], on=stage.ago(3))
    papers_prepared(stage, by="suishin", item=item, sitting=sitting)
    sheets_asked_for(stage, by="suishin", item=item, sitting=sitting, answering="csw")
    second_thursdays(stage, by="suishin", body=stage.body(SECTION))


def _asked_and_accepted(stage: Stage, home: Home) -> Case:
    """The CSW applies for the father; the 推進員 accepts, and the CSW adds the two others of the household."""
    csw, father = stage.actor("csw"), home.people["a"]
    request = consultations.apply_for_support(
        csw, person=father, operator_id=stage.agency(OPERATOR), situation=home.text["situation"],
        tried=home.text["tried"], stuck=home.text["stuck"], guide_type=GuideType.HOUSEHOLD,
        no_consent_reason=NoConsentReason.HARM, today=stage.ago(29),
    )  # fmt: skip
    case = accept_request(
        stage.actor("suishin"), request=request, title=home.text["title"], household=home.household, people=[father],
        lead_agency_id=csw.agency_id, lead_staff_id=csw.staff_id, lead_side=LeadSide.COUNCIL,
        lead_side_reason="時間をかけてつながりを作るため", reason="世帯の三人それぞれに課題があり、一つの窓口では支えきれない。",
        today=stage.ago(26),
    )  # fmt: skip
    for key in ("b", "c"):
        cases.add_member(csw, case=case, person=home.people[key], today=stage.ago(26))
    return case


def without_consent(stage: Stage) -> None:
    """若草家: the meeting gave everybody a role; the son refused; one role is late, contacts go on."""
    home = stage.family("wakakusa", by="shakyo", on=stage.ago(90))
    a, b = home.people["a"], home.people["b"]
    case = stage.open_case(
        home, by="shakyo", operator="SHAKYO", lead="shakyo", side=LeadSide.COUNCIL, on=stage.ago(75)
    )
    tell_of(stage, case, home, by="shakyo")
    item, sitting = stage.call(
        "shakyo", case, body=SECTION, kind=ItemKind.SUPPORT, purpose=ItemPurpose.SHARE,
        reason="長男とは会えておらず、同意を聞けていない。母の体調も心配なので、近づき方を相談したい。",
        listed=stage.ago(50), held=stage.ago(40), guests=["KUMIN_HIROBA", "JIRITSU", "KOREI_FUKUSHI", OPERATOR],
    )  # fmt: skip
    held = sitting.held_on
    shakyo = stage.actor("shakyo")
    stage.come(sitting, ["shakyo", "csw", "jiritsu", "korei"], on=held)
    meetings.open_sitting(shakyo, sitting=sitting, today=held)
    for kind, text in (
        (LineKind.FACT, "長男は10年前に仕事をやめ、ここ数年は部屋から出ていない。"),
        (LineKind.VIEW, "母が間に入りすぎて、疲れているのではないか。"),
        (LineKind.OPINION, "最初は母の話を聞く人と、長男に手紙を書く人を分けてはどうか。"),
    ):
        meetings.write_line(shakyo, item=item, kind=kind, text=text, today=held)
    for text, code, days in (
        ("長男あての手紙を、月に2回届ける", "KUMIN_HIROBA", 7),
        ("母の体調と介護のことを、窓口で聞く", "KOREI_FUKUSHI", -6),
        ("ひきこもり相談の案内を、母に渡す", "JIRITSU", 21),
    ):
        meetings.decide(
            shakyo, item=item, text=text, bearer_id=stage.agency(code), due_on=stage.ahead(days), today=held
        )
    copies = papers_handed_out(stage, by="shakyo", item=item)
    came(stage, by="shakyo", sitting=sitting)
    stage.finish("shakyo", item, sitting, confirmed=stage.ago(36))
    papers_collected(stage, copies, by="shakyo")
    asked_how_it_was(stage, by="shakyo", sitting=sitting, answering="csw")
    cases.change_status(
        shakyo, case=case, status=CaseStatus.CONFERENCE, reason="支援会議で方針を決めた", today=held
    )
    sharing.note_refusal(
        shakyo, person=b, case_id=case.id, asked_on=stage.ago(15), reason="「いまは放っておいてほしい」と手紙の返事があった。",
        ask_again_on=stage.ahead(10), today=stage.ago(15),
    )  # fmt: skip
    sharing.exclude_staff(
        shakyo, subjects=[sharing.person(b.id)], reason="長男の中学の担任だった。",
        shut_out=Staff.objects.get(id=stage.actor("jido").staff_id),
    )  # fmt: skip
    stage.contact("csw", b, on=stage.ago(33), method=Method.LETTER, met=Met.POSTED, case=case,
                  body="絵はがきに近所の猫のことを書いて届けた。")  # fmt: skip
    stage.contact("csw", b, on=stage.ago(19), method=Method.VISIT, met=Met.ABSENT, case=case,
                  body="母と話した。長男は奥の部屋にいて出てこなかった。はがきは読んでいるとのこと。",
                  next_on=stage.ago(2), next_what="次のはがきを届ける")  # fmt: skip
    stage.contact("shakyo", a, on=stage.ago(9), method=Method.PHONE, met=Met.MET, minutes=30, case=case,
                  body="母から電話。眠れない日が続くと話された。")  # fmt: skip
    learnt_from(stage, by="shakyo", case=case)
    meeting_now(stage, case)


def meeting_now(stage: Stage, case: Case) -> None:
    """若草家 again: the 関係者会議 sits today, the minutes are being written."""
    item, sitting = stage.call(
        "shakyo", case, body="CONCERNED", kind=ItemKind.SUPPORT, purpose=ItemPurpose.REVIEW,
        reason="手紙に返事があった。次の近づき方と、母の休める時間を相談したい。",
        listed=stage.ago(7), held=stage.today, guests=["KUMIN_HIROBA", "JIRITSU", "KOREI_FUKUSHI"],
    )  # fmt: skip
    shakyo = stage.actor("shakyo")
    stage.come(sitting, ["shakyo", "csw", "korei"], on=stage.today)
    meetings.open_sitting(shakyo, sitting=sitting, today=stage.today)
    meetings.write_line(
        shakyo,
        item=item,
        kind=LineKind.FACT,
        text="長男から「放っておいてほしい」と手紙の返事があった。",
        today=stage.today,
    )
    meetings.write_line(
        shakyo,
        item=item,
        kind=LineKind.VIEW,
        text="返事をくれたこと自体が、つながりの始まりではないか。",
        today=stage.today,
    )
    packet_made(stage, by="shakyo", sitting=sitting)


# --- with consent ----------------------------------------------------------------------------------------

TEAM = (OPERATOR, "KOKASEN", "JIRITSU", "KENKO", "KUMIN_HIROBA")
ELDER_TEAM = (OPERATOR, "KOREI_FUKUSHI", "JIRITSU", "KUMIN_HIROBA")


def waiting_for_decision(stage: Stage) -> None:
    """小春家: consent is given, the plan was found appropriate, the 課長 has yet to decide."""
    home = stage.family("koharu", by="kokasen", on=stage.ago(70))
    case = consented(
        stage, home, by="kokasen", operator=OPERATOR, on=stage.ago(48), to=TEAM, until=stage.ahead(300)
    )
    stage.contact("kokasen", home.people["a"], on=stage.ago(21), method=Method.VISIT, met=Met.MET, minutes=50,
                  case=case, basis=Ground.CONSENT, body="台所で話した。体の動かない日のことを、初めて詳しく話された。",
                  next_on=stage.ahead(1), next_what="通院の日を一緒に決める")  # fmt: skip
    plan_found_sound(stage, case, home, at=SECTION_WAY, found=stage.ago(6), until=stage.ahead(170), rows=(
        ("a", "体調がすぐれない", "通院に同行し、家事の手伝いを手配する", "KENKO", stage.ahead(30)),
        ("b", "家事と妹の世話を担っている", "部活の日は家事の支援を入れる", "KOKASEN", stage.ahead(20)),
        ("a", "家賃が遅れている", "家計の相談を受け、大家さんと話す", "JIRITSU", stage.ahead(14)),
    ))  # fmt: skip


def in_support(stage: Stage) -> None:
    """白波家: the plan runs, monitoring comes up, the consent soon ends, help is asked and a handover offered."""
    home = stage.family("shiranami", by="korei", on=stage.ago(130))
    case = consented(
        stage, home, by="korei", operator=OPERATOR, on=stage.ago(100), to=ELDER_TEAM, until=stage.ahead(12)
    )
    people.add_relation(
        stage.actor("korei"), person=home.people["a"], other=home.people["b"], kind=RelationKind.PARENT
    )
    draw_father_and_son(stage, case, home, by="korei", basis=Ground.CONSENT)
    plan = plan_decided(stage, case, home, at=SECTION_WAY, decided=stage.ago(70), until=stage.ahead(110), rows=(
        ("a", "物忘れが進んでいる", "受診に同行し、通いの場を探す", "KOREI_FUKUSHI", stage.ahead(9)),
        ("b", "仕事を減らし、収入が少ない", "働き方と家計の相談をする", "JIRITSU", stage.ahead(16)),
        ("b", "話せる人がいない", "介護をする人の集まりに誘う", "KUMIN_HIROBA", stage.ahead(25)),
    ))  # fmt: skip
    for login in ("suishin", "korei", "jiritsu"):
        if stage.actor(login).agency_id in set(plan.rows.values_list("bearer_id", flat=True)):
            plans.acknowledge_plan(stage.actor(login), plan=plan, today=stage.ago(66))
    monitor_until_today(stage, case, by="korei")
    plans.record_agency_plan(
        stage.actor("korei"), case=case, person=home.people["a"], name="居宅サービス計画", goal="通いの場に週1回行く",
        progress="見学に一度行けた", percent=40, from_on=stage.ago(60), until_on=stage.ahead(120),
        basis=Ground.CONSENT, today=stage.ago(20),
    )  # fmt: skip
    stage.contact("korei", home.people["a"], on=stage.ago(20), method=Method.ESCORT, met=Met.MET, minutes=120, case=case,
                  basis=Ground.CONSENT, body="もの忘れ外来に同行した。帰りに通いの場を見学した。")  # fmt: skip
    stage.contact("jiritsu", home.people["b"], on=stage.ago(8), method=Method.DESK, met=Met.MET, minutes=60, case=case,
                  basis=Ground.CONSENT, body="働く時間を戻す相談。来月の勤務表をもとに考えることにした。",
                  next_on=stage.today, next_what="勤務表を見ながら家計の表を作る")  # fmt: skip
    for key in ("a", "b"):
        for days, number, seen in (
            (95, 2, "玄関先で、短い返事があった"), (60, 3, "決めた曜日に、家で話せるようになった"),
            (40, 2, "風邪で二度会えず、電話で一言"), (20, 5, "受診に同行し、帰りに通いの場を見学した"),
        ):  # fmt: skip
            outreach.note_stage(
                stage.actor("korei"), person=home.people[key], stage=number, noted_on=stage.ago(days), seen=seen,
                watcher="", basis=Ground.CONSENT, today=stage.ago(days),
            )  # fmt: skip
    cases.ask_help(
        stage.actor("korei"), case=case, helper_agency_id=stage.agency("KENKO"), today=stage.ago(4),
        question="受診のあと、本人が薬を飲みたがりません。家族への声のかけ方を教えてください。",
    )  # fmt: skip
    cases.offer_handover(
        stage.actor("korei"), case=case, person=home.people["a"], kind="SERVICE", to_agency_id=stage.agency("KUMIN_HIROBA"),
        what="通いの場への付き添い", note="道順に不安があるので、はじめの2回は一緒に歩いてください。",
        basis=Ground.CONSENT, today=stage.ago(3),
    )  # fmt: skip
    assessed_together(stage, case, home)
    plans.revise_plan(stage.actor("suishin"), plan=plan, today=stage.ago(2))
    draw_together(
        stage, case, home, by="korei",
        team=Team(elderly="KOREI_FUKUSHI", poverty="JIRITSU", field="KUMIN_HIROBA"),
    )  # fmt: skip
    takes_part(stage, case, home, by="jiritsu")
    work_together(stage, case)
    stage.told("korei", home.people["a"], to="KENKO", ground="P69-2", on=stage.ago(4),
               body="もの忘れ外来に月1回通っている。薬は朝だけ。一人での通院は道に迷うことがある。",
               purpose="保健師の訪問の前に、受診のようすを知ってもらうため",
               answers={"good_reason": "保健指導の事務に要る。薬の飲み忘れが続いている。",
                        "approved": "高齢者福祉課長の決裁（4日前）", "no_harm": "病名と家計のことは書いていない。"})  # fmt: skip


def overdue(stage: Stage) -> None:
    """雨宿家: a plan was decided long ago; monitoring is late and nothing has moved for months."""
    home = stage.family("amayado", by="suishin", on=stage.ago(190))
    case = consented(
        stage, home, by="suishin", operator=OPERATOR, on=stage.ago(170), to=ELDER_TEAM, until=stage.ahead(190)
    )
    plan_decided(stage, case, home, at=SECTION_WAY, decided=stage.ago(130), until=stage.ahead(50), rows=(
        ("a", "物が家の外まであふれている", "ご本人と一緒に、月1回少しずつ片付ける", "KUMIN_HIROBA", stage.ago(40)),
        ("b", "近所とのことで眠れない", "保健の相談につなぐ", "KOREI_FUKUSHI", stage.ago(25)),
    ))  # fmt: skip
    stage.told("suishin", home.people["a"], to="KENKO", ground="Z", on=stage.ago(1),
               body="玄関の前で座りこんでいた。呼びかけに短く答えるが、立ち上がれない。",
               purpose="保健師にすぐ様子を見てもらうため",
               answers={"danger": "何日も食べていないと言い、脱水のおそれがあった。同意を尋ねられる様子ではなかった。"})  # fmt: skip


def closed_and_watched(stage: Stage) -> None:
    """星見家: the plan ended well; a watcher looks in once more."""
    home = stage.family("hoshimi", by="shakyo", on=stage.ago(330))
    suishin = stage.actor("suishin")
    case = consented(
        stage,
        home,
        by="shakyo",
        operator=OPERATOR,
        on=stage.ago(310),
        to=("SHAKYO", *ELDER_TEAM),
        until=stage.ahead(90),
    )
    plan = plan_decided(stage, case, home, at=SECTION_WAY, decided=stage.ago(270), until=stage.ago(60), rows=(
        ("b", "家にこもりがち", "木曜の会に一緒に行く", "KUMIN_HIROBA", stage.ago(150)),
        ("a", "先のことが心配", "親の会を紹介する", "SHAKYO", stage.ago(120)),
    ))  # fmt: skip
    plans.evaluate(
        suishin, case=case, plan=plan, evaluated_on=stage.ago(35), achievement=Achievement.DONE,
        comment="月2回の会に自分から通うようになった。", remaining="父母の体調しだいで、また相談が要るかもしれない。",
        voice=home.text["wish_b"], result=EvaluationResult.CLOSE, changes=[Change.ISOLATION, Change.PARTICIPATION],
        basis=Ground.CONSENT, today=stage.ago(35),
    )  # fmt: skip
    closing.close_case(
        suishin, case=case, reason=CloseReason.ROLES_SET, comment="居場所と相談先ができ、見通しがついた。",
        follow_up_agency_id=stage.agency("KUMIN_HIROBA"), watches=True, watcher="区民ひろばのCSW",
        check_on=stage.ahead(9), today=stage.ago(30),
    )  # fmt: skip


def out_of_touch(stage: Stage) -> None:
    """花曇さん: contact broke off; somebody keeps an eye out."""
    home = stage.family("hanagumori", by="jiritsu", on=stage.ago(160))
    case = stage.open_case(
        home, by="jiritsu", operator=OPERATOR, lead="jiritsu", side=LeadSide.ADMINISTRATION, on=stage.ago(120)
    )
    stage.contact("jiritsu", home.people["a"], on=stage.ago(80), method=Method.PHONE, met=Met.ABSENT, case=case,
                  body="3回目の電話。つながらない。")  # fmt: skip
    closing.interrupt_case(
        stage.actor("suishin"), case=case, reason=InterruptReason.LOST, comment="電話も手紙も届かなくなった。",
        follow_up_agency_id=stage.agency("JIRITSU"), watcher="くらし・しごと相談支援センター", check_on=stage.ago(1),
        reopen_when="本人から連絡があったとき、または友人から消息を聞いたとき", today=stage.ago(45),
    )  # fmt: skip
