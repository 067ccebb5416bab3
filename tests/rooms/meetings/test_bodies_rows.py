"""The meetings of the municipalities that are more than cases, each with the bodies its preset names."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency
from norishiro.core import calendar
from norishiro.core.operation import announce
from norishiro.meetings import operations
from norishiro.meetings.models import (
    Block,
    Body,
    Guest,
    Interview,
    LocalLeader,
    Partner,
    Regulation,
    Sitting,
    Theme,
    Topic,
    TopicTransfer,
)
from tests.factories import agencies, people
from tests.rooms.meetings import town as towns
from tests.rooms.meetings.test_adopting import adopt
from tests.rooms.meetings.test_screens import day, get, post, text_of
from tests.rooms.meetings.test_topics import form_values, raised, stranger
from tests.rooms.meetings.town import TODAY

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def bodies(name: str) -> dict[str, Body]:
    return {body.code: body for body in adopt(name)}


def keeper(body: Body, *, code: str = "", kinds=(RoleKind.COORDINATOR,)) -> Actor:
    """Somebody of an agency that convenes the body or stands on its roster; where none does, of any that may call."""
    named = [*body.conveners.all(), *(seat.agency for seat in body.roster.all() if seat.agency)]
    place = Agency.objects.get(code=code) if code else (named[0] if named else Agency.objects.first())
    return agencies.actor("架空 係子", agency=place, kinds=kinds)


def topic_by(actor: Actor, body: Body, title: str, **values) -> Topic:
    """Written in the browser."""
    sent = post(
        actor,
        "add_topic",
        body.id,
        **form_values(**{"kind": "ISSUE", "shortage": "", "title": title, **values}),
    )
    assert sent.status_code == 302, text_of(sent)
    return Topic.objects.get(body=body, title=title)


def hand_on(
    actor: Actor, topic: Topic, *, way: str, to_body: Body | None = None, to_agency: str = ""
) -> TopicTransfer:
    sent = post(
        actor, "send_topic", topic.id, way=way, to_body=str(to_body.id) if to_body else "", to_agency=to_agency,
        words="ここだけでは解けない",
    )  # fmt: skip
    assert sent.status_code == 302, text_of(sent)
    return TopicTransfer.objects.get(topic=topic)


def take(actor: Actor, transfer: TopicTransfer, title: str, *, theme: str = "") -> Topic:
    sent = post(actor, "take_topic", transfer.id, title=title, joins="", theme=theme)
    assert sent.status_code == 302, text_of(sent)
    return Topic.objects.get(contributions=transfer)


def reply(actor: Actor, transfer: TopicTransfer, words: str, *, owner: str = "", due: str = "") -> None:
    sent = post(
        actor,
        "answer_topic",
        transfer.id,
        reply=words,
        replier="上の会議",
        reply_owner=owner,
        reply_due_on=due,
    )
    assert sent.status_code == 302, text_of(sent)


def held(actor: Actor, body: Body, *guests: Actor, on=TODAY) -> Sitting:
    """Called for today and begun."""
    invited = {str(one.agency_id) for one in guests} or {str(actor.agency_id)}
    listed = {str(seat.agency_id) for seat in body.roster.all()}
    sent = post(
        actor, "call_meeting", body.id, held_on=day(on), starts_at="", ends_at="", place="", mode="ROOM", items=[], apart="",
        agencies=[*invited & listed], more_agencies=[*invited - listed], topics="続いている話題",
    )  # fmt: skip
    assert sent.status_code == 302, text_of(sent)
    sitting = Sitting.objects.filter(body=body).latest("made_at")
    return operations.open_sitting(actor, sitting=sitting, today=TODAY) if on == TODAY else sitting


def came(actor: Actor, sitting: Sitting, **values) -> None:
    sent = post(
        actor, "add_guest", sitting.id,
        **{"side": "GROUP", "group": "", "name": "", "number": "", "block": "", "area": "", "agreed_how": "", **values},
    )  # fmt: skip
    assert sent.status_code == 302, text_of(sent)


def placed(actor: Actor, sitting: Sitting, **values) -> None:
    sitting.refresh_from_db()
    sent = post(
        actor, "place_sitting", sitting.id, version=str(sitting.version),
        **{"occasion": "MEETING", "area": "", "host": "", "joined_to": "", **values},
    )  # fmt: skip
    assert sent.status_code == 302, text_of(sent)


def talked(actor: Actor, sitting: Sitting, topic: Topic, **values) -> None:
    sent = post(
        actor,
        "talk_of_topic",
        sitting.id,
        topic.id,
        **{"words": "話した", "agreed": "", "version": "0", **values},
    )
    assert sent.status_code == 302, text_of(sent)


# --- up and down ---------------------------------------------------------------------------------------------


def test_setagaya_issues_rise_through_three_layers_with_origin_and_stand_under_the_yearly_theme():
    named = bodies("setagaya")
    district, region, ward = (named[code] for code in ("CARE_DISTRICT_HARD", "CARE_REGION", "CARE_WARD"))
    local = keeper(district)
    middle, top = (agencies.actor(name, agency=agencies.agency(name)) for name in ("架空 地域", "架空 全区"))
    case = towns.case(local, people.person(local, "架空 花江"), title="架空家")
    area = agencies.area("第3地区", layer="DISTRICT")
    sent = post(
        local,
        "raise_from_case",
        case.id,
        **raised(body=str(district.id), title="保証人のいない入院", shortage="SYSTEM"),
    )
    assert sent.status_code == 302
    below = Topic.objects.get()
    Topic.objects.filter(id=below.id).update(area=area)
    up = hand_on(local, below, way="UP", to_body=region)
    risen = take(middle, up, "身元保証人がいない人")
    assert (
        post(
            top,
            "keep_theme",
            ward.id,
            fiscal_year=str(calendar.fiscal_year(TODAY)),
            title="身元保証人",
            note="",
        ).status_code
        == 302
    )
    theme = Theme.objects.get()
    highest = take(
        top, hand_on(middle, risen, way="UP", to_body=ward), "区全体の身元保証", theme=str(theme.id)
    )
    page, yearly = text_of(get(top, "topic", highest.id)), text_of(get(top, "theme", theme.id))
    for shown in (page, yearly):
        assert [
            one in shown for one in ("身元保証人がいない人", "保証人のいない入院", district.name, "第3地区")
        ] == [True] * 4
        assert "架空家" not in shown and "架空 花江" not in shown
    for layer in (below, risen, highest):
        assert "架空家" not in text_of(get(middle, "topic", layer.id))
    assert "架空家" in text_of(get(local, "topic", below.id))


def test_nakano_issues_move_up_replies_come_down_and_the_sections_results_show_at_the_ward():
    named = bodies("nakano")
    center, ward, section = (named[code] for code in ("CARE_CENTER", "CARE_WARD", "HIKIKOMORI"))
    actor, worker = keeper(center), keeper(section)
    issue = topic_by(actor, center, "坂の上の買い物")
    transfer = hand_on(actor, issue, way="UP", to_body=ward)
    above = take(keeper(ward), transfer, "買い物の足")
    assert center.name in text_of(get(actor, "topic", above.id))
    reply(
        keeper(ward),
        transfer,
        "移動販売を週1回入れる。",
        owner=str(actor.agency_id),
        due=day(TODAY + 60 * DAY),
    )
    assert "移動販売を週1回入れる。" in text_of(get(actor, "topic", issue.id))
    result = topic_by(worker, section, "家族の集まりの持ち方")
    assert "家族会を隔月に" not in text_of(get(actor, "topics", ward.id))
    assert (
        post(
            worker, "finish_topic", result.id, outcome="家族会を隔月にした。", done_on=day(TODAY)
        ).status_code
        == 302
    )
    shown = text_of(get(actor, "topics", ward.id))
    assert (
        "部会・下の会議体で済んだこと" in shown and "家族会を隔月にした。" in shown and section.name in shown
    )


def test_toshima_shortages_flow_up_from_the_monthly_body_and_decisions_flow_down():
    named = bodies("toshima")
    section, council = named["SECTION"], named["COUNCIL"]
    actor, above = keeper(section), keeper(council)
    first, second = (
        topic_by(actor, section, title, kind="SHORTAGE", shortage="PLACE", cases_behind=number)
        for title, number in (("夜の居場所", "4"), ("休みの日の居場所", "3"))
    )
    for topic in (first, second):
        hand_on(actor, topic, way="UP", to_body=council)
    arrived = text_of(get(above, "topics", council.id))
    assert "夜の居場所" in arrived and "休みの日の居場所" in arrived and "背景に4世帯" in arrived
    taken = take(above, first.transfers.get(), "居場所の充足")
    joined = post(above, "take_topic", second.transfers.get().id, title="", joins=str(taken.id), theme="")
    assert joined.status_code == 302
    taken.refresh_from_db()
    assert (taken.cases_behind, taken.kind, taken.shortage) == (7, "SHORTAGE", "PLACE")
    reply(
        above,
        first.transfers.get(),
        "区民ひろばを夜も開ける。",
        owner=str(actor.agency_id),
        due=day(TODAY + 90 * DAY),
    )
    page = text_of(get(actor, "topic", first.id))
    assert "区民ひろばを夜も開ける。" in page and Agency.objects.get(id=actor.agency_id).name in page
    first.refresh_from_db()
    assert (first.owner_agency_id, first.due_on) == (actor.agency_id, TODAY + 90 * DAY)


def test_komae_area_issues_pass_up_and_a_proposal_to_the_city_stays_open_until_answered():
    named = bodies("komae")
    area, council = named["NOGAWA_NOWA"], named["TOWN_COUNCIL"]
    actor = agencies.actor("架空 委員", agency=Agency.objects.first())
    city = agencies.actor("架空 市", agency=agencies.agency("架空市の道路課"), kinds=(RoleKind.MEMBER,))
    issue = topic_by(actor, area, "川沿いの道が暗い")
    above = take(actor, hand_on(actor, issue, way="SIDE", to_body=council), "夜の道のあかり")
    assert area.name in text_of(get(actor, "topic", above.id))
    transfer = hand_on(actor, above, way="PROPOSAL", to_agency=str(city.agency_id))
    early = post(actor, "finish_topic", above.id, outcome="提案した", done_on=day(TODAY))
    assert early.status_code == 422
    for who in (actor, stranger()):
        assert "夜の道のあかり" in text_of(get(who, "topic_board"))
    reply(city, transfer, "街灯を3本足す。")
    assert "夜の道のあかり" not in text_of(get(stranger(), "topic_board"))
    assert (
        post(
            actor, "finish_topic", above.id, outcome="あかりがついた", done_on=day(TODAY), tell_back="on"
        ).status_code
        == 302
    )
    issue.refresh_from_db()
    assert issue.status == "RETURNED"


def test_nakano_liaison_sits_about_six_times_alone_or_joined_and_gaps_become_requests():
    named = bodies("nakano")
    liaison, support = named["LIAISON"], named["SUPPORT"]
    actor = keeper(liaison)
    assert "年6回程度" in text_of(get(actor, "body", liaison.id))
    alone = held(actor, liaison)
    topic = topic_by(actor, liaison, "泊まれる場所が一つもない", kind="SHORTAGE", shortage="HOUSING")
    talked(actor, alone, topic, agreed="区へ頼む")
    operations.close_sitting(actor, sitting=Sitting.objects.get(id=alone.id))
    assert "事例なし" in text_of(get(actor, "list"))
    with_cases = operations.call_meeting(
        actor, body=support, held_on=TODAY, agency_ids=[actor.agency_id], today=TODAY,
        items=[operations.put_on_list(actor, case=_case(actor), body=support, kind="SUPPORT", reason="会えない", today=TODAY)],
    )  # fmt: skip
    second = held(actor, liaison)
    placed(actor, second, joined_to=str(with_cases.id))
    assert support.name in text_of(get(actor, "attendance", second.id))
    assert liaison.name in text_of(get(actor, "attendance", with_cases.id))
    for months in range(1, 5):
        held(actor, liaison, on=TODAY + 40 * months * DAY)
    assert Sitting.objects.filter(body=liaison, cases_tabled=0).count() == 6
    assert "泊まれる場所が一つもない" in text_of(get(actor, "sitting", second.id))
    request = hand_on(
        actor, topic, way="PROPOSAL", to_agency=str(Agency.objects.exclude(id=actor.agency_id)[0].id)
    )
    assert (request.way, request.status) == ("PROPOSAL", "WAITING")
    assert "泊まれる場所が一つもない" in text_of(get(actor, "topic_board"))


def _case(actor: Actor):
    return towns.case(actor, people.person(actor, "架空 花江"), title="架空家")


def test_tachikawa_repeated_gaps_across_plans_become_one_policy_item_with_owner_and_status():
    named = bodies("tachikawa")
    body = named["LAYERED"]
    actor = keeper(body)
    first, second = (
        towns.case(actor, people.person(actor, name), title=name) for name in ("架空 東家", "架空 西家")
    )
    new = post(
        actor,
        "raise_from_case",
        first.id,
        **raised(body=str(body.id), shortage="MOVING", title="通院に付きそう人がいない"),
    )
    assert new.status_code == 302
    gap = Topic.objects.get()
    assert post(actor, "raise_from_case", second.id, **raised(existing=str(gap.id))).status_code == 302
    other = topic_by(
        actor, body, "買い物に付きそう人がいない", kind="SHORTAGE", shortage="MOVING", cases_behind="1"
    )
    page = text_of(get(actor, "topics", body.id))
    assert "くり返し" in page and "移動・同行" in page
    assert post(
        actor, "gather_topics", body.id, topics=[str(gap.id), str(other.id)], title="付きそいの担い手を育てる", kind="MEASURE",
        text="", owner=str(actor.agency_id), due_on=day(TODAY + 180 * DAY),
    ).status_code == 302  # fmt: skip
    measure = Topic.objects.get(kind="MEASURE")
    shown = text_of(get(actor, "topic", measure.id))
    assert (measure.cases_behind, measure.status, measure.owner_agency_id) == (3, "OPEN", actor.agency_id)
    assert "3世帯" in shown and "続いている" in shown and "架空 東家" not in shown


# --- carried on from sitting to sitting ------------------------------------------------------------------------


def test_nishitokyo_area_sittings_keep_a_running_list_with_next_steps():
    body = bodies("nishitokyo")["AREA_MONTHLY"]
    actor = keeper(body)
    east, west = agencies.area("第1圏域"), agencies.area("第2圏域")
    held_in = {area.name: held(actor, body) for area in (east, west)}
    for area in (east, west):
        placed(actor, held_in[area.name], area=str(area.id))
        topic_by(
            actor,
            body,
            f"{area.name}の空き家",
            area=str(area.id),
            next_what="三者で見に行く",
            due_on=day(TODAY + 30 * DAY),
        )
    page = text_of(get(actor, "topics", body.id, area=east.id.hex))
    assert "第1圏域の空き家" in page and "三者で見に行く" in page and "第2圏域の空き家" not in page
    sitting = text_of(get(actor, "sitting", held_in["第1圏域"].id))
    assert "第1圏域の空き家" in sitting and "第2圏域の空き家" not in sitting
    counted = text_of(get(actor, "places", body.id))
    assert "第1圏域" in counted and "第2圏域" in counted


def test_hachioji_shared_cases_and_follow_ups_carry_to_the_next_sitting():
    body = bodies("hachioji")["CSW_REGULAR"]
    actor = keeper(body)
    case = _case(actor)
    new = post(
        actor, "raise_from_case", case.id,
        **raised(body=str(body.id), kind="FOLLOW_UP", shortage="", title="手紙を置いている世帯のその後", next_what="次の手紙を届ける"),
    )  # fmt: skip
    assert new.status_code == 302
    topic = Topic.objects.get()
    first = held(actor, body)
    talked(actor, first, topic, words="返事があった", agreed="母の話を聞く人を分ける")
    operations.close_sitting(actor, sitting=Sitting.objects.get(id=first.id))
    second = held(actor, body)
    assert "手紙を置いている世帯のその後" in text_of(get(actor, "sitting", second.id))
    assert "架空家" in text_of(get(actor, "topic", topic.id))
    assert "架空家" not in text_of(get(stranger(), "topic", topic.id))
    post(actor, "finish_topic", topic.id, outcome="会えた", done_on=day(TODAY))
    assert "手紙を置いている世帯のその後" not in text_of(get(actor, "sitting", second.id))


def test_hachioji_interview_notes_open_only_to_the_worker_and_the_managers_named():
    body = bodies("hachioji")["CSW_REGULAR"]
    place = body.conveners.get()
    worker = agencies.actor("架空 CSW", agency=place, kinds=(RoleKind.CSW,))
    manager = agencies.actor("架空 課長", agency=place, kinds=(RoleKind.MANAGER,))
    other = agencies.actor("架空 係長", agency=place, kinds=(RoleKind.MANAGER,))
    colleague = agencies.actor("架空 同僚", agency=place, kinds=(RoleKind.CSW,))
    outside = agencies.actor("架空 他課長", agency=agencies.agency("他課"), kinds=(RoleKind.MANAGER,))
    values = {
        "adviser": "架空大学の先生",
        "held_on": day(TODAY),
        "note": "断られたあとの関わり方",
        "body": str(body.id),
    }
    assert post(worker, "add_interview", **values, readers=[str(outside.staff_id)]).status_code == 422
    sent = post(worker, "add_interview", **values, readers=[str(manager.staff_id)])
    assert sent.status_code == 302
    url = sent.url
    answers = {
        who.name: towns.client_of(who).get(url).status_code
        for who in (worker, manager, other, colleague, outside)
    }
    assert answers == {
        "架空 CSW": 200,
        "架空 課長": 200,
        "架空 係長": 404,
        "架空 同僚": 404,
        "架空 他課長": 404,
    }
    assert "断られたあとの関わり方" in towns.client_of(manager).get(url).content.decode()
    assert "架空大学の先生" in text_of(get(manager, "interviews"))
    assert "架空大学の先生" not in text_of(get(colleague, "interviews"))
    announce(colleague)
    assert Interview.objects.count() == 0


def test_nakano_ward_and_council_types_keep_frequency_members_and_joint_training_lists_both_sides():
    named = bodies("nakano")
    body = named["WARD_AND_COUNCIL"]
    ward, council = keeper(body, code="KU"), keeper(body, code="SHAKYO")
    page = text_of(get(ward, "body", body.id))
    assert "年3回" in page and "2構成員" in page
    for code in ("COUNCIL_MANAGERS", "AREA_DUTIES", "FOUR_AREAS"):
        assert named[code].name in text_of(get(ward, "bodies"))
    topic = topic_by(ward, body, "同行訪問のきまり", kind="LIAISON")
    first = held(ward, body, council)
    operations.close_sitting(ward, sitting=Sitting.objects.get(id=first.id))
    training = held(ward, body, council)
    assert topic.title in text_of(get(ward, "sitting", training.id))
    placed(ward, training, occasion="TRAINING")
    there = [str(one.id) for one in training.invitations.all()]
    assert post(ward, "note_attendance", training.id, attendance=there).status_code == 302
    came(ward, training, side="CITY", group="架空区の保健所", number="3")
    came(ward, training, side="COUNCIL", name="架空 社協職員")
    shown = text_of(get(council, "attendance", training.id))
    assert "研修・セミナー" in shown
    city, _mark, rest = shown.partition("社会福祉協議会</h2>")
    assert "架空区の保健所（3人）" in city and "架空 社協職員" in rest


def test_nishitokyo_committee_keeps_topics_and_tasks_and_agencies_mark_guide_pages_read():
    named = bodies("nishitokyo")
    body = named["CITY_COMMITTEE"]
    actor = keeper(body)
    reader = agencies.actor("架空 窓口", agency=agencies.agency("架空の窓口"), kinds=(RoleKind.MEMBER,))
    sitting = held(actor, body)
    topic = topic_by(
        actor,
        body,
        "手引きの書きなおし",
        kind="LIAISON",
        next_what="案を作る",
        owner=str(reader.agency_id),
        due_on=day(TODAY + 30 * DAY),
    )
    talked(actor, sitting, topic, words="わかりにくい所が出た", agreed="次の会議までに案を作る")
    assert "次の会議までに案を作る" in text_of(get(actor, "sitting", sitting.id))
    guide = {
        "kind": "GUIDE",
        "title": "支援の流れの案内",
        "decided_on": day(TODAY - 9 * DAY),
        "text": "はじめに窓口で受けとめる。",
    }
    assert (
        post(actor, "add_regulation", **guide, edition="第1版", from_on=day(TODAY - 9 * DAY)).status_code
        == 302
    )
    assert post(actor, "add_regulation", **guide, edition="第2版", from_on=day(TODAY)).status_code == 302
    old, new = Regulation.objects.get(version="第1版"), Regulation.objects.get(version="第2版")
    assert "まだの機関" in text_of(get(reader, "regulation", new.id))
    assert post(reader, "mark_read", new.id).status_code == 302
    shown = text_of(get(actor, "regulation", new.id))
    assert "架空の窓口（架空 窓口）" in shown
    assert [post(reader, "mark_read", one.id).status_code for one in (old, new)] == [403, 403]
    assert new.readings.count() == 1 and old.readings.count() == 0


# --- who comes ------------------------------------------------------------------------------------------------


def test_sumida_contractors_with_periods_are_listed_and_sittings_record_who_came_and_what_was_agreed():
    body = bodies("sumida")["CONTRACTORS"]
    actor = keeper(body)
    values = {"kind": "CONTRACTOR", "what": "居場所の運営", "agency": "", "until_on": ""}
    bad = post(actor, "add_partner", body.id, **{**values, "what": ""}, name="架空の会", from_on=day(TODAY))
    assert bad.status_code == 422 and "何を委託しているか" in text_of(bad)
    for name, until in (("架空の会", ""), ("架空の家", day(TODAY - DAY))):
        sent = post(
            actor,
            "add_partner",
            body.id,
            **{**values, "until_on": until},
            name=name,
            from_on=day(TODAY - 300 * DAY),
        )
        assert sent.status_code == 302
    page, _mark, former = text_of(get(actor, "partners", body.id)).partition('id="former"')
    assert "架空の会" in page and "居場所の運営" in page and "架空の家" not in page and "架空の家" in former
    sitting = held(actor, body)
    came(actor, sitting, side="CONTRACTOR", group="架空の会", number="2")
    talked(
        actor,
        sitting,
        topic_by(actor, body, "連絡先の共有", kind="LIAISON"),
        agreed="月に一度、空きを知らせ合う",
    )
    assert "架空の会（2人）" in text_of(get(actor, "attendance", sitting.id))
    assert "月に一度、空きを知らせ合う" in text_of(get(actor, "sitting", sitting.id))
    partner = Partner.objects.get(name="架空の会")
    assert post(actor, "end_partner", partner.id, until_on=day(TODAY + DAY)).status_code == 302
    assert get(stranger(), "partners", body.id).status_code == 200
    assert post(stranger(), "end_partner", partner.id, until_on=day(TODAY + 2 * DAY)).status_code == 422


def test_setagaya_council_keeps_member_kinds_and_advisers_agenda_and_agreements():
    body = bodies("setagaya")["HIKIKOMORI_LIAISON"]
    actor = keeper(body)
    for kind, name in (("KIND", "医療機関"), ("KIND", "学校等教育機関"), ("ADVISER", "架空の精神科医")):
        sent = post(
            actor,
            "add_partner",
            body.id,
            kind=kind,
            name=name,
            what="",
            agency="",
            from_on=day(TODAY),
            until_on="",
        )
        assert sent.status_code == 302
    page = text_of(get(actor, "partners", body.id))
    assert [
        one in page for one in ("構成する機関の種類", "医療機関", "アドバイザー・助言者", "架空の精神科医")
    ] == [True] * 4
    assert "10構成員" in text_of(get(actor, "body", body.id))
    topic = topic_by(actor, body, "窓口の明確化", kind="LIAISON")
    sitting = held(actor, body)
    talked(actor, sitting, topic, words="どの窓口が受けるかを話した", agreed="最初に聞いた窓口が受けとめる")
    shown = text_of(get(actor, "sitting", sitting.id))
    assert "窓口の明確化" in shown and "最初に聞いた窓口が受けとめる" in shown


def test_setagaya_meetings_per_hall_and_linked_groups_are_totalled():
    body = bodies("setagaya")["CHILD_NETWORK"]
    actor = keeper(body)
    north, south = agencies.agency("北児童館"), agencies.agency("南児童館")
    for hall, groups in (
        (north, ("架空子ども食堂", "架空プレーパーク")),
        (north, ("架空 子ども食堂",)),
        (south, ("架空子ども食堂", "架空文庫")),
    ):
        sitting = held(actor, body)
        placed(actor, sitting, host=str(hall.id))
        for group in groups:
            came(actor, sitting, group=group, number="2")
    cells = _cells(text_of(get(actor, "places", body.id)), "halls")
    assert cells["北児童館"] == ["2", "2", "2"]
    assert cells["南児童館"] == ["1", "1", "2"]
    assert cells["合計"] == ["3", "3", "3"]


def _cells(page: str, card: str) -> dict[str, list[str]]:
    """Of the table in a card: the head of each row and its numbers."""
    table = page.partition(f'id="{card}"')[2].partition("</table>")[0]
    rows = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', table, re.DOTALL)
    return {name: re.findall(r'n-number">(\d+)<', rest) for name, rest in rows}


def test_komae_sittings_keep_attendees_of_both_area_systems_and_a_block_maps_to_the_csw_area():
    body = bodies("komae")["HOKATSU_MINKYO"]
    actor = agencies.actor("架空 社協", agency=Agency.objects.first())
    north, south = agencies.area("あいとぴあエリア"), agencies.area("こまえ苑エリア")
    block = {"council": "第二民児協", "name": "12番区域"}
    assert "この日の登録はありません" in text_of(get(actor, "blocks"))
    assert (
        post(actor, "add_block", **block, area=str(north.id), from_on=day(TODAY - 90 * DAY)).status_code
        == 302
    )
    assert (
        post(actor, "add_block", **block, area=str(north.id), from_on=day(TODAY - 90 * DAY)).status_code
        == 422
    )
    page = text_of(get(actor, "blocks"))
    assert "第二民児協" in page and "あいとぴあエリア" in page
    sitting = held(actor, body)
    placed(actor, sitting, occasion="STUDY")
    offered = text_of(get(actor, "add_guest", sitting.id))
    assert "第二民児協 12番区域（あいとぴあエリア）" in offered
    came(actor, sitting, side="COMMISSIONER", name="架空 民生", block=str(Block.objects.get().id))
    came(actor, sitting, side="CARE", group="架空地域包括", number="2", area=str(south.id))
    assert [one.area.name for one in Guest.objects.order_by("made_at")] == [
        "あいとぴあエリア",
        "こまえ苑エリア",
    ]
    shown = text_of(get(actor, "attendance", sitting.id))
    assert (
        "勉強会" in shown
        and "第二民児協 12番区域・あいとぴあエリア" in shown
        and "架空地域包括（2人）" in shown
    )
    assert post(actor, "add_block", **block, area=str(south.id), from_on=day(TODAY)).status_code == 302
    assert "こまえ苑エリア" in text_of(get(actor, "blocks"))
    assert "こまえ苑エリア" not in text_of(get(actor, "blocks", on=day(TODAY - DAY)))


def test_sumida_salons_record_groups_and_people_and_those_who_agree_join_the_leader_list():
    body = bodies("sumida")["SALON"]
    actor = keeper(body)
    sitting, seminar = held(actor, body), held(actor, body)
    placed(actor, seminar, occasion="TRAINING")
    came(actor, sitting, group="架空サロン", number="5")
    came(actor, seminar, group="架空サロン", name="架空 世話人", agrees="on", agreed_how="用紙に署名")
    came(actor, seminar, group="架空の会", name="架空 断人")
    unnamed = post(
        actor, "add_guest", seminar.id, side="GROUP", group="架空の会", name="", number="", block="", area="", agrees="on",
        agreed_how="",
    )  # fmt: skip
    assert unnamed.status_code == 422 and "同意した人の名前" in text_of(unnamed)
    listed = text_of(get(actor, "leaders"))
    assert "架空 世話人" in listed and "用紙に署名" in listed and "架空 断人" not in listed
    assert "架空サロン（5人）" in text_of(get(actor, "attendance", sitting.id))
    leader = LocalLeader.objects.get()
    assert post(actor, "end_leader", leader.id).status_code == 302
    leader.refresh_from_db()
    assert (leader.until_on, "世話人" in leader.name) == (TODAY, False)
    assert "名簿に載っている人は、まだいません" in text_of(get(actor, "leaders"))
    assert post(actor, "end_leader", leader.id).status_code == 404


def test_a_guest_written_by_mistake_is_taken_away_until_the_minutes_are_confirmed():
    body = bodies("sumida")["SALON"]
    actor = keeper(body)
    sitting = held(actor, body)
    came(actor, sitting, group="まちがい会")
    guest = Guest.objects.get()
    assert post(stranger(), "remove_guest", guest.id).status_code == 404
    assert post(actor, "remove_guest", guest.id).status_code == 302
    assert Guest.objects.count() == 0
    Sitting.objects.filter(id=sitting.id).update(status="CONFIRMED")
    late = post(
        actor,
        "add_guest",
        sitting.id,
        side="GROUP",
        group="おくれて",
        name="",
        number="",
        block="",
        area="",
        agreed_how="",
    )
    assert late.status_code == 422 and "議事録が確定した" in text_of(late)


def test_a_sitting_is_not_joined_to_one_of_another_day():
    named = bodies("nakano")
    actor = keeper(named["LIAISON"])
    first, other = held(actor, named["LIAISON"]), held(actor, named["LIAISON"], on=TODAY + DAY)
    sent = post(
        actor, "place_sitting", first.id, version=str(first.version), occasion="MEETING", area="", host="",
        joined_to=str(other.id),
    )  # fmt: skip
    assert sent.status_code == 422
    assert Sitting.objects.get(id=first.id).joined_to_id is None
