"""Meetings of several types, or of one type in several areas, side by side: each with its days, its members, its ground."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from dateutil.relativedelta import relativedelta
from django.urls import reverse

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Field
from norishiro.agencies.models import Area
from norishiro.core.operation import announce
from norishiro.meetings import operations, queries
from norishiro.meetings.models import Body, Item, Series, Sitting, Topic
from tests.factories import agencies, people
from tests.rooms.meetings import town as towns
from tests.rooms.meetings.test_bodies_rows import bodies, held, keeper, placed, talked, topic_by
from tests.rooms.meetings.test_screens import day, get, post, queries_of, text_of
from tests.rooms.meetings.test_topics import raised
from tests.rooms.meetings.town import TODAY

pytestmark = pytest.mark.django_db

NEXT_MONTH = TODAY.replace(day=1) + relativedelta(months=1)


def kept(actor: Actor, body: Body, **values) -> Series:
    """A rule written in the browser."""
    sent = post(
        actor, "keep_series", body.id,
        **{
            "area": "", "rule": "MONTHLY", "weekday": "1", "weeks": ["2"], "months": [], "holiday": "KEEP", "starts_at": "",
            "ends_at": "", "place": "", "mode": "ROOM", "from_on": day(TODAY), "until_on": "", **values,
        },
    )  # fmt: skip
    assert sent.status_code == 302, text_of(sent)
    return Series.objects.get(id=sent.url.strip("/").split("/")[-2])


def first_day_next_month(actor: Actor, series: Series) -> date:
    rows = queries.proposed_rows(actor, series=series, today=TODAY)
    return next(row.proposed.day for row in rows if row.proposed.day >= NEXT_MONTH and not row.taken)


def test_tachikawa_each_type_has_its_days_and_members_and_follow_ups_remain_until_done():
    named = bodies("tachikawa")
    actor = keeper(named["SUPERVISION"])
    rules = {
        "ALL_MEETING": {"rule": "MONTHLY", "weeks": ["1", "3"]},
        "COORDINATORS": {"rule": "MONTHLY", "weeks": ["2"]},
        "SUPERVISION": {"rule": "MONTHS", "weeks": ["4"], "months": ["6", "12"]},
    }
    words = {"ALL_MEETING": "月2回", "COORDINATORS": "月1回", "SUPERVISION": "年1〜2回"}
    members = {"ALL_MEETING": "2構成員", "COORDINATORS": "1構成員", "SUPERVISION": "1構成員"}
    for code, rule in rules.items():
        kept(actor, named[code], **rule)
        page = text_of(get(actor, "body", named[code].id))
        assert words[code] in page and members[code] in page and "この先の日から会議を作る" in page
    assert sorted(tuple(one.weeks) for one in Series.objects.all()) == [(1, 3), (2,), (4,)]
    body = named["COORDINATORS"]
    case = towns.case(actor, people.person(actor, "架空 花江"), title="架空家")
    new = post(
        actor, "raise_from_case", case.id,
        **raised(body=str(body.id), kind="FOLLOW_UP", shortage="", title="会えない世帯への手紙", next_what="次の手紙を届ける"),
    )  # fmt: skip
    assert new.status_code == 302
    topic = Topic.objects.get()
    assert "架空家" in text_of(get(actor, "topic", topic.id))
    first = held(actor, body)
    talked(actor, first, topic, agreed="来月も届ける")
    operations.close_sitting(actor, sitting=Sitting.objects.get(id=first.id))
    second = held(actor, body)
    carried = text_of(get(actor, "sitting", second.id))
    assert "会えない世帯への手紙" in carried and "次の手紙を届ける" in carried and "架空家" not in carried
    post(actor, "finish_topic", topic.id, outcome="会えた", done_on=day(TODAY))
    assert "会えない世帯への手紙" not in text_of(get(actor, "sitting", second.id))


def test_komae_three_area_committees_each_keep_their_days_and_their_issues_become_actions_with_results():
    named = bodies("komae")
    rules = {
        "IZUMI_TETSUNAGI": {"rule": "ALTERNATE", "weekday": "5", "weeks": []},
        "IKOI_NET": {"rule": "MONTHS", "weekday": "6", "weeks": ["1"], "months": ["2", "4", "6", "8", "10", "12"]},
        "NOGAWA_NOWA": {"rule": "MONTHLY", "weekday": "6", "weeks": ["3"]},
    }  # fmt: skip
    days = {}
    for code, rule in rules.items():
        actor = keeper(named[code])
        series = kept(actor, named[code], **rule)
        page = get(actor, "schedule_sittings", series.id)
        days[code] = [one.day for one in page.context["free"]]
        sent = post(actor, "schedule_sittings", series.id, days=[days[code][0].isoformat()])
        assert sent.status_code == 302, text_of(sent)
        assert Sitting.objects.get(body=named[code]).held_on == days[code][0]
    saturdays, even, third = (days[code] for code in rules)
    assert {one.weekday() for one in saturdays} == {5}
    assert {later - one for one, later in pairwise(saturdays)} == {timedelta(days=14)}
    assert [(one.weekday(), one.day <= 7, one.month % 2) for one in even] == [(6, True, 0)] * len(even)
    assert [(one.weekday(), 15 <= one.day <= 21) for one in third] == [(6, True)] * len(third)
    assert (len(even), len(third)) in ((6, 12), (6, 13), (7, 12), (7, 13))
    body = named["IKOI_NET"]
    actor = keeper(body)
    acts = {
        "owner": str(actor.agency_id),
        "next_what": "坂の途中に腰かけを置く",
        "due_on": day(TODAY + timedelta(days=30)),
    }
    issue = topic_by(actor, body, "買い物の帰りに休む所がない", **acts)
    sitting = held(actor, body)
    talked(actor, sitting, issue, agreed="まず一か所でためす")
    assert "坂の途中に腰かけを置く" in text_of(get(actor, "sitting", sitting.id))
    done = post(
        actor, "finish_topic", issue.id, outcome="一か所に置けた。よく使われている。", done_on=day(TODAY)
    )
    assert done.status_code == 302
    page = text_of(get(actor, "topic", issue.id))
    assert "一か所に置けた。よく使われている。" in page and "まず一か所でためす" in page


def test_hachioji_network_keeps_members_by_field_and_sittings_by_area_and_lists_the_fields_missing():
    body = bodies("hachioji")["NETWORK"]
    actor = keeper(body)
    north, west = (agencies.area(name, layer="SIX") for name in ("北部", "西部"))
    office = agencies.agency("架空支援センター", field=Field.DISABILITY)

    def belongs(name: str, **values) -> None:
        given = {"kind": "KIND", "what": "", "field": "", "area": "", "agency": "", "until_on": ""}
        sent = post(actor, "add_partner", body.id, name=name, from_on=day(TODAY), **{**given, **values})
        assert sent.status_code == 302, text_of(sent)

    belongs("架空の町会", field="RESIDENT", area=str(north.id))
    belongs("架空の診療所", field="MEDICAL", area=str(north.id))
    belongs("架空の作業所", area=str(north.id), agency=str(office.id))
    belongs("架空の不動産店", field="HOUSING", area=str(west.id))
    belongs("市全体の会", field="CIVIL")
    for area in (north, north):
        placed(actor, held(actor, body), area=str(area.id))
    page = get(actor, "places", body.id)
    found = {one.name: one for one in page.context["fields"]}
    assert {name: one.fields for name, one in found.items()} == {
        "北部": (
            ("障害", ("架空の作業所",)),
            ("医療・保健", ("架空の診療所",)),
            ("地域住民", ("架空の町会",)),
        ),
        "西部": (("住まい", ("架空の不動産店",)),),
    }
    rest = (
        "高齢・介護",
        "住まい",
        "就労",
        "生活困窮",
        "子ども・若者",
        "学校・教育",
        "警察・司法",
        "民間団体",
    )
    assert found["北部"].missing == rest and "地域住民" in found["西部"].missing
    assert "、".join(rest) in text_of(page)
    assert [(one.name, one.this_year) for one in page.context["areas"].rows] == [("北部", 2)]
    assert "医療・保健・北部" in text_of(get(actor, "partners", body.id))
    assert (
        post(actor, "add_partner", body.id, kind="KIND", name="x", area="y", from_on=day(TODAY)).status_code
        == 422
    )


def test_setagaya_five_monthly_meetings_by_region_stand_in_the_calendar():
    body = bodies("setagaya")["POVERTY_COORDINATION"]
    actor = keeper(body)
    regions = [agencies.area(f"第{number}地域", layer="REGION") for number in range(1, 6)]
    for region in regions:
        series = kept(actor, body, area=str(region.id))
        chosen = first_day_next_month(actor, series)
        sent = post(actor, "schedule_sittings", series.id, days=[chosen.isoformat()])
        assert sent.status_code == 302, text_of(sent)
    made = Sitting.objects.order_by("made_at")
    assert [one.area for one in made] == regions
    assert {(one.held_on.year, one.held_on.month) for one in made} == {(NEXT_MONTH.year, NEXT_MONTH.month)}
    month = text_of(get(actor, "calendar", month=NEXT_MONTH.strftime("%Y-%m")))
    for sitting, region in zip(made, regions, strict=True):
        assert month.count(reverse("meetings:sitting", args=[sitting.id])) == 1
        assert month.count(f"{body.name}・{region.name}") == 1
    page = text_of(get(actor, "body", body.id))
    assert [page.count(f"<b>{region.name}</b>") for region in regions] == [1] * 5
    # In its own area a day is used once; the others do not stand in its way.
    again = Series.objects.get(area=regions[0])
    assert made[0].held_on not in [
        row.proposed.day for row in queries.proposed_rows(actor, series=again, today=TODAY) if not row.taken
    ]


def test_the_questions_of_the_calendar_and_the_body_do_not_grow_with_the_areas():
    body = bodies("setagaya")["POVERTY_COORDINATION"]
    actor = keeper(body)
    counts = []
    for number in range(1, 4):
        series = kept(actor, body, area=str(agencies.area(f"第{number}地域", layer="REGION").id))
        held_on = TODAY + timedelta(days=number)
        announce(actor)
        operations.schedule_sittings(actor, series=series, days=[held_on], proposed=[held_on], today=TODAY)
        counts.append((queries_of(actor, "calendar"), queries_of(actor, "body", body.id)))
    assert counts[0] == counts[2] == (12, 24)


def put(actor: Actor, case, body: Body, kind: str, **values):
    given = {"body": str(body.id), "kind": kind, "purpose": "SHARE", "reason": "家計の立て直しを決めたい"}
    return post(actor, "put_on_list", case.id, **{**given, **values})


def test_setagaya_each_case_sits_under_one_basis_with_its_reason():
    named = bodies("setagaya")
    poverty, hikikomori = named["POVERTY_COORDINATION"], named["SUPPORT"]
    actor = keeper(poverty)
    person = people.person(actor, "架空 花江")
    agreed, silent = (
        towns.case(actor, person, title="同意の家"),
        towns.case(actor, people.person(actor, "架空 一郎"), title="未同意の家"),
    )
    no_consent = put(actor, agreed, poverty, "AGREED")
    assert no_consent.status_code == 422 and "本人の同意が登録されていません" in text_of(no_consent)
    towns.consent(actor, person, to=[actor.agency_id], case=agreed)
    for body, kind, said in (
        (poverty, "SUPPORT", "この会議体は支援会議ではないため、同意のないケースを出せません。"),
        (poverty, "LAYERED", "扱いの「その会議の議題として（同意あり）」を選んでください。"),
        (hikikomori, "AGREED", "この会議体では、この扱いを選べません。"),
    ):
        refused = put(actor, agreed, body, kind)
        assert refused.status_code == 422 and said in text_of(refused)
    assert put(actor, agreed, poverty, "AGREED", reason=" ").status_code == 422
    assert put(actor, agreed, poverty, "AGREED").status_code == 302
    assert put(actor, silent, hikikomori, "SUPPORT", reason="会えていない").status_code == 302
    announce(actor)
    found = {item.case_id: item for item in Item.objects.all()}
    assert [(found[one.id].basis, found[one.id].reason) for one in (agreed, silent)] == [
        ("C0", "家計の立て直しを決めたい"),
        ("J6", "会えていない"),
    ]
    shown = text_of(get(actor, "item", found[agreed.id].id))
    assert "その会議の議題として（同意あり）" in shown and "家計の立て直しを決めたい" in shown
    [sitting] = operations.schedule_sittings(
        actor, series=kept(actor, poverty), days=[TODAY], proposed=[TODAY], today=TODAY
    )
    assert post(actor, "table_item", sitting.id, item=str(found[agreed.id].id)).status_code == 302
    assert "その会議の議題として（同意あり）" in text_of(get(actor, "sitting", sitting.id))
    sitting.refresh_from_db()
    assert sitting.ground == "C0"


def test_where_no_meeting_takes_cases_on_consent_of_its_own_the_choice_is_not_there():
    town = towns.town()
    assert "その会議の議題として" not in text_of(get(town.council, "put_on_list", town.case.id))
    towns.body(town.city.agency_id, kind="OTHER", ground="", consent_rule="REQUIRED", name="支援調整会議")
    page = text_of(get(town.council, "put_on_list", town.case.id))
    assert "その会議の議題として（同意あり）" in page and "支援調整会議" in page


def test_an_area_that_is_no_area_is_told_at_its_field():
    town = towns.town()
    sent = post(town.city, "keep_series", town.body.id, area="x", rule="MONTHLY", weekday="1", weeks=["1"])
    assert sent.status_code == 422
    assert Series.objects.count() == 0 == Area.objects.filter(code="x").count()
