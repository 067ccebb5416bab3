"""What several answers of one person mean together, and when it is time to ask anew; without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from norishiro.sharing import rules
from norishiro.sharing.choices import ALL_CATEGORIES, Category
from norishiro.sharing.rules import Scope

TODAY = date(2026, 11, 20)
SOON, NEXT_YEAR = date(2027, 1, 31), date(2027, 11, 20)
NAMES, HEALTH, MONEY = int(Category.ATTRIBUTES), int(Category.HEALTH), int(Category.ECONOMY)


def test_of_two_answers_only_what_both_allow_is_left_to_the_earlier_day() -> None:
    wide, narrow = Scope(ALL_CATEGORIES, NEXT_YEAR), Scope(NAMES | HEALTH, None)

    assert rules.narrower(wide, narrow) == rules.narrower(narrow, wide) == Scope(NAMES | HEALTH, NEXT_YEAR)
    assert rules.narrower(Scope(NAMES, SOON), Scope(NAMES, NEXT_YEAR)) == Scope(NAMES, SOON)
    assert rules.narrower(Scope(NAMES, None), Scope(NAMES, None)) == Scope(NAMES, None)
    assert rules.narrower(Scope(NAMES, None), Scope(HEALTH, None)) == Scope(0, None)


def test_of_many_answers_the_narrowest_holds() -> None:
    first = Scope(ALL_CATEGORIES, NEXT_YEAR)

    assert rules.narrowest(first, []) == first
    assert rules.narrowest(first, [Scope(NAMES | HEALTH, None), Scope(NAMES | MONEY, SOON)]) == Scope(
        NAMES, SOON
    )


def test_what_is_refused_afterwards_is_taken_away_and_naming_nothing_takes_all() -> None:
    wide = Scope(ALL_CATEGORIES, NEXT_YEAR)

    assert rules.without(wide, refused=HEALTH) == Scope(ALL_CATEGORIES & ~HEALTH, NEXT_YEAR)
    assert rules.without(wide, refused=0) == Scope(0, NEXT_YEAR)


@pytest.mark.parametrize(("left", "soon"), [(31, False), (30, True), (1, True), (0, False), (-1, False)])
def test_the_end_is_near_from_thirty_days_before_it(left: int, soon: bool) -> None:
    assert rules.is_soon_over(until_on=TODAY + timedelta(days=left), today=TODAY, days=30) is soon


def test_without_an_end_it_is_never_near() -> None:
    assert rules.is_soon_over(until_on=None, today=TODAY, days=30) is False


def test_a_refusal_before_any_consent_names_nothing() -> None:
    """Where nothing is said of a consent or of what is refused, there was no consent and nothing is named."""
    asked = {"reason": "考えたい", "asked_on": TODAY, "today": TODAY}

    assert rules.may_note_refusal(**asked).allowed
    assert not rules.may_note_refusal(**asked, consented=True).allowed
