"""HSDS and the standard CSV: what leaves is only what is public, and what is written reads back as the same."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import time
from io import StringIO

import pytest
from django.urls import reverse
from hypothesis import given

from norishiro.core.text import InputProblem
from norishiro.opendata import handing_out, queries
from norishiro.opendata.datasets import datasets
from norishiro.opendata.hsds import page_of, read_page
from norishiro.resources import operations as resources
from norishiro.resources.models import Place
from norishiro.resources.opening import LAST_WEEK, Rule, read_opening
from norishiro.resources.operations.places import Offer, Where, Whose
from tests.rooms.opendata.hsds_entries import ONE, entries
from tests.rooms.opendata.test_intake import TODAY, browser_of, ends, read, take


def written(*given_entries) -> bytes:
    return json.dumps(page_of(given_entries, words=handing_out.mark_words())).encode()


@given(entries)
def test_what_is_written_reads_back_as_the_same(entry):
    ((found, left, _raw),) = read_page(written(entry))
    said, told = (replace(one, opening=()) for one in (entry, found))
    assert (told, set(found.opening), left) == (said, set(entry.opening), [])


def test_the_shape_is_that_of_a_service_with_all_it_holds():
    (service,) = page_of([ONE], words=handing_out.mark_words())["contents"]
    location = service["service_at_locations"][0]["location"]
    assert {name: service[name] for name in ("id", "name", "status", "assured_date", "minimum_age")} == {
        "id": str(ONE.id), "name": "みほんサロン", "status": "active", "assured_date": "2026-04-01", "minimum_age": 18,
    }  # fmt: skip
    assert {name: location["addresses"][0][name] for name in ("address_1", "city", "state_province", "country")} == {
        "address_1": "東京都豊島区東池袋1-1", "city": "豊島区", "state_province": "東京都", "country": "JP",
    }  # fmt: skip
    assert (location["location_type"], location["latitude"], service["phones"][0]["number"]) == (
        "physical", 35.681236, "03-0000-0101",
    )  # fmt: skip
    (schedule,) = service["schedules"]
    assert {name: schedule[name] for name in ("freq", "byday", "opens_at", "description")} == {
        "freq": "MONTHLY", "byday": "2TU", "opens_at": "13:00:00", "description": "第2火曜 13:00～\n8月 休み",
    }  # fmt: skip
    assert [one["taxonomy_term"]["name"] for one in service["attributes"]] == [
        "小地域・サロン", "準備・片付けなどの手伝い", "ひきこもり", "条件があれば受け入れられる", "定員",
    ]  # fmt: skip
    assert written(ONE) == written(ONE)


def test_a_recurrence_of_others_is_read_where_it_can_be_said_and_left_where_not():
    def opening(**row):
        service = {
            "id": str(ONE.id),
            "name": "Cafe",
            "schedules": [{"id": str(ONE.id), "description": "weekly", **row}],
        }
        ((found, left, _raw),) = read_page(json.dumps([service]).encode())
        return found.opening, [about for about, _words in left]

    hours = {"opens_at": "10:00", "closes_at": "12:00:00Z"}
    span = {"opens": time(10), "closes": time(12)}
    assert opening(freq="WEEKLY", byday="TU,TH", **hours) == (
        (Rule(weekday=1, **span), Rule(weekday=3, **span)),
        [],
    )
    assert opening(freq="MONTHLY", byday="-1FR", **hours) == ((Rule(weekday=4, week=LAST_WEEK, **span),), [])
    assert opening(freq="MONTHLY", bymonthday="5,20", **hours) == (
        (Rule(month_day=5, **span), Rule(month_day=20, **span)),
        [],
    )
    for odd in ({"interval": 2}, {"until": "2026-12-31"}, {"byday": "XX"}):
        assert opening(**{"freq": "WEEKLY", "byday": "TU", **hours, **odd}) == ((), ["開く日"])


@pytest.mark.parametrize(
    "content", [b"[", b"{}", b"[1]", b'[{"name": "a"}]', b'[{"name": "a", "id": "x"}]', b"\xff{"]
)
def test_what_is_no_hsds_is_said_in_words(content):
    with pytest.raises(InputProblem) as problem:
        read_page(content)
    assert problem.value.message.startswith("HSDS の JSON として読めません")


@pytest.fixture
def three(keeper):
    """One public with an open contact, one public whose contact is not, one in a private home, one not public."""
    for name, public, contact, home in (
        ("公開の会", True, True, False), ("連絡先なしの会", True, False, False), ("会員の家の会", False, False, True), ("内輪の会", False, False, False),
    ):  # fmt: skip
        place = resources.add_place(
            keeper, whose=Whose("みほん町会", "RESIDENTS"), where=Where(f"{name}の場", "東京都豊島区東池袋1-1", private_home=home),
            offer=Offer(
                {"name": name, "kind": "SALON", "welcome": "YES", "phone": "03-0000-0101", "is_public": public,
                 "contact_public": contact, "contact_name": "架空 世話人"},
                {"ROLE": ["HELPER"], "ACCESS": ["PARKING", "LIFT"]},
            ),
        )  # fmt: skip
        resources.set_opening(
            keeper, place=place, version=1, lines=read_opening("毎週火・木 11:00～16:00").rules
        )
    resources.confirm_place(
        keeper, place=Place.objects.get(name="公開の会"), confirmed_on=TODAY, way="PHONE", today=TODAY
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("profile")
def test_private_places_and_contacts_are_in_neither_file(keeper, three):
    client = browser_of(keeper)
    found = json.loads(client.get(reverse("opendata:hsds_file")).content)["contents"]
    assert [(one["name"], [phone["number"] for phone in one.get("phones", [])], one.get("assured_date")) for one in found] == [
        ("公開の会", ["03-0000-0101"], str(TODAY)), ("連絡先なしの会", [], None),
    ]  # fmt: skip
    content = client.get(reverse("opendata:standard_file")).content
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"))))
    told = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert tuple(rows[0]) == datasets().headings
    assert [
        [one[name] for name in ("全国地方公共団体コード", "名称", "所在地_市区町村", "電話番号", "利用可能曜日", "開始時間", "終了時間", "駐車場情報", "バリアフリー情報")]
        for one in told
    ] == [
        ["131164", "公開の会", "豊島区", "03-0000-0101", "火木", "11:00", "16:00", "有", "エレベーター"],
        ["131164", "連絡先なしの会", "豊島区", "", "火木", "11:00", "16:00", "有", "エレベーター"],
    ]  # fmt: skip
    assert "世話人".encode() not in content and "世話人" not in json.dumps(found, ensure_ascii=False)


@pytest.mark.django_db
@pytest.mark.usefixtures("profile")
def test_both_files_read_again_change_nothing(keeper, three):
    client = browser_of(keeper)
    for name in ("opendata:hsds_file", "opendata:standard_file"):
        intake = read(keeper, client.get(reverse(name)).content)
        assert ends(intake) == [("公開の会", "SAME"), ("連絡先なしの会", "SAME")]


@pytest.mark.django_db
@pytest.mark.usefixtures("profile")
def test_hsds_in_an_empty_registry_gives_the_same_places(keeper):
    take(keeper, read(keeper, written(ONE), public=True))
    (place,) = queries.public_places(keeper)
    found = handing_out.entry_of(place, on=TODAY)
    ours = {"id": found.id, "body": found.body, "site": found.site, "confirmed_on": None}
    assert (found.body.name, found.body.kind, found.site.name, found.site.address, found.site.point) == (
        ONE.body.name, ONE.body.kind, ONE.site.name, ONE.site.address, ONE.site.point,
    )  # fmt: skip
    assert found == replace(ONE, **ours)
