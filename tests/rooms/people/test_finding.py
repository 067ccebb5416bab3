"""Looking for somebody by half of what is known: what is found, what is not, and what a query may hold."""

from __future__ import annotations

import random
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency, Staff
from norishiro.core.calendar import PartialDate, parse_date
from norishiro.core.operation import announce
from norishiro.people import finding, operations, queries
from norishiro.people.models import Pair, Person
from norishiro.people.operations.pairs import everybody, keep_pairs
from norishiro.sharing import operations as sharing
from tests.factories import agencies, people

TODAY = date(2026, 11, 21)


@pytest.fixture
def actor() -> Actor:
    return agencies.actor()


@pytest.fixture
def someone(actor: Actor) -> Person:
    return operations.add_person(
        actor, name="髙﨑 邉子", kana="たかさき なべこ", alias="はなちゃん", birth=parse_date("昭和21年3月3日", today=TODAY),
        address="見本町１丁目２番３号", phone="090-0000-1234", today=TODAY,
    )  # fmt: skip


WAYS = {
    "whom one sees": {"candidates": -1},
    "letters": {},
    "letters, of whoever holds many": {"many": 0},
    "letters, whom one sees gathered": {"rare": -1},
    "readings": {"steps": 1000, "rare": -1},
    "readings, and not far enough": {"steps": 1, "rare": -1},
    "readings, one by one": {"steps": 1000, "many": 0},
}


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> None:
    """Every way the database may take, by moving the bounds between them."""
    with connection.cursor() as cursor:
        for bound, value in WAYS[request.param].items():
            cursor.execute("SELECT set_config(%s, %s, true)", [f"norishiro.people_{bound}", str(value)])


@pytest.mark.django_db
@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(
    "text",
    [
        "髙﨑", "高崎", "高", "崎辺", "高崎辺子", "髙崎　邊子", "邉子 髙﨑", "たかさき", "ﾀｶｻｷ", "タカサキ なべ", "はな", "ハナチャン", "1234",
        "０９０−００００−１２３４", "9000001234", "見本町1-2-3", "見本町一丁目２", "昭和21年", "S21", "1946", "昭和21年3月3日", "S21.3.3",
        "高崎 昭和21年", "髙\U000e0101﨑", "高\u200b崎", "\u202e高崎", "高崎 %", "昭21年生まれ",
    ],
)  # fmt: skip
def test_every_half_of_what_is_known_finds(actor: Actor, someone: Person, text: str) -> None:
    people.person(actor, "架空 太郎")
    assert queries.search_people(actor, text=text, today=TODAY) == [someone]


@pytest.mark.django_db
@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(
    "text",
    [
        "", " ", "%", "_", "\\", "'", "''; --", "%高崎%_", "高_崎_", "・", "\u200b", "\ud842", "昭和22年", "高崎 1947", "S99",
        "高崎 いない", "あ" * 10_000, "1" * 500, "高崎 " * 200 + "いない",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(actor: Actor, someone: Person, text: str) -> None:
    found = queries.search_people(actor, text=text, today=TODAY)
    assert found in ([], [someone])
    if "いない" in text[:80] or "高" not in text:
        assert found == []


@pytest.mark.django_db
@pytest.mark.usefixtures("way")
def test_a_full_list_holds_the_first_by_reading_and_nobody_unseen(actor: Actor) -> None:
    """Against the slow and obvious: everybody, sorted."""
    dice = random.Random(40)
    other = agencies.actor("架空 二", agency=agencies.agency("よその機関"))
    shared = []
    for number in range(24):
        who = actor if number % 2 else other
        announce(who)
        reading = "".join(dice.choices("あいうえおかきく", k=4))
        name = f"{dice.choice('佐高')}{dice.choice('藤田')} {number}"
        one = operations.add_person(who, name=name, kana=reading, today=TODAY)
        shared += [one] if who is actor else []
    announce(actor)
    by_reading = sorted(shared, key=lambda one: (one.kana_key, one.id))
    for text in ("佐", "田", "佐藤", "高 田", "藤"):
        wanted = [one for one in by_reading if all(part in one.name for part in text.split())]
        for limit in (1, 3, 20):
            assert queries.search_people(actor, text=text, today=TODAY, limit=limit) == wanted[:limit], text


@pytest.mark.django_db
@pytest.mark.usefixtures("way")
def test_whoever_is_shut_out_by_name_does_not_find(actor: Actor, someone: Person) -> None:
    neighbour = agencies.actor("隣 人", agency=Agency.objects.get(id=actor.agency_id))
    announce(neighbour)
    assert queries.search_people(neighbour, text="髙﨑", today=TODAY) == [someone]
    sharing.exclude_staff(
        actor, subjects=[sharing.person(someone.id)], reason="隣人", shut_out=Staff.objects.get(id=neighbour.staff_id)
    )  # fmt: skip
    announce(neighbour)
    assert queries.search_people(neighbour, text="髙﨑", today=TODAY) == []
    announce(actor)
    assert queries.search_people(actor, text="髙﨑", today=TODAY) == [someone]


@pytest.mark.django_db
@pytest.mark.usefixtures("way")
def test_nobody_is_found_whom_one_may_not_see(actor: Actor, someone: Person) -> None:
    stranger = agencies.actor("架空 四郎", agency=agencies.agency("よその機関"))
    announce(stranger)
    same = finding.traits_of(someone)
    assert queries.search_people(stranger, text="髙﨑", today=TODAY) == []
    assert queries.people_alike(stranger, to=same, words=["髙﨑"], today=TODAY) == []
    announce(actor)
    assert [one.person for one in queries.people_alike(actor, to=same, today=TODAY)] == [someone]


@pytest.mark.django_db
@pytest.mark.usefixtures("way")
def test_what_is_withheld_neither_finds_nor_confirms(actor: Actor, someone: Person) -> None:
    before = finding.traits_of(someone)
    operations.protect(
        actor, person=someone, kind="DV", basis="申出", office=Agency.objects.get(id=actor.agency_id),
        fields=["ADDRESS", "PHONE"], from_on=TODAY, today=TODAY,
    )  # fmt: skip
    for text in ("見本町", "1234", "090-0000-1234", "見本町1-2-3"):
        assert queries.search_people(actor, text=text, today=TODAY) == []
    elsewhere = finding.Traits(home=before.home, phone=before.phone)
    assert queries.people_alike(actor, to=elsewhere, today=TODAY) == []
    assert queries.search_people(actor, text="髙﨑", today=TODAY)[0].id == someone.id


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "agrees"),
    [
        ({"name": "高崎 辺子"}, ("氏名が同じ",)),
        ({"name": "辺子 高崎", "phone": "9000001234"}, ("姓と名を入れかえると同じ", "電話が同じ")),
        ({"kana": "たかさき なへこ", "birth": "昭和21年3月3日"}, ("氏名が似ている", "生年月日が同じ")),
        ({"name": "高崎 辺子", "birth": "平成21年3月3日"}, ("氏名が同じ", "元号だけちがう生年月日")),
        ({"name": "山田 邉子", "birth": "昭和21年3月3日", "address": "見本町1-2-3"}, ("生年月日が同じ", "住所が同じ")),
        ({"alias": "はなちゃん", "address": "見本町1-2-3"}, ("呼び名が同じ", "住所が同じ")),
    ],
)  # fmt: skip
def test_who_may_be_the_same_is_told_with_the_reasons(
    actor: Actor, someone: Person, typed: dict[str, str], agrees: tuple[str, ...]
) -> None:
    birth = parse_date(typed.pop("birth"), today=TODAY) if "birth" in typed else None
    found = queries.people_alike(actor, to=finding.traits(**typed, birth=birth), today=TODAY)
    assert [(one.person, one.likeness.agrees) for one in found] == [(someone, agrees)]


@pytest.mark.django_db
def test_another_of_the_family_is_no_candidate(actor: Actor, someone: Person) -> None:
    typed = finding.traits(
        name="高崎 一郎",
        kana="たかさき いちろう",
        birth=PartialDate.of_day(date(1980, 1, 1)),
        address="見本町1-2-3",
    )
    assert queries.people_alike(actor, to=typed, today=TODAY) == []


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_a_search_asks_the_same_number_of_questions(
    actor: Actor, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        people.person(actor, f"架空 {number}")
    with django_assert_num_queries(4):
        assert len(queries.search_people(actor, text="架空", today=TODAY)) == rows


@pytest.mark.django_db
def test_the_keys_follow_every_change(actor: Actor, someone: Person) -> None:
    operations.change_person(
        actor, person=someone, version=someone.version, values={"name": "山田 邉子", "alias": ""}, today=TODAY
    )
    assert queries.search_people(actor, text="髙﨑", today=TODAY) == []
    assert queries.search_people(actor, text="はなちゃん", today=TODAY) == []
    assert queries.search_people(actor, text="山田辺子", today=TODAY) == [someone]


def test_a_birthday_may_be_meant_in_another_era() -> None:
    assert date(2009, 3, 3) in finding.births_perhaps_meant(date(1946, 3, 3))
    assert finding.births_perhaps_meant(date(2024, 2, 29))[0].month == 2


@pytest.mark.parametrize("text", ["09012345678", "０９０（１２３４）５６７８", "90-1234-5678"])
def test_a_number_is_one_however_it_is_written(text: str) -> None:
    assert finding.number_key(text) == "9012345678"


def test_the_clock_finds_pairs_and_keeps_what_was_settled(as_owner: None, actor: Actor) -> None:
    same = {
        "name": "架空 花子",
        "kana": "かくう はなこ",
        "birth": parse_date("昭和21年3月3日", today=TODAY),
        "today": TODAY,
    }
    one = operations.add_person(actor, **same, phone="03-0000-1234")
    other = operations.add_person(actor, **same, phone="03-0000-1234")
    operations.add_person(actor, name="架空 次郎", kana="かくう じろう", phone="03-0000-1234", today=TODAY)
    said = StringIO()
    call_command("duplicates", stdout=said)
    assert said.getvalue() == "似た記録の組を、新しく1組見つけました。\n"
    assert set(Pair.objects.values_list("first_id", "second_id")) == {
        (min(one.id, other.id), max(one.id, other.id))
    }
    call_command("duplicates", stdout=said)
    assert said.getvalue().endswith("新しく0組見つけました。\n")
    assert {row["phone"] for row in everybody()} == {"03-0000-1234"}
    assert keep_pairs([], today=TODAY) == 0
