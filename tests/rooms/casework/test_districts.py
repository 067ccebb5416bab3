"""地区: a holder per district and year, notices that reach whoever looks after it, gatherings summed by area."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor, actor_for
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Area, Base
from norishiro.core.calendar import fiscal_year, fiscal_year_span
from norishiro.core.operation import announce
from norishiro.core.records import StaleVersion
from norishiro.core.verdict import Refused
from norishiro.outreach import operations
from norishiro.outreach.models import Bulletin, Gathering
from tests.factories import agencies
from tests.rooms.agencies.conftest import Town, browser_of
from tests.rooms.casework.test_rows import consulted

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
YEAR = fiscal_year(TODAY)


def holder(area: Area, *, kind: RoleKind = RoleKind.COMMISSIONER, name: str = "架空 民子") -> Actor:
    """Somebody placed for the district since the beginning of this fiscal year."""
    person, place = agencies.staff(name), agencies.agency(f"{name}の所属")
    agencies.appoint(person, agency=place, kind=kind, area=area, from_on=fiscal_year_span(YEAR)[0])
    worn = actor_for(staff_id=person.id, agency_id=place.id, today=TODAY)
    assert worn is not None
    return worn


def told(actor: Actor) -> list[str]:
    """The notices on this actor's 今日."""
    page = browser_of(actor).get("/")
    return [
        line.what
        for section, lines in page.context["sections"]
        if section.code == "bulletins"
        for line, _ in lines
    ]


def bulletin(by: Actor, area: Area, title: str = "場所が変わります", **values) -> Bulletin:
    given = {"text": "来月から2階で開きます", "from_on": TODAY, "today": TODAY, **values}
    return operations.post_bulletin(by, area=area, title=title, **given)


def gathering(by: Actor, area: Area, **values) -> Gathering:
    given = {"kind": "EXCHANGE", "name": "お茶の間", "held_on": TODAY, "people": 10, "today": TODAY, **values}
    return operations.record_gathering(by, area=area, **given)


def test_seven_districts_have_one_holder_each_of_the_year_set_on_screen():
    """墨田: CSWs without areas of their own share the information duty for the commissioners' districts."""
    keeper = Town("sumida").keeper("SHAKYO")
    duty = agencies.role(RoleKind.AREA_DUTY)
    districts = [
        Area.objects.create(code=f"MIN{number}", name=f"民生委員第{number}地区", layer="民生委員・児童委員の地区", from_on=date(2022, 4, 1))
        for number in range(1, 8)
    ]  # fmt: skip
    first, after = fiscal_year_span(YEAR)
    client = browser_of(keeper)
    for number, area in enumerate(districts, start=1):
        form = {
            "staff": str(agencies.staff(f"架空 担当{number}").id), "agency": str(keeper.agency_id), "role": str(duty.id),
            "area": str(area.id), "kind": "PLACEMENT", "from_on": first.isoformat(), "lasts": "DAY",
            "until_on": after.isoformat(),
        }  # fmt: skip
        assert client.post(reverse("agencies:appoint"), form).status_code == 302
    names = {
        code: f"架空 担当{number}" for number, code in enumerate((one.code for one in districts), start=1)
    }

    def shown(year: int) -> dict[str, list[str]]:
        lines = client.get(reverse("casework:districts"), {"year": year}).context["lines"]
        return {
            one.node.area.code: [held.staff.name for held in one.holders]
            for one in lines if one.node.area.code in names
        }  # fmt: skip

    assert shown(YEAR) == {code: [name] for code, name in names.items()}
    assert shown(YEAR - 1) == {code: [] for code in names}


def test_a_notice_reaches_who_looks_after_the_district_and_nobody_else():
    ward = agencies.area("区全域")
    mine, other = agencies.area("第1地区", parent=ward), agencies.area("第2地区", parent=ward)
    writer, here, there = agencies.actor(), holder(mine), holder(other, name="架空 別子")
    above = holder(ward, kind=RoleKind.AREA_DUTY, name="架空 全子")
    bulletin(writer, mine)
    bulletin(writer, ward, title="区のお知らせ")
    assert sorted(told(here)) == ["区のお知らせ", "場所が変わります"]
    assert told(there) == ["区のお知らせ"]
    assert sorted(told(above)) == ["区のお知らせ", "場所が変わります"]
    assert told(writer) == []


def test_a_notice_stands_from_its_day_until_it_is_taken_down():
    area = agencies.area()
    writer, here = agencies.actor(), holder(area)
    later = bulletin(writer, area, title="これから", from_on=date(TODAY.year + 1, 4, 1))
    now = bulletin(writer, area, title="いま")
    assert told(here) == ["いま"]
    client = browser_of(writer)
    assert client.post(reverse("outreach:end_bulletin", args=[now.id]), {}).status_code == 302
    assert told(here) == []
    operations.end_bulletin(writer, bulletin=later, today=TODAY)
    for wrong, actor in ((now, writer), (later, agencies.actor("架空 他人"))):
        with pytest.raises(Refused):
            operations.end_bulletin(actor, bulletin=wrong, today=TODAY)
    page = client.get(reverse("casework:district", args=[area.id]))
    assert sorted(one.title for one in page.context["district"].earlier) == ["いま"]


def test_a_district_shows_its_places_and_notices_to_its_holder():
    toshima = Town("toshima")
    area = toshima.area("ELD01")
    here = holder(area)
    Base.objects.create(code="HERE", name="見本の縁側", area=area, place="見本町1丁目")
    Base.objects.create(code="THERE", name="よその縁側", area=toshima.area("ELD02"))
    bulletin(toshima.keeper("FUKUSHI_SOMU"), area)
    page = browser_of(here).get(reverse("casework:district", args=[area.id]))
    found = page.context["district"]
    assert [one.title for one in found.bulletins] == ["場所が変わります"]
    assert [base.name for base in found.bases] == ["見本の縁側"]
    assert "お知らせを出す" not in page.content.decode()
    assert browser_of(here).get(reverse("outreach:post_bulletin", args=[area.id])).status_code == 403


def test_gatherings_sum_by_area_whatever_the_office():
    """西東京: all coordinators sit in one office; each gathering counts in the area it was held in."""
    town = Town("nishitokyo")
    held = town.put("架空 調子", "LIFE_SUPPORT_2", "LINK", area="LIVING01")
    worker = actor_for(staff_id=held.staff_id, agency_id=held.agency_id, today=TODAY)
    assert worker is not None
    areas = [town.area("LIVING01"), town.area("LIVING02")]
    url = reverse("community:record_activity")
    client = browser_of(worker)
    form = {
        "area": str(areas[0].id),
        "kind": "EXCHANGE",
        "name": "りんくの交流会",
        "held_on": TODAY.isoformat(),
        "people": "12",
        "consulted": "3",
    }
    assert client.post(url, form).status_code == 302
    gathering(worker, areas[0], people=5)
    gathering(worker, areas[1], kind="COUNCIL", people=20)
    lines = client.get(reverse("casework:districts")).context["lines"]
    sums = {
        one.node.area.code: (one.gathered.times, one.gathered.people, one.gathered.consulted) for one in lines
    }
    assert (sums["LIVING01"], sums["LIVING02"]) == ((2, 17, 3), (1, 20, 0))
    assert [total for code, total in sums.items() if code == areas[0].parent.code] == [(3, 37, 3)]
    assert client.get(reverse("consultations:receive_consultation")).status_code == 200
    announce(worker)
    consulted(worker, areas[1], "R-1")
    lines = client.get(reverse("casework:districts")).context["lines"]
    heard = {one.node.area.code: one.consultations for one in lines}
    assert (heard["LIVING01"], heard["LIVING02"], heard[areas[0].parent.code]) == (0, 1, 1)


def test_a_wrong_number_is_told_at_its_field_and_can_be_put_right_later():
    area, writer = agencies.area(), agencies.actor()
    client = browser_of(writer)
    url = reverse("community:record_activity")
    typed = {
        "area": str(area.id), "kind": "EXCHANGE", "name": "お茶の間", "held_on": "令和99年1月1日", "people": "たくさん",
    }  # fmt: skip
    refused = client.post(url, typed)
    assert (refused.status_code, sorted(refused.context["form"].errors)) == (422, ["held_on", "people"])
    written = gathering(writer, area)
    change = reverse("community:change_activity", args=[written.id])
    right = {
        "kind": "EXCHANGE",
        "name": "お茶の間",
        "held_on": TODAY.isoformat(),
        "people": "11",
        "version": "1",
    }
    assert client.post(change, right).status_code == 302
    page = client.get(reverse("casework:district", args=[area.id]))
    assert (page.context["district"].gathered.people, page.context["district"].gathered.times) == (11, 1)
    values = {
        "kind": "EXCHANGE",
        "name": "お茶の間",
        "held_on": TODAY,
        "people": 9,
        "consulted": 0,
        "note": "",
    }
    with pytest.raises(StaleVersion):
        operations.change_gathering(writer, gathering=written, version=1, values=values, today=TODAY)
    with pytest.raises(Refused):
        operations.change_gathering(
            agencies.actor("架空 他人"), gathering=written, version=2, values=values, today=TODAY
        )


def test_what_cannot_be_a_notice_is_refused_with_all_reasons():
    area = agencies.area()
    with pytest.raises(Refused) as refused:
        bulletin(
            agencies.actor(),
            area,
            from_on=date(2026, 4, 1),
            until_on=date(2026, 4, 1),
            today=date(2026, 11, 20),
        )
    assert [one.code for one in refused.value.verdict.reasons] == ["from_on", "until_on"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_ask_a_fixed_number_of_questions(count, django_assert_num_queries):
    area, writer = agencies.area(), agencies.actor()
    here = holder(area)
    for number in range(count):
        agencies.area(f"ほかの地区{number}")
        bulletin(writer, area, title=f"その{number}")
        gathering(writer, area)
    announce(here)
    client = browser_of(here)
    for url, questions in (
        (reverse("casework:districts"), 18),
        (reverse("casework:district", args=[area.id]), 17),
        ("/", 19),
    ):
        client.get(url)
        with django_assert_num_queries(questions):
            client.get(url)
