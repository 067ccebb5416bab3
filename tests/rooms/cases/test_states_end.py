"""Until when a state held is kept by the database, whoever adds the rows and in whatever order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from norishiro.cases.choices import CaseStatus
from norishiro.cases.models import StatusChange
from norishiro.core.operation import announce
from tests.factories import agencies, cases, people

pytestmark = pytest.mark.django_db

MOVES = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 9), st.sampled_from(CaseStatus.values)),
    min_size=1,
    max_size=8,
)


def ends(rows: list[StatusChange]) -> dict[object, date | None]:
    """Slowly: the day of whichever came next in the same case."""
    wanted: dict[object, date | None] = {}
    for one in rows:
        after = [
            other for other in rows
            if other.case_id == one.case_id
            and (other.changed_on, other.made_at, other.id) > (one.changed_on, one.made_at, one.id)
        ]  # fmt: skip
        wanted[one.id] = min((other.changed_on for other in after), default=None)
    return wanted


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(first=MOVES, then=MOVES)
def test_a_state_holds_until_the_next_one_of_its_case(first, then):
    """Some added at once, then one by one, also days before those that stand there."""
    with transaction.atomic():
        mine = agencies.actor()
        two = [
            cases.case(mine, people.person(mine), today=cases.TODAY - timedelta(days=30)) for _nth in range(2)
        ]
        announce(mine)

        def moved(move: tuple[int, int, str]) -> StatusChange:
            which, days, status = move
            on = cases.TODAY + timedelta(days=days)
            return StatusChange(case=two[which], status=status, changed_on=on, staff_id=mine.staff_id)

        StatusChange.objects.bulk_create([moved(one) for one in first])
        for one in then:
            moved(one).save()
        rows = list(StatusChange.objects.filter(case__in=two))
        assert len(rows) == 2 + len(first) + len(then)
        assert {one.id: one.until_on for one in rows} == ends(rows)
        transaction.set_rollback(True)


def test_a_state_of_the_same_day_is_over_that_day():
    mine = agencies.actor()
    case = cases.case(mine, people.person(mine))
    announce(mine)
    StatusChange.objects.create(case=case, status="SUPPORTED", changed_on=cases.TODAY, staff_id=mine.staff_id)
    told = StatusChange.objects.filter(case=case).order_by("made_at").values_list("changed_on", "until_on")
    assert list(told) == [(cases.TODAY, cases.TODAY), (cases.TODAY, None)]
