"""拠点: open or closed on any day, staff by role, and the list of halls."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from norishiro.agencies.models import Base
from tests.rooms.agencies.conftest import Town, browser_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "open_ones"),
    [
        ("令和8年11月16日", {"墨田": "13:00–16:30"}),  # a third Monday
        ("令和8年11月9日", {"本所": "11:00–16:00", "墨田": "13:00–16:30"}),
        ("令和8年11月18日", {"本所": "11:00–16:00", "墨田": "13:00–16:30"}),  # a Wednesday
        ("令和8年11月17日", {"京島": "11:00–16:00", "八広": "11:00–16:00"}),  # a Tuesday
        ("令和8年11月22日", {}),  # a Sunday
    ],
)
def test_any_day_answers_open_or_closed_and_hours(sumida, day, open_ones):
    client = browser_of(sumida.keeper("SHAKYO"))
    rows = client.get(reverse("agencies:bases"), {"on": day}).context["rows"]
    assert [row["base"].name for row in rows] == ["京島", "八広", "本所", "墨田"]
    assert {row["base"].name: row["hours"] for row in rows if row["hours"]} == open_ones


def test_a_base_keeps_opening_month_place_and_staff_by_role_per_date(db):
    hachioji = Town("hachioji")
    client = browser_of(hachioji.keeper("HACHIMARU"))
    base = Base.objects.get(code="ISHIKAWA")
    hachioji.put("架空 前任", "BASE_CSW", "HACHIMARU", base=base, until_on=date(2025, 4, 1))
    hachioji.put("架空 後任", "BASE_CSW", "HACHIMARU", base=base, from_on=date(2025, 4, 1))
    hachioji.put("架空 助手", "ASSISTANT", "HACHIMARU", base=base)

    def staff(day: str) -> dict[str, tuple[list[str], int]]:
        context = client.get(reverse("agencies:base", args=[base.id]), {"on": day}).context
        return {
            line["label"]: ([one.staff.name for one in line["people"]], line["expected"])
            for line in context["staff"]
        }

    assert staff("令和7年3月31日") == {"拠点CSW": (["架空 前任"], 2), "アシスタント": (["架空 助手"], 1)}
    assert staff("令和7年4月1日") == {"拠点CSW": (["架空 後任"], 2), "アシスタント": (["架空 助手"], 1)}
    page = client.get(reverse("agencies:bases")).content.decode()
    assert "平成26年12月" in page
    assert "石川事務所2階" in page


def test_a_hall_links_to_its_csw_and_its_area(toshima):
    client = browser_of(toshima.keeper("FUKUSHI_SOMU"))
    hall = toshima.agency("KUMIN_HIROBA")
    given = {
        "name": "区民ひろば 見本", "operator": str(hall.id), "hall": str(hall.id), "area": str(toshima.area("ELD03").id),
        "place": "1階", "opened_on": "", "functions": ["CONSULTATION", "EXCHANGE"],
    }  # fmt: skip
    assert client.post(reverse("agencies:add_base"), given).status_code == 302
    base = Base.objects.get(name="区民ひろば 見本")
    toshima.put("架空 CSW", "CSW", "KUMIN_HIROBA", area="ELD03", base=base)
    halls = client.get(reverse("agencies:bases")).context["halls"]
    assert [(one.hall.name, one.area.name, [held.staff.name for held in one.staff_now]) for one in halls] == [
        ("区民ひろば", "第3圏域", ["架空 CSW"])
    ]


def test_a_base_without_a_name_is_sent_back(toshima):
    client = browser_of(toshima.keeper("FUKUSHI_SOMU"))
    response = client.post(reverse("agencies:add_base"), {"name": ""})
    assert (response.status_code, sorted(response.context["form"].errors)) == (422, ["name", "operator"])


def test_changing_a_base_and_being_overtaken(toshima):
    client = browser_of(toshima.keeper("FUKUSHI_SOMU"))
    base = Base.objects.create(code="hand-one", name="みほんの家")
    given = {
        "name": "みほんの家",
        "hall": "",
        "area": str(toshima.area("ELD01").id),
        "place": "2階",
        "opened_on": "",
    }
    address = reverse("agencies:change_base", args=[base.id])
    assert client.post(address, {**given, "version": "1"}).status_code == 302
    base.refresh_from_db()
    assert (base.place, base.area.name) == ("2階", "第1圏域")
    assert client.post(address, {**given, "place": "3階", "version": "1"}).status_code == 409
    base.refresh_from_db()
    assert base.place == "2階"


def test_a_second_click_is_led_where_the_first_click_led(toshima):
    client = browser_of(toshima.keeper("FUKUSHI_SOMU"))
    base = Base.objects.create(code="hand-one", name="みほんの家")
    address = reverse("agencies:change_base", args=[base.id])
    given = {"name": "みほんの家", "hall": "", "area": "", "opened_on": "", "version": "1"}
    sent = {**given, "place": "2階", "form_token": str(uuid4())}
    led = reverse("agencies:base", args=[base.id])
    assert [client.post(address, sent).url for _click in range(2)] == [led, led]
    assert Base.objects.get().version == 2


def test_other_words_sent_after_going_back_are_not_swallowed(toshima):
    client = browser_of(toshima.keeper("FUKUSHI_SOMU"))
    base = Base.objects.create(code="hand-one", name="みほんの家")
    address = reverse("agencies:change_base", args=[base.id])
    given = {"name": "みほんの家", "hall": "", "area": "", "opened_on": "", "form_token": str(uuid4())}
    client.post(address, {**given, "place": "2階", "version": "1"})
    merge = client.post(address, {**given, "place": "3階", "version": "1"})
    fresh = str(merge.context["form"].token)
    assert (merge.status_code, fresh == given["form_token"]) == (409, False)
    client.post(address, {**given, "place": "3階", "version": "2", "form_token": fresh})
    assert Base.objects.get().place == "3階"
