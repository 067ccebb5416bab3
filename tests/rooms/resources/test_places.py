"""居場所: entered, asked again, stopped and reopened, found by what a person needs, counted by day, and never public by mistake."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Body, RoleKind
from norishiro.agencies.models import Staff
from norishiro.core.calendar import fiscal_year, fiscal_year_span, is_holiday
from norishiro.core.tables import Place as Spot
from norishiro.core.tables import Way
from norishiro.core.verdict import Refused
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.operations import adopt_profile
from norishiro.resources import operations, queries, rules
from norishiro.resources.models import Location, OpeningLine, Place, SpecialDay, Stop
from norishiro.resources.opening import Holidays, Kind, Rule, read_opening, words_of
from norishiro.resources.operations.places import Offer, Where, Whose
from tests.factories import agencies

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def profile(db):
    adopt_profile(
        (PRESETS / "toshima.toml").read_text(encoding="utf-8"), name="toshima", valid_from=agencies.EPOCH
    )


@pytest.fixture
def keeper() -> Actor:
    return agencies.actor("架空 推進員", agency=agencies.agency("架空 市役所", body=Body.ADMINISTRATION))


@pytest.fixture
def liaison() -> Actor:
    return agencies.actor("架空 連絡員", agency=agencies.agency("架空 商店"), kinds=(RoleKind.LIAISON,))


@pytest.fixture
def desk() -> Actor:
    return agencies.actor("架空 窓口", agency=agencies.agency("架空 窓口"), kinds=(RoleKind.WINDOW,))


def browser_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return client


def offered(name: str = "こもれびサロン", **values) -> dict:
    kinds = ("ROLE", "STATE", "FUNCTION", "ACCESS", "PLATFORM", "DOES", "BRINGS")
    traits = {kind: values.pop(kind) for kind in kinds if kind in values}
    return {"name": name, "kind": "SALON", "welcome": "YES"} | values, traits


def place(
    keeper: Actor, name: str = "こもれびサロン", *, where: Where | None = None, opening: str = "", **values
) -> Place:
    said, traits = offered(name, **values)
    found = operations.add_place(
        keeper,
        whose=Whose("架空 町会", "RESIDENTS"),
        where=where or Where(f"{name}の会館"),
        offer=Offer(said, traits),
    )
    if opening:
        operations.set_opening(keeper, place=found, version=1, lines=read_opening(opening).rules)
    return found


def names(client: Client, **asked: str) -> list[str]:
    return [row["place"].name for row in client.get(reverse("resources:places"), asked).context["rows"]]


POSTED = {
    "name": "みんなの食卓", "kind": "KITCHEN", "welcome": "ASK", "organisation": "架空 食堂の会", "organisation_kind": "VOLUNTEERS",
    "location": "東町会館", "address": "みなと町1-2-3", "roles": ["PARTICIPANT", "HELPER"], "states": ["ABSENT"],
    "age_from": "６", "age_to": "18", "alone": "YES", "fee": "0", "capacity": "20", "present": "12", "phone": "0123-45-6789",
}  # fmt: skip


def test_a_place_is_entered_and_its_days_are_kept_only_as_they_were_understood(keeper):
    client = browser_of(keeper)
    led = client.post(reverse("resources:add_place"), POSTED)
    found = Place.objects.get()
    assert led.url == reverse("resources:set_opening", args=[found.id])
    asked = client.post(led.url, {"text": "第2・4火 13時～(8月休)", "version": "1"})
    assert (asked.status_code, asked.context["lines"], OpeningLine.objects.count()) == (
        200, ["第2・4火曜 13:00～", "8月 休み"], 0,
    )  # fmt: skip
    kept = client.post(
        led.url, {"text": "第2・4火 13時～(8月休)", "version": "1", "understood": asked.context["understood"]}
    )
    assert kept.url == reverse("resources:place", args=[found.id])
    page = client.get(kept.url)
    assert (page.context["days"], page.context["roles"], page.context["free"]) == (
        ["第2・4火曜 13:00～", "8月 休み"], ["準備・片付けなどの手伝い", "参加者"], 8,
    )  # fmt: skip
    again = client.post(led.url, {"text": "毎週月 9時～", "version": "1", "understood": "毎週月曜 9:00～"})
    assert again.status_code == 409


def test_what_is_not_understood_is_sent_back_with_what_was_typed(keeper):
    found = place(keeper)
    page = browser_of(keeper).post(
        reverse("resources:set_opening", args=[found.id]), {"text": "隔週水曜 10時～12時", "version": "1"}
    )
    assert (page.status_code, page.context["form"].errors["text"], page.context["form"]["text"].value()) == (
        422,
        [
            "「隔週」は読み取れませんでした。どの週か分かりません。「第1・3火曜」のように書くか、開く日をひとつずつ足してください。"
        ],
        "隔週水曜 10時～12時",
    )


def test_bad_input_stays_in_the_form_with_its_reason(keeper):
    client = browser_of(keeper)
    wrong = POSTED | {
        "age_from": "18",
        "age_to": "6",
        "anybody": "on",
        "private_home": "on",
        "is_public": "on",
        "phone": "12",
    }
    page = client.post(reverse("resources:add_place"), wrong)
    assert (page.status_code, sorted(page.context["form"].errors)) == (422, ["phone"])
    page = client.post(reverse("resources:add_place"), wrong | {"phone": ""})
    assert (page.status_code, sorted(page.context["form"].errors)) == (
        422,
        ["age_to", "anybody", "is_public"],
    )
    client.post(reverse("resources:add_place"), POSTED)
    page = client.post(reverse("resources:add_place"), POSTED)
    assert (page.status_code, list(page.context["form"].errors), Place.objects.count()) == (422, ["name"], 1)


def test_the_place_on_the_map_is_kept_with_the_location_and_never_of_a_home(keeper):
    client = browser_of(keeper)
    add = reverse("resources:add_place")
    swapped = client.post(add, POSTED | {"point": "139.5, 35.012345"})
    assert (swapped.status_code, swapped.context["form"].errors) == (
        422,
        {"point": ["緯度と経度が逆のようです。「35.012345, 139.5」の順に書きなおしてください。"]},
    )
    home = client.post(add, POSTED | {"point": "35.012345, 139.5", "private_home": "on"})
    assert (home.status_code, list(home.context["form"].errors)) == (422, ["point"])
    client.post(add, POSTED | {"point": "35.012345, 139.5"})
    found = Place.objects.select_related("location").get()
    assert str(found.location.point) == "35.012345, 139.5"
    change = client.get(reverse("resources:change_place", args=[found.id]))
    assert change.context["form"]["point"].value() == "35.012345, 139.5"
    for wrong in ({"latitude": None}, {"latitude": 0}, {"private_home": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Location.objects.filter(id=found.location_id).update(**wrong)


def test_two_places_share_a_body_and_a_location(keeper):
    client = browser_of(keeper)
    client.post(reverse("resources:add_place"), POSTED)
    first = Place.objects.get()
    page = client.get(reverse("resources:add_place"), {"beside": str(first.id)})
    assert [page.context["form"][one].value() for one in ("organisation", "location", "address")] == [
        "架空 食堂の会", "東町会館", "みなと町1-2-3",
    ]  # fmt: skip
    client.post(reverse("resources:add_place"), POSTED | {"name": "放課後の部屋"})
    assert (Location.objects.count(), Place.objects.values("organisation").distinct().count()) == (1, 1)


def test_a_private_home_is_never_public(keeper, liaison):
    home = place(
        keeper,
        "会員の家のお茶会",
        where=Where("会員の家", "みなと町9-9-9", private_home=True),
        phone="0123-45-6789",
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.filter(id=home.id).update(is_public=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.filter(id=home.id).update(private_home=False, is_public=True)
    open_one = place(keeper, "会館のお茶会", is_public=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Location.objects.filter(id=open_one.location_id).update(private_home=True)
    said, traits = offered("別のお茶会")
    with pytest.raises(Refused) as refused:
        operations.add_place(
            keeper, whose=Whose("架空 町会", "RESIDENTS"), where=Where("会館のお茶会の会館", private_home=True),
            offer=Offer(said, traits),
        )  # fmt: skip
    assert [one.code for one in refused.value.verdict.reasons] == ["private_home"]
    shown = [
        browser_of(one).get(reverse("resources:place", args=[home.id])).content.decode()
        for one in (keeper, liaison)
    ]
    assert [("みなと町9-9-9" in text, "0123-45-6789" in text) for text in shown] == [
        (True, True),
        (False, False),
    ]


def test_a_place_may_turn_private_and_public_again_in_one_act_each(keeper):
    client = browser_of(keeper)
    client.post(reverse("resources:add_place"), POSTED | {"is_public": "on", "contact_public": "on"})
    found = Place.objects.get()
    address = reverse("resources:change_place", args=[found.id])
    assert client.post(address, POSTED | {"private_home": "on", "version": "1"}).status_code == 302
    found.refresh_from_db()
    assert (found.private_home, found.is_public, found.location.private_home) == (True, False, True)
    assert client.post(address, POSTED | {"is_public": "on", "version": "2"}).status_code == 302
    found.refresh_from_db()
    assert (found.private_home, found.is_public, found.location.private_home) == (False, True, False)
    assert client.post(address, POSTED | {"version": "2"}).status_code == 409


def test_one_press_renews_the_day_of_asking_and_the_overdue_are_listed(keeper):
    old, fresh, never = place(keeper, "古い登録"), place(keeper, "新しい登録"), place(keeper, "聞いていない")
    client = browser_of(keeper)
    operations.confirm_place(keeper, place=old, confirmed_on=TODAY - 366 * DAY, way="PHONE", today=TODAY)
    client.post(
        reverse("resources:confirm_place", args=[fresh.id]), {"confirmed_on": str(TODAY), "way": "VISIT"}
    )
    assert names(client, stale="1") == ["古い登録", "聞いていない"]
    assert client.get(reverse("resources:places")).context["stale"] == 2
    page = client.get(reverse("resources:place", args=[old.id]))
    assert (page.context["stale"], page.context["place"].confirmed_on) == (True, TODAY - 366 * DAY)
    client.post(
        reverse("resources:confirm_place", args=[old.id]), {"confirmed_on": str(TODAY), "way": "PHONE"}
    )
    assert names(client, stale="1") == ["聞いていない"]
    refused = client.post(
        reverse("resources:confirm_place", args=[fresh.id]),
        {"confirmed_on": str(TODAY - DAY), "way": "PHONE"},
    )
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["confirmed_on"])
    assert never.confirmed_on is None


def test_the_list_is_narrowed_by_what_a_person_needs(keeper):
    client = browser_of(keeper)
    area = agencies.area("北の圏域")
    inner = agencies.area("北の一丁目", parent=area)
    tuesday = TODAY + ((1 - TODAY.weekday()) % 7) * DAY
    place(
        keeper, "夕方の食堂", kind="KITCHEN", opening="毎日 17時～20時", ROLE=["PARTICIPANT", "HELPER"], anybody=True, fee=0,
        where=Where("北会館", area_id=inner.id), FUNCTION=["EXCHANGE"],
    )  # fmt: skip
    place(
        keeper,
        "静かな部屋",
        opening="毎週火 10時～12時",
        mood="QUIET",
        alone=True,
        age_from=15,
        age_to=39,
        STATE=["WITHDRAWN"],
    )
    place(keeper, "満員の会", welcome="NO", capacity=5, present=5, age_from=65)
    place(keeper, "空きのある会", capacity=5, present=4)
    on = str(tuesday)
    found = {
        "open": names(client, open="1", on=on), "evening": names(client, evening="1"), "anybody": names(client, anybody="1"),
        "role": names(client, role="HELPER"), "state": names(client, state="WITHDRAWN"), "quiet": names(client, quiet="1"),
        "alone": names(client, alone="1"), "free": names(client, free="1"), "vacant": names(client, vacant="1"),
        "kind": names(client, kind="KITCHEN"), "area": names(client, area=str(area.id)), "age": names(client, age="20"),
        "welcoming": names(client, welcoming="1"), "words": names(client, q="食堂"), "function": names(client, function="EXCHANGE"),
        "next day": names(client, open="1", on=str(tuesday + DAY)), "nothing": names(client, q="ない"),
    }  # fmt: skip
    assert found == {
        "open": ["夕方の食堂", "静かな部屋"], "evening": ["夕方の食堂"], "anybody": ["夕方の食堂"], "role": ["夕方の食堂"],
        "state": ["夕方の食堂", "静かな部屋"], "quiet": ["静かな部屋"], "alone": ["静かな部屋"], "free": ["夕方の食堂"],
        "vacant": ["空きのある会"], "kind": ["夕方の食堂"], "area": ["夕方の食堂"], "age": ["夕方の食堂", "空きのある会", "静かな部屋"],
        "welcoming": ["夕方の食堂", "空きのある会", "静かな部屋"], "words": ["夕方の食堂"], "function": ["夕方の食堂"],
        "next day": ["夕方の食堂"], "nothing": [],
    }  # fmt: skip
    assert (
        "日付をお確かめ" in client.get(reverse("resources:places"), {"on": "令和8年13月1日"}).content.decode()
        or (client.get(reverse("resources:places"), {"on": "令和8年13月1日"}).context["problem"])
    )


def test_the_list_in_the_database_says_the_same_as_the_pure_rules(keeper):
    """Two hundred random sets of lines and days of their own, on random days of three years."""
    luck = random.Random(20261122)
    made = [_random_place(keeper, number, luck) for number in range(60)]
    for _ in range(40):
        on = date(2026, 1, 1) + luck.randrange(1000) * DAY
        rows = queries.is_open_sql(keeper, rows=Place.objects.all(), on=on)
        said = {
            one.name
            for one in made
            if queries.answer_of(keeper, place=queries.get_place(keeper, place_id=one.id), on=on).is_open
        }
        assert set(rows.values_list("name", flat=True)) == said, on


def _random_place(keeper: Actor, number: int, luck: random.Random) -> Place:
    found = place(keeper, f"場{number:03}", opened_on=luck.choice([None, None, date(2026, 9, 1)]))
    lines = [_random_line(luck) for _ in range(luck.randrange(5))]
    for order, rule in enumerate(lines):
        first, last = rule.season or (None, None)
        OpeningLine.objects.create(
            place=found, kind=rule.kind, weekday=rule.weekday, week=rule.week, month_day=rule.month_day, season_from=first,
            season_to=last, holidays=rule.holidays, order=order,
        )  # fmt: skip
    for _ in range(luck.randrange(3)):
        start = date(2026, 1, 1) + luck.randrange(1000) * DAY
        SpecialDay.objects.create(
            place=found, first_on=start, last_on=start + luck.randrange(200) * DAY, closed=luck.random() < 0.5
        )
    if luck.random() < 0.3:
        start = date(2026, 1, 1) + luck.randrange(1000) * DAY
        until = luck.choice([None, start + luck.randrange(300) * DAY])
        Stop.objects.create(
            place=found,
            kind="PAUSED",
            from_on=start,
            until_on=until,
            reason="HANDS",
            staff_id=keeper.staff_id,
        )
    return found


def _random_line(luck: random.Random) -> Rule:
    weekday = luck.choice([None, *range(7)])
    return Rule(
        kind=luck.choice([Kind.OPEN, Kind.OPEN, Kind.INSTEAD, Kind.CLOSED]), weekday=weekday,
        week=luck.choice([None, 1, 2, 3, 5, 9]) if weekday is not None else None,
        month_day=luck.choice([None, None, None, 1, 15]), season=luck.choice([None, None, (801, 831), (1229, 103)]),
        holidays=luck.choice([Holidays.ANY, Holidays.ANY, Holidays.ONLY, Holidays.NOT]),
    )  # fmt: skip


def test_a_day_of_its_own_is_shown_and_taken_out_again(keeper):
    found = place(keeper, opening="毎日 10時～12時")
    client = browser_of(keeper)
    address = reverse("resources:add_special", args=[found.id])
    assert client.post(address, {"first": str(TODAY), "what": "CLOSED", "reason": "工事"}).status_code == 302
    page = client.get(reverse("resources:place", args=[found.id]))
    assert (page.context["now"].is_open, page.context["now"].why, page.context["next"].on) == (
        False, "休み（工事）", TODAY + DAY,
    )  # fmt: skip
    wrong = client.post(
        address,
        {
            "first": str(TODAY),
            "last_on": str(TODAY - DAY),
            "what": "CLOSED",
            "opens": "9:00",
            "closes": "8:00",
        },
    )
    assert (wrong.status_code, sorted(wrong.context["form"].errors)) == (422, ["closes", "last_on", "opens"])
    client.post(reverse("resources:remove_special", args=[SpecialDay.objects.get().id]))
    assert client.get(reverse("resources:place", args=[found.id])).context["now"].is_open is True


def test_a_pause_and_a_closing_are_counted_with_their_reasons_by_kind_and_district(keeper):
    start = fiscal_year_span(fiscal_year(TODAY))[0]
    area = agencies.area("北の圏域")
    hall = Where("北会館", area_id=area.id)
    place(keeper, "前からある会", where=hall, opened_on=start - DAY, council_supported=True)
    place(keeper, "新しい会", where=hall, opened_on=start, council_supported=True)
    paused = place(keeper, "休む会", kind="KITCHEN", where=hall)
    closed = place(keeper, "閉じた会", council_supported=True)
    earlier = place(keeper, "ずっと前に閉じた会")
    client = browser_of(keeper)
    client.post(
        reverse("resources:stop_place", args=[paused.id]),
        {"kind": "PAUSED", "from_on": str(TODAY - DAY), "reason": "HANDS", "note": "世話人の入院"},
    )
    operations.stop_place(keeper, place=closed, kind="CLOSED", from_on=start, reason="PREMISES")
    operations.stop_place(keeper, place=earlier, kind="CLOSED", from_on=start - DAY, reason="MONEY")

    def counted(**asked: str) -> tuple:
        context = client.get(reverse("resources:counts"), asked).context
        return (
            [(name, *line.values()) for name, line in context["by_kind"]],
            [(one.name, one.area, one.stop.get_reason_display()) for one in context["stopped"]],
        )

    assert counted() == (
        [("地域食堂・子ども食堂", 0, 0, 1, 0), ("小地域・サロン", 2, 1, 0, 1)],
        [("休む会", "北の圏域", "担い手がいない・高齢になった"), ("閉じた会", "", "会場が使えない")],
    )
    assert counted(supported="1") == ([("小地域・サロン", 2, 1, 0, 1)], [("閉じた会", "", "会場が使えない")])
    assert counted(on=str(TODAY - 2 * DAY))[0] == [
        ("地域食堂・子ども食堂", 1, 0, 0, 0),
        ("小地域・サロン", 2, 1, 0, 1),
    ]
    assert names(client) == ["前からある会", "新しい会"]
    assert names(client, standing="PAUSED") == ["休む会"]
    page = client.get(reverse("resources:place", args=[paused.id]))
    assert (page.context["state"], page.context["now"].why) == (
        "PAUSED",
        "休み（休止：担い手がいない・高齢になった）",
    )
    twice = client.post(
        reverse("resources:stop_place", args=[paused.id]),
        {"kind": "CLOSED", "from_on": str(TODAY), "reason": "FEW"},
    )
    assert (twice.status_code, list(twice.context["form"].errors)) == (422, ["from_on"])
    client.post(reverse("resources:reopen_place", args=[paused.id]), {"on": str(TODAY)})
    assert names(client, kind="KITCHEN") == ["休む会"]
    again = client.post(reverse("resources:reopen_place", args=[paused.id]), {"on": str(TODAY)})
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["on"])
    over = client.post(
        reverse("resources:confirm_place", args=[closed.id]), {"confirmed_on": str(TODAY), "way": "PHONE"}
    )
    assert (over.status_code, list(over.context["form"].errors)) == (422, ["confirmed_on"])


def test_gaps_are_seen_by_age_and_district_and_places_without_restriction_are_found(keeper):
    north, south = agencies.area("北の圏域"), agencies.area("南の圏域")
    place(keeper, "だれでもの畑", kind="FARM", anybody=True, where=Where("畑", area_id=north.id))
    place(keeper, "高齢者の会", age_from=65, where=Where("北会館", area_id=north.id))
    place(keeper, "若者の部屋", age_from=15, age_to=39, where=Where("南会館", area_id=south.id))
    place(keeper, "聞いていない会", where=Where("南会館", area_id=south.id))
    client = browser_of(keeper)
    gaps = client.get(reverse("resources:counts")).context["gaps"]
    assert {one.area: (one.numbers, one.anybody, one.untold) for one in gaps} == {
        "北の圏域": ((1, 1, 1, 1, 1, 2), 1, 0), "南の圏域": ((0, 0, 1, 1, 0, 0), 0, 1),
    }  # fmt: skip
    assert names(client, anybody="1") == ["だれでもの畑"]


def test_a_base_lists_its_functions_and_counts_visits_consultations_and_events_apart(keeper):
    other = agencies.agency("架空 地域包括")
    hub = place(
        keeper, "多世代の拠点", kind="HUB", FUNCTION=["CONSULTATION", "OUTREACH"], opening="平日 9時～17時\n8月13日～8月16日 休み",
        where=Where("拠点", area_id=agencies.area("北の圏域").id),
    )  # fmt: skip
    client = browser_of(keeper)
    for on, visitors, consultations, events in (
        (TODAY, "12", "3", "1"),
        (TODAY, "13", "3", "1"),
        (TODAY - DAY, "5", "", ""),
    ):
        client.post(
            reverse("resources:note_count", args=[hub.id]),
            {"on": str(on), "visitors": visitors, "consultations": consultations, "events": events},
        )
    empty = client.post(reverse("resources:note_count", args=[hub.id]), {"on": str(TODAY)})
    assert (empty.status_code, list(empty.context["form"].errors)) == (422, ["visitors"])
    for given in (
        {
            "role": "CSW",
            "agency": str(keeper.agency_id),
            "staff": str(keeper.staff_id),
            "weekday": str(TODAY.weekday()),
        },
        {"role": "保健師", "agency": str(other.id), "on": str(TODAY + DAY)},
        {"role": "保育士", "body": "架空 子ども団体", "weekday": str((TODAY + DAY).weekday())},
    ):
        assert client.post(reverse("resources:add_attendant", args=[hub.id]), given).status_code == 302
    both = client.post(
        reverse("resources:add_attendant", args=[hub.id]), {"role": "CSW", "weekday": "0", "on": str(TODAY)}
    )
    assert (both.status_code, sorted(both.context["form"].errors)) == (422, ["agency", "weekday"])
    page = client.get(reverse("resources:place", args=[hub.id]))
    assert (page.context["functions"], page.context["days"], page.context["totals"]) == (
        ["相談", "アウトリーチの拠点"], ["平日 9:00～17:00", "8月13日～8月16日 休み"],
        {"visitors": 18, "consultations": 3, "events": 1},
    )  # fmt: skip

    def there(on: date) -> list[tuple[str, str]]:
        shown = client.get(reverse("resources:place", args=[hub.id]), {"day": str(on)})
        return [(one.role, one.agency.name if one.agency else one.body) for one in shown.context["here"]]

    assert there(TODAY) == [("CSW", "架空 市役所")]
    assert there(TODAY + DAY) == [("保育士", "架空 子ども団体"), ("保健師", "架空 地域包括")]
    first = next(one for one in page.context["attendants"] if one.role == "CSW")
    client.post(reverse("resources:end_attendant", args=[first.id]), {"until_on": str(TODAY)})
    assert there(TODAY) == []


def test_a_place_keeps_its_volunteers_by_role_and_day(keeper, liaison):
    """HAC-19: the place keeps its volunteers, in numbers."""
    cafe, client = place(keeper, "みんなのカフェ", kind="BASE_SALON"), browser_of(keeper)
    address = reverse("resources:note_volunteers", args=[cafe.id])
    for role, people, days in (("台所", "4", 60), ("受付", "3", 60), ("台所", "6", 10), ("受付", "0", 5)):
        sent = client.post(address, {"role": role, "people": people, "from_on": str(TODAY - days * DAY)})
        assert sent.status_code == 302
    shown = client.get(reverse("resources:place", args=[cafe.id])).context
    assert ([(one.role, one.people, one.until_on is None) for one in shown["volunteers"]], shown["hands"]) == (
        [("台所", 6, True), ("受付", 3, False), ("台所", 4, False)], 6,
    )  # fmt: skip
    assert client.get(address, {"role": "台所"}).context["form"]["people"].value() == 6
    refused = [
        sorted(client.post(address, {"role": role, "people": people, "from_on": str(on)}).context["form"].errors)
        for role, people, on in (
            ("台所", "6", TODAY), ("台所", "7", TODAY - 10 * DAY), ("花", "0", TODAY), ("花", "1", TODAY + DAY), ("", "1", TODAY),
        )
    ]  # fmt: skip
    assert refused == [["people"], ["from_on"], ["people"], ["from_on"], ["role"]]
    assert browser_of(liaison).get(address).status_code == 403


def test_a_centre_writes_the_figures_of_its_type(keeper):
    """TOS-15: types I to III have fields of their own."""
    client = browser_of(keeper)
    fields = {}
    for kind in ("CENTRE_1", "CENTRE_2", "CENTRE_3", "SALON"):
        centre = place(keeper, f"場{kind}", kind=kind)
        page = client.get(reverse("resources:note_centre", args=[centre.id]))
        fields[kind] = [one for one in page.context["form"].fields if one.isupper()][5:]
    assert fields == {
        "CENTRE_1": ["CONSULTED", "LINKED", "TRAINED", "AWARENESS"], "CENTRE_2": ["TRAINING", "SOCIAL", "BATHING"],
        "CENTRE_3": ["WORK", "EXCHANGE"], "SALON": [],
    }  # fmt: skip
    centre = Place.objects.get(name="場CENTRE_1")
    address = reverse("resources:note_centre", args=[centre.id])
    assert client.post(address, {"PER_DAY": "21", "STAFF": "3", "FULL_TIME": "2"}).status_code == 302
    assert client.post(address, {"PER_DAY": "22", "CONSULTED": "40"}).status_code == 302
    shown = client.get(reverse("resources:place", args=[centre.id])).context["centre_years"]
    assert [(one.code, value) for _label, _year, told in shown for one, value in told] == [
        ("PER_DAY", 22), ("CONSULTED", 40),
    ]  # fmt: skip
    wrong = client.post(address, {"STAFF": "1", "FULL_TIME": "2"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["FULL_TIME"])
    assert client.post(address, {}).status_code == 422
    salon = Place.objects.get(name="場SALON")
    assert client.post(reverse("resources:note_centre", args=[salon.id]), {}).status_code == 422


def test_a_platform_keeps_its_type_what_it_does_and_what_is_brought(keeper):
    """SUM-29: a platform records its functions, type and offered kinds of resource."""
    client = browser_of(keeper)
    given = {"platform": ["LOCAL"], "does": ["CONNECT", "ACT"], "brings": ["PEOPLE", "POWER"]}
    assert client.post(reverse("resources:add_place"), {**POSTED, **given}).status_code == 302
    place(keeper, "ほかの場", BRINGS=["PEOPLE"])
    found = Place.objects.get(name=POSTED["name"])
    shown = client.get(reverse("resources:place", args=[found.id])).context
    assert [shown[name] for name in ("platform", "does", "brings")] == [
        ["地域の生活の課題を解決するために集う場"], ["役割を分担し、行動する", "つながる"], ["ヒト", "権限"],
    ]  # fmt: skip
    assert [names(client, platform="LOCAL"), names(client, brings="PEOPLE"), names(client, brings="MONEY")] == [
        [found.name], ["ほかの場", found.name], [],
    ]  # fmt: skip


def test_the_full_type_opens_three_days_a_week_or_more(keeper):
    shop = place(keeper, "みんなの店", kind="SHOP_FULL", subsidy="市の補助", opening="月・水・金 10時～16時")
    client = browser_of(keeper)
    address = reverse("resources:set_opening", args=[shop.id])
    page = client.post(
        address, {"text": "月・水 10時～16時", "version": "2", "understood": "毎週月曜・水曜 10:00～16:00"}
    )
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["text"])
    shared = place(keeper, "協働の店", kind="SHOP_SHARED", opening="土 10時～12時")
    given = POSTED | {
        "name": "協働の店",
        "location": "協働の店の会館",
        "address": "",
        "version": "2",
        "kind": "SHOP_FULL",
    }
    changed = client.post(reverse("resources:change_place", args=[shared.id]), given)
    assert (changed.status_code, list(changed.context["form"].errors)) == (422, ["kind"])
    shown = client.get(reverse("resources:place", args=[shop.id])).context["place"]
    assert (shown.subsidy, shown.organisation.name) == ("市の補助", "架空 町会")


def test_a_resident_listener_sees_the_place_hands_in_a_sheet_and_keeps_nothing(keeper, liaison, desk):
    found = place(keeper, phone="0123-45-6789", contact_name="架空 世話人")
    hers, seen, mine = (browser_of(one) for one in (liaison, desk, keeper))
    address = reverse("resources:place", args=[found.id])
    shown = [one.get(address).content.decode() for one in (hers, seen, mine)]
    assert [("0123-45-6789" in text, "架空 世話人" in text, "登録を直す" in text) for text in shown] == [
        (False, False, False), (True, True, False), (True, True, True),
    ]  # fmt: skip
    refused = [
        hers.post(reverse(f"resources:{name}", args=[found.id]), {}).status_code
        for name in (
            "change_place",
            "set_opening",
            "add_special",
            "confirm_place",
            "stop_place",
            "note_count",
            "add_attendant",
        )
    ]
    assert (refused, hers.post(reverse("resources:add_place"), POSTED).status_code) == ([403] * 7, 403)
    assert (
        hers.get(reverse("consultations:sheets")).status_code,
        hers.get(reverse("cases:list")).status_code,
    ) == (200, 403)


def test_the_calendar_file_holds_the_open_days_as_they_fall(keeper):
    found = place(keeper, opening="毎週火 10時～12時、木 13時～\n祝日 休み", where=Where("会館", "みなと町1"))
    operations.add_special(
        keeper,
        place=found,
        first=TODAY,
        last=TODAY,
        closed=False,
        opens=time(9),
        closes=time(10),
        today=TODAY,
    )
    sent = browser_of(keeper).get(reverse("resources:calendar_file", args=[found.id]))
    events = list(Calendar.from_ical(sent.content).walk("VEVENT"))
    starts = [one.decoded("dtstart").astimezone(ZoneInfo("Asia/Tokyo")) for one in events]
    days = [TODAY + number * DAY for number in range(184)]
    usual = [
        datetime.combine(day, time(10) if day.weekday() == 1 else time(13), ZoneInfo("Asia/Tokyo"))
        for day in days
        if day.weekday() in (1, 3) and not is_holiday(day) and day != TODAY
    ]
    assert starts == [datetime.combine(TODAY, time(9), ZoneInfo("Asia/Tokyo")), *usual]
    assert sent["Content-Type"] == "text/calendar; charset=utf-8"


def test_what_is_not_there_is_not_found(keeper):
    client = browser_of(keeper)
    nobody = keeper.agency_id
    for name in ("place", "change_place", "set_opening", "calendar_file", "add_special", "confirm_place", "stop_place",
                 "reopen_place", "note_count", "add_attendant", "end_attendant"):  # fmt: skip
        assert client.get(reverse(f"resources:{name}", args=[nobody])).status_code == 404, name
    assert client.post(reverse("resources:remove_special", args=[nobody])).status_code == 404
    assert client.get(reverse("resources:add_place"), {"beside": str(nobody)}).status_code == 404


def test_empty_lists_say_what_to_do(liaison):
    client = browser_of(liaison)
    texts = [client.get(reverse(f"resources:{name}")).content.decode() for name in ("places", "counts")]
    assert [
        "居場所は、まだ登録されていません" in texts[0],
        "この日に登録のある居場所はありません" in texts[1],
    ] == [True, True]
    assert (
        "この条件に合う居場所はありません"
        in client.get(reverse("resources:places"), {"q": "ない"}).content.decode()
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_a_fixed_number_of_questions(keeper, count):
    for number in range(count):
        found = place(keeper, f"会{number}", opening="毎日 9時～20時", ROLE=["HELPER"], STATE=["WITHDRAWN"])
        operations.confirm_place(keeper, place=found, confirmed_on=TODAY, way="PHONE", today=TODAY)
        operations.note_count(keeper, place=found, on=TODAY, visitors=3, today=TODAY)
    client = browser_of(keeper)
    asked = {
        "list": reverse("resources:places"),
        "narrowed": reverse("resources:places") + "?open=1&state=WITHDRAWN&evening=1",
        "page": reverse("resources:place", args=[found.id]),
        "counts": reverse("resources:counts"),
    }
    counted = {}
    for name, url in asked.items():
        client.get(url)
        with CaptureQueriesContext(connection) as caught:
            client.get(url)
        counted[name] = len(caught)
    assert counted == {"list": 17, "narrowed": 17, "page": 25, "counts": 13}


def test_the_list_goes_on_page_by_page_and_back(keeper):
    for number in range(5):
        place(keeper, f"会{number}")
    asked = queries.Asked(on=TODAY)
    first = queries.places(keeper, asked=asked, at=Spot(), size=2)
    second = queries.places(keeper, asked=asked, at=Spot(row=first.after), size=2)
    back = queries.places(keeper, asked=asked, at=Spot(Way.BEFORE, second.before), size=2)
    assert [[one.name for one in found.rows] for found in (first, second, back)] == [
        ["会0", "会1"], ["会2", "会3"], ["会0", "会1"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({}, []),
        ({"confirmed_on": TODAY + DAY}, ["confirmed_on"]),
        ({"newest": TODAY + DAY}, ["confirmed_on"]),
        ({"closed": True}, ["confirmed_on"]),
        ({"newest": TODAY}, []),
    ],
)
def test_when_a_place_may_be_called_confirmed(given, codes):
    asked = {"confirmed_on": TODAY, "today": TODAY, "newest": None, "closed": False}
    assert [one.code for one in rules.may_confirm(**(asked | given)).reasons] == codes


@pytest.mark.parametrize(
    ("until", "stale"), [(None, True), (TODAY - DAY, True), (TODAY, True), (TODAY + DAY, False)]
)
def test_a_place_is_stale_from_the_day_on_which_it_must_be_asked_again(until, stale):
    assert rules.is_stale(valid_until=until, today=TODAY) is stale


def test_what_is_written_goes_into_the_ledger_without_the_contact(keeper):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        found = place(keeper, phone="0123-45-6789", contact_name="架空 世話人", opening="毎週月 9時～")
    ledger = [one["sql"] for one in caught if '"ledger_entry"' in one["sql"]]
    assert [("0123-45-6789" in one, "世話人" in one) for one in ledger] == [(False, False)] * 2
    assert words_of(queries.lines_of(keeper, place=queries.get_place(keeper, place_id=found.id))) == [
        "毎週月曜 9:00～"
    ]
