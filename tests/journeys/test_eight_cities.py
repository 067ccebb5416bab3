"""八つの市区: one case goes through each city's own meeting bodies to a decision. One story; the preset makes the difference.

Who convenes, who is asked to, which oath and consent, who drafts and who decides, where the plan is found appropriate,
in how many steps, when it is looked at again: the story reads all of it from the profile. The table of casts only says
who is there and through which bodies the case goes.
"""

from __future__ import annotations

import pytest

from norishiro.profiles.choices import ConsentRule
from tests.journeys.eight_casts import CASTS
from tests.journeys.eight_meetings import sorted_in, talk_of_resources, talk_without_consent
from tests.journeys.eight_plans import (
    back_to_ordinary,
    looked_at_again,
    plan_with_consent,
    plan_without_consent,
)
from tests.journeys.eight_town import Town, accept, apply, enter_all, met_and_consented

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("name", CASTS)
def test_a_case_goes_through_the_citys_own_bodies_to_a_decision(raise_curtain, name):
    town = enter_all(raise_curtain(name), name)
    way = begins(town)
    for place, code in enumerate(way):
        through(town, code, again=code in way[:place])
    if not town.consented:
        plan_without_consent(town, way[-1])
    looked_at_again(town)
    if town.profile.flow.returns_to_ordinary:
        back_to_ordinary(town)
    town.nothing_for_the_stranger()


def begins(town: Town) -> tuple[str, ...]:
    """申込 (where the city sorts first, on the list of that meeting), 要, and the bodies that remain."""
    first, *rest = town.cast.way
    sorts = town.sorts(first)
    request = apply(town, sorted_first=sorts)
    if sorts:
        sorted_in(town, first)
    accept(town, request)
    return tuple(rest) if sorts else town.cast.way


def through(town: Town, code: str, *, again: bool) -> None:
    """One body: without consent until one comes that needs it, and what it can do with the case it does."""
    body = town.body(code)
    if body.consent == ConsentRule.NOT_APPLICABLE:
        talk_of_resources(town, code)
    elif town.needs_consent(code) and (again or town.cast.way.count(code) == 1):
        met_and_consented(town)
        plan_with_consent(town, code)
    else:
        talk_without_consent(town, code)
