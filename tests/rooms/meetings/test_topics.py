"""話題: stays until it is done, goes up with its origin, the answer comes down, and no case is ever in it."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from norishiro.agencies.choices import RoleKind
from norishiro.casework.queries.today import today_of
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.meetings import operations
from norishiro.meetings.choices import BodyKind, ItemKind
from norishiro.meetings.models import Sitting, Theme, Topic, TopicSource, TopicTalk, TopicTransfer
from norishiro.meetings.operations import topics as verbs
from norishiro.meetings.operations import transfers
from norishiro.meetings.queries import topics as topic_queries
from norishiro.meetings.rules import topics as rules
from tests.factories import agencies
from tests.rooms.meetings import town as towns
from tests.rooms.meetings.test_screens import day, get, post, queries_of, text_of
from tests.rooms.meetings.town import TODAY

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def town():
    return towns.town(sits_without_cases=True)


def above_of(town, name="架空の上の会議"):
    """A body above the town's, convened by a division nobody of the town's body belongs to."""
    actor = agencies.actor("架空 部長", agency=agencies.agency("架空福祉部"))
    body = towns.body(actor.agency_id, kind=BodyKind.OTHER, ground="", name=name, sits_without_cases=True)
    town.body.parent = body
    town.body.save()
    return body, actor


def topic_of(town, *, by=None, body=None, **values) -> Topic:
    return verbs.add_topic(
        by or town.city, body=body or town.body,
        **{"kind": "SHORTAGE", "shortage": "PLACE", "title": "夜に寄れる場所がない", "today": TODAY, **values},
    )  # fmt: skip


def sent_up(town, topic, body, **values) -> TopicTransfer:
    return transfers.send_topic(
        town.city, topic=topic, **{"way": "UP", "to_body": body, "words": "区全体で考えてほしい", "today": TODAY, **values}
    )  # fmt: skip


def form_values(**values) -> dict[str, str]:
    return {
        "kind": "SHORTAGE", "shortage": "PLACE", "title": "夜に寄れる場所がない", "text": "", "origin": "TALK",
        "cases_behind": "", "area": "", "next_what": "", "owner": "", "owner_staff": "", "due_on": "", "theme": "",
        **values,
    }  # fmt: skip


def sitting_today(town, **values) -> Sitting:
    sitting = towns.called(town, topics="続いている話題", **values)
    return operations.open_sitting(town.city, sitting=sitting, today=TODAY)


# --- kept, and carried from sitting to sitting ---------------------------------------------------------


def test_a_topic_is_written_and_comes_to_every_sitting_until_it_is_done(town):
    assert "続いている話題はありません" in text_of(get(town.city, "topics", town.body.id))
    sent = post(
        town.city, "add_topic", town.body.id,
        **form_values(next_what="団体に聞く", owner=str(town.member.agency_id), due_on=day(TODAY + 9 * DAY)),
    )  # fmt: skip
    topic = Topic.objects.get()
    assert sent.url == reverse("meetings:topic", args=[topic.id])
    assert topic.number.startswith("話R")
    first = sitting_today(town)
    assert "夜に寄れる場所がない" in text_of(get(town.member, "sitting", first.id))
    said = post(
        town.city,
        "talk_of_topic",
        first.id,
        topic.id,
        words="どの地区でも同じ声があった。",
        agreed="団体に聞く。",
        version="0",
    )
    assert said.url == f"{reverse('meetings:sitting', args=[first.id])}#body-topics"
    assert "どの地区でも同じ声があった。" in text_of(get(town.member, "sitting", first.id))
    operations.close_sitting(town.city, sitting=Sitting.objects.get(id=first.id))
    second = sitting_today(town)
    carried = text_of(get(town.city, "sitting", second.id))
    assert "夜に寄れる場所がない" in carried and "次：団体に聞く" in carried
    assert "どの地区でも同じ声があった。" not in carried
    post(town.city, "finish_topic", topic.id, outcome="一つ見つかった", done_on=day(TODAY))
    assert "夜に寄れる場所がない" not in text_of(get(town.city, "sitting", second.id))
    page = text_of(get(town.city, "topic", topic.id))
    assert "一つ見つかった" in page and "団体に聞く。" in page
    assert "また話し合う" in page


def test_a_sitting_without_cases_may_end_on_what_was_said_of_topics(town):
    topic = topic_of(town)
    sitting = sitting_today(town)
    operations.write_topics(town.city, sitting=sitting, version=sitting.version, topics="")
    sitting.refresh_from_db()
    with pytest.raises(Refused):
        operations.close_sitting(town.city, sitting=sitting)
    verbs.talk_of_topic(town.city, topic=topic, sitting=sitting, version=0, words="話した", agreed="")
    assert operations.close_sitting(town.city, sitting=sitting).status == "CLOSED"


def test_what_was_said_is_corrected_and_two_at_once_meet_the_merge_page(town):
    topic, sitting = topic_of(town), sitting_today(town)
    post(town.city, "talk_of_topic", sitting.id, topic.id, words="はじめ", agreed="", version="0")
    talk = TopicTalk.objects.get()
    post(
        town.city,
        "talk_of_topic",
        sitting.id,
        topic.id,
        words="なおした",
        agreed="",
        version=str(talk.version),
    )
    assert TopicTalk.objects.get().words == "なおした"
    late = post(
        town.city,
        "talk_of_topic",
        sitting.id,
        topic.id,
        words="おくれて",
        agreed="",
        version=str(talk.version),
    )
    assert late.status_code == 409
    assert TopicTalk.objects.get().words == "なおした"
    refused = post(town.member, "talk_of_topic", sitting.id, topic.id, words="x", agreed="", version="2")
    assert refused.status_code == 422 and "この会議を進める機関" in text_of(refused)


def test_a_done_topic_is_talked_of_again(town):
    topic = topic_of(town)
    verbs.finish_topic(town.city, topic=topic, outcome="済んだ", done_on=TODAY, today=TODAY)
    assert [one.id for one in topic_queries.topics_of(town.city, body=town.body).ended] == [topic.id]
    assert post(town.city, "reopen_topic", topic.id, reason="また起きた").status_code == 302
    topic.refresh_from_db()
    assert (topic.status, topic.done_on) == ("OPEN", None)
    again = post(town.city, "reopen_topic", topic.id, reason="もう一度")
    assert "まだ続いています" in text_of(again)


def test_the_words_are_changed_and_two_at_once_meet_the_merge_page(town):
    topic = topic_of(town)
    given = form_values(title="夜と朝に寄れる場所がない", due_on=day(TODAY))
    del given["origin"]
    assert post(town.city, "change_topic", topic.id, **given, version=str(topic.version)).status_code == 302
    topic.refresh_from_db()
    assert (topic.title, topic.due_on) == ("夜と朝に寄れる場所がない", TODAY)
    assert post(town.city, "change_topic", topic.id, **given, version="1").status_code == 409
    other = agencies.actor("架空 他課", agency=agencies.agency("他課"), kinds=(RoleKind.MEMBER,))
    refused = post(other, "change_topic", topic.id, **given, version=str(topic.version))
    assert refused.status_code == 422 and "書きかえられるのは" in text_of(refused)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"title": ""}, "入力"),
        ({"shortage": ""}, "何が足りないかを選んでください"),
        ({"cases_behind": "たくさん"}, "数字で入力してください"),
        ({"due_on": "らいげつのいつか"}, "らいげつのいつか"),
    ],
)
def test_bad_input_is_told_at_the_field_and_nothing_is_kept(town, given, said):
    sent = post(town.city, "add_topic", town.body.id, **form_values(**given))
    assert (sent.status_code, said in text_of(sent)) == (422, True)
    assert Topic.objects.count() == 0


def test_every_reason_is_told_at_once():
    kept = rules.may_keep_topic(
        in_force=False,
        kind="SHORTAGE",
        shortage="",
        title=" ",
        cases_behind=-1,
        names_found={"架空 花江"},
        owner_fits=False,
    )
    assert [one.code for one in kept.reasons] == [
        "body", "title", "shortage", "cases_behind", "owner", "text",
    ]  # fmt: skip
    sent = rules.may_send(
        theirs=False, status="DONE", way="UP", to_body=False, to_agency=True, same_body=False, in_circle=False,
        is_parent=False, words="", open_already=True,
    )  # fmt: skip
    assert [one.code for one in sent.reasons] == ["way", "way", "to_body", "to_body", "words"]
    answered = rules.may_answer(
        theirs=False, noted_for_them=False, status="ANSWERED", reply="", replier="", owner=True, due=False
    )
    assert [one.code for one in answered.reasons] == ["reply", "reply", "reply", "replier", "reply_due_on"]
    assert [
        one.code
        for one in rules.may_finish(theirs=False, status="DONE", outcome="", waiting=["議会"]).reasons
    ] == ["outcome"] * 4
    assert [one.code for one in rules.may_gather(theirs=True, title="", count=1, ended=1).reasons] == [
        "title", "topics", "topics",
    ]  # fmt: skip
    assert rules.in_hand(conveners=[1], members=[], agencies=[2], calls_meetings=True).allowed is False
    assert rules.in_hand(conveners=[], members=[3], agencies=[2], calls_meetings=True).allowed is True
    assert rules.in_hand(conveners=[1], members=[2], agencies=[2], calls_meetings=False).allowed is True


# --- from an item or a case: words typed anew, no name, the source behind the wall ----------------------


def raised(**values) -> dict[str, str]:
    return {
        "body": "", "existing": "", "kind": "SHORTAGE", "shortage": "PLACE", "title": "夜に寄れる場所がない", "text": "",
        "owner": "", "next_what": "", "due_on": "", **values,
    }  # fmt: skip


def test_a_shortage_of_an_item_becomes_a_resource_topic_without_the_household(town):
    item = towns.listed(town)
    towns.begun(town, item)
    assert "この議題から出た話題" in text_of(get(town.council, "item", item.id))
    sent = post(town.council, "raise_from_item", item.id, **raised(body=str(town.body.id)))
    topic = Topic.objects.get()
    assert sent.url == reverse("meetings:topic", args=[topic.id])
    assert (topic.origin, topic.cases_behind, topic.kind, topic.shortage) == ("ITEM", 1, "SHORTAGE", "PLACE")
    assert "夜に寄れる場所がない" in text_of(get(town.council, "item", item.id))
    mine, others = text_of(get(town.council, "topic", topic.id)), text_of(get(stranger(), "topic", topic.id))
    assert "架空家" in mine and reverse("meetings:item", args=[item.id]) in mine
    assert "架空家" not in others and str(item.id) not in others and "もとの議題・ケース" not in others
    assert "1世帯" in others


def stranger():
    return agencies.actor("架空 他人", agency=agencies.agency("遠い課"), kinds=(RoleKind.MEMBER,))


def test_the_name_of_the_household_may_not_stand_in_a_topic(town):
    item = towns.listed(town)
    towns.begun(town, item)
    refused = post(
        town.council,
        "raise_from_item",
        item.id,
        **raised(body=str(town.body.id), title="架空 花江さんの夜の居場所"),
    )
    assert refused.status_code == 422 and "「架空 花江」" in text_of(refused)
    assert Topic.objects.count() == 0
    post(town.council, "raise_from_item", item.id, **raised(body=str(town.body.id)))
    topic = Topic.objects.get()
    with pytest.raises(Refused):
        verbs.change_topic(
            town.council, topic=topic, version=topic.version, today=TODAY,
            values={name: getattr(topic, name) for name in verbs.CHANGEABLE} | {"text": "架空花江の世帯"},
        )  # fmt: skip


def test_the_same_gap_found_again_is_laid_to_the_topic_and_counted_once_a_source(town):
    first, second = towns.listed(town), towns.case(town.council, town.mother, title="別の世帯")
    towns.begun(town, first)
    post(town.council, "raise_from_item", first.id, **raised(body=str(town.body.id)))
    topic = Topic.objects.get()
    page = text_of(get(town.council, "raise_from_case", second.id))
    assert "夜に寄れる場所がない（架空の支援会議）" in page
    for _twice in range(2):
        assert (
            post(town.council, "raise_from_case", second.id, **raised(existing=str(topic.id))).status_code
            == 302
        )
    topic.refresh_from_db()
    assert topic.cases_behind == 2
    announce(town.council)
    assert TopicSource.objects.count() == 2
    announce(stranger())
    assert TopicSource.objects.count() == 0


def test_a_case_one_does_not_see_gives_no_topic(town):
    assert get(stranger(), "raise_from_case", town.case.id).status_code == 404
    item = towns.listed(town)
    assert get(stranger(), "raise_from_item", item.id).status_code == 404
    nothing = post(town.council, "raise_from_case", town.case.id, **raised())
    assert nothing.status_code == 422 and "どの会議体の話題にするかを選ぶか" in text_of(nothing)


def test_when_consent_ends_the_way_back_closes_and_the_topic_stays(town):
    for actor in (town.city, town.council):
        towns.consent(town.council, town.mother, to=[actor.agency_id], case=town.case)
    item = towns.listed(town, kind=ItemKind.LAYERED)
    topic = topic_of(town, by=town.council, item=item)
    assert [one.title for one in topic_queries.sources_of(town.council, topic=topic)] == ["架空家"]
    announce(town.member)
    assert topic_queries.sources_of(town.member, topic=topic) == []


# --- up, sideways, to an agency; the answer comes down ---------------------------------------------------


def test_a_topic_goes_up_with_its_origin_and_the_answer_comes_down_with_owner_and_day(town):
    above, chief = above_of(town)
    topic = topic_of(town, cases_behind=3, area_id=agencies.area("北の地区").id)
    assert "上の会議体へ上げる" in text_of(get(town.city, "send_topic", topic.id))
    sent = post(
        town.city,
        "send_topic",
        topic.id,
        way="UP",
        to_body=str(above.id),
        to_agency="",
        words="区全体で考えてほしい",
    )
    assert sent.status_code == 302
    transfer = TopicTransfer.objects.get()
    arrived = text_of(get(chief, "topics", above.id))
    assert "上がってきたもの" in arrived and "架空の支援会議" in arrived and "北の地区" in arrived
    assert post(chief, "take_topic", transfer.id, title="夜の居場所", joins="", theme="").status_code == 302
    upper = Topic.objects.get(body=above)
    page = text_of(get(chief, "topic", upper.id))
    assert "もとになった話題" in page and "夜に寄れる場所がない" in page and "北の地区" in page
    assert (upper.origin, upper.cases_behind) == ("BODY", 3)
    answered = post(
        chief, "answer_topic", transfer.id, reply="来年度から一か所開く。", replier="架空の上の会議",
        reply_owner=str(town.member.agency_id), reply_due_on=day(TODAY + 30 * DAY),
    )  # fmt: skip
    assert answered.url == reverse("meetings:topic", args=[upper.id])
    topic.refresh_from_db()
    assert (topic.status, topic.owner_agency_id, topic.due_on) == (
        "RETURNED", town.member.agency_id, TODAY + 30 * DAY,
    )  # fmt: skip
    back = text_of(get(town.city, "topic", topic.id))
    assert "来年度から一か所開く。" in back and "住宅課" in back
    assert "来年度から一か所開く。" in text_of(get(town.city, "topic_board"))


def test_origins_are_followed_through_every_layer(town):
    region, chief = above_of(town, "架空の地域会議")
    ward = towns.body(chief.agency_id, kind=BodyKind.OTHER, ground="", name="架空の全区会議")
    region.parent = ward
    region.save()
    topic = topic_of(town, cases_behind=2)
    middle = transfers.take_topic(chief, transfer=sent_up(town, topic, region), title="地域の話", today=TODAY)
    up = transfers.send_topic(chief, topic=middle, way="UP", to_body=ward, words="区で", today=TODAY)
    top = transfers.take_topic(chief, transfer=up, title="区の話", today=TODAY)
    chain = topic_queries.origins_of(chief, topic=top)
    assert [(one.transfer.topic.title, [two.transfer.topic.title for two in one.below]) for one in chain] == [
        ("地域の話", ["夜に寄れる場所がない"])
    ]
    page = text_of(get(chief, "topic", top.id))
    assert page.index("地域の話") < page.index("夜に寄れる場所がない")
    with pytest.raises(Refused) as refused:
        transfers.send_topic(chief, topic=top, way="SIDE", to_body=town.body, words="戻す", today=TODAY)
    assert [one.code for one in refused.value.verdict.reasons] == ["to_body"]


def test_several_contributions_stand_under_the_theme_of_the_year(town):
    above, chief = above_of(town)
    assert (
        post(
            chief, "keep_theme", above.id, fiscal_year=str(theme_year()), title="夜の過ごし方", note=""
        ).status_code
        == 302
    )
    theme = Theme.objects.get()
    assert "このテーマの話題は、まだありません" in text_of(get(chief, "theme", theme.id))
    first, second = topic_of(town, cases_behind=2), topic_of(town, title="休みの日の行き場", cases_behind=1)
    transfer = sent_up(town, first, above)
    post(chief, "take_topic", transfer.id, title="夜と休みの日", joins="", theme=str(theme.id))
    upper = Topic.objects.get(body=above)
    other = sent_up(town, second, above)
    assert post(chief, "take_topic", other.id, title="", joins=str(upper.id), theme="").status_code == 302
    upper.refresh_from_db()
    assert upper.cases_behind == 3
    page = text_of(get(chief, "theme", theme.id))
    assert [
        one in page for one in ("夜と休みの日", "夜に寄れる場所がない", "休みの日の行き場", "架空の支援会議")
    ] == [True] * 4
    again = post(chief, "keep_theme", above.id, fiscal_year=str(theme_year()), title="夜の過ごし方", note="")
    assert again.status_code == 422 and "もう登録されています" in text_of(again)


def theme_year() -> int:
    return TODAY.year if TODAY.month > 3 else TODAY.year - 1


def test_a_proposal_to_an_agency_stays_open_until_it_is_answered(town):
    section = agencies.actor("架空 係", agency=agencies.agency("架空の公園課"), kinds=(RoleKind.MEMBER,))
    topic = topic_of(town, kind="MEASURE", shortage="", title="公園の夜のあかり")
    sent = post(
        town.city,
        "send_topic",
        topic.id,
        way="PROPOSAL",
        to_body="",
        to_agency=str(section.agency_id),
        words="あかりを足してほしい",
    )
    assert sent.status_code == 302
    transfer = TopicTransfer.objects.get()
    early = post(town.city, "finish_topic", topic.id, outcome="提案した", done_on=day(TODAY))
    assert early.status_code == 422 and "架空の公園課からの返事がまだです" in text_of(early)
    assert "公園の夜のあかり" in text_of(get(section, "topic_board"))
    assert [line.what for line in lines_of(section, "asked")] == ["提案・依頼への返事"]
    assert post(
        section, "answer_topic", transfer.id, reply="来月つける", replier="公園課", reply_owner="", reply_due_on=""
    ).status_code == 302  # fmt: skip
    assert "公園の夜のあかり" not in text_of(get(section, "topic_board"))
    assert [line.what for line in lines_of(town.city, "answered")] == ["公園課からの返事"]
    assert post(town.city, "finish_topic", topic.id, outcome="ついた", done_on=day(TODAY)).status_code == 302


def lines_of(actor, code: str):
    announce(actor)
    return [
        line for section in today_of(actor, today=TODAY) if section.code == code for line in section.lines
    ]


def test_the_answer_of_somebody_without_an_account_is_noted_with_whose_it_is(town):
    above, _chief = above_of(town)
    transfer = sent_up(town, topic_of(town), above)
    values = {"reply": "来年度に考える", "replier": "", "reply_owner": "", "reply_due_on": ""}
    assert post(town.city, "answer_topic", transfer.id, **values).status_code == 422
    assert (
        post(town.city, "answer_topic", transfer.id, **{**values, "replier": "市議会の委員会"}).status_code
        == 302
    )
    other = sent_up(town, topic_of(town, title="別の話"), above)
    refused = post(stranger(), "answer_topic", other.id, **{**values, "replier": "だれか"})
    assert refused.status_code == 422 and "返事を書けるのは" in text_of(refused)


def test_what_nobody_has_taken_up_is_called_back(town):
    above, chief = above_of(town)
    topic = topic_of(town)
    transfer = sent_up(town, topic, above)
    assert post(town.city, "call_back_topic", transfer.id).status_code == 302
    topic.refresh_from_db()
    assert (topic.status, TopicTransfer.objects.get().status) == ("OPEN", "WITHDRAWN")
    taken = sent_up(town, topic, above)
    transfers.take_topic(chief, transfer=taken, title="夜", today=TODAY)
    assert post(town.city, "call_back_topic", taken.id).status_code == 403


def test_finishing_above_may_tell_everybody_below(town):
    above, chief = above_of(town)
    topic = topic_of(town)
    upper = transfers.take_topic(chief, transfer=sent_up(town, topic, above), title="夜", today=TODAY)
    post(chief, "finish_topic", upper.id, outcome="一か所できた", done_on=day(TODAY), tell_back="on")
    topic.refresh_from_db()
    assert (topic.status, TopicTransfer.objects.get().reply) == ("RETURNED", "一か所できた")
    assert "部会・下の会議体で済んだこと" not in text_of(get(chief, "topics", above.id))
    verbs.finish_topic(town.city, topic=topic, outcome="地区でも使い始めた", done_on=TODAY, today=TODAY)
    results = text_of(get(chief, "topics", above.id))
    assert "部会・下の会議体で済んだこと" in results and "地区でも使い始めた" in results


def test_repeated_gaps_are_counted_and_gathered_into_one_measure(town):
    first, second = (
        topic_of(town, cases_behind=2),
        topic_of(town, title="朝に寄れる場所がない", cases_behind=3),
    )
    page = text_of(get(town.city, "topics", town.body.id))
    assert "くり返し" in page and "居場所・つどいの場" in page
    gaps = topic_queries.topics_of(town.city, body=town.body).gaps
    assert [(one.label, one.topics, one.cases, one.repeated) for one in gaps] == [
        ("居場所・つどいの場", 2, 5, True)
    ]
    one_only = post(
        town.city, "gather_topics", town.body.id, topics=[str(first.id)], title="居場所づくり", kind="MEASURE", text="",
        owner="", due_on="",
    )  # fmt: skip
    assert one_only.status_code == 422 and "二つ以上" in text_of(one_only)
    assert post(
        town.city, "gather_topics", town.body.id, topics=[str(first.id), str(second.id)], title="居場所づくり", kind="MEASURE",
        text="", owner=str(town.city.agency_id), due_on=day(TODAY + 60 * DAY),
    ).status_code == 302  # fmt: skip
    made = Topic.objects.get(origin="GATHERED")
    assert (made.kind, made.cases_behind, made.owner_agency_id, made.status) == (
        "MEASURE",
        5,
        town.city.agency_id,
        "OPEN",
    )
    first.refresh_from_db()
    assert (first.status, first.part_of_id) == ("GATHERED", made.id)
    assert "まとめた話題" in text_of(get(town.city, "topic", made.id))
    assert "まとめた先" in text_of(get(town.city, "topic", first.id))


def test_mine_stand_on_today_when_they_are_due_and_lead_on(town):
    topic_of(town, owner_agency_id=town.member.agency_id, due_on=TODAY - DAY, next_what="鍵を借りる")
    topic_of(town, title="先の話", owner_agency_id=town.member.agency_id, due_on=TODAY + 60 * DAY)
    found = lines_of(town.member, "promises")
    assert [(line.what, line.late) for line in found] == [("鍵を借りる", True)]
    assert lines_of(town.council, "promises") == []
    above, chief = above_of(town)
    sent_up(town, topic_of(town, title="上げる話"), above)
    arrived = lines_of(chief, "asked")
    assert [(line.kind, line.target) for line in arrived] == [("arrival", above.id)]


def test_topics_are_narrowed_to_an_area(town):
    north, south = agencies.area("北の地区"), agencies.area("南の地区")
    topic_of(town, title="北の話", area_id=north.id)
    topic_of(town, title="南の話", area_id=south.id)
    page = text_of(get(town.city, "topics", town.body.id, area=north.id.hex))
    assert "北の話" in page and "南の話" not in page
    assert "南の話" in text_of(get(town.city, "topics", town.body.id, area="なにか"))


# --- who, and how many questions --------------------------------------------------------------------------


def test_who_reads_and_what_is_not_there(town):
    topic = topic_of(town)
    assert get(stranger(), "topic", topic.id).status_code == 200
    liaison = agencies.actor("架空 連絡", kinds=(RoleKind.LIAISON,))
    assert [get(liaison, "topics", town.body.id).status_code, get(liaison, "topic_board").status_code] == [
        403,
        403,
    ]
    for name in (
        "topic",
        "change_topic",
        "finish_topic",
        "send_topic",
        "theme",
        "take_topic",
        "answer_topic",
    ):
        assert get(town.city, name, uuid.uuid4()).status_code == 404
    assert post(stranger(), "finish_topic", topic.id, outcome="x", done_on=day(TODAY)).status_code == 422


def test_the_pages_ask_as_much_for_three_as_for_one(town):
    above, _chief = above_of(town)

    def add(title: str) -> Topic:
        topic = topic_of(town, title=title)
        sent_up(town, topic_of(town, title=f"{title}も上へ"), above)
        return topic

    topic = add("一つめ")
    before = (
        queries_of(town.city, "topics", town.body.id), queries_of(town.city, "topic_board"),
        queries_of(town.city, "topic", topic.id),
    )  # fmt: skip
    add("二つめ")
    add("三つめ")
    after = (
        queries_of(town.city, "topics", town.body.id), queries_of(town.city, "topic_board"),
        queries_of(town.city, "topic", topic.id),
    )  # fmt: skip
    assert (before, after) == ((21, 17, 18), (21, 17, 18))
