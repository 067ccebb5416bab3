"""つながりの歩み: movement in a year, also where nothing was solved; nobody is shown whom one may not see."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from norishiro.agencies.choices import RoleKind
from norishiro.core.operation import announce
from norishiro.indicators import queries
from norishiro.outreach.operations import note_stage
from norishiro.plans.choices import Achievement, Change, EvaluationResult
from norishiro.plans.operations import evaluate
from norishiro.sharing.choices import Ground
from tests.factories import agencies, cases, people
from tests.rooms.meetings.town import client_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
PAGE = reverse("indicators:connections")
QUERIES = 15


def noted(actor, person, stage, on):
    note_stage(
        actor,
        person=person,
        stage=stage,
        noted_on=on,
        seen="返事があった",
        watcher="民生委員",
        basis=Ground.OWN,
        today=TODAY,
    )


@pytest.fixture
def coordinator():
    return agencies.actor("架空 推進")


def test_movement_shows_although_no_problem_was_solved(coordinator):
    person = people.person(coordinator, "架空 閉子")
    case = cases.case(coordinator, person, today=TODAY)
    for stage, on in ((1, date(2026, 2, 1)), (3, date(2026, 6, 1)), (2, date(2026, 9, 1))):
        noted(coordinator, person, stage, on)
    evaluate(
        coordinator, case=case, plan=None, evaluated_on=date(2026, 10, 1), achievement=Achievement.NOT_YET,
        comment="会える日が増えた", remaining="", voice="", result=EvaluationResult.RENEW, changes=[Change.ISOLATION],
        basis=Ground.OWN, today=TODAY,
    )  # fmt: skip
    announce(coordinator)
    found = queries.connections(coordinator, year=2026)
    [one] = found.people
    assert (one.way, one.movement.words) == ("1 間接の接点 → 2 顔が見える・短い応答", "1段すすんだ")
    assert (one.changes, one.solved, found.unsolved, len(one.notes)) == (("孤立の解消",), 0, 1, 2)
    assert found.counted == [("1段すすんだ", 1)]
    assert [each.movement.times for each in queries.connections(coordinator, year=2025).people] == [1]


def test_nobody_is_shown_whom_one_may_not_see_and_the_role_is_asked_for(coordinator):
    person = people.person(coordinator, "架空 閉子")
    noted(coordinator, person, 2, TODAY)
    other = client_of(agencies.actor("架空 他人")).get(PAGE, {"year": 2026})
    assert (other.status_code, other.context["found"].people) == (200, [])
    assert client_of(agencies.actor(kinds=(RoleKind.LIAISON,))).get(PAGE).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_a_fixed_number_of_questions(coordinator, number, django_assert_num_queries):
    for one in range(number):
        noted(coordinator, people.person(coordinator, f"架空 {one}子"), 2, TODAY)
    client = client_of(coordinator)
    client.get(PAGE, {"year": 2026})
    with django_assert_num_queries(QUERIES):
        client.get(PAGE, {"year": 2026})
