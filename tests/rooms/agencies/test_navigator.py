"""相談先ナビ: by one tap or one sentence to windows with their hours, holidays kept; also without an actor."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import navigator, operations, queries
from norishiro.agencies.choices import ContractForm, Field, RoleKind, WindowSetting
from norishiro.agencies.models import Agency, Window, WindowOperator
from norishiro.agencies.rules import Exceptional, Hours
from norishiro.core import calendar
from norishiro.profiles.loader import load_preset
from tests.factories import agencies
from tests.rooms.consultations.town import client_of, token

pytestmark = pytest.mark.django_db

URL = "agencies:navigator"
# A Tuesday, and the day of labour thanksgiving, a Monday.
TUESDAY = date(2026, 11, 17)
HOLIDAY = date(2026, 11, 23)
NINE_TO_FIVE = [Hours(day, None, time(9), time(17)) for day in range(5)]


def at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def window(name: str, field: Field, *, is_public: bool = True) -> Window:
    made = Window.objects.create(
        code=name, name=name, contract_form=ContractForm.DIRECT, setting=WindowSetting.UNSTATED, is_public=is_public
    )  # fmt: skip
    WindowOperator.objects.create(window=made, agency=agencies.agency(f"{name}の機関", field=field))
    return made


def keeper():
    return agencies.actor("架空 管理", kinds=(RoleKind.MANAGER,))


def guided(actor, one: Window, **guide) -> Window:
    values = {
        "phone": "03-0000-0000", "place": "", "way": "", "bring": "", "map_url": "", "is_public": True, "plain": "",
    } | guide  # fmt: skip
    return operations.set_window_guide(
        actor, window=one, version=one.version, guide=values, from_on=date(2026, 4, 1), weekly=NINE_TO_FIVE,
        exceptions=[Exceptional("祝日", None, None)],
    )  # fmt: skip


def found(fields: list[str], moment: datetime) -> list[tuple[str, bool]]:
    return [(one.window.name, one.open_now) for one in queries.ways(None, fields=fields, at=moment)]


def test_the_windows_of_the_field_come_first_and_those_for_anything_after_them():
    everything, poverty = window("丸ごと窓口", Field.GENERAL), window("くらしの窓口", Field.POVERTY)
    window("障害の窓口", Field.DISABILITY)
    guided(keeper(), everything)
    assert found(["POVERTY"], at(TUESDAY, 10)) == [(poverty.name, False), (everything.name, True)]
    assert found([], at(TUESDAY, 10)) == [(everything.name, True)]


def test_a_town_without_a_window_for_anything_shows_all():
    window("くらしの窓口", Field.POVERTY)
    window("障害の窓口", Field.DISABILITY)
    assert {name for name, _open in found([], at(TUESDAY, 10))} == {"くらしの窓口", "障害の窓口"}


@pytest.mark.parametrize(
    ("moment", "is_open", "next_on"),
    [
        (at(TUESDAY, 9), True, TUESDAY + timedelta(days=1)),
        (at(TUESDAY, 17), False, TUESDAY + timedelta(days=1)),
        (at(HOLIDAY, 10), False, HOLIDAY + timedelta(days=1)),
        (at(HOLIDAY - timedelta(days=3), 18), False, HOLIDAY + timedelta(days=1)),
    ],
)
def test_open_now_and_the_next_open_day_keep_weekends_and_holidays(moment, is_open, next_on):
    guided(keeper(), window("くらしの窓口", Field.POVERTY))
    (way,) = queries.ways(None, fields=["POVERTY"], at=moment)
    assert (way.open_now, way.next_on) == (is_open, next_on)


def test_before_it_opens_the_same_day_is_told():
    guided(keeper(), window("くらしの窓口", Field.POVERTY))
    told = [
        (way.open_now, way.opens_later)
        for hour in (8, 9, 17)
        for way in queries.ways(None, fields=["POVERTY"], at=at(TUESDAY, hour))
    ]
    assert told == [(False, time(9)), (True, None), (False, None)]


def test_hours_nobody_wrote_down_are_said_to_be_unknown():
    window("くらしの窓口", Field.POVERTY)
    (way,) = queries.ways(None, fields=["POVERTY"], at=at(TUESDAY, 10))
    assert (way.hours, way.open_now, way.next_on) == (None, False, None)
    page = client_of(keeper()).get(reverse(URL), {"topic": "MONEY"}).content.decode()
    assert "受付時間は電話で確かめてください" in page


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("家賃が払えなくて、立ち退きと言われた", "HOME"),
        ("母のもの忘れが心配で、介護が要るかも", "CARE"),
        ("夫にＤＶを受けている", "VIOLENCE"),
        ("となりの騒音がつらい", "NEIGHBOUR"),
        ("庭の樹木がとなりに越境している", "NEIGHBOUR"),
    ],
)
def test_one_sentence_finds_its_topic(sentence, code):
    assert navigator.topics_in(sentence)[0].code == code


def test_a_sentence_that_names_nothing_leads_to_the_windows_for_anything():
    assert navigator.topics_in("なんとなく") == []
    window("丸ごと窓口", Field.GENERAL)
    client = client_of(keeper())
    sent = client.post(reverse(URL), {"q": "なんとなく"})
    assert "なんとなく" not in sent.url
    page = client.get(sent.url)
    assert [one.window.name for one in page.context["ways"]] == ["丸ごと窓口"]
    assert "ことばからは決められませんでした" in page.content.decode()


def test_the_guide_is_written_on_screen_and_shown():
    actor, one = keeper(), window("くらしの窓口", Field.POVERTY)
    values = {
        **token(), "version": str(one.version), "phone": "03-0000-0000", "place": "庁舎2階", "bring": "届いた書類",
        "map_url": "https://example.jp/map", "way": "駅の東口を出る\n右へ2分", "is_public": "on", "plain": "はなす ところ", "from_on": calendar.wareki(timezone.localdate()), "day0": "9:00〜17:00",
        "exceptions": "",
    }  # fmt: skip
    url = reverse("agencies:window_guide", args=[one.id])
    bad = client_of(actor).post(url, values | {"map_url": "javascript:alert(1)"})
    assert (bad.status_code, list(bad.context["form"].errors)) == (422, ["map_url"])
    assert client_of(actor).post(url, values).status_code == 302
    page = client_of(actor).get(reverse(URL), {"topic": "MONEY"}).content.decode()
    assert [
        word in page
        for word in ("03-0000-0000", "庁舎2階", "届いた書類", "https://example.jp/map", "<li>右へ2分</li>")
    ] == [True] * 5
    mute = client_of(actor).post(url, values | token() | {"version": "2", "phone": "", "place": ""})
    assert (mute.status_code, list(mute.context["form"].errors)) == (422, ["is_public"])
    window_worker = agencies.actor("架空 窓口", kinds=(RoleKind.WINDOW,))
    assert client_of(window_worker).get(url).status_code == 403
    assert client_of(actor).get(reverse("agencies:window_guide", args=[actor.agency_id])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_navigator_asks_the_same_at_one_window_and_at_three(rows, django_assert_num_queries):
    for number in range(rows):
        window(f"窓口{number}", Field.POVERTY)
    client = client_of(keeper())
    client.get(reverse(URL), {"topic": "MONEY"})
    with django_assert_num_queries(QUERIES):
        client.get(reverse(URL), {"topic": "MONEY"})


QUERIES = 14


def test_outside_only_what_is_public_is_found_and_no_telephone_of_colleagues():
    actor, shown = keeper(), window("公開の窓口", Field.POVERTY)
    window("内部の窓口", Field.POVERTY, is_public=False)
    Agency.objects.filter(windows__window=shown).update(phone="03-9999-9999", place="執務室")
    moment = at(TUESDAY, 10)
    outside = [
        (one.window.name, one.phone, one.place) for one in queries.ways(None, fields=["POVERTY"], at=moment)
    ]
    inside = {one.window.name: one.phone for one in queries.ways(actor, fields=["POVERTY"], at=moment)}
    assert outside == [("公開の窓口", "", "")]
    assert inside == {"公開の窓口": "03-9999-9999", "内部の窓口": ""}


def test_a_profile_adopted_again_keeps_the_place_written_on_screen():
    actor = keeper()
    profile = load_preset("toshima")
    operations.adopt_organisation(profile, valid_from=date(2026, 4, 1), first=True)
    guided(actor, Window.objects.get(code="KURASHI"), place="庁舎2階")
    operations.adopt_organisation(profile, valid_from=date(2027, 4, 1), first=False)
    again = Window.objects.get(code="KURASHI")
    assert (again.place, again.is_public, Window.objects.get(code="CSW").place) == (
        "庁舎2階",
        True,
        "区民ひろば",
    )
