"""A place's own experience: how many came how far, in broad numbers, for whoever may think of sending somebody."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from norishiro.agencies.choices import RoleKind
from norishiro.matching import operations, queries, rules
from norishiro.matching.operations import Begun
from norishiro.resources.models import Place
from norishiro.sharing.choices import Ground
from tests.factories import agencies, cases, people
from tests.rooms.matching.town import TODAY, Town
from tests.rooms.surroundings.town import signed_in

FIRST = date(2026, 4, 1)


def went(town: Town, place: Place, number: int, *, ended: str = "") -> None:
    """So many of another case looked, tried, joined; or ended with a reason."""
    them = [people.person(town.mine, f"架空 {ended}{nth}", kana="かくう") for nth in range(number)]
    case = cases.case(town.mine, *them, household=people.household(town.mine, *them), today=date(2026, 1, 5))
    for one in them:
        begun = operations.begin_participation(
            town.mine, case=case, person=one, place=place, begun=Begun(role="HELPER", words="", on=FIRST),
            basis=Ground.OWN, today=FIRST,
        )  # fmt: skip
        if ended:
            operations.end_participation(
                town.mine, participation=begun, version=begun.version, reason=ended, on=TODAY, today=TODAY
            )
            continue
        for stage in ("VISIT", "TRIAL", "JOINED"):
            town.move(begun, stage, on=FIRST)
        operations.check_settled(
            town.mine, participation=begun, months=1, going="STEADY", on=date(2026, 5, 2), today=TODAY
        )


def test_how_many_looked_tried_stayed_and_ended_is_told_in_bands_and_never_exactly(town: Town) -> None:
    kitchen = town.place()
    empty = queries.experience_at(town.mine, place_id=kitchen.id)
    assert empty is not None
    assert empty.is_few
    went(town, kitchen, 1)
    assert queries.experience_at(town.mine, place_id=kitchen.id) == empty  # one is told like nobody
    went(town, kitchen, 5)
    went(town, kitchen, 3, ended="WAY")
    told = queries.experience_at(town.mine, place_id=kitchen.id)
    assert told is not None
    assert [label for label, words in told.steps if words == "5〜9人"] == [
        "はじめた", "「見学」まで進んだ", "「お試し」まで進んだ", "「参加」まで進んだ", "1か月たって続いていた", "いま続いている",
    ]  # fmt: skip
    assert {words for _label, words in told.steps} == {"5〜9人", "5人未満"}
    assert (told.reasons, told.is_few) == ((), False)
    went(town, kitchen, 2, ended="HEALTH")
    told = queries.experience_at(town.mine, place_id=kitchen.id)
    assert told is not None
    assert told.reasons == ("体調・暮らしの都合", "遠い・時間や費用が合わない")
    other = queries.experience_at(town.other, place_id=kitchen.id)
    assert other == told
    page = signed_in(town.other).get(reverse("resources:place", args=[kitchen.id])).content.decode()
    assert ("ここに来た人の、これまで" in page, "架空 WAY0" in page) == (True, False)


def test_who_opens_nobodys_page_is_told_nothing_of_it(town: Town) -> None:
    kitchen = town.place()
    went(town, kitchen, 6)
    duty = agencies.actor("架空 委員", kinds=(RoleKind.COMMISSIONER,))
    assert queries.experience_at(duty, place_id=kitchen.id) is None
    page = signed_in(duty).get(reverse("resources:place", args=[kitchen.id]))
    assert (page.status_code, page.context["experience"]) == (200, None)


def test_a_number_is_a_band_and_reasons_want_five() -> None:
    assert [rules.told_band(number) for number in (0, 1, 4, 5, 9, 10, 19, 20, 300)] == [
        "5人未満", "5人未満", "5人未満", "5〜9人", "5〜9人", "10〜19人", "10〜19人", "20人以上", "20人以上",
    ]  # fmt: skip
    assert [rules.tells_reasons(ended=number) for number in (0, 4, 5)] == [False, False, True]
