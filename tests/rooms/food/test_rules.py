"""What may come in and go out, and how a year balances, without a database."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from norishiro.core.verdict import Verdict
from norishiro.food import rules
from norishiro.food.kinds import NEAR, written
from norishiro.food.rules import Balance, Came, Given, Taken
from norishiro.resources.rules import Body

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
HOME = Body("架空の里", "CORPORATION", known=True)


def codes(verdict: Verdict) -> list[str]:
    return sorted(one.code for one in verdict.reasons)


def receive(
    came: Came, *, has_item: bool = True, new_name: str = "", new_kind: str = "", taken: bool = False
) -> list[str]:
    return codes(
        rules.may_receive(
            came, today=TODAY, has_item=has_item, new_name=new_name, new_kind=new_kind, taken=taken
        )
    )


@pytest.mark.parametrize(
    ("quantity", "words"), [("0", "0"), ("12.0", "12"), ("2.5", "2.5"), ("100", "100"), ("1000.0", "1000")]
)
def test_a_quantity_is_written_without_needless_zeros(quantity, words):
    assert written(Decimal(quantity)) == words


def test_what_came_in_is_something_of_a_day_that_has_come_and_of_an_item():
    plain = Came(Decimal(3), "PIECE", TODAY, TODAY, "CITIZEN")
    assert receive(plain) == []
    assert receive(Came(Decimal(0), "KG", TODAY + DAY, TODAY, "CITIZEN")) == [
        "best_before",
        "quantity",
        "received_on",
    ]
    assert receive(Came(Decimal("2.5"), "PIECE", TODAY)) == ["quantity"]
    assert receive(Came(Decimal("2.5"), "KG", TODAY)) == []
    assert receive(plain, has_item=False) == ["item"]
    assert receive(plain, has_item=False, new_name="米") == ["item_kind"]
    assert receive(plain, has_item=False, new_name="米", new_kind="RICE", taken=True) == ["item_name"]
    assert receive(plain, new_name="米", new_kind="RICE") == ["item_name"]
    assert receive(Came(Decimal(1), "KG", TODAY - DAY, day_on=TODAY)) == ["received_on"]


def test_a_corporation_is_named_and_a_new_one_says_what_it_is():
    assert receive(Came(Decimal(1), "KG", TODAY, source="CORPORATION")) == ["giver"]
    assert receive(Came(Decimal(1), "KG", TODAY, source="CORPORATION", giver=Body("はじめての会"))) == [
        "giver_kind"
    ]
    assert receive(Came(Decimal(1), "KG", TODAY, source="CORPORATION", giver=HOME)) == []


def test_never_more_goes_than_is_left_nor_before_it_came():
    def asked(
        quantity: str, *, unit: str = "KG", since: date = TODAY, mine: bool = True, on: date = TODAY
    ) -> list[str]:
        line = Taken(Decimal(quantity), Decimal(5), unit, since, mine)
        return codes(rules.may_discard(line=line, on=on, today=TODAY))

    assert asked("5") == []
    assert asked("5.1") == ["quantity"]
    assert asked("0") == ["quantity"]
    assert asked("1.5", unit="PIECE") == ["quantity"]
    assert asked("1", since=TODAY, on=TODAY - DAY) == ["quantity"]
    assert asked("1", mine=False) == ["quantity"]
    assert asked("1", on=TODAY + DAY) == ["on"]


def test_it_goes_to_a_body_by_name_or_to_households_as_a_number_told_once():
    lines = {"lot_1": Taken(Decimal(1), Decimal(5), "KG", TODAY)}

    def asked(**told) -> list[str]:
        return codes(rules.may_hand_out(Given(TODAY, **told), lines=lines, today=TODAY))

    assert asked(way="GROUP", receiver=HOME) == []
    assert asked(way="GROUP") == ["receiver"]
    assert asked(way="GROUP", receiver=HOME, households=3) == ["households"]
    assert asked(way="HOUSEHOLDS", households=3) == []
    assert asked(way="HOUSEHOLDS") == ["households"]
    assert asked(way="HOUSEHOLDS", households=3, receiver=HOME) == ["receiver"]
    assert asked(way="HOUSEHOLDS", day_kind="PANTRY", day_on=TODAY) == []
    assert asked(way="HOUSEHOLDS", day_kind="PANTRY", day_on=TODAY, households=3) == ["households"]
    assert asked(way="HOUSEHOLDS", day_kind="DRIVE", day_on=TODAY) == ["day"]
    assert asked(way="HOUSEHOLDS", day_kind="PANTRY", day_on=TODAY + DAY) == ["on"]
    assert codes(rules.may_hand_out(Given(TODAY, "GROUP", HOME), lines={}, today=TODAY)) == ["lots"]


def test_what_came_is_never_put_below_what_already_went():
    def asked(quantity: str, *, mine: bool = True, best_before: date | None = None) -> list[str]:
        return codes(
            rules.may_change_lot(
                mine=mine, quantity=Decimal(quantity), unit="KG", gone=Decimal(4), best_before=best_before, received_on=TODAY
            )
        )  # fmt: skip

    assert (asked("4"), asked("3.9"), asked("5", mine=False)) == ([], ["quantity"], ["quantity"])
    assert asked("5", best_before=TODAY - DAY) == ["best_before"]


def test_undoing_needs_a_reason_once_and_ones_own_writing():
    assert codes(rules.may_undo(mine=True, undone=False, why="まちがえた")) == []
    assert codes(rules.may_undo(mine=False, undone=True, why=" ")) == ["why", "why", "why"]


def test_a_day_is_told_when_it_has_come_and_households_are_no_more_than_people():
    def asked(
        held_on: date = TODAY, people: int = 5, households: int | None = 3, *, mine: bool = True
    ) -> list[str]:
        return codes(
            rules.may_tell_day(mine=mine, held_on=held_on, today=TODAY, people=people, households=households)
        )

    assert (asked(), asked(households=None), asked(people=3)) == ([], [], [])
    assert (asked(people=2), asked(TODAY + DAY), asked(mine=False)) == (
        ["households"],
        ["people"],
        ["people"],
    )


def test_a_role_is_of_a_body_or_an_agency():
    assert codes(rules.may_take_role(mine=True, body=HOME, has_agency=False)) == []
    assert codes(rules.may_take_role(mine=False, body=HOME, has_agency=True)) == ["agency", "what"]


def test_a_call_asks_somebody_for_something_and_is_closed_once_with_what_came_of_it():
    assert codes(rules.may_call(amount=Decimal(10), unit="KG", receiver=HOME, asked=1)) == []
    assert codes(rules.may_call(amount=Decimal(0), unit="KG", receiver=Body(), asked=0)) == [
        "amount",
        "asked",
        "receiver",
    ]
    assert codes(rules.may_close_call(mine=True, closed=False, outcome="届いた")) == []
    assert codes(rules.may_close_call(mine=False, closed=True, outcome="")) == [
        "outcome",
        "outcome",
        "outcome",
    ]


def test_a_date_is_near_on_its_last_day_of_grace_and_past_it():
    def near(best_before: date | None) -> bool:
        return rules.is_near(best_before=best_before, today=TODAY, near=NEAR)

    assert [near(None), near(TODAY - DAY), near(TODAY + NEAR), near(TODAY + NEAR + DAY)] == [
        False,
        True,
        True,
        False,
    ]


def test_balances_add_up_and_what_is_left_follows():
    two = [Balance(Decimal(1), Decimal(10), Decimal(4), Decimal(2)), Balance(came=Decimal("0.5"))]
    assert rules.balanced(two) == Balance(Decimal(1), Decimal("10.5"), Decimal(4), Decimal(2))
    assert rules.balanced(two).left == Decimal("5.5")
