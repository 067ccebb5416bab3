"""What is withheld of somebody (支援措置) is proposed to be blackened in everybody's package, and opened by no request."""

from __future__ import annotations

from typing import Any

import pytest

from norishiro.agencies.models import Agency
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.core.withheld import COVER
from norishiro.people import operations as people
from norishiro.people.models import Person, Protection
from norishiro.rights import operations, queries
from norishiro.rights.models import Part, Request
from tests.rooms.rights.town import TODAY, RightsTown

pytestmark = pytest.mark.django_db

HOME = "東京都豊島区かなりや町9-87-65"


@pytest.fixture
def town() -> RightsTown:
    return RightsTown()


def protect(town: RightsTown, person: Person, **given: Any) -> Protection:
    announce(town.council)
    person.refresh_from_db()
    return people.protect(
        town.council, person=person, kind="DV", basis="本人の申出", office=Agency.objects.get(id=town.council.agency_id),
        from_on=TODAY, today=TODAY, **{"fields": {"ADDRESS", "PHONE"}, **given},
    )  # fmt: skip


def withhold_mother(town: RightsTown) -> Protection:
    announce(town.council)
    Person.objects.filter(id=town.mother.id).update(address=HOME)
    return protect(town, town.mother, against=town.person)


def part(town: RightsTown, request: Request, text: str) -> Part:
    return next(one for one in town.parts(request) if one.text == text)


@pytest.mark.parametrize(
    "written", ["かなりや町９丁目８７番６５号へ越した", "電話は０３（００００）０００９"]
)
def test_a_withheld_address_in_the_file_of_another_is_locked(town: RightsTown, written: str) -> None:
    withhold_mother(town)
    town.contact(written)

    found = part(town, town.gathered(), written)

    assert (found.kind, found.proposed, found.locked) == ("PROTECTED", "2", True)
    with pytest.raises(Refused):
        operations.change_part(town.clerk, part=found, withheld="", reason="見せたい")


def test_where_a_text_was_covered_is_not_shown_to_another(town: RightsTown) -> None:
    announce(town.council)
    Person.objects.filter(id=town.mother.id).update(address=HOME)
    town.contact("母はかなりや町9-87-65に移った")
    protect(town, town.mother, against=town.person)

    found = part(town, town.gathered(), f"母は{COVER}に移った")

    assert (found.withheld, found.locked) == ("2", True)


def test_to_the_person_itself_the_cover_is_shown_and_that_it_is_withheld(town: RightsTown) -> None:
    announce(town.council)
    Person.objects.filter(id=town.person.id).update(address=HOME)
    town.contact("かなりや町9-87-65に移った")
    protect(town, town.person)

    request = town.gathered()

    assert part(town, request, f"{COVER}に移った").withheld == ""
    assert [item.unnamed for item in town.items(request) if item.source == "people_protection"] == [False]
    values = [one for one in town.parts(request) if one.item.source == "people_withheldvalue"]
    assert {one.locked for one in values} == {True}


def test_that_something_is_withheld_is_named_to_nobody_else(town: RightsTown) -> None:
    protect(town, town.person, fields=set(), told={"SHELTER": "みほんひだまりホーム"})

    request = town.gathered(asker="LEGAL", asker_name="架空　花江")

    shields = [
        item
        for item in town.items(request)
        if item.source.startswith(("people_protection", "people_withheld"))
    ]
    assert {item.unnamed for item in shields} == {True}
    locked = [one.locked for one in town.parts(request) if one.item in shields]
    assert locked == [True] * len(locked)
    announce(town.clerk)
    paper = queries.whole_package(town.clerk, request=request)
    assert [item.source for item in paper if item in shields] == []


def test_where_it_stands_a_representative_is_taken_for_a_danger(town: RightsTown) -> None:
    town.contact("「家に帰りたくない」")
    protect(town, town.person, fields=set(), told={"SHELTER": "みほんひだまりホーム"})

    found = part(
        town, town.gathered(asker="LEGAL", asker_name="架空　花江", danger=False), "「家に帰りたくない」"
    )

    assert found.withheld == "1"


def test_a_place_of_somebody_near_is_seen_however_it_is_written(town: RightsTown) -> None:
    town.contact("みなと町九丁目９番９号の前で会った")
    found = part(town, town.gathered(), "みなと町九丁目９番９号の前で会った")
    assert found.withheld == "2"
