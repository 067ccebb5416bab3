"""地域づくり in the browser's words: groups and their way, gatherings in heads alone, proposals and what followed."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Area
from norishiro.casework.operations.adopt import adopt
from norishiro.community import operations, queries
from norishiro.community.models import Activity, Group, HelpRequest, Proposal, ProposalAction, Support
from norishiro.consultations.models import Consultation
from norishiro.core import calendar
from norishiro.core.calendar import fiscal_year
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.outreach import operations as outreach
from norishiro.outreach.models import Gathering
from norishiro.profiles.loader import PRESETS
from norishiro.resources import operations as resources
from norishiro.resources.models import Place
from norishiro.resources.operations.places import Offer, Where, Whose
from norishiro.training import operations as training
from norishiro.training.models import Course
from tests.factories import agencies, people
from tests.rooms.consultations import town as towns
from tests.rooms.consultations.town import client_of, token

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
YEAR = fiscal_year(TODAY)
DAY = timedelta(days=1)
# The day a fiscal year began: what is told of it is told of this year, whenever the test runs.
OPENING = date(YEAR, 4, 1)


@pytest.fixture
def desk() -> Actor:
    return towns.town().window


@pytest.fixture
def area() -> Area:
    return Area.objects.filter(until_on=None).order_by("order", "code").last()


def day(on: date) -> str:
    return calendar.wareki(on)


def get(actor: Actor, screen: str, /, *args: Any, **query: str):
    return client_of(actor).get(reverse(f"community:{screen}", args=args), query)


def post(actor: Actor, screen: str, /, *args: Any, query: str = "", **values: Any):
    return client_of(actor).post(reverse(f"community:{screen}", args=args) + query, {**token(), **values})


def text_of(page: Any) -> str:
    return page.content.decode()


def grouped(actor: Actor, area: Area, name: str = "川べりお茶の間", **more: Any) -> Group:
    """Entered in the browser."""
    values = {
        "name": name,
        "kind": "SALON",
        "area": str(area.id),
        "stage": "IDEA",
        "stage_on": day(TODAY - 60 * DAY),
    }
    sent = post(actor, "add_group", **values | more)
    assert sent.status_code == 302, text_of(sent)
    return Group.objects.get(name=name)


def stepped(
    actor: Actor, group: Group, stage: str = "", *, on: date = TODAY, note: str = "いっしょに考えた", **more
):
    values = {"happened_on": day(on), "kind": "VISIT", "note": note, "stage": stage, "request": ""} | more
    return post(actor, "note_support", group.id, **values)


def told(
    actor: Actor, area: Area, name: str = "川べりお茶の間", *, on: date = TODAY, query: str = "", **more: Any
):
    values = {
        "kind": "OPEN", "name": name, "area": str(area.id), "held_on": day(on), "people": "12", "note": "はじめての人が3人",
    }  # fmt: skip
    return post(actor, "record_activity", query=query, **values | more)


def recorded(actor: Actor, area: Area, name: str = "川べりお茶の間", **more: Any) -> Activity:
    sent = told(actor, area, name, **more)
    assert sent.status_code == 302, text_of(sent)
    return Activity.objects.filter(gathering__name=name).latest("made_at")


def raised(
    actor: Actor, area: Area, title: str = "坂の上に移動販売を呼ぶ", *, query: str = "", **more: Any
) -> Proposal:
    sent = post(
        actor,
        "raise_proposal",
        query=query,
        title=title,
        area=str(area.id),
        raised_on=day(TODAY - 20 * DAY),
        **more,
    )
    assert sent.status_code == 302, text_of(sent)
    return Proposal.objects.get(title=title)


# --- groups ------------------------------------------------------------------------------------------


def test_a_talk_keeps_its_theme_and_proposals_and_a_group_goes_from_idea_to_standing_by_itself(desk, area):
    group = grouped(desk, area, supporter=str(desk.staff_id))
    for days, stage, note in (
        (50, "PREPARING", "場所が決まった"),
        (30, "TRIAL", "ためした"),
        (5, "INDEPENDENT", "まかせた"),
    ):
        assert stepped(desk, group, stage, on=TODAY - days * DAY, note=note).status_code == 302
    page = get(desk, "group", group.id)
    assert [(one.stage, one.note) for one in page.context["supports"]] == [
        ("INDEPENDENT", "まかせた"), ("TRIAL", "ためした"), ("PREPARING", "場所が決まった"),
    ]  # fmt: skip
    assert "いまの段：<b>自立</b>" in text_of(page)
    line = get(desk, "groups", area=str(area.id)).context["lines"][0]
    assert (line.group.get_stage_display(), line.group.supporter_id, line.group.stage_on) == (
        "自立", desk.staff_id, TODAY - 5 * DAY
    )  # fmt: skip

    talk = recorded(
        desk, area, "坂の懇談会", kind="TALK", people="21", theme="坂の上の買い物", discussed="on", groups=[str(group.id)],
        age_OLD="15",
    )  # fmt: skip
    raised(desk, area, query=f"?activity={talk.id}", activity=str(talk.id))
    page = get(desk, "activity", talk.gathering_id)
    assert [one.title for one in page.context["proposals"]] == ["坂の上に移動販売を呼ぶ"]
    assert page.context["ages"] == [("65歳以上", 15), ("年代不明", 6)]
    assert "テーマ：坂の上の買い物" in text_of(page)


def test_a_group_is_refused_for_each_reason_and_what_was_typed_stays(desk, area):
    grouped(desk, area)
    again = post(
        desk,
        "add_group",
        name="川べりお茶の間",
        kind="SALON",
        area=str(area.id),
        stage="IDEA",
        stage_on=day(TODAY),
    )
    assert (again.status_code, Group.objects.count()) == (422, 1)
    assert list(again.context["form"].errors) == ["name"]
    assert again.context["form"]["name"].value() == "川べりお茶の間"
    empty = post(desk, "add_group", name="", stage_on=day(TODAY))
    assert sorted(empty.context["form"].errors) == ["area", "kind", "name", "stage"]


def test_another_agency_notes_what_it_did_but_moves_no_stage_and_puts_nothing_right(desk, area):
    group = grouped(desk, area)
    other = agencies.actor("架空 隣人", agency=agencies.agency("となりの社協"), kinds=(RoleKind.CSW,))
    assert stepped(other, group).status_code == 302
    refused = stepped(other, group, "TRIAL")
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["stage"])
    assert (Support.objects.count(), Group.objects.get().stage) == (1, "IDEA")
    assert get(other, "change_group", group.id).status_code == 403
    page = get(other, "group", group.id)
    assert not page.context["may_change"].allowed


def test_the_registry_of_a_group_is_put_right_and_two_at_once_meet_the_merge_page(desk, area):
    group = grouped(desk, area)
    same = {"name": group.name, "kind": "SALON", "area": str(area.id)}
    done = post(desk, "change_group", group.id, version="1", members="6", needs="鍵を開ける人", **same)
    assert done.status_code == 302, text_of(done)
    assert (Group.objects.get().members, Group.objects.get().needs) == (6, "鍵を開ける人")
    assert post(desk, "change_group", group.id, version="1", members="7", **same).status_code == 409


def test_requests_keep_kind_steps_and_outcome_by_area_and_paused_groups_stay_listed(desk, area):
    group = grouped(desk, area, "休む会", stage="INDEPENDENT", stage_on=day(TODAY - 90 * DAY))
    post(desk, "ask_group_help", group.id, kind="RESTART", asked_on=day(TODAY), text="会場をさがしたい")
    asked = HelpRequest.objects.get()
    stepped(desk, group, "PAUSED", request=str(asked.id), note="会場がなくなった")
    page = get(desk, "requests")
    assert [(one.text, one.get_kind_display()) for one in page.context["open"]] == [
        ("会場をさがしたい", "再開したい")
    ]
    assert [one.name for one in page.context["paused"]] == ["休む会"]
    assert [(one.area, one.waiting, one.done) for one in page.context["lines"]] == [(area.name, 1, 0)]
    assert [one.request_id for one in get(desk, "group", group.id).context["supports"]] == [asked.id]

    said = {"result": "DONE", "outcome": "寺の庫裏を借りた", "closed_on": day(TODAY)}
    assert post(desk, "answer_group_help", asked.id, **said).status_code == 302
    again = post(desk, "answer_group_help", asked.id, **said)
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["result"])
    stepped(desk, group, "INDEPENDENT", note="また始めた")
    page = get(desk, "requests")
    assert (page.context["open"], page.context["paused"]) == ([], [])
    assert [(one.waiting, one.done) for one in page.context["lines"]] == [(0, 1)]


def test_groups_show_whether_issues_were_talked_about_within_a_year(desk, area):
    salon, forum = grouped(desk, area, "お茶だけの会"), grouped(desk, area, "話す会", kind="FORUM")
    recorded(desk, area, "お茶", groups=[str(salon.id)])
    recorded(desk, area, "話し合い", groups=[str(forum.id)], discussed="on", on=TODAY - 300 * DAY)
    recorded(desk, area, "むかしの話し合い", groups=[str(salon.id)], discussed="on", on=TODAY - 400 * DAY)

    lines = {line.group.name: (line.times, line.talks) for line in get(desk, "groups").context["lines"]}
    assert lines == {"お茶だけの会": (2, False), "話す会": (1, True)}
    silent = get(desk, "groups", silent="1")
    assert [line.group.name for line in silent.context["lines"]] == ["お茶だけの会"]


# --- gatherings ------------------------------------------------------------------------------------------


def test_an_activity_is_a_gathering_so_the_district_counts_it_without_a_second_entry(desk, area):
    activity = recorded(desk, area, kind="LECTURE", name="家族のための講演会", people="30")
    gathering = Gathering.objects.get()
    assert (activity.gathering_id, gathering.kind, gathering.people, gathering.note) == (
        gathering.id, "OTHER", 30, "はじめての人が3人"
    )  # fmt: skip
    counted = outreach.record_gathering(
        desk,
        area=area,
        kind="EXCHANGE",
        name="地区の頁から書いた集まり",
        held_on=TODAY,
        people=4,
        today=TODAY,
    )
    page = get(desk, "activities")
    assert {one.gathering.name: one.kind for one in page.context["held"]} == {
        "家族のための講演会": "講演会・講座", "地区の頁から書いた集まり": "交流会"
    }  # fmt: skip
    more = {"kind": "OPEN", "name": counted.name, "held_on": day(TODAY), "people": "4", "theme": "はじめて"}
    changed = post(desk, "change_activity", counted.id, version="1", **more)
    assert changed.status_code == 302, text_of(changed)
    assert Activity.objects.get(gathering=counted).theme == "はじめて"
    assert post(desk, "change_activity", counted.id, version="1", **more).status_code == 409


def test_the_last_time_is_copied_without_heads_and_words(desk, area):
    group = grouped(desk, area)
    first = recorded(
        desk,
        area,
        groups=[str(group.id)],
        place="集会所",
        starts_at="13:30",
        ends_at="15:00",
        on=TODAY - 7 * DAY,
    )
    for query in ({"like": str(first.gathering_id)}, {"group": str(group.id)}):
        form = get(desk, "record_activity", **query).context["form"]
        assert {name: form[name].value() for name in ("kind", "name", "place", "starts_at", "people", "note")} == {
            "kind": "OPEN", "name": "川べりお茶の間", "place": "集会所", "starts_at": "13:30", "people": None, "note": None,
        }  # fmt: skip
        assert (form["held_on"].value(), form["groups"].value()) == (day(TODAY), [str(group.id)])


def test_a_worry_heard_becomes_a_consultation_that_says_where_it_began(desk, area):
    activity = recorded(desk, area)
    page = get(desk, "activity", activity.gathering_id)
    receive = reverse("casework:receive_at_gathering", args=[activity.gathering_id])
    assert (text_of(page).count(f'href="{receive}"'), page.context["begun"]) == (1, 0)
    form = client_of(desk).get(receive).context["form"]
    assert (form["received_on"].value(), form["channel"].value()) == (day(TODAY), "IBASHO")
    sent = client_of(desk).post(
        receive,
        {
            **token(), "received_on": day(TODAY), "channel": "IBASHO", "visitor": "SELF", "business": "PUBLIC",
            "summary": "電気が止まりそう", "alias": "お茶の間に来た人", "wished": "on",
        },
    )  # fmt: skip
    assert sent.status_code == 302
    announce(desk)
    assert Consultation.objects.get().gathering_id == activity.gathering_id
    assert get(desk, "activity", activity.gathering_id).context["begun"] == 1
    assert get(desk, "activities").context["begun"] == 1
    assert Gathering.objects.get().people == 12


def test_family_groups_and_lectures_keep_dates_and_heads_and_refuse_a_known_name(desk, area):
    announce(desk)
    people.person(desk, "架空　花江", kana="かくう はなえ")
    group = grouped(desk, area, "ほっとひと息の会", kind="FAMILY")
    named = told(desk, area, "家族の集い", kind="FAMILY", note="架空さんが泣いていた", groups=[str(group.id)])
    assert (named.status_code, Gathering.objects.count()) == (422, 0)
    assert "架空　花江" in text_of(named)
    recorded(
        desk,
        area,
        "家族の集い",
        kind="FAMILY",
        people="7",
        note="泣いてもよい場だと分かった",
        groups=[str(group.id)],
    )
    recorded(desk, area, "家族のための講演会", kind="LECTURE", people="40", on=TODAY - DAY)
    seen = get(agencies.actor("架空 民生", kinds=(RoleKind.COMMISSIONER,)), "activities")
    assert [(one.gathering.name, one.gathering.held_on, one.gathering.people) for one in seen.context["held"]] == [
        ("家族の集い", TODAY, 7), ("家族のための講演会", TODAY - DAY, 40)
    ]  # fmt: skip
    refused = stepped(desk, group, note="架空さんの家に行った")
    assert list(refused.context["form"].errors) == ["note"]


def test_ages_and_days_that_do_not_fit_are_told_at_their_field(desk, area):
    wrong = told(desk, area, age_OLD="13", starts_at="15:00", ends_at="14:00")
    assert (wrong.status_code, sorted(wrong.context["form"].errors)) == (422, ["ends_at", "people"])
    ahead = told(desk, area, on=TODAY + DAY)
    assert list(ahead.context["form"].errors) == ["held_on"]
    assert Gathering.objects.count() == 0


def test_units_and_times_are_counted_by_kind_area_and_month_and_handed_over(desk, area):
    other = agencies.area("べつの圏域")
    for on, where, name, kind, heads in (
        (OPENING, area, "お茶の間", "OPEN", 10), (OPENING + DAY, area, "お茶の間", "OPEN", 12), (OPENING, other, "お茶の間", "OPEN", 3),
        (OPENING, area, "懇談会", "TALK", 20), (OPENING - DAY, area, "前の年度", "TALK", 99),
    ):  # fmt: skip
        operations.record_activity(
            desk, area=where, told=operations.Told(kind=kind, name=name, held_on=on, people=heads), ages={}, groups=[],
            today=TODAY,
        )  # fmt: skip

    def sums(lines) -> dict[str, tuple[int, int, int]]:
        return {one.label: (one.sums.units, one.sums.times, one.sums.people) for one in lines}

    found = get(desk, "activities").context["counts"]
    assert (found.total.units, found.total.times, found.total.people) == (3, 4, 45)
    assert sums(found.by_kind) == {"居場所・サロンを開いた": (2, 3, 25), "地域懇談会・住民懇談会": (1, 1, 20)}
    assert sums(found.by_area) == {area.name: (2, 3, 42), "べつの圏域": (1, 1, 3)}
    assert sums(found.by_month) == {"4月": (3, 4, 45)}
    narrowed = get(desk, "activities", kind="TALK", area=str(area.id), month="4").context["counts"]
    assert (narrowed.total.units, narrowed.total.times) == (1, 1)
    assert get(desk, "activities", year=str(YEAR - 1)).context["counts"].total.people == 99

    taken = post(desk, "take_activities", query=f"?year={YEAR}")
    book = openpyxl.load_workbook(io.BytesIO(taken.content))
    assert book.sheetnames == ["活動の一覧", "件と回", "数え方"]
    rows = [row for row in book["件と回"].iter_rows(values_only=True) if row[0] == "種類"]
    assert rows == [
        ("種類", "居場所・サロンを開いた", 2, 3, 25, 0),
        ("種類", "地域懇談会・住民懇談会", 1, 1, 20, 0),
    ]
    listed = [
        row for row in book["活動の一覧"].iter_rows(values_only=True) if row[3] in ("お茶の間", "懇談会")
    ]
    assert len(listed) == 4


def test_the_five_works_are_counted_by_year_and_centres_by_type(desk, area):
    """TOS-15: activities are entered per class; centre types I to III have own fields and roll up."""
    recorded(desk, area, "体操の会", work="PREVENT")
    again = get(desk, "record_activity", like=str(Gathering.objects.get().id)).context["form"]
    assert again["work"].value() == "PREVENT"
    recorded(desk, area, "体操の会", work="PREVENT", people="8")
    recorded(desk, area, "CSWの食堂", work="CSW", consulted="2")
    recorded(desk, area, "分けていない会")
    lines = [(one.label, *vars(one.sums).values()) for one in get(desk, "works").context["lines"]]
    assert lines == [
        ("介護予防の活動の支援", 2, 1, 20, 0), ("生活支援の体制整備", 0, 0, 0, 0), ("地域活動支援センター", 0, 0, 0, 0),
        ("地域子育て支援拠点", 0, 0, 0, 0), ("コミュニティソーシャルワークなど（共助の地域づくり）", 1, 1, 12, 2),
        ("事業を選んでいない活動", 1, 1, 12, 0),
    ]  # fmt: skip
    assert [one.gathering.name for one in get(desk, "activities", work="CSW").context["held"]] == [
        "CSWの食堂"
    ]
    last = get(desk, "works", year=str(YEAR - 1)).context["lines"]
    assert {one.sums.times for one in last} == {0}
    announce(desk)
    for number, kind, figures in (
        (1, "CENTRE_1", {"PER_DAY": 21, "STAFF": 5, "FULL_TIME": 3, "CONSULTED": 300}),
        (2, "CENTRE_1", {"PER_DAY": 20, "STAFF": 4, "CONSULTED": 10, "BATHING": 9}),
        (3, "CENTRE_3", {"PER_DAY": 10, "WORK": 200}),
        (4, "CENTRE_2", {}),
    ):
        centre = place_at(desk, f"センター{number}", kind=kind)
        if figures:
            resources.note_centre(desk, place=centre, year=YEAR, figures=figures, today=TODAY)
    told = [(one.kind, one.places, one.told, one.sums) for one in get(desk, "works").context["centres"]]
    assert told == [
        ("CENTRE_1", 2, 2, {"PER_DAY": 41, "STAFF": 9, "FULL_TIME": 3, "CONSULTED": 310}), ("CENTRE_2", 1, 0, {}),
        ("CENTRE_3", 1, 1, {"PER_DAY": 10, "WORK": 200}),
    ]  # fmt: skip


def place_at(desk: Actor, name: str, **values: Any) -> Place:
    return resources.add_place(
        desk, whose=Whose("架空の会", "COUNCIL"), where=Where(f"{name}の会場", area_id=values.pop("area_id", None)),
        offer=Offer({"name": name, "kind": "BASE_SALON", **values}),
    )  # fmt: skip


def test_opening_days_of_a_place_and_the_consultations_that_began_there(desk, area):
    """HAC-19: a café in a base keeps its opening days; consultations that began there are linked and counted."""
    announce(desk)
    cafe = place_at(desk, "みんなのカフェ", area_id=area.id)
    query = f"?resource={cafe.id}"
    form = client_of(desk).get(reverse("community:record_activity") + query).context["form"]
    assert [form[name].value() for name in ("kind", "name", "area", "place", "at")] == [
        "OPEN", "みんなのカフェ", str(area.id), "みんなのカフェの会場", str(cafe.id),
    ]  # fmt: skip
    first = recorded(desk, area, "みんなのカフェ", query=query, at=str(cafe.id), consulted="3")
    recorded(desk, area, "ほかの会")
    group = grouped(desk, area, "カフェの会")
    Group.objects.filter(id=group.id).update(opened=cafe)
    recorded(desk, area, "カフェの会の日", groups=[str(group.id)], people="5")
    sent = client_of(desk).post(
        reverse("casework:receive_at_gathering", args=[first.gathering_id]),
        {
            **token(), "received_on": day(TODAY), "channel": "IBASHO", "visitor": "SELF", "business": "PUBLIC",
            "summary": "電気が止まりそう", "alias": "カフェに来た人", "wished": "on",
        },
    )  # fmt: skip
    assert sent.status_code == 302
    shown = client_of(desk).get(reverse("resources:place", args=[cafe.id])).context
    assert [shown[name] for name in ("held_times", "held_people", "held_consulted", "begun")] == [2, 17, 3, 1]
    assert sorted((one.name, begun) for one, begun in shown["held"]) == [
        ("みんなのカフェ", 1),
        ("カフェの会の日", 0),
    ]


# --- areas ------------------------------------------------------------------------------------------


def test_every_area_of_a_layer_shows_whether_it_is_active_and_those_without_records_are_listed(desk):
    layer = [agencies.area(f"第{number}町会", layer="町会の区域") for number in range(1, 5)]
    active = grouped(desk, layer[0], "見守りの会", kind="NEIGHBOURS", stage="INDEPENDENT", members="8")
    resting = grouped(desk, layer[1], "花の会", kind="NEIGHBOURS", stage="PAUSED", members="3")
    recorded(desk, layer[0], "見守り", kind="WATCH", groups=[str(active.id)], on=OPENING)
    stepped(desk, resting, on=max(OPENING, TODAY - 60 * DAY))

    found = get(desk, "areas", layer="町会の区域").context["found"]
    told_of = {one.area.name: (one.active, one.members, one.times, one.visits) for one in found.lines}
    assert told_of == {
        "第1町会": (True, 8, 1, 0), "第2町会": (False, 3, 0, 1), "第3町会": (False, None, 0, 0), "第4町会": (False, None, 0, 0),
    }  # fmt: skip
    assert {one.name for one in found.uncovered} == {"第2町会", "第3町会", "第4町会"}
    assert {one.name for one in found.silent} == {"第3町会", "第4町会"}
    forums = get(desk, "areas", layer="町会の区域", kind="FORUM").context["found"]
    assert (forums.covered, len(forums.silent)) == (0, 4)


def adopted(name: str) -> Actor:
    adopt((PRESETS / f"{name}.toml").read_text(encoding="utf-8"), name=name, today=agencies.EPOCH)
    return agencies.actor("架空 地区", agency=agencies.agency("架空 社協"), kinds=(RoleKind.CSW,))


def test_sumida_all_171_areas_show_active_or_not_with_members_and_activities_and_the_uncovered_are_listed():
    worker = adopted("sumida")
    first, second = Area.objects.filter(layer="町会・自治会の区域").order_by("order", "code")[:2]
    watching = grouped(worker, first, "見守りの会", kind="NEIGHBOURS", stage="INDEPENDENT", members="8")
    grouped(worker, second, "これからの会", kind="NEIGHBOURS", stage="PREPARING")
    recorded(worker, first, "声かけの日", kind="WATCH", groups=[str(watching.id)])
    page = get(worker, "areas", layer="町会・自治会の区域", kind="NEIGHBOURS")
    found = page.context["found"]
    assert (len(found.lines), found.covered, len(found.uncovered), len(found.silent)) == (171, 1, 170, 170)
    assert [(one.active, one.members, one.times) for one in found.lines if one.area.id == first.id] == [
        (True, 8, 1)
    ]
    assert (first in found.uncovered, second in found.uncovered, text_of(page).count(second.name) > 1) == (
        False,
        True,
        True,
    )


def test_nishitokyo_forums_keep_nickname_meetings_and_visits_and_areas_without_records_are_listed():
    worker = adopted("nishitokyo")
    layer = Area.objects.filter(layer__startswith="ふれまち").values_list("layer", flat=True).first()
    home, visited, *others = Area.objects.filter(layer=layer, until_on=None).order_by("order", "code")
    forum = grouped(worker, home, "ほっこり懇談会", kind="FORUM", stage="INDEPENDENT")
    recorded(worker, home, "三月の定例会", kind="TALK", discussed="on", groups=[str(forum.id)])
    away = grouped(worker, visited, "これからの懇談会", kind="FORUM", stage="TRIAL")
    stepped(worker, away, note="定例会に出向いた")
    found = get(worker, "areas", layer=layer, kind="FORUM").context["found"]
    told = {one.area.id: ([group.name for group in one.groups], one.times, one.visits) for one in found.lines}
    assert (told[home.id], told[visited.id]) == ((["ほっこり懇談会"], 1, 0), (["これからの懇談会"], 0, 1))
    assert (found.silent, len(found.lines)) == (tuple(others), 20)
    page = get(worker, "group", away.id)
    assert [(one.kind, one.note) for one in page.context["supports"]] == [("VISIT", "定例会に出向いた")]


# --- proposals ------------------------------------------------------------------------------------------


def test_the_course_counts_who_finished_and_each_proposal_leads_to_what_came_of_it(desk, area):
    college = training.add_course(
        desk,
        name="福祉カレッジ",
        kind="COLLEGE",
        level="RESIDENT",
        theme="まちでできること",
        agency_id=desk.agency_id,
        needed=2,
    )
    for number in (1, 2):
        session = training.hold_session(
            desk, course=college, held_on=TODAY, title=f"第{number}回", today=TODAY
        )
        names = ["受講生1", *(["受講生2"] if number == 1 else [])]
        training.note_attendance(desk, session=session, group="受講生", body="COMMUNITY", names=names)
    kitchen = grouped(desk, area, "夕方食堂", kind="MEAL")
    proposal = raised(
        desk,
        area,
        "夕方の食堂",
        query=f"?course={college.id}",
        course=str(college.id),
        owner_group=str(kitchen.id),
    )
    first = recorded(desk, area, "はじめての食堂", kind="FOOD")
    acted = post(
        desk,
        "note_action",
        proposal.id,
        done_on=day(TODAY),
        what="食堂を開いた",
        group=str(kitchen.id),
        activity=str(first.id),
    )
    assert acted.status_code == 302, text_of(acted)

    page = client_of(desk).get(reverse("training:course", args=[college.id]))
    assert (page.context["completed"], [one.proposal.title for one in page.context["proposals"]]) == (
        1,
        ["夕方の食堂"],
    )
    home = get(desk, "proposal", proposal.id)
    links = [
        reverse("community:group", args=[kitchen.id]),
        reverse("community:activity", args=[first.gathering_id]),
    ]
    assert [text_of(home).count(one) > 0 for one in links] == [True, True]
    assert (home.context["proposal"].status, ProposalAction.objects.get().what) == ("STARTED", "食堂を開いた")
    listed = get(desk, "proposals", course=str(college.id)).context["lines"]
    assert [(one.proposal.title, one.actions) for one in listed] == [("夕方の食堂", 1)]
    assert Course.objects.get().kind == "COLLEGE"


def test_a_proposal_stays_listed_until_it_is_closed_with_its_result(desk, area):
    late = raised(desk, area, due_on=day(TODAY - DAY))
    raised(desk, area, "あとの提案")
    lines = get(desk, "proposals").context["lines"]
    assert [(one.proposal.title, one.late) for one in lines] == [
        ("坂の上に移動販売を呼ぶ", True),
        ("あとの提案", False),
    ]
    wordless = post(desk, "change_proposal", late.id, version="1", status="DONE", result="")
    assert list(wordless.context["form"].errors) == ["result"]
    done = post(
        desk, "change_proposal", late.id, version="1", status="DONE", result="週に一度、来ることになった"
    )
    assert done.status_code == 302, text_of(done)
    assert [one.proposal.title for one in get(desk, "proposals").context["lines"]] == ["あとの提案"]
    kept = get(desk, "proposals", status="DONE").context["lines"]
    assert [(one.proposal.result, one.proposal.closed_on, one.late) for one in kept] == [
        ("週に一度、来ることになった", TODAY, False)
    ]
    other = agencies.actor("架空 隣人", agency=agencies.agency("となりの社協"), kinds=(RoleKind.CSW,))
    assert get(other, "change_proposal", late.id).status_code == 403


# --- doors, questions, verbs ------------------------------------------------------------------------------------------


def test_who_looks_after_no_district_opens_nothing_and_who_only_looks_writes_nothing(desk, area):
    activity = recorded(desk, area)
    records = agencies.actor("架空 文書", kinds=(RoleKind.RECORDS,))
    assert get(records, "activities").status_code == 403
    assert get(records, "activity", activity.gathering_id).status_code == 403
    looks = agencies.actor("架空 民生", kinds=(RoleKind.COMMISSIONER,))
    assert get(looks, "record_activity").status_code == 403
    page = get(looks, "activity", activity.gathering_id)
    assert [page.context[one].allowed for one in ("may_keep", "may_change", "may_receive")] == [False] * 3
    assert page.context["begun"] is None
    assert told(looks, area).status_code == 403


def test_what_is_not_there_is_not_found(desk):
    nowhere = "00000000-0000-4000-8000-000000000000"
    names = (
        "activity",
        "group",
        "proposal",
        "change_activity",
        "change_group",
        "answer_group_help",
        "note_action",
    )
    assert {get(desk, one, nowhere).status_code for one in names} == {404}
    assert get(desk, "record_activity", group=nowhere).status_code == 404


def test_an_operation_refuses_by_itself_what_the_form_would(desk, area):
    group = grouped(desk, area)
    with pytest.raises(Refused):
        operations.note_support(
            desk, group=group, happened_on=TODAY + DAY, kind="VISIT", note="先", today=TODAY
        )
    with pytest.raises(Refused):
        operations.ask_group_help(desk, group=group, kind="RUN", asked_on=TODAY + DAY, text="先", today=TODAY)
    assert (Support.objects.count(), HelpRequest.objects.count()) == (0, 0)
    assert queries.stage_counts(desk) == {"IDEA": 1}


def test_pages_ask_as_often_for_three_as_for_one(desk, area):
    client = client_of(desk)

    def asked(name: str, *args: Any) -> int:
        with CaptureQueriesContext(connection) as questions:
            client.get(reverse(f"community:{name}", args=args))
        return len(questions)

    def fill(number: int) -> dict[str, int]:
        group = grouped(desk, area, f"会{number}")
        stepped(desk, group)
        post(desk, "ask_group_help", group.id, kind="RUN", asked_on=day(TODAY), text=f"求め{number}")
        activity = recorded(desk, area, f"集まり{number}", groups=[str(group.id)], age_OLD="2")
        proposal = raised(desk, area, f"提案{number}", activity=str(activity.id), owner_group=str(group.id))
        lists = {name: asked(name) for name in ("activities", "groups", "requests", "proposals", "areas")}
        return lists | {
            "activity": asked("activity", activity.gathering_id), "group": asked("group", group.id),
            "proposal": asked("proposal", proposal.id),
        }  # fmt: skip

    questions = {
        "activities": 20, "groups": 14, "requests": 14, "proposals": 11, "areas": 16, "activity": 15, "group": 18, "proposal": 12,
    }  # fmt: skip
    asked("activities")
    assert fill(1) == questions
    fill(2)
    assert fill(3) == questions
