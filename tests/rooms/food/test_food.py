"""食支援 in the browser's words: what came, what went, what is left; days, calls and years. Nobody is named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from random import Random
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Area
from norishiro.consultations.models import Consultation
from norishiro.core import calendar
from norishiro.core.calendar import fiscal_year
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.food import operations, queries
from norishiro.food.models import FoodCall, FoodDay, Handout, Lot
from norishiro.food.operations import NewItem, Origin
from norishiro.outreach.models import Gathering
from norishiro.resources.models import Organisation
from norishiro.resources.operations.naming import Named
from tests.factories import agencies, people
from tests.rooms.consultations import town as towns
from tests.rooms.consultations.town import client_of, token

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
YEAR = fiscal_year(TODAY)
DAY = timedelta(days=1)
OPENING = date(YEAR, 4, 1)
KITCHEN = Named("夕方食堂", "VOLUNTEERS")


@pytest.fixture
def desk() -> Actor:
    return towns.town().window


@pytest.fixture
def area() -> Area:
    return Area.objects.filter(until_on=None).order_by("order", "code").last()


def day(on: date) -> str:
    return calendar.wareki(on)


def get(actor: Actor, screen: str, /, *args: Any, **query: str):
    return client_of(actor).get(reverse(f"food:{screen}", args=args), query)


def post(actor: Actor, screen: str, /, *args: Any, query: str = "", **values: Any):
    return client_of(actor).post(reverse(f"food:{screen}", args=args) + query, {**token(), **values})


def text_of(page: Any) -> str:
    return page.content.decode()


def came(actor: Actor, amount: str = "30", name: str = "白米", **more: Any) -> Lot:
    """Received in the browser, as a new item."""
    values = {
        "item": "", "quantity": amount, "best_before": "", "received_on": day(TODAY - 10 * DAY), "item_name": name,
        "item_kind": "RICE", "item_unit": "KG", "source": "CITIZEN", "giver": "", "giver_kind": "", "day": "", "call": "",
        "carrier": "", "carrier_kind": "",
    }  # fmt: skip
    sent = post(actor, "receive_food", **values | more)
    assert sent.status_code == 302, text_of(sent)
    return Lot.objects.latest("made_at")


def gave(actor: Actor, amounts: dict[Lot, str], /, *, query: str = "", **more: Any):
    values = {
        "on": day(TODAY), "way": "GROUP", "receiver": "夕方食堂", "receiver_kind": "VOLUNTEERS", "day": "", "households": "",
        "people": "", "carrier": "", "carrier_kind": "",
    }  # fmt: skip
    taken = {lot.field: amount for lot, amount in amounts.items()}
    return post(actor, "hand_out", query=query, **values | taken | more)


def held(
    actor: Actor, area: Area, kind: str = "PANTRY", *, on: date = TODAY, name: str = "川べりパントリー"
) -> FoodDay:
    sent = post(actor, "add_day", kind=kind, name=name, area=str(area.id), held_on=day(on), place="集会所")
    assert sent.status_code == 302, text_of(sent)
    return FoodDay.objects.get(name=name)


# --- what is there -------------------------------------------------------------------------------------


def test_received_given_and_left_balance_by_item_and_date_and_receivers_are_bodies_or_anonymous(desk):
    rice = came(desk, "30", source="CORPORATION", giver="架空の里", giver_kind="CORPORATION")
    more = came(
        desk,
        "12.5",
        item=str(rice.item_id),
        item_name="",
        item_kind="",
        item_unit="",
        received_on=day(TODAY - 3 * DAY),
    )
    assert gave(desk, {rice: "20", more: "2.5"}, on=day(TODAY - 2 * DAY)).status_code == 302
    assert (
        gave(
            desk, {rice: "4"}, way="HOUSEHOLDS", receiver="", receiver_kind="", households="2", people="5"
        ).status_code
        == 302
    )
    thrown = post(desk, "discard_food", rice.id, quantity="1", on=day(TODAY), loss="DAMAGED")
    assert thrown.status_code == 302

    page = get(desk, "item", rice.item_id)
    moved = [(one.words, one.whom) for one in page.context["movements"]]
    assert sorted(moved[2:4]) == [("－2.5kg", "夕方食堂"), ("－20kg", "夕方食堂")]
    assert (moved[:2], moved[4:]) == (
        [("－1kg", "いたんだ・こわれた"), ("－4kg", "2世帯")], [("＋12.5kg", ""), ("＋30kg", "架空の里")]
    )  # fmt: skip
    after = [one.after_words for one in page.context["movements"]]
    assert (after[:3], after[4:]) == (["15kg", "16kg", "20kg"], ["42.5kg", "30kg"])
    assert [(one.item.name, one.left_words) for one in get(desk, "stock").context["items"]] == [
        ("白米", "15kg")
    ]
    assert [(one.left, one.quantity) for one in (Lot.objects.get(pk=rice.pk), Lot.objects.get(pk=more.pk))] == [
        (Decimal(5), Decimal(30)), (Decimal(10), Decimal("12.5")),
    ]  # fmt: skip
    assert {one.name for one in Organisation.objects.all()} == {"架空の里", "夕方食堂"}


def test_more_than_is_left_is_refused_at_its_field_and_what_was_typed_stays(desk):
    rice = came(desk, "3")
    refused = gave(desk, {rice: "3.5"})
    field = rice.field
    assert (refused.status_code, list(refused.context["form"].errors), Handout.objects.count()) == (
        422,
        [field],
        0,
    )
    assert refused.context["form"][field].value() == "3.5"
    assert "残りは3です" in text_of(refused)
    with pytest.raises(IntegrityError), transaction.atomic():
        Lot.objects.filter(pk=rice.pk).update(left=Decimal(4))
    with pytest.raises(IntegrityError), transaction.atomic():
        Lot.objects.filter(pk=rice.pk).update(left=Decimal(-1))


def test_whatever_is_received_given_thrown_away_undone_and_put_right_the_sums_agree(desk):
    dice, today = Random(62), TODAY
    lots = [came(desk, "40"), came(desk, "15", name="めん")]
    done: list[Handout] = []
    for _turn in range(60):
        lot = Lot.objects.select_related("item").get(pk=dice.choice(lots).pk)
        amount = Decimal(dice.randrange(1, 120)) / 10
        try:
            match dice.randrange(4):
                case 0:
                    done.append(
                        operations.hand_out(
                            desk, on=today, way="GROUP", lines={lot.id: amount}, receiver=KITCHEN, carrier=Named(), today=today
                        )
                    )  # fmt: skip
                case 1:
                    done.append(
                        operations.discard_food(
                            desk, lot=lot, quantity=amount, on=today, loss="OTHER", today=today
                        )
                    )
                case 2 if done:
                    operations.undo_handout(desk, handout=dice.choice(done), why="まちがえた", today=today)
                case 3:
                    operations.change_lot(
                        desk,
                        lot=lot,
                        version=lot.version,
                        quantity=lot.quantity + amount - 6,
                        best_before=None,
                    )
        except Refused:
            continue
    assert {one.undone_on is None for one in Handout.objects.all()} == {True, False}
    for lot in Lot.objects.all():
        gone = sum(one.quantity for one in lot.lines.filter(handout__undone_on=None))
        assert lot.quantity == gone + lot.left
    total = queries.year_lines(desk, years=[YEAR])[0].balances["KG"]
    assert total.left == sum(one.left for one in queries.lots_left(desk))


def test_what_is_near_its_date_is_listed_and_what_is_undone_comes_back(desk):
    near = came(desk, "10", name="カレー", item_unit="PIECE", best_before=day(TODAY + 5 * DAY))
    came(desk, "10", name="のり", best_before=day(TODAY + 200 * DAY))
    past = came(desk, "4", name="パン", received_on=day(TODAY - 9 * DAY), best_before=day(TODAY - DAY))
    assert [(one.item.name, gone) for one, gone in get(desk, "stock").context["near"]] == [
        ("パン", True),
        ("カレー", False),
    ]
    gave(desk, {near: "10"})
    post(desk, "discard_food", past.id, quantity="4", on=day(TODAY), loss="EXPIRED")
    assert get(desk, "stock").context["near"] == []
    wrong = Handout.objects.get(way="GROUP")
    assert post(desk, "undo_handout", wrong.id, why="").status_code == 422
    assert post(desk, "undo_handout", wrong.id, why="別の日とまちがえた").status_code == 302
    assert [one.item.name for one, _gone in get(desk, "stock").context["near"]] == ["カレー"]
    again = post(desk, "undo_handout", wrong.id, why="もう一度")
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["why"])
    line = get(desk, "handouts").context["lines"]
    assert {(one.way, one.undone_why) for one, _whom, _may in line} == {
        ("GROUP", "別の日とまちがえた"),
        ("DISCARD", ""),
    }


def test_a_receipt_is_put_right_by_its_agency_and_two_at_once_meet_the_merge_page(desk):
    rice = came(desk, "10")
    gave(desk, {rice: "4"})
    low = post(desk, "change_lot", rice.id, version="2", quantity="3", best_before="")
    assert (low.status_code, list(low.context["form"].errors)) == (422, ["quantity"])
    assert post(desk, "change_lot", rice.id, version="2", quantity="8", best_before="").status_code == 302
    assert Lot.objects.get().left == Decimal(4)
    assert post(desk, "change_lot", rice.id, version="2", quantity="9", best_before="").status_code == 409
    other = agencies.actor("架空 隣人", agency=agencies.agency("となりの社協"), kinds=(RoleKind.CSW,))
    assert get(other, "change_lot", rice.id).status_code == 403
    assert get(other, "stock").context["items"] == []
    assert [one.left_words for one in get(other, "stock", whose="all").context["items"]] == ["4kg"]
    assert get(other, "hand_out").context["form"].shelves == []


def test_goods_other_than_food_reach_somebody_as_a_number_alone(desk):
    bag = came(desk, "2", name="ランドセル", item_kind="SCHOOL", item_unit="PIECE")
    assert (
        gave(desk, {bag: "1"}, way="HOUSEHOLDS", receiver="", receiver_kind="", households="1").status_code
        == 302
    )
    given = Handout.objects.get()
    assert (given.whom, given.receiver, Lot.objects.get().left) == ("1世帯", None, Decimal(1))
    assert get(desk, "item", bag.item_id).context["item"].kind_label == "学用品（ランドセルなど）"


# --- days ------------------------------------------------------------------------------------------


def test_a_pantry_day_keeps_roles_stock_and_totals_and_a_consultation_starts_only_by_wish(desk, area):
    rice = came(desk, "30")
    pantry = held(desk, area)
    role = {"what": "運ぶ・助言", "body": "架空の里", "body_kind": "CORPORATION", "agency": "", "heads": "2"}
    assert post(desk, "take_day_role", pantry.id, **role).status_code == 302
    page = get(desk, "day", pantry.id)
    assert not page.context["may_receive"].allowed
    sent = gave(
        desk,
        {rice: "12"},
        query=f"?day={pantry.id}",
        way="HOUSEHOLDS",
        receiver="",
        receiver_kind="",
        day=str(pantry.id),
    )
    assert sent.status_code == 302, text_of(sent)
    told = post(
        desk,
        "tell_day",
        pantry.id,
        version="1",
        people="19",
        households="8",
        consulted="1",
        note="米が先になくなる",
    )
    assert told.status_code == 302, text_of(told)

    page = get(desk, "day", pantry.id)
    assert [(one.what, one.body.name, one.heads) for one in page.context["told"].roles] == [
        ("運ぶ・助言", "架空の里", 2)
    ]
    assert (page.context["told"].given.words, page.context["begun"]) == ("12kg", 0)
    gathering = Gathering.objects.get()
    assert (gathering.kind, gathering.people, gathering.name) == ("FOOD", 19, "川べりパントリー")
    receive = reverse("casework:receive_at_gathering", args=[gathering.id])
    assert text_of(page).count(f'href="{receive}"') == 1
    values = {
        **token(), "received_on": day(TODAY), "channel": "IBASHO", "visitor": "SELF", "business": "PUBLIC",
        "summary": "電気が止まりそう", "alias": "パントリーに来た人",
    }  # fmt: skip
    assert client_of(desk).post(receive, values).status_code == 422
    assert client_of(desk).post(receive, {**values, "wished": "on"}).status_code == 302
    announce(desk)
    assert Consultation.objects.get().gathering_id == gathering.id

    page = get(desk, "day", pantry.id)
    assert (page.context["begun"], page.context["day"].households, page.context["day"].gathering.people) == (
        1,
        8,
        19,
    )
    served = get(desk, "years").context["served"][0]
    assert (served.times, served.households, served.people) == (1, 8, 19)
    again = post(
        desk, "tell_day", pantry.id, version="2", people="20", households="9", consulted="1", note=""
    )
    assert again.status_code == 302, text_of(again)
    assert (Gathering.objects.get().people, FoodDay.objects.get().households) == (20, 9)
    assert post(desk, "tell_day", pantry.id, version="2", people="21", households="9").status_code == 409


def test_a_day_that_has_not_come_takes_roles_but_no_numbers_and_no_known_name(desk, area):
    announce(desk)
    people.person(desk, "架空　花江", kana="かくう はなえ")
    coming = held(desk, area, "DRIVE", on=TODAY + 9 * DAY, name="冬のドライブ")
    named = post(
        desk,
        "take_day_role",
        coming.id,
        what="架空さんが受け取る",
        body="",
        body_kind="",
        agency="",
        heads="",
    )
    assert (named.status_code, list(named.context["form"].errors)) == (422, ["what"])
    assert not get(desk, "day", coming.id).context["may_tell"].allowed
    early = post(desk, "tell_day", coming.id, version="1", people="3", households="")
    assert (early.status_code, list(early.context["form"].errors)) == (422, ["people"])
    assert [one.name for one in get(desk, "days", year=str(fiscal_year(coming.held_on))).context["days"]] == [
        "冬のドライブ"
    ]


# --- calls and years -------------------------------------------------------------------------------------


def test_a_call_keeps_month_amount_and_receiver_and_what_came_for_it(desk):
    came(desk, "1", source="CORPORATION", giver="架空の里", giver_kind="CORPORATION")
    home = Organisation.objects.get(name="架空の里")
    month = TODAY.replace(day=1).isoformat()
    asked = {
        "month": month,
        "kind": "RICE",
        "amount": "40",
        "unit": "KG",
        "receiver": "夕方食堂",
        "receiver_kind": "VOLUNTEERS",
    }
    nobody = post(desk, "call_for_food", **asked)
    assert (nobody.status_code, list(nobody.context["form"].errors)) == (422, ["asked"])
    assert post(desk, "call_for_food", **asked, asked=[str(home.id)]).status_code == 302
    call = FoodCall.objects.get()
    came(desk, "25", name="呼びかけの米", source="CORPORATION", giver="架空の里", call=str(call.id))
    line, may = get(desk, "calls").context["lines"][0]
    assert (line.month, line.amount_words, line.receiver.name, may) == (
        TODAY.replace(day=1),
        "40kg",
        "夕方食堂",
        True,
    )
    assert [(one.came_words, one.giver.name) for one in line.lots.all()] == [("25kg", "架空の里")]
    assert post(desk, "close_call", call.id, outcome="").status_code == 422
    assert post(desk, "close_call", call.id, outcome="25kgが届き、食堂へ渡した").status_code == 302
    again = post(desk, "close_call", call.id, outcome="もう一度")
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["outcome"])


def test_years_and_receivers_stand_beside_one_another_and_each_year_balances(desk):
    def told(on: date, amount: int, given: int) -> None:
        lot = operations.receive_food(
            desk, item=None, new=NewItem(f"米{on}", "RICE", "KG"), quantity=Decimal(amount), received_on=on, best_before=None,
            origin=Origin("DRIVE"), today=on,
        )  # fmt: skip
        operations.hand_out(
            desk,
            on=on,
            way="GROUP",
            lines={lot.id: Decimal(given)},
            receiver=KITCHEN,
            carrier=Named(),
            today=on,
        )

    told(date(YEAR - 1, 5, 1), 100, 70)
    told(date(YEAR - 1, 6, 1), 10, 10)
    told(OPENING, 50, 20)
    page = get(desk, "years")
    assert page.context["units"] == [
        ("kg", [
            ("前の年度からの残り", ["30", "0", "0"]), ("受け取った", ["50", "110", "0"]), ("渡した", ["20", "80", "0"]),
            ("廃棄した", ["0", "0", "0"]), ("残り", ["60", "30", "0"]),
        ])
    ]  # fmt: skip
    assert page.context["receivers"] == [("夕方食堂", ["20kg", "80kg", "－"])]
    assert page.context["sources"] == [("フードドライブで", "50kg")]
    assert get(desk, "years", year=str(YEAR - 1)).context["units"][0][1][1] == (
        "受け取った",
        ["110", "0", "0"],
    )


# --- the door --------------------------------------------------------------------------------------


def _everywhere(desk: Actor, area: Area) -> Iterator[tuple[str, tuple[Any, ...]]]:
    rice = came(desk, "9")
    gave(desk, {rice: "1"})
    pantry = held(desk, area)
    yield "stock", ()
    yield "item", (rice.item_id,)
    yield "handouts", ()
    yield "days", ()
    yield "day", (pantry.id,)
    yield "calls", ()
    yield "years", ()


def test_who_sees_the_district_reads_and_does_not_write_and_others_stay_outside(desk, area):
    reader = agencies.actor("架空 民生", kinds=(RoleKind.COMMISSIONER,))
    outside = agencies.actor("架空 助言", kinds=(RoleKind.ADVISER,))
    screens = list(_everywhere(desk, area))
    assert {get(reader, name, *args).status_code for name, args in screens} == {200}
    assert {get(outside, name, *args).status_code for name, args in screens} == {403}
    assert get(reader, "receive_food").status_code == 403
    assert not get(reader, "stock", whose="all").context["may_keep"].allowed
    assert get(desk, "item", desk.staff_id).status_code == 404


def test_the_questions_asked_do_not_grow_with_what_is_there(desk, area):
    def asked(name: str, *args: Any) -> int:
        client = client_of(desk)
        with CaptureQueriesContext(
            connection,
        ) as counted:
            assert client.get(reverse(f"food:{name}", args=args)).status_code == 200
        return len(counted)

    lot = came(desk, "30", best_before=day(TODAY + DAY))
    gave(desk, {lot: "1"})
    pantry = held(desk, area)
    names = (
        ("stock", ()),
        ("item", (lot.item_id,)),
        ("handouts", ()),
        ("days", ()),
        ("day", (pantry.id,)),
        ("years", ()),
    )
    first = {name: asked(name, *args) for name, args in names}
    for number in range(2):
        more = came(desk, "30", name=f"もの{number}", best_before=day(TODAY + DAY))
        gave(desk, {more: "1", lot: "1"})
        held(desk, area, name=f"もう一日{number}")
    assert {name: asked(name, *args) for name, args in names} == first
    assert first == {"stock": 21, "item": 22, "handouts": 26, "days": 23, "day": 23, "years": 32}


# --- days change, and are called off -------------------------------------------------------------------


def changed(actor: Actor, one: FoodDay, **more: Any):
    values = {"name": one.name, "area": str(one.area_id), "held_on": day(one.held_on), "place": one.place}
    return post(actor, "change_day", one.id, **{"version": one.version, **values, **more})


def test_a_day_is_put_right_and_its_gathering_goes_along(desk, area):
    one = held(desk, area, on=TODAY - 3 * DAY)
    post(desk, "tell_day", one.id, version=one.version, people="12", households="5", consulted="", note="")
    one.refresh_from_db()
    assert changed(desk, one, name="川べりパントリー 秋", held_on=day(TODAY - 4 * DAY)).status_code == 302
    one.refresh_from_db()
    gathering = Gathering.objects.get(id=one.gathering_id)
    assert (one.name, gathering.name, gathering.held_on, gathering.people) == (
        "川べりパントリー 秋", "川べりパントリー 秋", TODAY - 4 * DAY, 12,
    )  # fmt: skip
    ahead = changed(desk, one, held_on=day(TODAY + DAY))
    assert (ahead.status_code, list(ahead.context["form"].errors)) == (422, ["held_on"])
    assert changed(desk, one, version=1).status_code == 409
    off = post(desk, "call_off_day", one.id, why="雨")
    assert (off.status_code, list(off.context["form"].errors)) == (422, ["why"])


def test_a_day_is_called_off_with_a_reason_and_stays_on_the_list(desk, area):
    one = held(desk, area, on=TODAY)
    assert post(desk, "call_off_day", one.id, why=" ").status_code == 422
    assert post(desk, "call_off_day", one.id, why="台風のため").status_code == 302
    one.refresh_from_db()
    assert (one.called_off_on, one.called_off_why) == (TODAY, "台風のため")
    assert "台風のため" in text_of(get(desk, "days", year=str(fiscal_year(TODAY))))
    assert get(desk, "day", one.id).context["may_tell"].allowed is False
    told = post(
        desk, "tell_day", one.id, version=one.version, people="3", households="", consulted="", note=""
    )
    assert (told.status_code, list(told.context["form"].errors)) == (422, ["people"])
    assert changed(desk, one).status_code == 422
    assert queries.days_of(desk, kind="PANTRY", until=TODAY) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        FoodDay.objects.filter(id=one.id).update(called_off_why="")


def test_a_day_on_which_something_was_given_is_not_called_off_nor_moved_behind_it(desk, area):
    lot = came(desk)
    one = held(desk, area, on=TODAY - 2 * DAY)
    sent = gave(
        desk,
        {lot: "5"},
        on=day(TODAY - 2 * DAY),
        way="HOUSEHOLDS",
        receiver="",
        receiver_kind="",
        day=str(one.id),
    )
    assert sent.status_code == 302, text_of(sent)
    assert list(post(desk, "call_off_day", one.id, why="台風").context["form"].errors) == ["why"]
    assert list(changed(desk, one, held_on=day(TODAY)).context["form"].errors) == ["held_on"]
    stranger = agencies.actor("架空 よそ", kinds=(RoleKind.CSW,))
    for screen in ("change_day", "call_off_day"):
        assert get(stranger, screen, one.id).status_code == 403


def test_the_year_is_taken_as_excel_and_says_what_the_page_says(desk, area):
    lot = came(desk, "30")
    gave(desk, {lot: "12.5"})
    taken = client_of(desk).post(reverse("food:take_year") + f"?year={YEAR}")
    book = load_workbook(BytesIO(taken.content))
    rows = {row[0]: row[1] for row in book["kgで数えるもの"].iter_rows(values_only=True) if row[1]}
    assert [rows[name] for name in ("受け取った", "渡した", "残り")] == ["30", "12.5", "17.5"]
    receivers = [row[:2] for row in book["渡した団体・場"].iter_rows(values_only=True)][-1]
    assert receivers[0] == "夕方食堂"
    assert client_of(desk).get(reverse("food:take_year")).status_code == 405
