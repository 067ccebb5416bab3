"""みんなで見る, and the same on paper: everything together, no addresses."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from norishiro.core.calendar import PartialDate
from norishiro.core.operation import announce
from norishiro.people.models import Person
from norishiro.surroundings import operations
from tests.rooms.surroundings.test_nine import fill, start
from tests.rooms.surroundings.test_places import ADDRESS, at_home, keep
from tests.rooms.surroundings.town import TODAY, Town, signed_in


def everything(town: Town) -> None:
    at_home(town)
    announce(town.mine)
    Person.objects.filter(id=town.son.id).update(phone="090-0000-1234")
    town.tie("木曜サロン", strength="STRONG", words="毎週通う")
    fill(town, start(town), 5, "眠れない")
    keep(town, "角の店")
    operations.add_event(
        town.mine,
        case=town.case,
        happened=PartialDate.from_code("2008"),
        what="越してきた",
        source="本人",
        today=TODAY,
    )


def pages(response: Any) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(response.content)).pages]


def test_everything_stands_on_one_screen_without_addresses(town: Town) -> None:
    everything(town)
    text = signed_in(town.mine).get(reverse("surroundings:table", args=[town.case.id])).content.decode()
    assert [
        text.count(f'id="t-{part}"') for part in ("family", "ecomap", "nine", "map", "years", "roles")
    ] == [1] * 6
    assert [word in text for word in ("木曜サロン", "眠れない", "角の店", "越してきた")] == [True] * 4
    assert [text.count(word) for word in (ADDRESS, "090-0000-1234")] == [0, 0]


def test_an_empty_household_is_shown_too(town: Town) -> None:
    assert signed_in(town.mine).get(reverse("surroundings:table", args=[town.case.id])).status_code == 200


def test_all_drawings_are_handed_over_on_sheets_of_their_own(town: Town) -> None:
    everything(town)
    url = reverse("surroundings:paper", args=[town.case.id])
    paper = signed_in(town.mine).get(url)
    assert paper["Content-Disposition"].endswith(".pdf") and "架空" not in paper["Content-Disposition"]
    read = pages(paper)
    assert [read[at].split()[0] for at in range(len(read))] == [
        "エコマップ",
        "9マスシート",
        "生活圏の図",
        "家族年表",
    ]
    whole = "".join(read)
    assert [word in whole for word in ("木曜サロン", "眠れない", "角の店", "越してきた")] == [True] * 4
    assert [whole.count(word) for word in (ADDRESS, "090-0000-1234")] == [0, 0]


@pytest.mark.parametrize(
    ("what", "heading"),
    [("ecomap", "エコマップ"), ("nine", "9マスシート"), ("map", "生活圏の図"), ("years", "家族年表")],
)
def test_one_drawing_alone_also_where_nothing_is_drawn_yet(town: Town, what: str, heading: str) -> None:
    paper = signed_in(town.mine).get(reverse("surroundings:paper", args=[town.case.id]), {"what": what})
    assert [page.split()[0] for page in pages(paper)] == [heading]


def test_nothing_of_it_is_there_for_another_agency(town: Town) -> None:
    client = signed_in(town.other)
    for name in ("table", "paper"):
        assert client.get(reverse(f"surroundings:{name}", args=[town.case.id])).status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_the_screen_asks_a_bounded_number_of_questions(
    town: Town, django_assert_num_queries: Any, size: int
) -> None:
    for number in range(size):
        town.tie(f"サロン{number}", person=town.son)
        keep(town, f"店{number}")
    client, url = signed_in(town.mine), reverse("surroundings:table", args=[town.case.id])
    client.get(url)
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(url)


PAGE_QUERIES = 29
