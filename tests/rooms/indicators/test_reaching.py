"""支援が届くまで: the days of each step, from the records one may read, and the cases behind each figure."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from norishiro.agencies.choices import RoleKind
from norishiro.core.operation import announce
from norishiro.indicators import queries, reaching
from norishiro.indicators.reaching import AGREED, JOINED, MET, TRIED, Way
from norishiro.outreach import operations as outreach
from norishiro.outreach.choices import Met, Method
from norishiro.outreach.operations import Told
from norishiro.sharing.choices import Ground
from tests.factories import agencies, cases, people
from tests.rooms.meetings.town import client_of

TODAY = date(2026, 11, 20)
PAGE = reverse("indicators:show_reaching")
QUERIES = 19


@pytest.fixture
def actor(db: None):
    return agencies.actor("架空 推進")


def begun(actor, name: str = "架空 閉子", *, on: date = date(2026, 5, 1)):
    person = people.person(actor, name)
    return cases.case(actor, person, today=on), person


def wrote(actor, case, person, on: date, *, met: str = Met.MET, method: str = Method.VISIT) -> None:
    outreach.record_contact(
        actor, person=person, case_id=case.id, told=Told(happened_on=on, method=method, met=met, body="玄関で話した"), today=TODAY
    )  # fmt: skip


def stood(actor, person, stage: int, on: date) -> None:
    outreach.note_stage(
        actor, person=person, stage=stage, noted_on=on, seen="見学した", watcher="", basis=Ground.OWN, today=TODAY
    )  # fmt: skip


def test_each_step_counts_from_the_worry_and_only_from_its_own_kind_of_record(actor) -> None:
    case, person = begun(actor)
    wrote(actor, case, person, date(2026, 4, 20), met=Met.MET)
    wrote(actor, case, None, date(2026, 5, 3), method=Method.MEETING, met=Met.NOT_APPLICABLE)
    wrote(actor, case, person, date(2026, 5, 11), met=Met.ABSENT)
    wrote(actor, case, None, date(2026, 5, 21), met=Met.MET)
    wrote(actor, case, person, date(2026, 6, 10))
    stood(actor, person, 4, date(2026, 6, 20))
    stood(actor, person, 5, date(2026, 8, 9))
    announce(actor)
    way = queries.way_of(actor, case=case)
    assert {step.code: days for step, _on, days in reaching.between(way) if days is not None} == {
        TRIED: 10, MET: 40, JOINED: 100,
    }  # fmt: skip


def test_the_cases_of_a_year_are_those_whose_worry_came_in_it(actor) -> None:
    one, _person = begun(actor, on=date(2026, 3, 31))
    two, _person = begun(actor, "架空 開子", on=date(2026, 4, 1))
    announce(actor)
    found = queries.ways(actor, first=date(2026, 4, 1), after=date(2027, 4, 1))
    assert [way.case_id for way in found] == [two.id]
    before = queries.ways(actor, first=date(2025, 4, 1), after=date(2026, 4, 1))
    assert [way.case_id for way in before] == [one.id]


def test_a_figure_opens_its_cases_and_an_unknown_one_opens_nothing(actor) -> None:
    case, person = begun(actor)
    begun(actor, "架空 開子")
    wrote(actor, case, person, date(2026, 5, 31))
    client = client_of(actor)
    page = client.get(PAGE, {"year": 2026, "step": "MET", "which": "reached"})
    assert [(one.title, days) for one, _way, days in page.context["opened"]["cases"]] == [(case.title, 30)]
    counts = {
        one["measure"].step.code: (len(one["measure"].reached), len(one["measure"].waiting))
        for one in page.context["lines"]
    }
    assert counts == {"TRIED": (1, 1), "MET": (1, 1), "AGREED": (0, 2), "JOINED": (0, 2)}
    for odd in ({"step": "MET"}, {"step": "X", "which": "reached"}, {"step": "MET", "which": "__class__"}):
        assert client.get(PAGE, {"year": 2026, **odd}).context["opened"] is None
    elsewhere = client.get(PAGE, {"year": 2026, "agency": str(uuid4())})
    assert (elsewhere.status_code, elsewhere.context["agency_id"], elsewhere.context["total"]) == (
        200,
        None,
        2,
    )


def test_nobody_counts_what_one_may_not_see_and_the_role_is_asked_for(actor) -> None:
    case, person = begun(actor)
    wrote(actor, case, person, date(2026, 5, 31))
    other = client_of(agencies.actor("架空 他人")).get(
        PAGE, {"year": 2026, "step": "MET", "which": "reached"}
    )
    assert (other.status_code, other.context["total"], other.context["leads"]) == (200, 0, [])
    assert other.context["opened"]["cases"] == []
    assert client_of(agencies.actor(kinds=(RoleKind.LIAISON,))).get(PAGE).status_code == 403


def test_the_page_of_the_case_tells_its_own_way(actor) -> None:
    case, person = begun(actor)
    wrote(actor, case, person, date(2026, 5, 31))
    page = client_of(actor).get(reverse("surroundings:relation", args=[case.id]))
    assert [(step.label, days) for step, _on, days in page.context["way_there"]] == [
        ("最初の心配ごと", None), ("最初の働きかけ", 30), ("本人に会えた・話せた", 30), ("情報共有の同意", None),
        ("場・プランにつながった", None),
    ]  # fmt: skip


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_a_fixed_number_of_questions(actor, number, django_assert_num_queries) -> None:
    for one in range(number):
        case, person = begun(actor, f"架空 {one}子")
        wrote(actor, case, person, date(2026, 6, 1))
    client = client_of(actor)
    asked = {"year": 2026, "step": "MET", "which": "reached"}
    client.get(PAGE, asked)
    with django_assert_num_queries(QUERIES):
        client.get(PAGE, asked)


# --- pure ------------------------------------------------------------------------------------------------

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=TODAY)


@st.composite
def ways_drawn(draw: st.DrawFn) -> Way:
    worry = draw(DAYS)
    later = st.dates(min_value=worry, max_value=TODAY)
    taken = {code: draw(later) for code in (TRIED, MET, AGREED, JOINED) if draw(st.booleans())}
    return Way(UUID(int=draw(st.integers(0, 2**64))), worry, taken, draw(st.none() | later))


@given(st.lists(ways_drawn(), max_size=12))
def test_every_case_stands_in_one_group_of_each_step(ways: list[Way]) -> None:
    for one in reaching.measured(ways, today=TODAY):
        assert sorted([*one.reached, *one.waiting, *one.without]) == sorted(way.case_id for way in ways)
        assert (one.days is None) == (not one.reached)
        assert (one.so_far is None) == (not one.waiting)
        if one.days is not None:
            assert 0 <= one.days.least <= float(one.days.middle) <= one.days.most


@pytest.mark.parametrize(
    ("days", "told"), [([7], ("7", 7, 7)), ([1, 2], ("1.5", 1, 2)), ([9, 1, 4], ("4", 1, 9)), ([0, 0], ("0", 0, 0))]
)  # fmt: skip
def test_the_middle_of_the_days(days: list[int], told: tuple[str, int, int]) -> None:
    found = reaching.spread(days)
    assert found is not None
    assert (found.middle, found.least, found.most) == told


def test_what_ended_stops_counting() -> None:
    way = Way(uuid4(), TODAY - timedelta(days=90), {}, TODAY - timedelta(days=60))
    assert (way.days_so_far(TODAY), way.state(MET)) == (30, reaching.WITHOUT)
