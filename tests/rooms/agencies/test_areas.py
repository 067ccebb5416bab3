"""圏域: a town or an address finds its area; counts roll up; the contact of the hour."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.urls import reverse

from norishiro.agencies import queries
from norishiro.agencies.models import Agency, AreaTown, OnCall, OnCallHours
from tests.factories import agencies
from tests.rooms.agencies.conftest import Town, browser_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("typed", "area"),
    [
        ("錦町", "第2地区"),
        ("錦町三丁目2-26", "第2地区"),
        ("立川市砂川町1丁目", "第5地区"),
        ("東京都立川市上砂町3-1", "第6地区"),
        ("若葉町", "第4地区"),
    ],
)
def test_a_town_or_an_address_resolves_to_its_area_and_rolls_up(tachikawa, typed, area):
    client = browser_of(tachikawa.keeper("SHAKYO"))
    found = client.post(reverse("agencies:areas"), {"address": typed}, follow=True).context["found"]
    assert [node.path_text for node in found.nodes] == [f"{area} → 立川市"]


@pytest.mark.parametrize("typed", ["存在しない町", "東京都墨田区押上1-1"])
def test_an_address_elsewhere_is_told_in_words(tachikawa, typed):
    client = browser_of(tachikawa.keeper("SHAKYO"))
    response = client.post(reverse("agencies:areas"), {"address": typed}, follow=True)
    assert response.context["found"].nodes == ()
    assert "圏域が分かりませんでした" in response.content.decode()


def test_an_address_in_nakano_routes_through_three_layers(nakano):
    AreaTown.objects.create(area=nakano.area("CTR06"), name="見本町")
    client = browser_of(nakano.keeper("SHAKYO"))
    found = client.post(reverse("agencies:areas"), {"address": "見本町2-3"}, follow=True).context["found"]
    assert [node.path_text for node in found.nodes] == ["第6圏域 → 第2すこやか圏域 → 中野区"]


def test_counts_roll_up_from_district_to_region_to_ward_and_count_nobody_twice(db):
    town = Town("setagaya")
    one = town.put("架空 一", "DISTRICT_WORKER", "SHAKYO_OFFICE", area="DIS01")
    town.put("", "DISTRICT_ASSISTANT", "SHAKYO_OFFICE", area="DIS02", staff=one.staff)
    town.put("架空 二", "DISTRICT_WORKER", "SHAKYO_OFFICE", area="DIS07")
    tree = queries.area_tree(agencies.actor(), on=TODAY)
    counts = {node.area.code: len(node.staff_ids) for node in tree}
    assert [counts[code] for code in ("DIS01", "DIS02", "REG01", "REG02", "WARD")] == [1, 1, 1, 1, 2]


def test_an_area_opened_anew_keeps_who_was_assigned_to_its_former_row(tachikawa):
    tachikawa.put("架空 一", "CSW", "SHAKYO", area="AREA4")
    old = tachikawa.area("AREA4")
    old.until_on = date(2026, 4, 1)
    old.save()
    type(old).objects.create(
        code="AREA4", name="第4地区", layer=old.layer, parent=old.parent, from_on=date(2026, 4, 1)
    )
    tree = queries.area_tree(agencies.actor(), on=TODAY)
    assert [len(node.staff_ids) for node in tree if node.area.code == "AREA4"] == [1]


def test_the_contact_of_the_hour_shows_by_date_and_time(nakano):
    night = OnCall.objects.create(area=None, agency=Agency.objects.get(code="SUKOYAKA"), contact="夜間の当番")
    OnCallHours.objects.create(on_call=night, weekday=4, opens=time(17, 15), closes=time(8, 30))
    client = browser_of(nakano.keeper("SHAKYO"))
    address = reverse("agencies:area", args=[nakano.area("CTR06").id])

    def shown(at: str) -> list[tuple[str, bool]]:
        context = client.get(address, {"on": "令和8年11月20日", "at": at}).context
        return [(one.row.contact, one.reached) for one in context["contacts"]]

    team = "区アウトリーチチームの24時間緊急連絡"
    assert shown("22:00") == [(team, True), ("夜間の当番", True)]
    assert shown("12:00") == [(team, True), ("夜間の当番", False)]


def test_unreadable_days_and_times_are_told_and_do_not_break(nakano):
    client = browser_of(nakano.keeper("SHAKYO"))
    page = client.get(
        reverse("agencies:area", args=[nakano.area("CTR06").id]), {"on": "令和99年", "at": "25時"}
    )
    assert page.status_code == 200
    assert page.context["asked"].problem != ""
    assert page.context["clock_problem"] == "0:00から23:59までの時刻を入力してください。"


def test_the_page_asks_the_same_number_of_questions_however_many_areas(tachikawa, django_assert_num_queries):
    client = browser_of(tachikawa.keeper("SHAKYO"))
    client.get(reverse("agencies:areas"))
    with django_assert_num_queries(18):
        client.get(reverse("agencies:areas"))
    tachikawa.put("架空 一", "CSW", "SHAKYO", area="AREA1")
    tachikawa.put("架空 二", "CSW", "SHAKYO", area="AREA2")
    with django_assert_num_queries(18):
        client.get(reverse("agencies:areas"))


def test_the_manager_who_supports_an_area_shows_there(nakano):
    nakano.put("架空 課長", "AREA_MANAGER", "SHAKYO", area="FOUR02")
    client = browser_of(nakano.keeper("SHAKYO"))
    supporters = client.get(reverse("agencies:area", args=[nakano.area("CTR06").id])).context["supporters"]
    assert [(state.post.area.code, [one.staff.name for one in state.holders]) for state in supporters] == [
        ("FOUR02", ["架空 課長"])
    ]
