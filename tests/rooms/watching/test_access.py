"""The facts about holds and looks: where each holds, and just beside it where it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from norishiro.agencies.choices import Body, RoleKind
from norishiro.core.operation import announce
from norishiro.ledger import operations as ledger
from norishiro.watching import access
from norishiro.watching.limits import Watch
from norishiro.watching.models import Hold
from norishiro.watching.rules.telling import Held
from tests.factories import agencies, people

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
YESTERDAY, TOMORROW = date(2026, 11, 19), date(2026, 11, 21)
OFFICE, OTHER = uuid4(), uuid4()
# Every limit another number, so that none can stand for another.
WATCH = Watch.model_validate(
    {
        "from": date(2026, 4, 1), "mark": "P", "alone": 11, "near_days": 12, "referral_days": 13, "closed_days": 14,
        "night_from": 21, "night_until": 6, "bulk_people": 8, "no_role_people": 3, "no_role_days": 2, "crowd_staff": 3,
        "vain_searches": 6, "refusals": 3, "guesses": 4, "window_days": 15, "due_days": 16, "emergencies": ("Z", "B1"),
    }
)  # fmt: skip


def hold(code: str = "J6", *, agency: UUID = OFFICE, **values: Any) -> Hold:
    return Hold(agency_id=agency, code=code, **values)


def held(code: str = "J6", *, agency: UUID = OFFICE) -> Held:
    return Held(agency, "福祉課", code, 1, NOW, NOW)


def test_what_two_people_decided_is_decided_for_that_agency_and_that_ground_until_it_ends():
    everything = [held(), held("V"), held(agency=OTHER)]

    def left(*holds: Hold) -> list[Held]:
        return access.undecided(everything, holds)

    assert left() == everything
    assert left(hold(approved_at=NOW)) == everything[1:]
    assert left(hold(approved_at=None)) == everything
    assert left(hold(approved_at=NOW, released_at=NOW)) == everything
    assert left(hold(released_at=NOW)) == everything


def test_a_decision_is_overdue_on_the_day_to_look_again_until_it_ends():
    due, late, early = (hold(recheck_on=day) for day in (TODAY, YESTERDAY, TOMORROW))
    ended, without_day = hold(recheck_on=YESTERDAY, released_at=NOW), hold()

    assert access.overdue([due, late, early, ended, without_day], today=TODAY) == [due, late]


@pytest.mark.parametrize(
    ("one", "found"),
    [
        (hold(), True), (hold(agency=OTHER), False), (hold("V"), False), (hold(released_at=NOW), False),
        (hold("V", agency=OTHER), False),
    ],
)  # fmt: skip
def test_a_decision_in_force_is_about_this_agency_and_this_ground(one: Hold, found: bool):
    assert access.in_force([one], agency_id=OFFICE, code="J6") is found


def test_days_off_are_weekends_and_holidays_the_last_day_left_out():
    """11月21日は土曜、22日は日曜、23日は勤労感謝の日。"""
    days = [date(2026, 11, number) for number in (21, 22, 23)]

    assert access.days_off(date(2026, 11, 20), date(2026, 11, 25)) == days
    assert access.days_off(date(2026, 11, 21), date(2026, 11, 23)) == days[:2]
    assert access.days_off(date(2026, 11, 21), date(2026, 11, 21)) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("body", "office"), [(Body.ADMINISTRATION, True), (Body.COUNCIL, False)])
def test_only_the_administration_is_the_citys_office(body: Body, office: bool):
    assert access.city_office(agencies.actor(agency=agencies.agency(body=body))) is office


@contextmanager
def asked() -> Iterator[list[tuple[str, list[Any]]]]:
    """What is asked of the database meanwhile, with its values."""
    found: list[tuple[str, list[Any]]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        found.append((sql, list(params)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


@pytest.mark.django_db
def test_the_limits_of_the_town_reach_the_database_each_in_its_place():
    since, until = date(2026, 11, 20), date(2026, 11, 23)
    begins, ends = datetime(2026, 11, 19, 15, 0, tzinfo=UTC), datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
    announce(agencies.actor())
    with asked() as found:
        assert access.odd_looks(WATCH, since=since, until=until) == []
        assert access.tallies(WATCH, since=since, until=until) == []

    assert found == [
        (access.ODD, [begins, ends, 11, 12, 13, 14, 21, 6, [date(2026, 11, 21), date(2026, 11, 22)]]),
        (access.TALLIES, [begins, ends, ["Z", "B1"]]),
    ]


@pytest.mark.django_db
def test_a_look_without_a_relation_and_a_closed_door_come_back_as_facts():
    office = agencies.agency("福祉総務課", body=Body.ADMINISTRATION)
    manager = agencies.actor("課長 一", agency=office, kinds=(RoleKind.MANAGER,))
    owner, curious = agencies.actor("主担 二", agency=office), agencies.actor("同僚 三", agency=office)
    someone = people.person(owner, "住民 四")
    ledger.disclose(curious, screen="people:show", subjects=[someone.id])
    ledger.disclose(curious, screen="people:search", subjects=[])
    announce(manager)
    (odd,) = access.odd_looks(WATCH, since=date(2020, 1, 1), until=date(2100, 1, 1))

    assert (odd.staff_id, odd.agency_id, odd.subject_id, odd.looks) == (
        curious.staff_id, curious.agency_id, someone.id, 1,
    )  # fmt: skip
    assert access.tallies(WATCH, since=date(2020, 1, 1), until=date(2100, 1, 1)) == []
